package notice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

func TestCalendarWarningDue(t *testing.T) {
	china := calendar.China()
	next := calendar.Notice{Year: 2027, Days: []calendar.PublicDay{{Day: "2027-01-01", Off: true, Name: "元旦", NoticeYear: 2027}}}
	for name, c := range map[string]struct {
		cal  *calendar.Calendar
		now  time.Time
		want string
	}{
		"in October":                         {china, at("2026-10-30", 9, 0), ""},
		"on a Sunday, 1 November":            {china, at("2026-11-01", 9, 0), ""},
		"the Monday after, early":            {china, at("2026-11-02", 8, 39), ""},
		"the Monday after":                   {china, at("2026-11-02", 8, 40), "calendar-horizon:2027:2026-W45"},
		"later that day":                     {china, at("2026-11-02", 17, 29), "calendar-horizon:2027:2026-W45"},
		"in the evening":                     {china, at("2026-11-02", 17, 30), ""},
		"on the Friday, had nobody been up":  {china, at("2026-11-06", 10, 0), "calendar-horizon:2027:2026-W45"},
		"on a Saturday":                      {china, at("2026-11-07", 10, 0), ""},
		"next year's notice is known":        {china.With(next), at("2026-11-23", 9, 0), ""},
		"this year's is still missing":       {china, at("2027-01-04", 9, 0), "calendar-horizon:2027:2027-W01"},
		"this year's is missing in summer":   {china, at("2027-07-05", 9, 0), "calendar-horizon:2027:2027-W27"},
		"known, and the next year's is far":  {china.With(next), at("2027-07-05", 9, 0), ""},
		"known, and the next year's is near": {china.With(next), at("2027-11-01", 9, 0), "calendar-horizon:2028:2027-W44"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := notice.CalendarWarningDue(c.now, c.cal)
			if got.Key != c.want || ok != (c.want != "") {
				t.Errorf("%+v, %v, want %q", got, ok, c.want)
			}
		})
	}
}

func TestCalendarWarningComesOnceAWeekInWorkingHours(t *testing.T) {
	china := calendar.China()
	rapid.Check(t, func(t *rapid.T) {
		monday := calendar.Day("2026-11-02").Add(7 * rapid.IntRange(0, 60).Draw(t, "week"))
		keys := map[string]bool{}
		for _, minutes := range rapid.SliceOfN(rapid.IntRange(0, 7*24*60-1), 1, 40).Draw(t, "moments") {
			now := monday.At(calendar.ClockTime(minutes))
			warning, ok := notice.CalendarWarningDue(now, china)
			if !ok {
				continue
			}
			keys[warning.Key] = true
			if hour := now.In(calendar.Zone).Hour(); !china.Working(calendar.DayOf(now)) || hour < 8 || hour > 17 {
				t.Fatalf("warned at %s", now.In(calendar.Zone))
			}
		}
		years := map[bool]int{true: 2, false: 1}[monday.Year() != monday.Add(6).Year()]
		if len(keys) > years {
			t.Fatalf("in one week: %v", keys)
		}
	})
}
