package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// The jobs of attachments: one fetches what was sent, the other removes what may be kept no longer.
const (
	MediaJob     = "attachment_fetch"
	MediaDropJob = "attachment_drop"
)

// looseKept is how long what never found its words is kept, be it with a report that was begun without any.
const looseKept = 24 * time.Hour

// AttachFlow waits for what belongs to a case.
const AttachFlow = "attach"

// Sent is something that somebody sent beside words.
type Sent struct {
	Kind    petition.AttachmentKind
	MediaID string
	Note    petition.AttachmentNote
}

// Keeping sets where contents are kept and how they are fetched. Without it nothing but words is taken.
func (d *Desk) Keeping(files Files, fetch FetchMedia) { d.files, d.fetch = files, fetch }

// Attach takes what somebody sent: for the report under way, for the case he named before, or loose, until its words follow.
// It is on record in this transaction, and fetched by a job at once: the platform has it for three days only.
func (d *Desk) Attach(ctx context.Context, by string, sent Sent) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.ReadCases)
		if err != nil {
			return err
		}
		if taken, err := w.takeRoster(person, sent); taken || err != nil {
			return err
		}
		if d.files == nil {
			return models.Errorf(models.Conflict, "本系统没有设置材料存放的地方，目前只能记录文字；照片等材料请先妥善保留。")
		}
		if !person.May(people.RegisterVisit) && !person.May(people.RecordProgress) {
			return models.Errorf(models.Forbidden, "您的职责不包括登记和办理，发来的内容没有保留。")
		}
		a := petition.Attachment{
			Origin: w.key, Owner: by, Kind: sent.Kind, MediaID: sent.MediaID, State: petition.AttachmentWaiting, ReceivedAt: w.now,
		}
		taken, err := w.belongs(&a, person)
		if err != nil {
			return err
		}
		if err := w.addAttachment(&a, sent.Note); err != nil {
			return err
		}
		if wordless, err := w.wordless(a); err != nil {
			return err
		} else if wordless {
			if taken.Wordless = a.DraftID != 0; taken.Wordless {
				taken.Until = w.now.Add(looseKept)
			}
			if err := w.dropLater(a); err != nil {
				return err
			}
		}
		return w.answer(by, notice.AttachmentTaken, taken)
	})
}

// wordless tells whether an attachment waits for its words: alone, or with an unfinished report in which nothing was said yet.
func (w *work) wordless(a petition.Attachment) (bool, error) {
	if a.DraftID == 0 || a.CaseID != 0 {
		return a.CaseID == 0, nil
	}
	draft, err := w.Draft(a.DraftID)
	return len(draft.Report.Original) == 0 && slices.Contains(unfinishedStates, draft.State), err
}

// dropLater removes what nothing has claimed by then.
func (w *work) dropLater(a petition.Attachment) error {
	return w.Plan(queue.Job{
		Kind: MediaDropJob, Ref: refOf(a.ID), Uniq: "medialoose:" + refOf(a.ID), Payload: refOf(a.ID), DueAt: w.now.Add(looseKept), CreatedAt: w.now,
	})
}

// belongs finds out what an attachment is for.
func (w *work) belongs(a *petition.Attachment, person people.Person) (notice.Attached, error) {
	taken := notice.Attached{Kind: a.Kind, To: notice.AttachedToNone}
	dialogue, err := w.Dialogue(person.UserID)
	if err != nil {
		return taken, err
	}
	flow := dialogue.Flow
	if stale(dialogue, w.now) {
		flow = ""
	}
	switch flow {
	case VisitFlow:
		draft, _, err := w.openVisit(person.UserID)
		if err != nil {
			return taken, err
		}
		have, err := w.AttachmentsOfDraft(draft.ID)
		a.DraftID, taken.To, taken.Count = draft.ID, notice.AttachedToDraft, petition.CountAttachments(append(have, *a))
		return taken, cmp.Or(err, tooMany(have))
	case AttachFlow:
		found, _, err := w.desk.open(w.ctx, w, person, dialogue.Ref, people.RecordProgress)
		if err != nil {
			return taken, err
		}
		have, err := w.AttachmentsOfCase(found.ID)
		a.CaseID, taken.To, taken.Number = found.ID, notice.AttachedToCase, found.Number
		return taken, cmp.Or(err, tooMany(have))
	}
	loose, err := w.LooseAttachments(person.UserID, w.now.Add(-petition.LooseFor))
	loose = petition.WithoutRosters(loose)
	if len(loose) > 0 {
		taken.To = notice.AttachedToLoose
	}
	return taken, cmp.Or(err, tooMany(loose))
}

