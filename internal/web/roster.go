package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// RosterKeepers is what the page of rosters asks of the desk.
type RosterKeepers interface {
	RosterPageAt(ctx context.Context, token string) (desk.RosterPage, error)
	RosterPageFile(ctx context.Context, token string, kind notice.RosterFileKind, month, station string) (notice.RosterFileOf, error)
	UploadRoster(ctx context.Context, token, form, name string, content []byte) (int64, error)
	RosterUploaded(ctx context.Context, token string, id int64) (desk.RosterShown, error)
	TakeUploaded(ctx context.Context, token, form string, id int64) (int64, error)
	DropUploaded(ctx context.Context, token, form string, id int64) error
	ImportAt(ctx context.Context, token string, id int64) (desk.ImportShown, error)
	UndoOnPage(ctx context.Context, token, form string, id int64) error
}

// Rosters serves the page on which whoever keeps the roster takes one in. It needs no script and no cookie: the path is the secret.
type Rosters struct {
	Desk    RosterKeepers
	File    func(ctx context.Context, of notice.RosterFileOf) ([]byte, error)
	Uploads Limit // by address of the page
	Log     *slog.Logger
}

//go:embed roster
var rosterFiles embed.FS

var rosterPages = template.Must(template.New("").Funcs(template.FuncMap{
	"stamp":   func(t time.Time) string { return calendar.Stamp(t) },
	"clock":   func(t time.Time) string { return t.In(calendar.Zone).Format("15:04") },
	"month":   calendar.ChineseMonth,
	"month7":  func(d calendar.Day) string { return string(d)[:len("2006-01")] },
	"maxSize": func() int64 { return petition.RosterAttachment.Limit() >> 20 },
}).ParseFS(rosterFiles, "roster/*.html"))

const rosterPolicy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (p *Rosters) routes(mux *http.ServeMux) {
	const page, sheet, done = desk.RosterPath + "{token}", desk.RosterPath + "{token}/sheets/{id}", desk.RosterPath + "{token}/imports/{id}"
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET " + page: p.start, "POST " + page: p.upload,
		"GET " + page + "/template.xlsx": p.sheet(notice.RosterTemplate), "GET " + page + "/month.xlsx": p.sheet(notice.RosterMonth),
		"GET " + sheet: p.preview, "POST " + sheet + "/take": p.take, "POST " + sheet + "/drop": p.drop,
		"GET " + done: p.imported, "POST " + done + "/undo": p.undo,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", rosterPolicy)
			w.Header().Set("Cache-Control", "no-store")
			if r.Method == http.MethodPost && !sameSite(r) {
				p.say(w, r, http.StatusForbidden, "请在信访工作台给您的网页里操作，没有作任何改动。")
				return
			}
			serve(w, r)
		})
	}
	mux.HandleFunc("GET "+desk.RosterPath+"style.css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		http.ServeFileFS(w, r, rosterFiles, "roster/style.css")
	})
}

// sameSite refuses forms that another site sends. Browsers say so to https addresses only; the seals of the forms hold everywhere.
func sameSite(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "" || site == "same-origin" || site == "none"
}

// rosterView is a page with what was said to its reader.
type rosterView struct {
	Title, Token, Said string
	Wrong              bool
	Page               desk.RosterPage
	Preview            previewView
	Import             desk.ImportShown
}

