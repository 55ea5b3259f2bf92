package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/seal"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// generateKey adds a key to the file of the settings, or prints the line for one.
func generateKey(c config.KeysGenerate, cfg config.Config, out io.Writer) error {
	suite, err := seal.SuiteNamed(c.Suite)
	if err != nil {
		return err
	}
	day := calendar.DayOf(time.Now())
	if c.From != "" {
		if day, err = calendar.ParseDay(c.From); err != nil {
			return err
		}
	}
	key := seal.NewMasterKey(suite, string(day))
	if cfg.KeysFile == "" {
		_, err := fmt.Fprintf(out, "# Put this line into a file that only the service can read, name it in DESK_KEYS_FILE, and keep a copy apart from the database.\n%s\n", key.Line())
		return err
	}
	if err := appendKey(cfg.KeysFile, key.Line()+"\n"); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s was added to %s and is used from %s on. Keep a copy apart from the database: without it nothing sealed can be read.\n", key.ID, cfg.KeysFile, key.From)
	return err
}

// manageKeys runs the commands that look after keys, beside the service.
func manageKeys(ctx context.Context, command config.Command, cfg config.Config, out io.Writer, log *slog.Logger) error {
	ring, err := openKeys(cfg)
	if err != nil {
		return err
	}
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		d := deskOver(st, log)
		if ring != nil {
			d.SealedBy(seal.NewVault(ring))
		}
		switch c := command.(type) {
		case config.KeysRotate:
			done, err := d.RotateKeys(ctx)
			return say(out, err, "%d data keys were wrapped by the current master key.\n", done)
		case config.KeysErase:
			done, err := d.EraseCase(ctx, desk.Erasure{Case: c.Case, Reason: c.Reason, By: c.By, With: c.With, Open: c.OpenCase})
			return say(out, err, "The personal data of %s were erased: %d keys destroyed. The registration stays, and the ledger says who did it and why.\n", c.Case, done)
		case config.KeysSealExisting:
			if err := d.SealFromTheStart(ctx); err != nil {
				return err
			}
			done, err := inBatches(ctx, d.SealExisting)
			return say(out, err, "%d reports were sealed.\n", done)
		default:
			return listKeys(ctx, d, ring, out)
		}
	})
}

func say(out io.Writer, err error, format string, args ...any) error {
	if err == nil {
		_, err = fmt.Fprintf(out, format, args...)
	}
	return err
}

// listKeys shows every key that is there or needed.
func listKeys(ctx context.Context, d *desk.Desk, ring *seal.Keyring, out io.Writer) error {
	uses, err := d.KeysInUse(ctx)
	if err != nil {
		return err
	}
	wraps := map[string]int64{}
	for _, use := range uses {
		wraps[use.MasterKey] = use.DataKeys
	}
	if ring != nil {
		if err := listRing(ctx, ring, wraps, out); err != nil {
			return err
		}
	}
	var missing error
	for id, count := range wraps {
		missing = models.Errorf(models.Unavailable, "主密钥不齐，部分个人信息无法读取。请从备份找回缺少的密钥。")
		if err := say(out, nil, "%s MISSING: %d data keys cannot be opened\n", id, count); err != nil {
			return err
		}
	}
	return missing
}

// listRing shows the keys that are there and takes them from wraps.
func listRing(ctx context.Context, ring *seal.Keyring, wraps map[string]int64, out io.Writer) error {
	current, _, err := ring.Current(ctx)
	if err != nil {
		return err
	}
	for _, key := range ring.Keys() {
		state := "in use"
		switch {
		case key.ID == current:
			state = "current"
		case key.From > string(calendar.DayOf(time.Now())):
			state = "waits for its day"
		case wraps[key.ID] == 0:
			state = "wraps nothing, may be retired: take its line out of the keys"
		}
		if err := say(out, nil, "%s %s from %s: %d data keys, %s\n", key.ID, key.Suite.Name(), key.From, wraps[key.ID], state); err != nil {
			return err
		}
		delete(wraps, key.ID)
	}
	return nil
}
