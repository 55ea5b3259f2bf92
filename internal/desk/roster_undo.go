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
		shown.TaskID = notice.RosterUndoTask(w.key)
		return w.card(shown.TaskID, by, notice.RosterUndoAsk, shown, nil)
	})
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
		ImportID: last.ID, Name: last.Name, By: who, At: last.CreatedAt, Total: len(last.After), Undone: back.undone(), Kept: back.kept,
	}, nil
}

// UndoImport takes an import back that was shown, if it is still the newest.
func (d *Desk) UndoImport(ctx context.Context, by string, id int64, task string) error {
	return d.transact(ctx, func(w *work) error {
		shown, err := w.takeImportBack(by, id)
		if err != nil {
			return err
		}
		shown.TaskID = task
		return w.amend(task, "ended", by, notice.RosterUndoClosed, shown)
	})
}

// takeImportBack takes the newest import back if it is the one that was shown.
func (w *work) takeImportBack(by string, id int64) (notice.RosterUndo, error) {
	var shown notice.RosterUndo
	if _, err := w.actor(by, people.EditDuty); err != nil {
		return shown, err
	}
	last, err := w.lastImport()
	if models.CodeOf(err) == models.NotFound || err == nil && last.ID != id {
		return shown, models.Errorf(models.Conflict, "这次导入已经撤销过，或者后来又有新的导入，没有再作改动。发送「撤销导入」可查看最近一次导入。")
	}
	if err != nil {
		return shown, err
	}
	if shown, err = w.undoNotice(last); err != nil {
		return shown, err
	}
	shown.TakenBack = true
	shown.Undone, shown.Kept, err = w.undoImport(by, last)
	return shown, err
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