func (p *Rosters) show(w http.ResponseWriter, r *http.Request, code int, name string, view rosterView) {
	view.Token = r.PathValue("token")
	var page bytes.Buffer
	if err := rosterPages.ExecuteTemplate(&page, name, view); err != nil {
		p.Log.ErrorContext(r.Context(), "page not made", "page", name, "error", err)
		http.Error(w, "页面暂时打不开，请稍后再试。", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = page.WriteTo(w) // the client is gone
}

// say shows a sentence alone.
func (p *Rosters) say(w http.ResponseWriter, r *http.Request, code int, said string) {
	p.show(w, r, code, "said", rosterView{Title: "值班导入", Said: said, Wrong: true})
}

func (p *Rosters) start(w http.ResponseWriter, r *http.Request) {
	p.startSaying(w, r, http.StatusOK, "")
}

// startSaying shows the first page with what went wrong.
func (p *Rosters) startSaying(w http.ResponseWriter, r *http.Request, code int, said string) {
	page, err := p.Desk.RosterPageAt(r.Context(), r.PathValue("token"))
	if err != nil {
		code, said = p.faultOf(r, err)
		p.say(w, r, code, said)
		return
	}
	p.show(w, r, code, "start", rosterView{Title: "值班导入", Page: page, Said: said, Wrong: said != ""})
}

// refuse tells what a fault means on the first page, or alone where that cannot be opened either.
func (p *Rosters) refuse(w http.ResponseWriter, r *http.Request, err error) {
	code, said := p.faultOf(r, err)
	p.startSaying(w, r, code, said)
}

func (p *Rosters) faultOf(r *http.Request, err error) (code int, said string) {
	refusal, ok := errors.AsType[*models.Error](err)
	if !ok || refusal.Message == "" {
		p.Log.ErrorContext(r.Context(), "page of rosters failed", "error", err)
		return http.StatusServiceUnavailable, "系统正忙，请稍后再试。"
	}
	code = http.StatusUnprocessableEntity
	switch refusal.Code {
	case models.NotFound:
		code = http.StatusNotFound
	case models.Forbidden:
		code = http.StatusForbidden
	case models.Conflict:
		code = http.StatusConflict
	}
	return code, refusal.Message
}

// sheet sends an empty sheet to fill in, or a month as it stands.
func (p *Rosters) sheet(kind notice.RosterFileKind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		asked := r.URL.Query()
		of, err := p.Desk.RosterPageFile(r.Context(), r.PathValue("token"), kind, asked.Get("month"), asked.Get("station"))
		if err != nil {
			p.refuse(w, r, err)
			return
		}
		content, err := p.File(r.Context(), of)
		if err != nil {
			p.refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		w.Header().Set("Content-Disposition", "attachment; filename=roster.xlsx; filename*=UTF-8''"+url.PathEscape(of.Title+".xlsx"))
		_, _ = w.Write(content) // the client is gone
	}
}

func (p *Rosters) preview(w http.ResponseWriter, r *http.Request) {
	p.previewSaying(w, r, http.StatusOK, "")
}

func (p *Rosters) previewSaying(w http.ResponseWriter, r *http.Request, code int, said string) {
	shown, err := p.Desk.RosterUploaded(r.Context(), r.PathValue("token"), idOf(r))
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	p.show(w, r, code, "preview", rosterView{Title: "核对值班表", Preview: viewOf(shown), Said: said, Wrong: said != ""})
}

// idOf reads the number in the path; 0, which nothing has, when it is none.
func idOf(r *http.Request) int64 {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id
}

func (p *Rosters) take(w http.ResponseWriter, r *http.Request) {
	done, err := p.Desk.TakeUploaded(r.Context(), r.PathValue("token"), sealOf(w, r), idOf(r))
	switch {
	case err == nil:
		p.to(w, r, "/imports/"+strconv.FormatInt(done, 10))
	case models.CodeOf(err) == models.Conflict:
		code, said := p.faultOf(r, err)
		p.previewSaying(w, r, code, said)
	default:
		p.refuse(w, r, err)
	}
}

func (p *Rosters) drop(w http.ResponseWriter, r *http.Request) {
	if err := p.Desk.DropUploaded(r.Context(), r.PathValue("token"), sealOf(w, r), idOf(r)); err != nil {
		p.refuse(w, r, err)
		return
	}
	p.to(w, r, "")
}

func (p *Rosters) imported(w http.ResponseWriter, r *http.Request) {
	p.importedSaying(w, r, http.StatusOK, "")
}

func (p *Rosters) importedSaying(w http.ResponseWriter, r *http.Request, code int, said string) {
	shown, err := p.Desk.ImportAt(r.Context(), r.PathValue("token"), idOf(r))
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	p.show(w, r, code, "imported", rosterView{Title: "导入结果", Import: shown, Said: said, Wrong: said != ""})
}

func (p *Rosters) undo(w http.ResponseWriter, r *http.Request) {
	err := p.Desk.UndoOnPage(r.Context(), r.PathValue("token"), sealOf(w, r), idOf(r))
	switch {
	case err == nil:
		p.to(w, r, "/imports/"+r.PathValue("id"))
	case models.CodeOf(err) == models.Conflict:
		code, said := p.faultOf(r, err)
		p.importedSaying(w, r, code, said)
	default:
		p.refuse(w, r, err)
	}
}

// to sends the browser on, so that loading the page again repeats nothing.
func (p *Rosters) to(w http.ResponseWriter, r *http.Request, rest string) {
	http.Redirect(w, r, desk.RosterPath+url.PathEscape(r.PathValue("token"))+rest, http.StatusSeeOther)
}

func sealOf(w http.ResponseWriter, r *http.Request) string {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	return r.PostFormValue("form") // "" when the form cannot be read, which fits nothing
}

// pageKey names a page's address where it is counted, without giving it away.
func pageKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
