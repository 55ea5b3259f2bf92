package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
)

// PreviewRoster compares a sheet with the roster and writes nothing.
func (d *Desk) PreviewRoster(ctx context.Context, rows []duty.SheetRow) (SheetPreview, error) {
	var preview SheetPreview
	err := d.store.Read(ctx, func(tx Tx) error {
		w := &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()}
		var err error
		preview, _, err = w.readSheet(rows)
		return err
	})
	return preview, err
}

// ImportRoster takes a sheet into the roster, all of it or nothing, and tells everybody whose duty changes. Conflicts
// with the orders for posts are refused like faults.
func (d *Desk) ImportRoster(ctx context.Context, by, name string, rows []duty.SheetRow) (SheetPreview, error) {
	var preview SheetPreview
	err := d.transact(ctx, func(w *work) error {
		var after []duty.Override
		var err error
		preview, after, err = w.readSheet(rows)
		if err != nil || preview.Wrong() > 0 {
			return err
		}
		return w.importRoster(by, name, after)
	})
	return preview, err
}

func (w *work) importRoster(by, name string, after []duty.Override) error {
	if len(after) == 0 {
		return nil
	}
	for i := range after {
		after[i].By = by
	}
	before, err := w.overridesBefore(after)
	if err != nil {
		return err
	}
	if err := w.PutOverrides(after); err != nil {
		return err
	}
	if err := w.replan(); err != nil {
		return err
	}
	const longest = 100
	done := duty.Import{By: by, Name: clip(name, longest), Before: before, After: after, CreatedAt: w.now}
	if err := w.AddDutyImport(&done); err != nil {
		return err
	}
	return w.record(ledger.RosterImported, refOf(done.ID), by, map[string]any{"import": done.ID, "slots": len(after)})
}

// overridesBefore keeps what the same slots had; one without a time had none.
func (w *work) overridesBefore(after []duty.Override) ([]duty.Override, error) {
	from, to := after[0].Turn, after[0].Turn
	for _, o := range after {
		from, to = min(from, o.Turn), max(to, o.Turn)
	}
	there, err := w.Overrides(from, to)
	if err != nil {
		return nil, err
	}
	before := make([]duty.Override, len(after))
	for i, o := range after {
		before[i] = duty.Override{Code: o.Code}
		if at := slices.IndexFunc(there, func(t duty.Override) bool { return t.Code == o.Code }); at >= 0 {
			before[i] = there[at]
		}
	}
	return before, nil
}

// UndoRosterImport takes the newest import back where its slots have not begun and nobody has changed them since.
func (d *Desk) UndoRosterImport(ctx context.Context, by string) (undone, kept int, err error) {
	err = d.transact(ctx, func(w *work) error {
		last, err := w.lastImport()
		if err != nil {
			return err
		}
		undone, kept, err = w.undoImport(by, last)
		return err
	})
	return undone, kept, err
}

func (w *work) lastImport() (duty.Import, error) {
	last, err := w.LastDutyImport()
	if models.CodeOf(err) == models.NotFound {
		return last, models.Errorf(models.NotFound, "没有可以撤销的导入。")
	}
	return last, err
}

// importBack is what taking an import back would do.
type importBack struct {
	dropped  []string        // codes of overrides that were not there before
	restored []duty.Override // those that were
	kept     int
}

func (b importBack) undone() int { return len(b.dropped) + len(b.restored) }

// print tells what taking an import back would do from anything else.
func (b importBack) print() string {
	sum := sha256.New()
	for _, code := range b.dropped {
		_, _ = fmt.Fprintf(sum, "%q\n", code) // a hash takes everything
	}
	for _, o := range b.restored {
		_, _ = fmt.Fprintf(sum, "%q %q\n", o.Code, o.UserID)
	}
	const bytes = 8
	return hex.EncodeToString(sum.Sum(nil)[:bytes])
}

func (w *work) importBack(last duty.Import) (importBack, error) {
	var back importBack
	if len(last.After) == 0 {
		return back, nil
	}
	from, to := last.After[0].Turn, last.After[0].Turn
	for _, o := range last.After {
		from, to = min(from, o.Turn), max(to, o.Turn)
	}
	there, err := w.Overrides(from, to)
	if err != nil {
		return back, err
	}
	now := map[string]duty.Override{}
	for _, o := range there {
		now[o.Code] = o
	}
	for i, after := range last.After {
		o, ok := now[after.Code]
		switch before := last.Before[i]; {
		case after.Turn <= w.today() || !ok || o.UserID != after.UserID || o.Source != duty.ByImport:
			back.kept++
		case before.CreatedAt.IsZero():
			back.dropped = append(back.dropped, after.Code)
		default:
			back.restored = append(back.restored, before)
		}
	}
	return back, nil
}

func (w *work) undoImport(by string, last duty.Import) (undone, kept int, err error) {
	back, err := w.importBack(last)
	if err != nil {
		return 0, 0, err
	}
	if err := w.DropOverrides(back.dropped); err != nil {
		return 0, 0, err
	}
	if err := w.PutOverrides(back.restored); err != nil {
		return 0, 0, err
	}
	if err := w.replan(); err != nil {
		return 0, 0, err
	}
	if err := w.UndoDutyImport(last.ID, w.now); err != nil {
		return 0, 0, err
	}
	undone, kept = back.undone(), back.kept
	return undone, kept, w.record(ledger.RosterImportUndone, refOf(last.ID), by, map[string]any{"import": last.ID, "undone": undone, "kept": kept})
}
