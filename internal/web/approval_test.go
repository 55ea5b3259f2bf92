package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/web"
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/notice"
)

func sheetServer(sheet desk.Sheet, err error) http.Handler {
	return web.Site{
		Callback: http.NotFoundHandler(), Metrics: http.NotFoundHandler(), Log: slog.New(slog.DiscardHandler),
		Sheet: func(context.Context, string) (desk.Sheet, error) { return sheet, err },
	}.Handler()
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	return answer
}

func TestApprovalSheet(t *testing.T) {
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	plan, _ := approval.StandardOf(approval.Escalation)
	r := approval.Request{
		ID: 1, Kind: approval.Escalation, CaseNumber: "XF20261123-0001", State: approval.Approved, Plan: plan, CreatedAt: at, DecidedAt: &at,
		DecidedName: "陈光", Opinion: "请<b>人社局</b>核实",
	}
	seat := approval.Seat{UserID: "chen", Principal: "sun", Name: "县委副书记 陈光", Verdict: approval.Agreed, Opinion: r.Opinion, DecidedAt: &at}
	r.Seats = []approval.Seat{seat}
	sheet := desk.Sheet{
		Title: "呈报请示", Reader: "局长 孙立", ReadAt: at, Request: r, Shown: notice.Approval{Name: "张*", Facts: "拖欠工资", Reason: "情况紧急"},
		Steps: []desk.SheetStep{{Name: "分管负责人", Seats: r.Seats}}, Names: map[string]string{"sun": "孙立"},
		History: []approval.Entry{{No: 1, Doing: approval.Ask, Name: "王芳", Text: "情况紧急", At: at}, {No: 2, Doing: approval.Agree, Name: "陈光", For: "sun", At: at}},
	}
	answer := get(sheetServer(sheet, nil), "/approvals/some.token")
	page := answer.Body.String()
	for _, part := range []string{"呈批单", "XF20261123-0001", "张*", "情况紧急", "（代孙立）", "同意：请&lt;b&gt;人社局", "size: A4", "全部经过", "提出", "11月23日 09:00"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page does not show %q", part)
		}
	}
	if answer.Code != http.StatusOK || answer.Header().Get("Cache-Control") != "no-store" || strings.Contains(page, "<b>") {
		t.Errorf("%d %v", answer.Code, answer.Header())
	}
}

func TestApprovalSheetThatMayNotBeRead(t *testing.T) {
	answer := get(sheetServer(desk.Sheet{}, models.Errorf(models.NotFound, "这个地址已经失效")), "/approvals/x")
	if answer.Code != http.StatusNotFound || !strings.Contains(answer.Body.String(), "已经失效") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	answer = get(sheetServer(desk.Sheet{}, context.DeadlineExceeded), "/approvals/x")
	if answer.Code != http.StatusInternalServerError || strings.Contains(answer.Body.String(), "deadline") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}
