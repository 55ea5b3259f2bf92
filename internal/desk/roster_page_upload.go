package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// uploadOrigin begins the origin of what was uploaded on the page.
const uploadOrigin = "page:"

// RosterShown is an uploaded roster and what it would change.
type RosterShown struct {
	ID         int64
	Name       string // of the file
	Reader     string
	Preview    SheetPreview
	Unreadable string
	Upload     string // seals of the forms
	Take, Drop string
}

// UploadRoster keeps a roster that the page sends, sealed, until it is taken in, dropped or a day old. Sent twice it is kept once;
// a later one replaces it.
func (d *Desk) UploadRoster(ctx context.Context, token, form, name string, content []byte) (int64, error) {
	link, err := d.rosterLink(token)
	if err != nil {
		return 0, err
	}
	once, seal, _ := strings.Cut(form, ".")
	if !d.formFits(seal, link.user, uploadForm, once) {
		return 0, models.Errorf(models.Invalid, "页面已失效，没有上传。请在下面重新选择文件。")
	}
	if err := d.mayUpload(ctx, token, name, content); err != nil {
		return 0, err
	}
	sum := sha256.Sum256(append([]byte(once), content...))
	a := petition.Attachment{Origin: uploadOrigin + hex.EncodeToString(sum[:]), Owner: link.user, Kind: petition.RosterAttachment}
	// The row comes first, so that no content is ever kept that nothing knows of.
	if err := d.transact(ctx, func(w *work) error { return w.beginUpload(&a, petition.AttachmentNote{FileName: cleanName(name)}) }); err != nil {
		return 0, err
	}
	return a.ID, d.keepContent(ctx, a, content, link.user, func(w *work) error {
		_, err := w.actor(link.user, people.EditDuty)
		return err
	})
}

func cleanName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
}

// mayUpload refuses what cannot be a roster before anything is kept.
func (d *Desk) mayUpload(ctx context.Context, token, name string, content []byte) error {
	var posts []string
	err := d.onRosterPage(ctx, token, func(w *work, _ people.Person) error {
		words, err := dutyLexicon(w.Tx)
		posts = words.Posts
		return err
	})
	switch limit := petition.RosterAttachment.Limit(); {
	case err != nil:
		return err
	case d.files == nil || d.readSheet == nil:
		return models.Errorf(models.Conflict, "本系统没有设置材料存放的地方，没有上传，请联系管理员。")
	case len(content) == 0:
		return models.Errorf(models.Invalid, "没有选择文件，或者文件是空的。请选择填好的值班表（.xlsx）。")
	case int64(len(content)) > limit:
		return models.Errorf(models.Invalid, "文件超过%dMB，没有上传。请检查是否选错了文件。", limit>>20)
	case slices.Contains(otherSheets, strings.ToLower(path.Ext(name))):
		return models.Errorf(models.Invalid, "只能读取 .xlsx 格式的值班表。请用表格软件打开，另存为 .xlsx 后再上传。")
	}
	if _, _, err := d.readSheet(content, posts, d.today()); err != nil {
		return err
	}
	return nil
}

// beginUpload puts an upload on record in the place of the one before. One that was begun before is read in.
func (w *work) beginUpload(a *petition.Attachment, note petition.AttachmentNote) error {
	if _, err := w.actor(a.Owner, people.EditDuty); err != nil {
		return err
	}
	there, err := w.AttachmentFrom(a.Origin)
	if err == nil {
		*a = there
		if there.State == petition.AttachmentErased {
			return models.Errorf(models.Conflict, "这份文件刚才已经上传并处理过，没有再作改动。需要再导入请重新选择文件。")
		}
		return nil
	}
	if models.CodeOf(err) != models.NotFound {
		return err
	}
	waiting, err := w.WaitingRosters(a.Owner, w.now.Add(-looseKept))
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(b petition.Attachment) bool { return !strings.HasPrefix(b.Origin, uploadOrigin) })
	if err := w.eraseAttachments(waiting); err != nil {
		return err
	}
	a.State, a.ReceivedAt = petition.AttachmentWaiting, w.now
	if err := w.noteAttachment(a, note); err != nil {
		return err
	}
	return w.dropLater(*a)
}

// uploadedRoster reads what somebody uploaded.
func (d *Desk) uploadedRoster(ctx context.Context, user string, id int64) (sentRoster, error) {
	sent, err := d.rosterSent(ctx, id)
	switch {
	case models.CodeOf(err) == models.NotFound || err == nil && sent.Kind != petition.RosterAttachment:
		err = models.Errorf(models.NotFound, "没有这份值班表，请重新上传。")
	case err == nil && sent.Owner != user:
		err = models.Errorf(models.Forbidden, "这份值班表不是您上传的，没有作任何改动。")
	}
	return sent, err
}

