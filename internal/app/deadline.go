package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"petitiondesk/config"
	"petitiondesk/internal/store"
	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

// deadlineAnswer is what deadline --json prints; dates are YYYY-MM-DD, "" where the law sets none.
type deadlineAnswer struct {
	Rule        statute.RuleID `json:"rule"`
	RuleSet     string         `json:"rule_set"`
	Start       calendar.Day   `json:"start"`
	DueUnrolled calendar.Day   `json:"due_unrolled"`
	DueLegal    calendar.Day   `json:"due_legal"`
	DueInternal calendar.Day   `json:"due_internal"`
	Provisional bool           `json:"provisional"`
	Article     string         `json:"article"`
	Explanation []string       `json:"explanation"`
}

// deadline reckons a date from what the command line supposes, by the public days shipped with the program and, where a
// database is named, those imported into it.
func deadline(ctx context.Context, c config.Deadline, cfg config.Config, out io.Writer, log *slog.Logger) error {
	supposed, err := suppose(c)
	if err != nil {
		return err
	}
	set, err := statute.Pin(statute.Jurisdiction(c.Jurisdiction), supposed.From)
	if err != nil {
		return err
	}
	rule, err := set.Rule(statute.RuleID(c.Rule))
	if err != nil {
		return err
	}
	cal, err := publicDays(ctx, cfg, log)
	if err != nil {
		return err
	}
	clock := supposed.Clock(rule, cal)
	if !c.JSON {
		_, err := fmt.Fprintln(out, strings.Join(clock.Explanation, "\n"))
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(deadlineAnswer{
		Rule: rule.ID, RuleSet: clock.RuleSet, Start: clock.Start, DueUnrolled: clock.DueUnrolled, DueLegal: clock.DueLegal,
		DueInternal: clock.DueInternal, Provisional: clock.Provisional, Article: rule.Article(), Explanation: clock.Explanation,
	})
}

// publicDays only reads: the database is taken as it is.
func publicDays(ctx context.Context, cfg config.Config, log *slog.Logger) (*calendar.Calendar, error) {
	if cfg.Database == "" {
		return calendar.China(), nil
	}
	var cal *calendar.Calendar
	err := withStoreAsItIs(ctx, cfg, log, func(st *store.Store) (err error) {
		cal, err = deskOver(st, log).Calendar(ctx)
		return err
	})
	return cal, err
}

func suppose(c config.Deadline) (statute.Supposition, error) {
	var faults []error
	day := func(flag, text string) calendar.Day {
		if text == "" {
			return ""
		}
		d, err := calendar.ParseDay(text)
		if err != nil {
			faults = append(faults, fmt.Errorf("--%s: %w", flag, err))
		}
		return d
	}
	supposed := statute.Supposition{
		From: day("from", c.From), OrderedDue: day("ordered-due", c.OrderedDue), ExtendDays: c.Extend,
		HearingFrom: day("hearing-from", c.HearingFrom), HearingTo: day("hearing-to", c.HearingTo),
	}
	return supposed, errors.Join(faults...)
}
