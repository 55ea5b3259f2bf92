package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// office answers as told and notes who asked.
type office struct {
	view  desk.PublicView
	fault error
	asked []desk.Holder
}

func (o *office) Ask(_ context.Context, who desk.Holder) (desk.PublicView, error) {
	o.asked = append(o.asked, who)
	return o.view, o.fault
}

func (o *office) RateOwn(context.Context, desk.Holder, petition.Grade, petition.Grade) error {
	return o.fault
}

func (o *office) StillUnsolved(context.Context, desk.Holder, string, string) (desk.Replied, error) {
	return desk.Replied{}, o.fault
}

func (o *office) ReceiptByToken(context.Context, string) (notice.Receipt, string, error) {
	return notice.Receipt{Number: "XF20261123-0001"}, "ABCD-EFGH-JKLM", o.fault
}

func free(context.Context, string) (bool, time.Duration) { return true, 0 }
func full(context.Context, string) (bool, time.Duration) { return false, 90 * time.Second }

func pageOf(t *testing.T, p *Public, method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	p.Log = slog.New(slog.DiscardHandler)
	for _, limit := range []*Limit{&p.ByAddress, &p.Misses, &p.Replies} {
		if *limit == nil {
			*limit = free
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	Site{Callback: http.NotFoundHandler(), Metrics: http.NotFoundHandler(), Log: p.Log, Public: p}.Handler().ServeHTTP(w, r)
	return w
}

func TestPagesCarryTheirPolicy(t *testing.T) {
	for _, path := range []string{"/q", "/receipt/token"} {
		w := pageOf(t, &Public{Desk: &office{}}, http.MethodGet, path, nil)
		h := w.Header()
		if w.Code != http.StatusOK || h.Get("Content-Security-Policy") != publicPolicy || h.Get("Cache-Control") != "no-store" ||
			h.Get("Referrer-Policy") != "no-referrer" || h.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %d %v", path, w.Code, h)
		}
		if page := w.Body.String(); strings.Contains(page, "style=") || strings.Contains(page, "<script") || strings.Contains(page, "onclick") {
			t.Errorf("%s has what its policy forbids", path)
		}
	}
	if w := pageOf(t, &Public{Desk: &office{}}, http.MethodGet, "/q/style.css", nil); !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") || w.Body.Len() > 4096 {
		t.Errorf("style %v, %d bytes", w.Header(), w.Body.Len())
	}
}

func TestPublishedIsSaid(t *testing.T) {
	o := &office{view: desk.PublicView{Number: "XF20261123-0001", State: petition.Registered, ShortHash: "0123456789abcdef"}}
	for name, c := range map[string]struct {
		published func(context.Context, string) (calendar.Day, bool, error)
		want      string
	}{
		"nothing is published": {nil, "尚未公布"},
		"not yet":              {func(context.Context, string) (calendar.Day, bool, error) { return "", false, nil }, "尚未公布"},
		"published":            {func(context.Context, string) (calendar.Day, bool, error) { return "2026-11-23", true, nil }, "已列入11月23日"},
		"unknown":              {func(context.Context, string) (calendar.Day, bool, error) { return "", false, errors.New("gone") }, "暂时查不到"},
	} {
		w := pageOf(t, &Public{Desk: o, Published: c.published}, http.MethodPost, "/q", url.Values{"n": {"XF20261123-0001"}, "c": {"x"}})
		if !strings.Contains(w.Body.String(), c.want) || !strings.Contains(w.Body.String(), "0123456789abcdef") {
			t.Errorf("%s:\n%s", name, w.Body)
		}
	}
}

func TestWhatPeopleTypedIsShownAsText(t *testing.T) {
	o := &office{view: desk.PublicView{Number: "XF20261123-0001", State: petition.Replied}}
	typed := `</textarea><script>alert(1)</script>`
	w := pageOf(t, &Public{Desk: o}, http.MethodPost, "/q", url.Values{"n": {typed}, "c": {`"><b>`}, "text": {typed}})
	if page := w.Body.String(); strings.Contains(page, "<script") || strings.Contains(page, "<b>") {
		t.Errorf("typed markup is markup:\n%s", page)
	}
}

func TestFaultsAreSaidPlainly(t *testing.T) {
	limited := &Public{Desk: &office{}, ByAddress: full}
	for name, c := range map[string]struct {
		public     *Public
		path, form string
		code       int
		said       string
	}{
		"limit":       {limited, "/q", "", http.StatusTooManyRequests, "查询太频繁"},
		"store gone":  {&Public{Desk: &office{fault: errors.New("secret dsn")}}, "/q", "", http.StatusServiceUnavailable, "系统正忙"},
		"too long":    {&Public{Desk: &office{}}, "/q/reply", "text=" + strings.Repeat("a", maxForm), http.StatusRequestEntityTooLarge, "内容太长"},
		"stale form":  {&Public{Desk: &office{}}, "/q/reply", "form=1&text=a", http.StatusUnprocessableEntity, "页面已失效"},
		"many misses": {&Public{Desk: &office{fault: models.Errorf(models.NotFound, "x")}, Misses: full}, "/q", "", http.StatusTooManyRequests, "输错的次数太多"},
		"many words": {
			&Public{Desk: &office{}, Replies: full}, "/q/reply", "text=a&form=" + strings.Repeat("A", 26), http.StatusTooManyRequests, "多次提交",
		},
	} {
		form, err := url.ParseQuery(c.form)
		if err != nil {
			t.Fatal(err)
		}
		w := pageOf(t, c.public, http.MethodPost, c.path, form)
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.said) || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d\n%s", name, w.Code, w.Body)
		}
	}
	if w := pageOf(t, &Public{Desk: &office{}, ByAddress: full}, http.MethodPost, "/q", nil); w.Header().Get("Retry-After") != "91" {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
}
