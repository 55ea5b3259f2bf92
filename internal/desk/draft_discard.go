package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// DraftDropJob erases what was sent with a report that was given up.
const DraftDropJob = "draft_drop"

// discardedKept is how long a report that was given up can be taken back, with what was sent with it.
const discardedKept = 24 * time.Hour

// planDraftDrop sees to it that what was sent with a report is erased a day after it was given up.
func (w *work) planDraftDrop(draft petition.Draft) error {
	return w.Plan(queue.Job{
		Kind: DraftDropJob, Ref: refOf(draft.ID), Uniq: fmt.Sprintf("draftdrop:%d:%d", draft.ID, draft.Version), Payload: refOf(draft.ID),
		DueAt: w.now.Add(discardedKept), CreatedAt: w.now,
	})
}

// RunDraftDrop erases what was sent with a report that was given up a day ago and not taken back. The words stay on record.
func (d *Desk) RunDraftDrop(ctx context.Context, payload string) error {
	var id int64
	if err := json.Unmarshal([]byte(payload), &id); err != nil {
		return fmt.Errorf("read draft: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		draft, err := w.Draft(id)
		if err != nil || draft.State != petition.DraftDiscarded || w.now.Before(draft.UpdatedAt.Add(discardedKept)) {
			return err
		}
		have, err := w.AttachmentsOfDraft(id)
		if err != nil || petition.CountAttachments(have) == "" {
			return err
		}
		if err := w.UpdateDraft(&draft); err != nil { // whoever takes it back meanwhile comes before this, or after
			return err
		}
		if err := w.eraseAttachments(have); err != nil {
			return err
		}
		return w.record(ledger.AttachmentsErased, "draft-"+refOf(id), SystemActor, map[string]any{"attachments": len(have)})
	})
}

// RegainVisit takes back the report that the clerk gave up last, within a day.
func (d *Desk) RegainVisit(ctx context.Context, clerk string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(clerk, people.RegisterVisit); err != nil {
			return err
		}
		draft, err := w.lastDiscarded(clerk)
		if err != nil {
			return err
		}
		aside, err := w.setAside(clerk)
		if err != nil {
			return err
		}
		draft.State = petition.DraftOpen
		if err := w.saveDraft(&draft); err != nil {
			return err
		}
		return w.askOrShow(draft, petition.Parsed{}, "", func(v *notice.Visit) { v.SetAside = aside })
	})
}

func (w *work) lastDiscarded(clerk string) (petition.Draft, error) {
	discarded, err := w.DraftsDiscarded(clerk, w.now.Add(-discardedKept), listLooked)
	if err != nil {
		return petition.Draft{}, err
	}
	for _, draft := range discarded {
		sent, err := w.sentWith(draft.ID)
		if err != nil || len(draft.Report.Original) > 0 || sent != "" {
			return draft, err
		}
	}
	return petition.Draft{}, models.Errorf(models.NotFound, "没有可以找回的登记：取消一天之内的才能找回。发送「我的」可查看暂存的登记，发送「来访」或「来信」等重新开始。")
}

// sentWith counts what was sent with a report: 照片2、语音1.
func (w *work) sentWith(draftID int64) (string, error) {
	if w.desk.files == nil {
		return "", nil
	}
	have, err := w.AttachmentsOfDraft(draftID)
	return petition.CountAttachments(have), err
}

// passOn frees what was sent a moment ago for a report without a word, so that the words that begin now take it along.
func (w *work) passOn(clerk string) error {
	if w.desk.files == nil {
		return nil
	}
	drafts, err := w.DraftsOf(clerk, []petition.DraftState{petition.DraftOpen}, 10)
	if err != nil {
		return err
	}
	for _, draft := range drafts {
		if len(draft.Report.Original) > 0 {
			continue
		}
		have, err := w.AttachmentsOfDraft(draft.ID)
		if err != nil {
			return err
		}
		for _, was := range have {
			if was.ReceivedAt.Before(w.now.Add(-petition.LooseFor)) {
				continue
			}
			loose := was
			loose.DraftID = 0
			if err := w.UpdateAttachment(loose, was); err != nil {
				return err
			}
		}
	}
	return nil
}
