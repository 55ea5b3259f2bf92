package desk

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// RosterPath is where the page is served on which a roster is taken in.
const RosterPath = "/roster/"

var errRosterPageGone = models.Errorf(models.NotFound, "这个地址已经失效。请在企业微信的信访工作台重新发送「值班导入」。")

// RosterPage is what the page shows before a file is chosen.
type RosterPage struct {
	Reader   string    // title
	Until    time.Time // how long the address can be opened
	Months   []calendar.Day
	Stations []duty.Station
	Form     string             // seal of the form that uploads
	Waiting  *RosterShown       // what was uploaded and still waits for a word; only its id and name
	Last     *notice.RosterUndo // the newest import
}

// RosterPageLink makes the address at which the person can take a roster in, for half an hour.
func (d *Desk) RosterPageLink(ctx context.Context, by string) (string, error) {
	if !d.hasAddress() {
		return "", errNoAddress
	}
	if d.files == nil || d.readSheet == nil {
		return "", models.Errorf(models.Conflict, "本系统没有设置材料存放的地方，暂时不能导入值班表，请联系管理员。")
	}
	var link string
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, by, people.EditDuty)
		link = d.publicURL + RosterPath + d.sealLink(toRoster, 0, person.UserID)
		return err
	})
	return link, err
}

func (d *Desk) rosterLink(token string) (sealedLink, error) {
	link, ok := d.openLink(toRoster, token)
	if !ok {
		return link, errRosterPageGone
	}
	return link, nil
}

// onRosterPage reads for whoever a roster page's address names, as long as he may edit the roster.
func (d *Desk) onRosterPage(ctx context.Context, token string, read func(w *work, person people.Person) error) error {
	link, err := d.rosterLink(token)
	if err != nil {
		return err
	}
	return d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, link.user, people.EditDuty)
		if err != nil {
			return err
		}
		return read(&work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()}, person)
	})
}

// What a form of the page does.
const (
	uploadForm = "upload"
	takeForm   = "take"
	dropForm   = "drop"
	undoForm   = "undo"
)

// formSeal binds a form of the page to its reader and to what he was shown.
func (d *Desk) formSeal(user string, parts ...string) string {
	return base64.RawURLEncoding.EncodeToString(d.linkMAC("roster form", strings.Join(append(parts, user), "\x00")))
}

func (d *Desk) formFits(seal, user string, parts ...string) bool {
	return hmac.Equal([]byte(seal), []byte(d.formSeal(user, parts...)))
}

// newUploadForm is different each time the page is shown, so that one form sent twice is one upload.
func (d *Desk) newUploadForm(user string) string {
	once := rand.Text()
	return once + "." + d.formSeal(user, uploadForm, once)
}

// RosterPageAt opens the address made by RosterPageLink.
func (d *Desk) RosterPageAt(ctx context.Context, token string) (RosterPage, error) {
	var page RosterPage
	err := d.onRosterPage(ctx, token, func(w *work, person people.Person) error {
		link, err := d.rosterLink(token)
		if err != nil {
			return err
		}
		page = RosterPage{Reader: person.Title(), Until: link.until, Months: rosterMonths(w.today()), Form: d.newUploadForm(person.UserID)}
		if page.Stations, err = w.Stations(); err != nil {
			return err
		}
		if page.Waiting, err = w.uploaded(person.UserID); err != nil {
			return err
		}
		last, err := w.LastDutyImport()
		if models.CodeOf(err) == models.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		undo, err := w.undoNotice(last)
		page.Last = &undo
		return err
	})
	return page, err
}

// uploaded is the person's newest upload that waits for his word; nil when there is none.
func (w *work) uploaded(user string) (*RosterShown, error) {
	waiting, err := w.WaitingRosters(user, w.now.Add(-looseKept))
	if err != nil {
		return nil, err
	}
	for _, a := range slices.Backward(waiting) {
		if a.State != petition.AttachmentKept || !strings.HasPrefix(a.Origin, uploadOrigin) {
			continue
		}
		note, err := noteOf(w.Tx, a)
		return &RosterShown{ID: a.ID, Name: shownName(note)}, err
	}
	return nil, nil
}