var errUploadOver = models.Errorf(models.Conflict, "这份值班表已经处理过，或者已被后来上传的代替，没有再作改动。需要再导入请重新上传。")

// RosterUploaded shows what an uploaded roster would change; nothing is written.
func (d *Desk) RosterUploaded(ctx context.Context, token string, id int64) (RosterShown, error) {
	link, err := d.rosterLink(token)
	if err != nil {
		return RosterShown{}, err
	}
	sent, err := d.uploadedRoster(ctx, link.user, id)
	if err != nil {
		return RosterShown{}, err
	}
	if sent.State != petition.AttachmentKept {
		return RosterShown{}, errUploadOver
	}
	shown := RosterShown{ID: id, Name: sent.name}
	if sent.err != nil {
		shown.Unreadable = models.MessageOf(sent.err)
	}
	err = d.onRosterPage(ctx, token, func(w *work, person people.Person) error {
		shown.Reader, shown.Upload = person.Title(), d.newUploadForm(person.UserID)
		ref := strconv.FormatInt(id, 10)
		shown.Drop = d.formSeal(person.UserID, dropForm, ref)
		if shown.Unreadable != "" {
			return nil
		}
		var err error
		if shown.Preview, _, err = w.preview(sent); err != nil {
			return err
		}
		if shown.Preview.Wrong() == 0 && len(shown.Preview.Changes()) > 0 {
			shown.Take = d.formSeal(person.UserID, takeForm, ref, shown.Preview.Print())
		}
		return nil
	})
	return shown, err
}

// TakeUploaded takes a roster in as the page has shown it, and names the import. Conflict when it would change something else by now;
// sent twice, it names the import of the first time.
func (d *Desk) TakeUploaded(ctx context.Context, token, form string, id int64) (taken int64, err error) {
	link, err := d.rosterLink(token)
	if err != nil {
		return 0, err
	}
	sent, err := d.uploadedRoster(ctx, link.user, id)
	if err != nil {
		return 0, err
	}
	err = d.transact(ctx, func(w *work) error {
		err := w.mayEnd(link.user, &sent)
		if models.CodeOf(err) == models.Conflict {
			taken, err = w.takenBefore(sent)
			return err
		}
		if err != nil {
			return err
		}
		preview, after, err := w.preview(sent)
		if err != nil {
			return err
		}
		if sent.err != nil || preview.Wrong() > 0 || len(after) == 0 || !d.formFits(form, link.user, takeForm, strconv.FormatInt(id, 10), preview.Print()) {
			return models.Errorf(models.Conflict, "上次预览后值班安排有变化，没有写入。请按下面现在的预览核对后再确认。")
		}
		taken, err = w.importUploaded(sent, preview, after)
		return err
	})
	return taken, err
}

func (w *work) importUploaded(sent sentRoster, preview SheetPreview, after []duty.Override) (int64, error) {
	if err := w.importRoster(sent.Owner, sent.name, after); err != nil {
		return 0, err
	}
	done, err := w.LastDutyImport()
	if err != nil {
		return 0, err
	}
	if err := w.eraseAttachments([]petition.Attachment{sent.Attachment}); err != nil {
		return 0, err
	}
	told := previewNotice(sent, preview)
	told.End, told.OnPage = notice.RosterTaken, true
	return done.ID, w.tell("roster-page:taken:"+refOf(sent.ID), sent.Owner, notice.RosterNews, told)
}

// takenBefore is the newest import, if the person made it after his upload; else what he uploaded is over without one.
func (w *work) takenBefore(sent sentRoster) (int64, error) {
	last, err := w.LastDutyImport()
	switch {
	case models.CodeOf(err) == models.NotFound:
		return 0, errUploadOver
	case err != nil:
		return 0, err
	case last.By != sent.Owner || last.CreatedAt.Before(sent.ReceivedAt):
		return 0, errUploadOver
	}
	return last.ID, nil
}

// DropUploaded gives up what was uploaded; nothing is written.
func (d *Desk) DropUploaded(ctx context.Context, token, form string, id int64) error {
	link, err := d.rosterLink(token)
	if err != nil {
		return err
	}
	if !d.formFits(form, link.user, dropForm, strconv.FormatInt(id, 10)) {
		return errFormGone
	}
	return d.transact(ctx, func(w *work) error {
		a, err := w.Attachment(id)
		if err != nil {
			return err
		}
		sent := sentRoster{Attachment: a}
		err = w.mayEnd(link.user, &sent)
		if err == nil {
			err = w.eraseAttachments([]petition.Attachment{sent.Attachment})
		} else if models.CodeOf(err) == models.Conflict {
			err = nil // given up before
		}
		return err
	})
}
