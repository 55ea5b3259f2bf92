package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

// keeper answers as told and notes what it was asked.
type keeper struct {
	fault   error // of everything but the first page
	preview desk.SheetPreview
	sent    []string
}

func (k *keeper) RosterPageAt(_ context.Context, token string) (desk.RosterPage, error) {
	if token != "good" {
		return desk.RosterPage{}, models.Errorf(models.NotFound, "这个地址已经失效。")
	}
	return desk.RosterPage{Reader: "马冬", Months: []calendar.Day{"2026-11-01", "2026-12-01"}, Stations: []duty.Station{{Code: "office", Name: "<b>值班室"}}}, nil
}

func (k *keeper) RosterPageFile(_ context.Context, _ string, kind notice.RosterFileKind, _, _ string) (notice.RosterFileOf, error) {
	return notice.RosterFileOf{Kind: kind, Title: "2026年12月值班表"}, k.fault
}

func (k *keeper) UploadRoster(_ context.Context, _, form, name string, content []byte) (int64, error) {
	k.sent = append(k.sent, form+" "+name+" "+string(content))
	return 7, k.fault
}

func (k *keeper) RosterUploaded(_ context.Context, _ string, id int64) (desk.RosterShown, error) {
	if id != 7 {
		return desk.RosterShown{}, models.Errorf(models.NotFound, "没有这份值班表")
	}
	return desk.RosterShown{ID: id, Name: "<script>.xlsx", Preview: k.preview, Take: "seal"}, nil
}

func (k *keeper) TakeUploaded(_ context.Context, _, form string, _ int64) (int64, error) {
	k.sent = append(k.sent, form)
	return 9, k.fault
}

func (k *keeper) DropUploaded(context.Context, string, string, int64) error { return k.fault }

func (k *keeper) ImportAt(context.Context, string, int64) (desk.ImportShown, error) {
	return desk.ImportShown{RosterUndo: notice.RosterUndo{ImportID: 9, Total: 1, Undone: 1}, Newest: true, Form: "seal"}, nil
}

func (k *keeper) UndoOnPage(context.Context, string, string, int64) error { return k.fault }

func rosterServer(k *keeper, uploads Limit) http.Handler {
	log := slog.New(slog.DiscardHandler)
	sheet := func(context.Context, notice.RosterFileOf) ([]byte, error) { return []byte("PK"), nil }
	return Site{
		Callback: http.NotFoundHandler(), Metrics: http.NotFoundHandler(), Log: log, Rosters: &Rosters{Desk: k, File: sheet, Uploads: uploads, Log: log},
	}.Handler()
}

func ask(h http.Handler, method, path, kind, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const formKind = "application/x-www-form-urlencoded"

// multi is a form with files, each a name and a content.
func multi(t *testing.T, form string, files ...[2]string) (kind, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.WriteField("form", form); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		part, err := w.CreateFormFile("file", f[0])
		if err == nil {
			_, err = part.Write([]byte(f[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

func TestRosterPagesCarryTheirPolicy(t *testing.T) {
	h := rosterServer(&keeper{}, free)
	for _, path := range []string{"/roster/good", "/roster/bad", "/roster/good/sheets/7", "/roster/good/imports/9"} {
		w := ask(h, http.MethodGet, path, "", "")
		head := w.Header()
		if head.Get("Content-Security-Policy") != rosterPolicy || head.Get("Cache-Control") != "no-store" || head.Get("Referrer-Policy") != "no-referrer" ||
			head.Get("Set-Cookie") != "" || head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, head)
		}
		page := w.Body.String()
		for _, forbidden := range []string{"style=", "<script", "onclick", "<b>值"} {
			if strings.Contains(page, forbidden) {
				t.Errorf("%s has %q:\n%s", path, forbidden, page)
			}
		}
	}
	if w := ask(h, http.MethodGet, "/roster/style.css", "", ""); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("style %d %v", w.Code, w.Header())
	}
	w := ask(h, http.MethodGet, "/roster/good/template.xlsx?month=2026-12", "", "")
	if w.Body.String() != "PK" || !strings.Contains(w.Header().Get("Content-Disposition"), "filename*=UTF-8''2026%E5%B9%B4") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the template is sent as %v", w.Header())
	}
}

func TestARosterIsUploadedAndSentOn(t *testing.T) {
	k := &keeper{}
	kind, body := multi(t, "seal", [2]string{`C:\表.xlsx`, "PK"})
	w := ask(rosterServer(k, free), http.MethodPost, "/roster/good", kind, body)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/roster/good/sheets/7" || len(k.sent) != 1 || !strings.HasSuffix(k.sent[0], "PK") {
		t.Errorf("%d to %q, sent %q", w.Code, w.Header().Get("Location"), k.sent)
	}
	w = ask(rosterServer(k, free), http.MethodPost, "/roster/good/sheets/7/take", formKind, "form=seal2")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/roster/good/imports/9" || k.sent[1] != "seal2" {
		t.Errorf("%d to %q, sent %q", w.Code, w.Header().Get("Location"), k.sent)
	}
}

