package desk

import (
	"context"
	"fmt"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// AttachTo lists what belongs to a case, gives it what the person has just sent, and takes what he sends in the next minutes.
func (d *Desk) AttachTo(ctx context.Context, by, reference string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.RecordProgress)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.RecordProgress)
		if err != nil {
			return err
		}
		bound, err := w.bindLoose(by, 0, found.ID)
		if err != nil {
			return err
		}
		have, err := w.AttachmentsOfCase(found.ID)
		if err != nil {
			return err
		}
		listed := notice.AttachmentsOf{Number: found.Number, Bound: bound, Count: petition.CountAttachments(have)}
		for _, a := range have[:min(len(have), 3*MaxListed)] {
			listed.Kinds, listed.States = append(listed.Kinds, a.Kind), append(listed.States, a.State)
		}
		dialogue, err := w.Dialogue(by)
		if err != nil {
			return err
		}
		if listed.Taking = dialogue.Flow != VisitFlow || stale(dialogue, w.now); listed.Taking {
			if err := w.enter(by, AttachFlow, "", found.Number); err != nil {
				return err
			}
		}
		return w.answer(by, notice.AttachmentList, listed)
	})
}

// EndAttaching ends the time in which what is sent belongs to a case.
func (d *Desk) EndAttaching(ctx context.Context, by string) error {
	return d.transact(ctx, func(w *work) error {
		if err := w.enter(by, "", "", ""); err != nil {
			return err
		}
		return w.answer(by, notice.AttachmentList, notice.AttachmentsOf{Ended: true})
	})
}

// SendAttachment gives somebody who may see the case one of its attachments, the n-th from 1. That of an accusation takes a
// reason, which is logged like the opening of its file.
func (d *Desk) SendAttachment(ctx context.Context, by, reference string, n int, reason string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.ReadCases)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.HandleCases) // an outline has no attachments
		if err != nil {
			return err
		}
		have, err := w.AttachmentsOfCase(found.ID)
		if err != nil {
			return err
		}
		if n < 1 || n > len(have) {
			return models.Errorf(models.NotFound, "%s 没有第%d件附件，发送「附件 %s」查看。", found.Number, n, found.Number)
		}
		a := have[n-1]
		if found.Confidential {
			example := fmt.Sprintf("附件 %s %d 核对移送材料", found.Number, n)
			if err := people.CheckReason(reason, "这是检举控告件，取回附件", example); err != nil {
				return err
			}
			if err := w.AddAccess(&people.Access{CaseID: found.ID, UserID: by, Reason: petition.MaskText(reason), At: w.now}); err != nil {
				return err
			}
		}
		switch {
		case a.State == petition.AttachmentWaiting:
			return models.Errorf(models.Conflict, "这份%s正在取回，请过一分钟再试。", a.Kind.Chinese())
		case a.State != petition.AttachmentKept:
			return models.Errorf(models.NotFound, "这份%s没有保留下来，请向经办人了解。", a.Kind.Chinese())
		case a.Kind == petition.LocationAttachment:
			note, err := noteOf(w, a)
			if err != nil {
				return err
			}
			return w.answer(by, notice.AttachmentPlace, notice.AttachmentOf{Number: found.Number, Nth: n, Kind: a.Kind, Note: note})
		}
		key := fmt.Sprintf("attachment:%d:%s", a.ID, w.key)
		if err := w.tell(key, by, notice.AttachmentSent, notice.AttachmentOf{ID: a.ID, Number: found.Number, Nth: n, Kind: a.Kind}); err != nil {
			return err
		}
		return w.record(ledger.AttachmentSent, found.Number, by, map[string]any{"attachment": a.ID})
	})
}

// AttachmentContent is the content of an attachment that was sent for, as it was kept.
func (d *Desk) AttachmentContent(ctx context.Context, id int64) ([]byte, error) {
	var a petition.Attachment
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		a, err = tx.Attachment(id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return d.contentOf(ctx, a)
}

// eraseAttachments destroys the keys of attachments and removes their contents soon.
func (w *work) eraseAttachments(have []petition.Attachment) error {
	for _, was := range have {
		if was.State == petition.AttachmentErased {
			continue
		}
		a := was
		a.State, a.Sealed = petition.AttachmentErased, nil
		if err := w.UpdateAttachment(a, was); err != nil {
			return err
		}
		if err := w.DestroyKey(a.KeyID(), w.now); err != nil {
			return err
		}
		err := w.Plan(queue.Job{Kind: MediaDropJob, Ref: refOf(a.ID), Uniq: "mediadrop:" + refOf(a.ID), Payload: refOf(a.ID), DueAt: w.now, CreatedAt: w.now})
		if err != nil {
			return err
		}
	}
	return nil
}

// RunMediaDrop removes the content of an attachment that was erased, or that found no words for a day.
func (d *Desk) RunMediaDrop(ctx context.Context, payload string) error {
	a, err := d.attachment(ctx, payload)
	if err != nil || d.files == nil {
		return err
	}
	if a.State != petition.AttachmentErased {
		return d.transact(ctx, func(w *work) error { return w.eraseLoose(a.ID) })
	}
	return d.files.Delete(ctx, a.Blob())
}

// emptyDraft takes an attachment out of a report in which nothing was said; with the last one the report ends.
func (w *work) emptyDraft(a petition.Attachment) error {
	draft, err := w.Draft(a.DraftID)
	if err != nil {
		return err
	}
	have, err := w.AttachmentsOfDraft(a.DraftID)
	if err != nil {
		return err
	}
	left := petition.CountAttachments(slices.DeleteFunc(have, func(other petition.Attachment) bool { return other.ID == a.ID }))
	if left == "" {
		draft.State = petition.DraftDiscarded
	}
	if err := w.UpdateDraft(&draft); err != nil || left != "" { // words that come meanwhile come before this, or after
		return err
	}
	return w.leave(draft.Owner, VisitFlow, refOf(draft.ID))
}

// eraseLoose erases an attachment that has waited for its words too long; one they have claimed by now, or whose report has got some,
// stays.
func (w *work) eraseLoose(id int64) error {
	a, err := w.Attachment(id)
	if err != nil || a.State == petition.AttachmentErased || w.now.Before(a.ReceivedAt.Add(looseKept)) {
		return err
	}
	if wordless, err := w.wordless(a); err != nil || !wordless {
		return err
	}
	if a.DraftID != 0 {
		if err := w.emptyDraft(a); err != nil {
			return err
		}
	}
	if err := w.eraseAttachments([]petition.Attachment{a}); err != nil {
		return err
	}
	return w.record(ledger.AttachmentsErased, "attachment-"+refOf(id), SystemActor, map[string]any{"attachments": 1})
}
