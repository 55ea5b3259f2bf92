// Package app wires the parts together and runs the commands.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"runtime/debug"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/seal"
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
		return migrate(ctx, cfg, out, log)
	case config.Import:
		return importFile(ctx, c, cfg, out, log)
	case config.Doctor:
		return doctor(ctx, c, cfg, out, log)
	case config.Contacts:
		return followContacts(ctx, c, cfg, out, log)
	case config.Verify:
		return verify(ctx, c, cfg, out, log)
	case config.Checkpoint:
		return checkpoint(ctx, cfg, out, log)
	case config.Export:
		return export(ctx, c, cfg, out, log)
	case config.LedgerKey:
		return ledgerKey(c, out)
	case config.Stats:
		return stats(ctx, c, cfg, out, log)
	case config.KeysGenerate:
		return generateKey(c, cfg, out)
	case config.KeysList, config.KeysRotate, config.KeysErase, config.KeysSealExisting:
		return manageKeys(ctx, c, cfg, out, log)
	case config.RosterShow:
		return rosterShow(ctx, c, cfg, out, log)
	case config.RosterImport:
		return rosterImport(ctx, c, cfg, out, log)
	case config.RosterExport:
		return rosterExport(ctx, c, cfg, out, log)
	case config.RosterTemplate:
		return rosterTemplate(ctx, c, cfg, out, log)
	case config.GroupsCreate:
		return createGroup(ctx, c, cfg, out, log)
	case config.Deadline:
		return deadline(ctx, c, cfg, out, log)
	case config.Version:
		_, err := fmt.Fprintln(out, version())
		return err
	default:
		return fmt.Errorf("run command: %T is not known", command)
	}
}

// migrate brings the schema up to date, and the blind indexes of petitioners if there is a key to them. Stopped anywhere, it
// goes on there the next time; the service does the rest a little at a time.
func migrate(ctx context.Context, cfg config.Config, out io.Writer, log *slog.Logger) error {
	ring, err := openKeys(cfg)
	if err != nil {
		return err
	}
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		d := deskOver(st, log)
		if ring != nil {
			d.SealedBy(seal.NewVault(ring))
		}
		indexed, err := d.IndexedBy(indexKey(cfg)).IndexPetitioners(ctx)
		if ring == nil && models.CodeOf(err) == models.Unavailable {
			log.Warn("petitioners are not indexed anew: they are sealed and there are no keys", "error", err)
			err = nil
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "The database schema is up to date. Petitioners indexed anew: %d.\n", indexed)
		return err
	})
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

// buildVersion is set by the linker where the source has no version control beside it.
var buildVersion string

// version names the build and the Go release.
func version() string { return "petitiondesk " + buildName() + " " + runtime.Version() }

// buildName is the linker's, the module version or the commit.
func buildName() string {
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
	return name
}
