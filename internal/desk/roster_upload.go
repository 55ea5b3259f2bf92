package desk

import (
	"context"
	"path"
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// RosterJob reads a roster that was sent and shows what it would change.
const RosterJob = "roster_preview"

// rostersWaiting is how many rosters of one person wait for his word at most; a further one takes the oldest's place.
const rostersWaiting = 10

// otherSheets are forms of sheets that cannot be read.
var otherSheets = []string{".xls", ".et", ".csv", ".ods", ".xlsm"}

// takeRoster takes a sheet that somebody sends who may edit the roster, unless a report or a case is waiting for it.
func (w *work) takeRoster(person people.Person, sent Sent) (bool, error) {
	form := strings.ToLower(path.Ext(sent.Note.FileName))
	isSheet := form == ".xlsx"
	if w.desk.files == nil || w.desk.readSheet == nil || sent.Kind != petition.FileAttachment || !person.May(people.EditDuty) ||
		!isSheet && !slices.Contains(otherSheets, form) {
		return false, nil
	}
	dialogue, err := w.Dialogue(person.UserID)
	if err != nil || !stale(dialogue, w.now) && (dialogue.Flow == VisitFlow || dialogue.Flow == AttachFlow) {
		return false, err
	}
	if !isSheet {
		if person.May(people.RegisterVisit) || person.May(people.RecordProgress) {
			return false, nil
		}
		return false, models.Errorf(models.Invalid, "只能读取 .xlsx 格式的值班表。请用表格软件打开，另存为 .xlsx 后重新发送；需要样表请发送「值班模板」。")
	}
	if err := w.makeRoomForRoster(person.UserID); err != nil {
		return false, err
	}
	a := petition.Attachment{
		Origin: w.key, Owner: person.UserID, Kind: petition.RosterAttachment, MediaID: sent.MediaID, State: petition.AttachmentWaiting, ReceivedAt: w.now,
	}
	if err := w.addAttachment(&a, sent.Note); err != nil {
		return false, err
	}
	if err := w.dropLater(a); err != nil {
		return false, err
	}
	return true, w.answer(person.UserID, notice.RosterReading, notice.RosterSheet{ID: a.ID, Name: shownName(sent.Note)})
}

func (w *work) makeRoomForRoster(owner string) error {
	waiting, err := w.LooseAttachments(owner, w.now.Add(-looseKept))
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(a petition.Attachment) bool {
		return a.Kind != petition.RosterAttachment || a.State == petition.AttachmentErased || a.State == petition.AttachmentLost
	})
	return w.eraseAttachments(waiting[:max(0, len(waiting)-rostersWaiting+1)])
}

func shownName(note petition.AttachmentNote) string {
	const longest = 40
	return clip(note.FileName, longest)
}

func (w *work) planPreview(a petition.Attachment) error {
	return w.Plan(queue.Job{Kind: RosterJob, Ref: refOf(a.ID), Uniq: "roster:" + refOf(a.ID), Payload: refOf(a.ID), DueAt: w.now, CreatedAt: w.now})
}

// sentRoster is a roster as it was sent.
type sentRoster struct {
	petition.Attachment
	name   string
	rows   []duty.SheetRow
	faults []duty.SheetFault
	err    error // Invalid: it is no sheet
}

// rosterSent reads a roster that is kept; what is over is returned with its state and no rows. Reading takes a while, so it
// comes before the transaction that acts on it.
func (d *Desk) rosterSent(ctx context.Context, id int64) (sentRoster, error) {
	sent, err := d.readRoster(ctx, id)
	if models.CodeOf(err) == models.NotFound { // it may have been dealt with and erased while it was read
		if a, again := d.attachment(ctx, refOf(id)); again == nil && a.State == petition.AttachmentErased {
			return sentRoster{Attachment: a}, nil
		}
	}
	return sent, err
}