func TestWhatComesToTheRosterPageIsAnsweredPlainly(t *testing.T) {
	kind, good := multi(t, "seal", [2]string{"表.xlsx", "PK"})
	largeKind, large := multi(t, "seal", [2]string{"表.xlsx", strings.Repeat("x", 5<<20)})
	twoKind, two := multi(t, "seal", [2]string{"一.xlsx", "PK"}, [2]string{"二.xlsx", "PK"})
	for name, c := range map[string]struct {
		fault            error
		uploads          Limit
		path, kind, body string
		code             int
		said             string
	}{
		"too large":    {nil, free, "", largeKind, large, http.StatusRequestEntityTooLarge, "文件超过4MB"},
		"two files":    {nil, free, "", twoKind, two, http.StatusUnprocessableEntity, "一次只能上传一个文件"},
		"cut off":      {nil, free, "", kind, good[:len(good)-20], http.StatusBadRequest, "没有传完整"},
		"no form":      {nil, free, "", formKind, "form=1", http.StatusBadRequest, "没有传完整"},
		"too often":    {nil, full, "", kind, good, http.StatusTooManyRequests, "上传太频繁"},
		"no sheet":     {models.Errorf(models.Invalid, "文件不是可以读取的 .xlsx 表格。"), free, "", kind, good, http.StatusUnprocessableEntity, "不是可以读取"},
		"right lost":   {models.Errorf(models.Forbidden, "不在您的职责范围内"), free, "", kind, good, http.StatusForbidden, "职责范围"},
		"store gone":   {errors.New("secret dsn"), free, "", kind, good, http.StatusServiceUnavailable, "系统正忙"},
		"changed":      {models.Errorf(models.Conflict, "安排有变化"), free, "/sheets/7/take", formKind, "form=a", http.StatusConflict, "安排有变化"},
		"changed, bar": {&models.Error{Code: models.Conflict}, free, "/sheets/7/take", formKind, "form=a", http.StatusServiceUnavailable, "系统正忙"},
		"not his":      {models.Errorf(models.Forbidden, "不是您上传的"), free, "/sheets/7/take", formKind, "form=a", http.StatusForbidden, "不是您上传的"},
		"undone":       {models.Errorf(models.Conflict, "已经撤销过"), free, "/imports/9/undo", formKind, "form=a", http.StatusConflict, "已经撤销过"},
	} {
		w := ask(rosterServer(&keeper{fault: c.fault}, c.uploads), http.MethodPost, "/roster/good"+c.path, c.kind, c.body)
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.said) || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d\n%s", name, w.Code, w.Body)
		}
	}
	k := &keeper{}
	w := ask(rosterServer(k, free), http.MethodPost, "/roster/bad", kind, good)
	if w.Code != http.StatusNotFound || len(k.sent) > 0 {
		t.Errorf("a stranger's upload: %d, sent %q", w.Code, k.sent)
	}
	w = ask(rosterServer(k, free), http.MethodGet, "/roster/bad", "", "")
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "这个地址已经失效") {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
}

func TestAnotherSiteSendsNoForm(t *testing.T) {
	for site, code := range map[string]int{"cross-site": http.StatusForbidden, "same-site": http.StatusForbidden, "same-origin": http.StatusSeeOther, "": http.StatusSeeOther} {
		k := &keeper{}
		r := httptest.NewRequest(http.MethodPost, "/roster/good/sheets/7/take", strings.NewReader("form=seal"))
		r.Header.Set("Content-Type", formKind)
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		rosterServer(k, free).ServeHTTP(w, r)
		if w.Code != code || (code == http.StatusForbidden) != (len(k.sent) == 0) {
			t.Errorf("from %q: %d, sent %q", site, w.Code, k.sent)
		}
	}
}

// Each row says what becomes of it; conflicts come first and say why.
func TestThePreviewShowsEachChange(t *testing.T) {
	row := func(cell, day string) duty.SheetRow {
		return duty.SheetRow{Cell: cell, Day: calendar.Day(day), Station: "值班室"}
	}
	k := &keeper{preview: desk.SheetPreview{
		Same:      4,
		Filled:    []desk.SheetChange{{Row: row("G3", "2026-12-03"), Slot: duty.Slot{Day: "2026-12-03"}, After: "徐青"}},
		Changed:   []desk.SheetChange{{Row: row("G4", "2026-12-04"), Slot: duty.Slot{Day: "2026-12-04"}, Before: "马冬", After: "高峰"}},
		Conflicts: []duty.SheetFault{{Cell: "G4", Text: "高峰这天请假"}},
		Faults:    []duty.SheetFault{{Cell: "值班!C9", Text: "人员名册里没有「<i>」"}},
	}}
	page := ask(rosterServer(k, free), http.MethodGet, "/roster/good/sheets/7", "", "").Body.String()
	for _, want := range []string{"<b>1</b>新增", "<b>4</b>不变", "值班!C9", "「&lt;i&gt;」", "高峰这天请假", "无人", "有2处需要修改"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q:\n%s", want, page)
		}
	}
	if strings.Index(page, "12月4日") > strings.Index(page, "12月3日") {
		t.Error("the conflict does not come first")
	}
}
