package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/seal"
	"petitiondesk/internal/store"
	"petitiondesk/models/calendar"
	"petitiondesk/models/statistics"
)

// verify checks the ledger against everything at hand.
func verify(ctx context.Context, command config.Verify, cfg config.Config, out io.Writer, log *slog.Logger) error {
	outside, err := broughtAlong(command)
	if err != nil {
		return err
	}
	return withLedger(ctx, cfg, log, func(d *desk.Desk) error {
		state, err := d.VerifyLedgerAgainst(ctx, outside)
		if err != nil {
			return err
		}
		if command.JSON {
			err = json.NewEncoder(out).Encode(state)
		} else {
			_, err = fmt.Fprint(out, describeLedger(state))
		}
		if err == nil && !state.OK {
			err = ErrNotInOrder
		}
		return err
	})
}

// withLedger makes a desk that knows the ledger's keys and its anchor file, and the keys of what is sealed, if there are any.
func withLedger(ctx context.Context, cfg config.Config, log *slog.Logger, do func(*desk.Desk) error) error {
	anchoring, err := anchoringOf(cfg.Ledger)
	if err != nil {
		return err
	}
	ring, err := openKeys(cfg)
	if err != nil {
		return err
	}
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		d := deskOver(st, log).Anchored(anchoring)
		if ring != nil {
			d.SealedBy(seal.NewVault(ring))
		}
		return do(d)
	})
}

// broughtAlong reads what the ledger is to be compared with.
func broughtAlong(c config.Verify) (desk.Outside, error) {
	var outside desk.Outside
	if c.From != "" || c.To != "" {
		from, badFrom := calendar.ParseDay(c.From)
		to, badTo := calendar.ParseDay(c.To)
		if err := errors.Join(badFrom, badTo); err != nil {
			return outside, fmt.Errorf("--from and --to: %w", err)
		}
		outside.Period = &statistics.Period{From: from, To: to}
	}
	if c.Anchors == "" {
		return outside, nil
	}
	source := os.Stdin
	if c.Anchors != "-" {
		file, err := os.Open(c.Anchors)
		if err != nil {
			return outside, err
		}
		defer func() { _ = file.Close() }() // only read
		source = file
	}
	scanner := bufio.NewScanner(io.LimitReader(source, 64<<20))
	for scanner.Scan() {
		outside.Lines = append(outside.Lines, scanner.Text())
	}
	return outside, scanner.Err()
}

func describeLedger(s desk.LedgerState) string {
	var b strings.Builder
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(&b, format+"\n", args...) }
	if s.OK {
		line("The ledger adds up: %d entries, head %s.", s.Entries, s.Head)
	} else {
		line("The ledger does not add up: %s.", s.Fault)
	}
	line("Anchored outside the database: %d entries, by %d lines compared. Not yet anchored: %d.", s.Anchored, s.Anchors, s.Unanchored)
	line("Signed: %d entries, %d checkpoints compared. Registrations compared with the register: %d.", s.Signed, s.Checkpoints, s.Registrations)
	if s.Incidents > 0 {
		line("Incidents that two people explained: %d.", s.Incidents)
	}
	if f := s.Statistics; f != nil {
		line("From the ledger, %s to %s: %d registered, %d voided, %d corrected, %d people, %d collective.",
			f.From, f.To, f.Registered, f.Voided, f.Corrected, f.Headcount, f.Collective)
	}
	for _, missing := range s.NotCompared {
		line("Not compared: %s.", missing)
	}
	return b.String()
}
