package web

import (
	"bytes"
	"context"
	"embed"
	"encoding/base64"
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// Petitioners is what the public pages ask of the desk.
type Petitioners interface {
	Ask(ctx context.Context, who desk.Holder) (desk.PublicView, error)
	RateOwn(ctx context.Context, who desk.Holder, office, unit petition.Grade) error
	StillUnsolved(ctx context.Context, who desk.Holder, form, text string) (desk.Replied, error)
	ReceiptByToken(ctx context.Context, token string) (notice.Receipt, string, error)
}

// Limit counts one more event of a key, or says after how long there is room again.
type Limit func(ctx context.Context, key string) (ok bool, retryAfter time.Duration)

// Public serves the pages for petitioners. They need no script and no cookie.
type Public struct {
	Desk      Petitioners
	QR        func(text string, scale int) ([]byte, error)
	ByAddress Limit // everything that is sent in, by address
	Misses    Limit // wrong codes, by number
	Replies   Limit // replies, by number
	// Published tells on which day a number's entry was part of a published checkpoint; nil while none are published.
	Published func(ctx context.Context, number string) (on calendar.Day, published bool, err error)
	Proxies   []netip.Prefix // whose X-Forwarded-For is believed
	Log       *slog.Logger
}

//go:embed pages
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"moment":   func(t time.Time) string { return t.In(calendar.Zone).Format("2006年1月2日 15:04") },
	"longday":  func(d calendar.Day) string { return d.At(0).In(calendar.Zone).Format("2006年1月2日") },
	"stands":   func(s petition.State) string { stands, _ := s.Plain(); return stands },
	"next":     func(s petition.State) string { _, next := s.Plain(); return next },
	"grades":   func() []petition.Grade { return petition.Grades },
	"maxReply": func() int { return desk.MaxReply },
}).ParseFS(files, "pages/*.html"))

// maxForm is the largest form in bytes: a reply at its longest, percent-encoded, with room to spare.
const maxForm = 16 << 10

// publicPolicy lets a page load its style and the QR codes within it, and send its forms, to this service only.
const publicPolicy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (p *Public) routes(mux *http.ServeMux) {
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET " + desk.QueryPath: p.form, "POST " + desk.QueryPath: p.ask,
		"POST " + desk.QueryPath + "/rate": p.rate, "POST " + desk.QueryPath + "/reply": p.reply,
		"GET " + desk.QueryPath + "/style.css": p.style, "GET " + desk.ReceiptPath + "{token}": p.receipt,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", publicPolicy)
			w.Header().Set("Cache-Control", "no-store")
			r.Body = http.MaxBytesReader(w, r.Body, maxForm)
			serve(w, r)
		})
	}
}

func (p *Public) style(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeFileFS(w, r, files, "pages/style.css")
}

// show writes a page, whole or not at all.
func (p *Public) show(w http.ResponseWriter, r *http.Request, code int, name string, data any) {
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, name, data); err != nil {
		p.Log.ErrorContext(r.Context(), "page not made", "page", name, "error", err)
		http.Error(w, "页面暂时打不开，请稍后再试。", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = page.WriteTo(w) // the client is gone
}

// receiptPage is the printable receipt.
type receiptPage struct {
	Title, Said, Privacy string
	Receipt              notice.Receipt
	Rows                 [][2]string
	Rights               []string
	QR                   template.URL
}

func (p *Public) receipt(w http.ResponseWriter, r *http.Request) {
	if !p.admit(w, r) {
		return
	}
	shown, code, err := p.Desk.ReceiptByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		p.refuse(w, r, err, "打印链接已失效。请窗口工作人员发送「回执 编号」重新出具。")
		return
	}
	p.showReceipt(w, r, shown, code, "")
}

func (p *Public) showReceipt(w http.ResponseWriter, r *http.Request, shown notice.Receipt, code, said string) {
	page := receiptPage{
		Title: notice.ReceiptTitle, Said: said, Privacy: notice.PrivacyNotice(shown.OfficeOr()),
		Receipt: shown, Rows: shown.Rows(code), Rights: notice.ReceiptRights,
	}
	if shown.QueryURL != "" {
		picture, err := p.QR(shown.QueryURL, 4)
		if err != nil {
			p.Log.WarnContext(r.Context(), "qr code not drawn", "error", err)
		} else {
			// What this program drew itself, as letters and digits only.
			page.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(picture))
		}
	}
	p.show(w, r, http.StatusOK, "receipt", page)
}