func (d *Desk) readRoster(ctx context.Context, id int64) (sentRoster, error) {
	var sent sentRoster
	var posts []string
	err := d.store.Read(ctx, func(tx Tx) error {
		var err error
		if sent.Attachment, err = tx.Attachment(id); err != nil || sent.State != petition.AttachmentKept {
			return err
		}
		note, err := noteOf(tx, sent.Attachment)
		if err != nil {
			return err
		}
		sent.name = shownName(note)
		words, err := dutyLexicon(tx)
		if err != nil {
			return err
		}
		posts = words.Posts
		return nil
	})
	if err != nil || sent.Kind != petition.RosterAttachment || sent.State != petition.AttachmentKept {
		return sent, err
	}
	content, err := d.contentOf(ctx, sent.Attachment)
	if err != nil {
		return sent, err
	}
	sent.rows, sent.faults, err = d.readSheet(content, posts, d.today())
	if models.CodeOf(err) == models.Invalid {
		sent.err, err = err, nil
	}
	return sent, err
}

// preview compares a roster with what is on record now.
func (w *work) preview(sent sentRoster) (SheetPreview, []duty.Override, error) {
	preview, after, err := w.readSheet(sent.rows)
	preview.Faults = slices.Concat(sent.faults, preview.Faults)
	return preview, after, err
}

// RunRoster shows what a roster that was sent would change. It may run any number of times.
func (d *Desk) RunRoster(ctx context.Context, payload string) error {
	a, err := d.attachment(ctx, payload)
	if err != nil || a.State != petition.AttachmentKept {
		return err
	}
	sent, err := d.rosterSent(ctx, a.ID)
	if err != nil || sent.State != petition.AttachmentKept {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(sent.Owner, people.EditDuty); models.CodeOf(err) == models.Forbidden {
			return nil // the right was taken away meanwhile; what was sent is erased in a day
		} else if err != nil {
			return err
		}
		return w.showRoster(sent, "")
	})
}

// showRoster shows the preview, as a card when it can be confirmed. before is the card in whose place it comes.
func (w *work) showRoster(sent sentRoster, before string) error {
	if sent.err != nil {
		shown := notice.RosterSheet{ID: sent.ID, Name: sent.name, Unreadable: models.MessageOf(sent.err)}
		return w.endRoster(sent, shown)
	}
	preview, _, err := w.preview(sent)
	if err != nil {
		return err
	}
	shown := previewNotice(sent, preview)
	shown.Again = before != ""
	shown.TaskID = notice.RosterPreviewTask(refOf(sent.ID)+shown.Print, before)
	if shown.Whole {
		of := notice.RosterFileOf{Kind: notice.RosterFindings, Title: "核对清单", Sheet: sent.ID, Print: shown.Print}
		if err := w.tell("roster-findings:"+shown.TaskID, sent.Owner, notice.RosterFile, of); err != nil {
			return err
		}
	}
	if preview.Wrong() > 0 {
		if !shown.Whole {
			return w.endRoster(sent, shown)
		}
		return w.tell("roster-faulty:"+shown.TaskID, sent.Owner, notice.RosterNews, shown) // the list of them is made of the sheet
	}
	if len(preview.Changes()) == 0 {
		return w.endRoster(sent, shown)
	}
	return w.card(shown.TaskID, sent.Owner, notice.RosterPreview, shown, nil)
}

// endRoster tells why there is nothing to confirm, and erases what was sent.
func (w *work) endRoster(sent sentRoster, shown notice.RosterSheet) error {
	if err := w.tell("roster:"+refOf(sent.ID)+":ended", sent.Owner, notice.RosterNews, shown); err != nil {
		return err
	}
	return w.eraseAttachments([]petition.Attachment{sent.Attachment})
}

const (
	changesShown = 4
	faultsShown  = 12
)

