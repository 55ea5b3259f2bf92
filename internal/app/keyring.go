package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"petitiondesk/config"
	"petitiondesk/internal/seal"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// openKeys reads the keys of the settings; nil when there are none. The file is read again while the service runs.
func openKeys(cfg config.Config) (*seal.Keyring, error) {
	if cfg.Keys == "" {
		return nil, nil
	}
	ring, err := seal.ParseKeyring(cfg.Keys, func() string { return string(calendar.DayOf(time.Now())) })
	if err != nil {
		return nil, fmt.Errorf("read DESK_KEYS: %w", err)
	}
	if cfg.KeysFile != "" {
		ring.Rereading(func() (string, error) {
			text, err := os.ReadFile(cfg.KeysFile)
			return string(text), err
		})
	}
	if _, _, err := ring.Current(context.Background()); err != nil {
		return nil, fmt.Errorf("read DESK_KEYS: %w", err)
	}
	return ring, nil
}

// unlock gives the desk its keys.
func (a *App) unlock(ctx context.Context) (err error) {
	if a.keys, err = openKeys(a.settings.Config); err != nil {
		return err
	}
	if a.keys == nil {
		a.settings.Log.WarnContext(ctx, "personal data are not sealed: there are no keys; petitiondesk keys generate makes one")
		return nil
	}
	a.Desk.SealedBy(seal.NewVault(a.keys))
	return nil
}

// demoKeys reads the key file of a demo and makes it when it is not there.
func demoKeys(path string) (string, error) {
	line := seal.NewMasterKey(seal.Suites[0], "2020-01-01").Line() + "\n"
	if path == "" {
		return line, nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return line, appendKey(path, line)
	}
	if err != nil {
		return "", fmt.Errorf("read the keys: %w", err)
	}
	return string(text), nil
}

// appendKey adds a line to a key file and makes sure that it is on the disk.
func appendKey(path, line string) (err error) {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the keys: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.WriteString(line); err != nil {
		return fmt.Errorf("write the keys: %w", err)
	}
	return file.Sync()
}

// Housekeeping works in batches with a pause between rounds; the pauses keep to the machine's clock.
const (
	houseEvery     = 10 * time.Minute
	purgedAtOnce   = 200
	keptFor        = 7 // days, where the settings say nothing
	pauseOfBatches = 20 * time.Millisecond
)

// keepHouse seals what is still in the clear and purges old texts, until ctx ends. Replicas may do it at once.
func (a *App) keepHouse(ctx context.Context) {
	for {
		if err := a.TidyUp(ctx); err != nil && ctx.Err() == nil {
			a.settings.Log.WarnContext(ctx, "housekeeping goes on later", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(houseEvery):
		}
	}
}

// TidyUp does one round of housekeeping.
func (a *App) TidyUp(ctx context.Context) error {
	if a.keys != nil {
		if err := a.keys.Refresh(); err != nil {
			a.settings.Log.WarnContext(ctx, "keys not read again, those known stay in use", "error", err)
		}
		sealed, err := inBatches(ctx, a.Desk.SealExisting)
		if err != nil {
			return err
		}
		if sealed > 0 {
			a.settings.Log.InfoContext(ctx, "sealed what was kept in the clear", "reports", sealed)
		}
	}
	days := a.settings.Config.Retention
	if days < 1 {
		days = keptFor
	}
	before := models.Instant(a.settings.Clock.Now()).AddDate(0, 0, -days)
	purged, err := inBatches(ctx, func(ctx context.Context) (int, bool, error) { return a.store.Purge(ctx, before, purgedAtOnce) })
	if purged > 0 {
		a.settings.Log.InfoContext(ctx, "purged the texts of old messages", "messages", purged)
	}
	return err
}

// inBatches repeats a step while it says that there is more.
func inBatches(ctx context.Context, step func(ctx context.Context) (done int, more bool, err error)) (total int, err error) {
	for {
		done, more, err := step(ctx)
		total += done
		if err != nil || !more {
			return total, err
		}
		select {
		case <-ctx.Done():
			return total, ctx.Err()
		case <-time.After(pauseOfBatches):
		}
	}
}