func tooMany(have []petition.Attachment) error {
	if len(have) >= petition.MaxAttachments {
		return models.Errorf(models.Conflict, "材料已有%d件，请先登记或者另行装订后在进展里注明。", petition.MaxAttachments)
	}
	return nil
}

func (w *work) addAttachment(a *petition.Attachment, note petition.AttachmentNote) error {
	if a.Kind == petition.LocationAttachment {
		a.State = petition.AttachmentKept // there is nothing to fetch
	}
	if err := w.noteAttachment(a, note); err != nil {
		return err
	}
	if a.Kind != petition.LocationAttachment {
		return w.Plan(queue.Job{Kind: MediaJob, Ref: refOf(a.ID), Uniq: "media:" + refOf(a.ID), Payload: refOf(a.ID), DueAt: w.now, CreatedAt: w.now})
	}
	return nil
}

// noteAttachment puts an attachment on record with its sealed note; its content may follow.
func (w *work) noteAttachment(a *petition.Attachment, note petition.AttachmentNote) error {
	if err := w.AddAttachment(a); err != nil {
		return err
	}
	plain, err := json.Marshal(note)
	if err != nil {
		return fmt.Errorf("encode note: %w", err)
	}
	if a.Sealed, err = sealing(w.Tx).sealPart(*a, notePlace, plain); err != nil {
		return err
	}
	if err := w.UpdateAttachment(*a, *a); err != nil {
		return err
	}
	return w.record(ledger.AttachmentTaken, "attachment-"+refOf(a.ID), a.Owner, map[string]any{"kind": a.Kind, "draft": a.DraftID, "case": a.CaseID})
}

// RunMedia fetches an attachment's content, takes out of a picture, be it sent as a file, what the camera added, and keeps it sealed.
// Whoever sent one of which only a part can be kept, or nothing, is told. It may run any number of times.
func (d *Desk) RunMedia(ctx context.Context, payload string) error {
	a, err := d.attachment(ctx, payload)
	if err != nil || a.State != petition.AttachmentWaiting {
		return err
	}
	content, err := d.fetch(ctx, a.MediaID, a.Kind.Limit())
	switch models.CodeOf(err) {
	case "":
	case models.NotFound:
		return d.loseAttachment(ctx, a, notice.Attached{})
	case models.Invalid:
		return d.loseAttachment(ctx, a, notice.Attached{Large: true})
	default:
		return err
	}
	var told notice.Attached
	if a.Kind == petition.ImageAttachment || a.Kind == petition.FileAttachment && petition.IsPicture(content) {
		plain, ok := petition.WithoutMetadata(content)
		if !ok {
			return d.loseAttachment(ctx, a, notice.Attached{Damaged: true})
		}
		content, told.Damaged, told.Bare = plain.Content, plain.Damaged, plain.More
	}
	return d.keepContent(ctx, a, content, SystemActor, func(w *work) error {
		if told.Kind = a.Kind; told.Damaged || told.Bare {
			if err := w.tell("attachment:"+refOf(a.ID)+":changed", a.Owner, notice.AttachmentTaken, told); err != nil {
				return err
			}
		}
		if a.Kind == petition.RosterAttachment {
			return w.planPreview(a)
		}
		return nil
	})
}

