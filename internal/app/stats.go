package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// stats counts a period, as JSON or as tables to read.
func stats(ctx context.Context, c config.Stats, cfg config.Config, out io.Writer, log *slog.Logger) error {
	asked, err := askedFor(c)
	if err != nil {
		return err
	}
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		report, err := deskOver(st, log).Statistics(ctx, asked)
		if err != nil {
			return err
		}
		if !c.JSON {
			return writeStatistics(out, report)
		}
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(report)
	})
}

func askedFor(c config.Stats) (desk.Asked, error) {
	var faults []error
	day := func(flag, text string) calendar.Day {
		d, err := calendar.ParseDay(text)
		if err != nil {
			faults = append(faults, fmt.Errorf("--%s: %w", flag, err))
		}
		return d
	}
	asked := desk.Asked{
		Period: statistics.Period{From: day("from", c.From), To: day("to", c.To)}, Topics: petition.TopicList(c.Topics),
	}
	if c.AsOf != "" {
		asked.AsOf = day("as-of", c.AsOf)
	}
	if len(faults) == 0 && asked.To < asked.From {
		faults = append(faults, errors.New("--to lies before --from"))
	}
	return asked, errors.Join(faults...)
}