// rosterMonths are the first days of the months of which duties are planned.
func rosterMonths(today calendar.Day) []calendar.Day {
	var months []calendar.Day
	for first, last := calendar.Month(today); first <= today.Add(duty.Horizon); first, last = calendar.Month(last.Add(1)) {
		months = append(months, first)
	}
	return months
}

// RosterPageFile says which sheet the page offers: an empty one of a month or the month as it stands, of one station or of all.
func (d *Desk) RosterPageFile(ctx context.Context, token string, kind notice.RosterFileKind, month, station string) (notice.RosterFileOf, error) {
	of := notice.RosterFileOf{Kind: kind, Station: station}
	err := d.onRosterPage(ctx, token, func(w *work, _ people.Person) error {
		at := slices.IndexFunc(rosterMonths(w.today()), func(first calendar.Day) bool { return strings.HasPrefix(string(first), month) })
		if at < 0 || len(month) != len("2006-01") {
			return models.Errorf(models.Invalid, "请先选一个月份，再下载。")
		}
		stations, err := w.Stations()
		if err != nil {
			return err
		}
		if station != "" && !slices.ContainsFunc(stations, func(s duty.Station) bool { return s.Code == station }) {
			return models.Errorf(models.Invalid, "没有这个点位，请重新选择。")
		}
		of.From, of.To = calendar.Month(rosterMonths(w.today())[at])
		name := calendar.ChineseMonth(of.From)
		if station != "" {
			name = stationName(stations, station) + name
		}
		of.Title = name + "值班表"
		if kind == notice.RosterTemplate {
			of.Title = "值班表模板（" + name + "）"
			of.From, of.To = max(of.From, w.today()), min(of.To, w.today().Add(duty.Horizon))
		}
		return nil
	})
	return of, err
}

// ImportShown is an import as the page shows it.
type ImportShown struct {
	Reader string
	notice.RosterUndo
	UndoneAt *time.Time
	Newest   bool   // only the newest import can be taken back
	Form     string // seal of the form that takes it back
}

// ImportAt shows an import and what taking it back would do.
func (d *Desk) ImportAt(ctx context.Context, token string, id int64) (ImportShown, error) {
	var shown ImportShown
	err := d.onRosterPage(ctx, token, func(w *work, person people.Person) error {
		found, err := w.DutyImport(id)
		if models.CodeOf(err) == models.NotFound {
			return models.Errorf(models.NotFound, "没有这次导入。")
		}
		if err != nil {
			return err
		}
		shown.Reader, shown.UndoneAt = person.Title(), found.UndoneAt
		if shown.RosterUndo, err = w.undoNotice(found); err != nil || found.UndoneAt != nil {
			return err
		}
		last, err := w.LastDutyImport()
		shown.Newest = last.ID == id
		shown.Form = d.formSeal(person.UserID, undoForm, strconv.FormatInt(id, 10), shown.Print)
		return err
	})
	return shown, err
}

// UndoOnPage takes an import back as the page has shown it, if it is still the newest.
func (d *Desk) UndoOnPage(ctx context.Context, token, form string, id int64) error {
	link, err := d.rosterLink(token)
	if err != nil {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		last, shown, err := w.importToUndo(link.user, id)
		if err != nil {
			return err
		}
		if !d.formFits(form, link.user, undoForm, strconv.FormatInt(id, 10), shown.Print) {
			return models.Errorf(models.Conflict, "值班安排后来有变化，没有撤销。请按下面现在的情况核对后再确认。")
		}
		if shown.Undone, shown.Kept, err = w.undoImport(link.user, last); err != nil {
			return err
		}
		shown.TakenBack = true
		return w.tell("roster-page:undo:"+refOf(id), link.user, notice.RosterUndone, shown)
	})
}

var errFormGone = models.Errorf(models.Invalid, "页面已失效，没有作任何改动。请在下面重新操作。")
