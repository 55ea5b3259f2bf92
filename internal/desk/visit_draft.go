package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// KeepVisit puts a report aside. draftID 0 means the one the conversation is about.
func (d *Desk) KeepVisit(ctx context.Context, clerk string, draftID int64) error {
	return d.closeVisit(ctx, clerk, draftID, petition.DraftKept, notice.VisitKept)
}

// DiscardVisit gives a report up. What was typed stays on record with the draft; what was sent with it is erased a day later,
// unless the report is taken back.
func (d *Desk) DiscardVisit(ctx context.Context, clerk string, draftID int64) error {
	return d.closeVisit(ctx, clerk, draftID, petition.DraftDiscarded, notice.VisitDiscarded)
}

func errDiscarded() error {
	return models.Errorf(models.Conflict, "这份登记已取消。一天之内可以回复「找回」接着填写，也可以重新开始。")
}

func (d *Desk) closeVisit(ctx context.Context, clerk string, draftID int64, state petition.DraftState, kind notice.Kind) error {
	return d.transact(ctx, func(w *work) error {
		draft, err := w.ownDraft(clerk, draftID)
		if err != nil {
			return err
		}
		switch draft.State {
		case petition.DraftRegistered:
			return w.sayRegisteredAgain(draft)
		case petition.DraftDiscarded:
			return errDiscarded()
		}
		task := notice.VisitTask(draft.ID, draft.Version)
		draft.State = state
		if err := w.saveDraft(&draft); err != nil {
			return err
		}
		if err := w.leave(clerk, VisitFlow, refOf(draft.ID)); err != nil {
			return err
		}
		visit := d.visitOf(draft, task)
		if visit.Attachments, err = w.sentWith(draft.ID); err != nil {
			return err
		}
		visit.MayRegain = len(draft.Report.Original) > 0 || visit.Attachments != ""
		if state == petition.DraftDiscarded && visit.Attachments != "" {
			visit.AttachmentsUntil = w.now.Add(discardedKept)
			if err := w.planDraftDrop(draft); err != nil {
				return err
			}
		}
		if err := w.amend(task, string(state), clerk, notice.VisitCardClosed, visit); err != nil {
			return err
		}
		return w.answer(clerk, kind, visit)
	})
}

// ReadBack notes that what was written down was read to the petitioner, who agreed (条例 Art. 19 如实记录). It is nobody's
// condition for registering. draftID 0 means the report that the conversation is about.
func (d *Desk) ReadBack(ctx context.Context, clerk string, draftID, version int64) error {
	return d.transact(ctx, func(w *work) error {
		draft, err := w.ownDraft(clerk, draftID)
		if err != nil {
			return err
		}
		switch {
		case draft.State == petition.DraftRegistered:
			return w.sayRegisteredAgain(draft)
		case draft.State == petition.DraftDiscarded:
			return errDiscarded()
		case draftID != 0 && version != draft.Version:
			return models.Errorf(models.Conflict, "这张卡片的内容后来有改动，请按最新的卡片宣读。")
		}
		draft.Report.ReadBackAt = &w.now
		if err := w.saveDraft(&draft); err != nil {
			return err
		}
		return w.askOrShow(draft, petition.Parsed{}, "", nil)
	})
}

// ownDraft loads a draft of the clerk's, by id or by the conversation.
func (w *work) ownDraft(clerk string, draftID int64) (petition.Draft, error) {
	if draftID == 0 {
		draft, _, err := w.openVisit(clerk)
		return draft, err
	}
	if _, err := w.actor(clerk, people.RegisterVisit); err != nil {
		return petition.Draft{}, err
	}
	draft, err := w.Draft(draftID)
	if err != nil {
		return draft, err
	}
	if draft.Owner != clerk {
		return petition.Draft{}, models.Errorf(models.Forbidden, "这张登记卡片不是发给您的，没有作任何改动。")
	}
	return draft, nil
}

var unfinishedStates = []petition.DraftState{petition.DraftKept, petition.DraftOpen}

// ResumeVisit goes on with an unfinished report: number n of those that Unfinished lists, from 1.
func (d *Desk) ResumeVisit(ctx context.Context, clerk string, n int) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(clerk, people.RegisterVisit); err != nil {
			return err
		}
		begun, err := unfinished(w, clerk)
		if err != nil {
			return err
		}
		if n < 1 || n > len(begun) {
			return models.Errorf(models.NotFound, "没有可以继续的暂存登记。发送「我的」可查看，发送「来访」或「来信」等开始新的登记。")
		}
		aside, err := w.setAside(clerk)
		if err != nil {
			return err
		}
		draft, err := w.Draft(begun[n-1].ID) // setting it aside has raised its version
		if err != nil {
			return err
		}
		draft.State = petition.DraftOpen
		if err := w.saveDraft(&draft); err != nil {
			return err
		}
		return w.askOrShow(draft, petition.Parsed{}, "", func(v *notice.Visit) { v.SetAside = aside && begun[n-1].State != petition.DraftOpen })
	})
}

// ReopenVisit brings a report back into the conversation to be changed, and lists its fields by number.
func (d *Desk) ReopenVisit(ctx context.Context, clerk string, draftID int64) error {
	return d.transact(ctx, func(w *work) error {
		draft, err := w.ownDraft(clerk, draftID)
		if err != nil {
			return err
		}
		switch draft.State {
		case petition.DraftRegistered:
			return w.sayRegisteredAgain(draft)
		case petition.DraftDiscarded:
			return errDiscarded()
		case petition.DraftKept:
			if _, err := w.setAside(clerk); err != nil {
				return err
			}
			draft.State = petition.DraftOpen
			if err := w.saveDraft(&draft); err != nil {
				return err
			}
		}
		if err := w.enter(clerk, VisitFlow, CardStep, refOf(draft.ID)); err != nil {
			return err
		}
		return w.answer(clerk, notice.VisitEdit, d.visitOf(draft, ""))
	})
}
