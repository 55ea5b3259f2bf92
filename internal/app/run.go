// Package app wires the parts together and runs the commands.
package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"runtime/debug"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// ErrNotInOrder is a check that ran and found faults, which have been printed.
var ErrNotInOrder = errors.New("something is not in order")

// Run carries out a command until ctx ends. Results go to out, the log to logs.
func Run(ctx context.Context, command config.Command, cfg config.Config, out, logs io.Writer) error {
	log := newLogger(logs, cfg.Level())
	switch c := command.(type) {
	case config.Demo:
		return runDemo(ctx, c, out, log)
	case config.Serve:
		return serve(ctx, cfg, log)
	case config.Migrate:
		return withStore(ctx, cfg, log, func(*store.Store) error {
			_, err := fmt.Fprintln(out, "The database schema is up to date.")
			return err
		})
	case config.Import:
		return importFile(ctx, c, cfg, out, log)
	case config.Doctor:
		return doctor(ctx, cfg, out, log)
	case config.Verify:
		return verify(ctx, c, cfg, out, log)
	case config.Stats:
		return stats(ctx, c, cfg, out, log)
	case config.RosterShow:
		return rosterShow(ctx, c, cfg, out, log)
	case config.RosterImport:
		return rosterImport(ctx, c, cfg, out, log)
	case config.RosterExport:
		return rosterExport(ctx, c, cfg, out, log)
	case config.RosterTemplate:
		return rosterTemplate(ctx, c, cfg, out, log)
	case config.Deadline:
		return deadline(c, out)
	case config.Version:
		_, err := fmt.Fprintln(out, version())
		return err
	default:
		return fmt.Errorf("run command: %T is not known", command)
	}
}

// withStore opens the database, brings its schema up to date and closes it after do.
func withStore(ctx context.Context, cfg config.Config, log *slog.Logger, do func(*store.Store) error) error {
	st, err := store.Open(ctx, store.Options{URL: cfg.Database, Logger: log, Clock: models.SystemClock{}})
	if err != nil {
		return err
	}
	defer func() {
		if err := st.Close(); err != nil {
			log.Warn("store not closed cleanly", "error", err)
		}
	}()
	if err := st.Migrate(ctx); err != nil {
		return err
	}
	return do(st)
}

// deskOver makes a desk for the commands that run beside the service.
func deskOver(st *store.Store, log *slog.Logger) *desk.Desk {
	return desk.New(deskStore{st}, noDialogues{}, models.SystemClock{}, calendar.China(), log)
}

func verify(ctx context.Context, command config.Verify, cfg config.Config, out io.Writer, log *slog.Logger) error {
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		state, err := deskOver(st, log).VerifyLedger(ctx)
		if err != nil {
			return err
		}
		if command.JSON {
			err = json.NewEncoder(out).Encode(state)
		} else if state.OK {
			_, err = fmt.Fprintf(out, "The ledger adds up: %d entries, head %s.\n", state.Entries, state.Head)
		} else {
			_, err = fmt.Fprintf(out, "The ledger does not add up: %s.\n", state.Fault)
		}
		if err == nil && !state.OK {
			err = ErrNotInOrder
		}
		return err
	})
}

// buildVersion is set by the linker where the source has no version control beside it.
var buildVersion string

// version names the build: the linker's, the module version or the commit, and the Go release.
func version() string {
	name := "development"
	if buildVersion != "" {
		name = buildVersion
	} else if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" {
			name = v
		}
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				name = setting.Value
			}
		}
	}
	return "petitiondesk " + name + " " + runtime.Version()
}
