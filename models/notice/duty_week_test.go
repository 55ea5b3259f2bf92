package notice_test

import (
	"testing"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

func TestWeekAheadDue(t *testing.T) {
	for name, c := range map[string]struct {
		now  time.Time
		want calendar.Day // the first day of the week told of
	}{
		"Friday afternoon":                {at("2026-11-27", 15, 30), "2026-11-30"},
		"Friday at noon":                  {at("2026-11-27", 12, 0), ""},
		"Thursday":                        {at("2026-11-26", 16, 0), ""},
		"Saturday":                        {at("2026-11-28", 16, 0), ""},
		"a Saturday that is worked":       {at("2026-10-10", 16, 0), "2026-10-12"},
		"the Friday before it":            {at("2026-10-09", 16, 0), ""},
		"Wednesday before a long holiday": {at("2026-09-30", 16, 0), "2026-10-05"},
	} {
		t.Run(name, func(t *testing.T) {
			_, from, to, due := notice.WeekAheadDue(c.now, calendar.China())
			if due != (c.want != "") || from != c.want || due && to != from.Add(6) {
				t.Errorf("due %v, %s to %s", due, from, to)
			}
		})
	}
}

func TestTroubleDue(t *testing.T) {
	night, day := at("2026-11-25", 2, 0), at("2026-11-25", 9, 0)
	if notice.TroubleDue(night, night.Add(48*time.Hour)) {
		t.Error("the office is woken for a duty of the day after tomorrow")
	}
	if !notice.TroubleDue(night, night.Add(6*time.Hour)) || !notice.TroubleDue(day, day.Add(30*24*time.Hour)) {
		t.Error("a trouble is not told")
	}
}
