package web

import (
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
)

//go:embed approval.html
var approvalHTML string

var approvalPage = template.Must(template.New("approval").Funcs(template.FuncMap{
	"stamp": func(t time.Time) string { return calendar.Stamp(t) },
	"at": func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return calendar.Stamp(*t)
	},
	"gone": func(l approval.Leaving) string {
		return map[approval.Leaving]string{approval.HandedOver: "已转交", approval.Recused: "已回避", approval.Departed: "已离岗"}[l]
	},
}).Parse(approvalHTML))

// crowded is the number of seats and characters from which the sheet is set in a smaller type, so that it stays one page.
const (
	crowdedSeats = 10
	crowdedText  = 700
)

type approvalView struct {
	desk.Sheet
	Crowded bool
}

// approval shows a request with its history; printed it is the approval sheet alone.
func (s Site) approval(w http.ResponseWriter, r *http.Request) {
	sheet, err := s.Sheet(r.Context(), r.PathValue("token"))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	if err != nil {
		message, code := "", http.StatusNotFound
		if refusal, ok := errors.AsType[*models.Error](err); ok {
			message = refusal.Message
		}
		if message == "" {
			s.Log.ErrorContext(r.Context(), "approval sheet not shown", "error", err)
			message, code = "暂时打不开，请稍后再试。", http.StatusInternalServerError
		}
		w.WriteHeader(code)
		_, _ = w.Write([]byte(template.HTMLEscapeString(message))) // the client is gone
		return
	}
	if err := approvalPage.Execute(w, approvalView{Sheet: sheet, Crowded: isCrowded(sheet)}); err != nil {
		s.Log.WarnContext(r.Context(), "approval sheet broken off", "error", err)
	}
}

func isCrowded(sheet desk.Sheet) bool {
	text := len([]rune(sheet.Shown.Facts)) + len([]rune(sheet.Shown.Demand)) + len([]rune(sheet.Shown.Reason)) + len([]rune(sheet.Shown.Supplement))
	seats := 0
	for _, step := range sheet.Steps {
		for _, seat := range step.Seats {
			seats++
			text += len([]rune(seat.Opinion))
		}
	}
	return seats > crowdedSeats || text > crowdedText
}