// keepContent seals and stores the content of an attachment that waits for it; also is done in the same transaction.
func (d *Desk) keepContent(ctx context.Context, a petition.Attachment, content []byte, actor string, also func(w *work) error) error {
	ahead, err := d.putAhead(ctx, a, content)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	erased := false
	err = d.transact(ctx, func(w *work) error {
		was, err := w.Attachment(a.ID) // meanwhile its words may have come, or it was erased
		erased = was.State == petition.AttachmentErased
		if err != nil || was.State != petition.AttachmentWaiting {
			return err
		}
		if !ahead {
			sealed, err := sealing(w.Tx).sealPart(a, contentPlace, content)
			if err != nil {
				return err
			}
			if err := d.files.Put(ctx, a.Blob(), sealed); err != nil {
				return err
			}
		}
		kept := was
		kept.State, kept.Size, kept.Hash = petition.AttachmentKept, int64(len(content)), hex.EncodeToString(sum[:])
		if err := w.UpdateAttachment(kept, was); err != nil {
			return err
		}
		if err := also(w); err != nil {
			return err
		}
		return w.record(ledger.AttachmentKept, "attachment-"+refOf(a.ID), actor, map[string]any{"sha256": kept.Hash, "size": kept.Size, "kind": kept.Kind})
	})
	if err == nil && erased {
		err = d.files.Delete(ctx, a.Blob())
	}
	return err
}

// putAhead seals and stores content before the transaction that says so: storing may take long, and nobody must wait for it.
// done is false when it is still to be done, since only a transaction can make the key.
func (d *Desk) putAhead(ctx context.Context, a petition.Attachment, content []byte) (done bool, err error) {
	var sealed []byte
	err = d.store.Read(ctx, func(tx Tx) error {
		sealed, done, err = sealing(tx).sealAhead(a, contentPlace, content)
		return err
	})
	if err != nil || !done {
		return false, err
	}
	return true, d.files.Put(ctx, a.Blob(), sealed)
}

func (d *Desk) attachment(ctx context.Context, payload string) (petition.Attachment, error) {
	var id int64
	if err := json.Unmarshal([]byte(payload), &id); err != nil {
		return petition.Attachment{}, fmt.Errorf("read attachment: %w", err)
	}
	var a petition.Attachment
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		a, err = tx.Attachment(id)
		return err
	})
	return a, err
}

// loseAttachment notes that something cannot be kept, and asks whoever sent it to send it again.
func (d *Desk) loseAttachment(ctx context.Context, a petition.Attachment, told notice.Attached) error {
	return d.transact(ctx, func(w *work) error {
		was, err := w.Attachment(a.ID)
		if err != nil || was.State != petition.AttachmentWaiting {
			return err
		}
		lost := was
		lost.State = petition.AttachmentLost
		if err := w.UpdateAttachment(lost, was); err != nil {
			return err
		}
		told.Kind, told.Lost = a.Kind, true
		if err := w.tell("attachment:"+refOf(a.ID)+":lost", a.Owner, notice.AttachmentTaken, told); err != nil {
			return err
		}
		return w.record(ledger.AttachmentLost, "attachment-"+refOf(a.ID), SystemActor, map[string]any{"large": told.Large, "damaged": told.Damaged})
	})
}

// bindLoose gives what somebody sent before the words to what the words began.
func (w *work) bindLoose(owner string, draftID, caseID int64) (int, error) {
	if w.desk.files == nil {
		return 0, nil
	}
	loose, err := w.LooseAttachments(owner, w.now.Add(-petition.LooseFor))
	if err != nil {
		return 0, err
	}
	loose = petition.WithoutRosters(loose)
	for _, was := range loose {
		a := was
		a.DraftID, a.CaseID = draftID, caseID
		if err := w.UpdateAttachment(a, was); err != nil {
			return 0, err
		}
	}
	return len(loose), nil
}
