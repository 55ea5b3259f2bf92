package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
)

// anchoringOf makes what the settings say about signing and keeping checkpoints.
func anchoringOf(c config.Ledger) (desk.Anchoring, error) {
	var a desk.Anchoring
	if c.Key != "" {
		signer, public, err := desk.ReadLedgerKey(c.Key)
		if err != nil {
			return a, fmt.Errorf("DESK_LEDGER_KEY: %w", err)
		}
		a.Signers, a.Public = []ledger.Signer{signer}, []string{public}
	}
	known, err := desk.ReadLedgerKeys(commaSeparated(c.OldKeys))
	if err != nil {
		return a, fmt.Errorf("DESK_LEDGER_OLD_KEYS: %w", err)
	}
	a.Public = append(a.Public, commaSeparated(c.OldKeys)...)
	a.Known, a.Observers = known, commaSeparated(c.Observers)
	if c.AnchorFile != "" {
		a.File = riggedAnchor(&anchorFile{path: c.AnchorFile})
	}
	return a, nil
}

func commaSeparated(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\uFF0C' })
}

// anchorFile is a file that is only ever appended to.
type anchorFile struct {
	path string
	mu   sync.Mutex
}

// Lines returns the lines of the file, none when it does not exist yet.
func (f *anchorFile) Lines() ([]string, error) {
	content, err := os.ReadFile(f.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	text := strings.TrimSuffix(string(content), "\n")
	if err != nil || text == "" {
		return nil, err
	}
	return strings.Split(text, "\n"), nil
}

// Append writes a line durably and returns where it begins. A line that is there already is not written again.
func (f *anchorFile) Append(line string) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	content, err := os.ReadFile(f.path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, err
	}
	created := err != nil
	if at := bytes.Index(append([]byte("\n"), content...), []byte("\n"+line+"\n")); at >= 0 {
		return int64(at), nil
	}
	text, offset := line+"\n", int64(len(content))
	if len(content) > 0 && content[len(content)-1] != '\n' {
		text, offset = "\n"+text, offset+1 // a crash cut the last line short
	}
	file, err := os.OpenFile(f.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return 0, err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return 0, err
	}
	if created {
		err = syncFolder(filepath.Dir(f.path))
	}
	return offset, err
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = folder.Sync() // not every system can; the file itself is durable
	return folder.Close()
}

// demoLedger keeps the demo's key and anchors in the data folder, where a real service would keep them elsewhere.
func demoLedger(data string) (config.Ledger, error) {
	settings := config.Ledger{AnchorFile: filepath.Join(data, "anchors.txt")}
	path := filepath.Join(data, "ledger.key")
	content, err := os.ReadFile(path)
	if err == nil {
		settings.Key = strings.TrimSpace(string(content))
		return settings, nil
	}
	if settings.Key, _, err = desk.NewLedgerKey("petitiondesk-demo"); err != nil {
		return settings, err
	}
	return settings, os.WriteFile(path, []byte(settings.Key+"\n"), 0o600)
}

// checkpoint signs the ledger as it stands. The service, or another replica, sends it to its anchors.
func checkpoint(ctx context.Context, cfg config.Config, out io.Writer, log *slog.Logger) error {
	return withLedger(ctx, cfg, log, func(d *desk.Desk) error {
		made, err := d.MakeCheckpoint(ctx, "command:"+time.Now().UTC().Format(time.RFC3339Nano), desk.SystemActor)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "Checkpoint %d of %s: %d entries. The running service sends it to its anchors.\n%s",
			made.ID, calendar.Stamp(made.MadeAt), made.Size, made.Note)
		return err
	})
}

// export writes the ledger as a package.
func export(ctx context.Context, c config.Export, cfg config.Config, out io.Writer, log *slog.Logger) error {
	return withLedger(ctx, cfg, log, func(d *desk.Desk) (err error) {
		file, err := os.OpenFile(c.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		size, err := d.ExportLedger(ctx, file)
		if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
			return errors.Join(err, os.Remove(c.File))
		}
		_, err = fmt.Fprintf(out, "Exported %d entries to %s. An outsider checks them with: ledgercheck -key PUBLIC-KEY %[2]s\n", size, c.File)
		return err
	})
}

func ledgerKey(c config.LedgerKey, out io.Writer) error {
	secret, public, err := desk.NewLedgerKey(c.Name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Secret, for DESK_LEDGER_KEY_FILE, kept apart from the database:\n%s\n\nPublic, for the auditors and everybody:\n%s\n", secret, public)
	return err
}

// anchor gives the desk its signers and compares the ledger with its anchors.
func (a *App) anchor(ctx context.Context) error {
	anchoring, err := anchoringOf(a.settings.Config.Ledger)
	if err != nil {
		return err
	}
	a.Desk.Anchored(anchoring)
	if barred, err := a.Desk.CheckAnchors(ctx); err != nil {
		a.settings.Log.ErrorContext(ctx, "ledger not compared with its anchor file", "error", err)
	} else if barred {
		a.settings.Log.WarnContext(ctx, "registration waits: the ledger is older than its anchors, two people must explain it")
	}
	return nil
}
