package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// FuzzPublicPage sends anything to the pages for petitioners: none fails, and nothing typed becomes markup.
func FuzzPublicPage(f *testing.F) {
	f.Add("", "XF20261123-0001", "ABCD-EFGH-JKLM", "还没有解决", "AAAAAAAAAAAAAAAAAAAAAAAAAA", "satisfied")
	f.Add("/rate", "0001", "abcd", `</textarea><script>alert(1)</script>`, "1", "")
	f.Add("/reply", "\x00\xff", "' OR 1=1 --", "{{.}}", strings.Repeat("A", 26), "💥")
	f.Fuzz(func(t *testing.T, path, number, code, text, form, grade string) {
		switch path {
		case "", "/rate", "/reply":
		default:
			path = ""
		}
		const mark = "<zq" // begins no markup of ours
		for _, o := range []*office{
			{view: desk.PublicView{Number: "XF20261123-0001", State: petition.Replied}},
			{fault: models.Errorf(models.NotFound, "x")},
			{fault: models.Errorf(models.Invalid, "内容不能为空")},
		} {
			w := pageOf(t, &Public{Desk: o}, http.MethodPost, "/q"+path, url.Values{
				"n": {mark + number}, "c": {mark + code}, "text": {mark + text}, "form": {form}, "office": {grade}, "unit": {grade},
			})
			if w.Code == http.StatusInternalServerError || w.Code < 200 {
				t.Fatalf("answered %d", w.Code)
			}
			if page := w.Body.String(); strings.Contains(page, mark) || strings.Contains(page, "<script") {
				t.Fatalf("typed markup is markup:\n%s", page)
			}
		}
		w := pageOf(t, &Public{Desk: &office{}}, http.MethodGet, "/q?"+url.Values{"n": {mark + number}}.Encode(), nil)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), mark) {
			t.Fatalf("the form is answered %d:\n%s", w.Code, w.Body)
		}
	})
}