func previewNotice(sent sentRoster, p SheetPreview) notice.RosterSheet {
	shown := notice.RosterSheet{
		ID: sent.ID, Name: sent.name, Print: p.Print(), Filled: len(p.Filled), Changed: len(p.Changed), Same: p.Same, WrongCount: p.Wrong(),
	}
	changes := p.Changes()
	for _, c := range changes[:min(len(changes), changesShown)] {
		shown.Changes = append(shown.Changes, changeWords(c))
	}
	wrong := p.wrongPlaces()
	shown.Wrong = wrong[:min(len(wrong), faultsShown)]
	shown.Whole = len(shown.WrongLines()) < len(wrong) || len(wrong) == 0 && len(changes) > changesShown
	return shown
}

// wrongPlaces lists faults and conflicts.
func (p SheetPreview) wrongPlaces() []duty.SheetFault {
	return slices.Concat(p.Faults, p.Conflicts)
}

func changeWords(c SheetChange) string {
	date, _, _ := strings.Cut(c.Slot.Day.Chinese(), " ")
	return date + " " + c.Slot.Post + "：" + orNobody(lastName(c.Before)) + " → " + lastName(c.After)
}

// lastName is the name in a title.
func lastName(title string) string { return title[strings.LastIndex(title, " ")+1:] }

// ImportSent takes a roster in as it was shown, and shows it again when the roster or its faults are others by now.
func (d *Desk) ImportSent(ctx context.Context, by string, id int64, shownAs, task string) error {
	sent, err := d.rosterSent(ctx, id)
	if err != nil {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		if err := w.mayEnd(by, &sent); err != nil {
			return err
		}
		preview, after, err := w.preview(sent)
		if err != nil {
			return err
		}
		shown := previewNotice(sent, preview)
		shown.TaskID = task
		if sent.err != nil || preview.Wrong() > 0 || shown.Print != shownAs {
			shown.End = notice.RosterRenewed
			if err := w.amend(task, string(shown.End), by, notice.RosterPreviewClosed, shown); err != nil {
				return err
			}
			return w.showRoster(sent, task)
		}
		if err := w.importRoster(by, sent.name, after); err != nil {
			return err
		}
		shown.End = notice.RosterTaken
		return w.closeRoster(sent, shown)
	})
}

// DropSent gives up a roster that was shown; nothing is written.
func (d *Desk) DropSent(ctx context.Context, by string, id int64, task string) error {
	return d.transact(ctx, func(w *work) error {
		a, err := w.Attachment(id)
		if err != nil {
			return err
		}
		sent := sentRoster{Attachment: a}
		if err := w.mayEnd(by, &sent); err != nil {
			return err
		}
		return w.closeRoster(sent, notice.RosterSheet{ID: id, TaskID: task, End: notice.RosterDropped})
	})
}

// mayEnd refuses whoever did not send the roster, and what is over. It brings the roster's row up to date.
func (w *work) mayEnd(by string, sent *sentRoster) error {
	if _, err := w.actor(by, people.EditDuty); err != nil {
		return err
	}
	now, err := w.Attachment(sent.ID)
	if err != nil {
		return err
	}
	switch {
	case now.Owner != by || now.Kind != petition.RosterAttachment:
		return models.Errorf(models.Forbidden, "这张卡片不是发给您的，没有作任何改动。")
	case now.State != petition.AttachmentKept || sent.State != petition.AttachmentKept:
		return models.Errorf(models.Conflict, "这份值班表已经处理过、被后来发的替换，或者超过一天已删除，没有再作改动。发送「值班」可查看现在的安排；需要再导入请重新发送表格。")
	}
	sent.Attachment = now
	return nil
}

func (w *work) closeRoster(sent sentRoster, shown notice.RosterSheet) error {
	if err := w.eraseAttachments([]petition.Attachment{sent.Attachment}); err != nil {
		return err
	}
	if err := w.amend(shown.TaskID, string(shown.End), sent.Owner, notice.RosterPreviewClosed, shown); err != nil {
		return err
	}
	return w.answer(sent.Owner, notice.RosterNews, shown)
}
