package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// AskUndoImport shows the newest import and what taking it back would do; nothing is done until it is confirmed.
func (d *Desk) AskUndoImport(ctx context.Context, by string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.EditDuty); err != nil {
			return err
		}
		last, err := w.lastImport()
		if err != nil {
			return err
		}
		shown, err := w.undoNotice(last)
		if err != nil {
			return err
		}
		return w.askUndo(by, shown)
	})
}

func (w *work) askUndo(by string, shown notice.RosterUndo) error {
	shown.TaskID = notice.RosterUndoTask(w.key)
	return w.card(shown.TaskID, by, notice.RosterUndoAsk, shown, nil)
}

func (w *work) undoNotice(last duty.Import) (notice.RosterUndo, error) {
	back, err := w.importBack(last)
	if err != nil {
		return notice.RosterUndo{}, err
	}
	who := "管理员（命令行）"
	if last.By != SystemActor {
		who = w.nameOf(last.By)
	}
	return notice.RosterUndo{
		ImportID: last.ID, Print: back.print(), Name: last.Name, By: who, At: last.CreatedAt, Total: len(last.After), Undone: back.undone(), Kept: back.kept,
	}, nil
}

// UndoImport takes an import back that was shown, if it is still the newest.
func (d *Desk) UndoImport(ctx context.Context, by string, id int64, task string) error {
	return d.UndoShownImport(ctx, by, id, "", task)
}

// UndoShownImport does the same as it was shown; where taking it back would do something else by now, it is shown again.
func (d *Desk) UndoShownImport(ctx context.Context, by string, id int64, shownAs, task string) error {
	return d.transact(ctx, func(w *work) error {
		last, shown, err := w.importToUndo(by, id)
		if err != nil {
			return err
		}
		if shownAs != "" && shown.Print != shownAs {
			closed := notice.RosterUndo{TaskID: task, ShownAgain: true}
			if err := w.amend(task, "ended", by, notice.RosterUndoClosed, closed); err != nil {
				return err
			}
			shown.ShownAgain = true
			return w.askUndo(by, shown)
		}
		if shown.Undone, shown.Kept, err = w.undoImport(by, last); err != nil {
			return err
		}
		shown.TaskID, shown.TakenBack = task, true
		return w.amend(task, "ended", by, notice.RosterUndoClosed, shown)
	})
}

// importToUndo is the newest import, with what taking it back would do, if it is the one that was shown.
func (w *work) importToUndo(by string, id int64) (last duty.Import, shown notice.RosterUndo, err error) {
	if _, err := w.actor(by, people.EditDuty); err != nil {
		return last, shown, err
	}
	last, err = w.lastImport()
	if models.CodeOf(err) == models.NotFound || err == nil && last.ID != id {
		return last, shown, models.Errorf(models.Conflict, "这次导入已经撤销过，或者后来又有新的导入，没有再作改动。发送「撤销导入」可查看最近一次导入。")
	}
	if err == nil {
		shown, err = w.undoNotice(last)
	}
	return last, shown, err
}

// KeepImport leaves an import as it is.
func (d *Desk) KeepImport(ctx context.Context, by, task string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.EditDuty); err != nil {
			return err
		}
		return w.amend(task, "ended", by, notice.RosterUndoClosed, notice.RosterUndo{TaskID: task, LeftAsItIs: true})
	})
}
