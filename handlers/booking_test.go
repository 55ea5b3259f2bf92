package handlers

import (
	"strings"
	"testing"
	"time"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// Ten lines as long as they come in a county fit one message, with nothing left out.
func TestAListOfBookingsFitsItsMessages(t *testing.T) {
	b := notice.Booking{Step: notice.BookingRelisted, First: 91, Total: 100, Slot: notice.Duty{
		Day: "2026-12-30", StartsAt: time.Unix(0, 0), EndsAt: time.Unix(0, 0), Station: "县人民来访接待中心", Person: "县委常委、常务副县长 欧阳某某",
	}}
	for i := range 10 {
		b.Lines = append(b.Lines, notice.BookingLine{
			Number: petition.Number("2026-11-23", int64(i+1)), Topic: "劳动和社会保障", Name: "欧***", Headcount: 120, Unit: "云岭县人力资源和社会保障局",
			Due: "2026-12-28", Late: true, Earlier: 12,
		})
	}
	said := bookingList(b).(outmsg.Text).Content
	if len(said) > maxTextBytes || !strings.Contains(said, "100. "+b.Lines[9].Number) || !strings.Contains(said, "已接访 编号 结果") {
		t.Errorf("%d bytes: %s", len(said), said)
	}
}

func TestBookingAsked(t *testing.T) {
	today := calendar.Day("2026-11-23")
	for words, want := range map[string]struct {
		from, to calendar.Day
		leader   string
		ok       bool
	}{
		"":         {"", "", "", true},
		"下周三":      {"2026-12-02", "2026-12-02", "", true},
		"12月15日":   {"2026-12-15", "2026-12-15", "", true},
		"12月2日接访":  {"2026-12-02", "2026-12-02", "", true},
		"下周":       {"2026-11-30", "2026-12-06", "", true},
		"陈光":       {"", "", "陈光", true},
		"陈光接访":     {"", "", "陈光", true},
		"2月30日":    {"", "", "2月30日", false},
		"尽快 安排 一下": {"", "", "尽快 安排 一下", false},
	} {
		got, ok := bookingAsked(words, today)
		if got.From != want.from || got.To != want.to || got.Leader != want.leader || ok != want.ok {
			t.Errorf("%q is read as %+v, %v", words, got, ok)
		}
	}
}
