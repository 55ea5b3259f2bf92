package calendar_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
)

// The first three rows are the vectors of the rule book; a count that forgets make-up days fails on them.
func TestAddWorkingDays(t *testing.T) {
	china := calendar.China()
	for name, c := range map[string]struct {
		from calendar.Day
		days int
		want calendar.Day
	}{
		"ends on a make-up Sunday":              {"2026-09-14", 5, "2026-09-20"},
		"over the National Day holiday":         {"2026-09-30", 5, "2026-10-13"},
		"over the Spring Festival":              {"2026-02-11", 5, "2026-02-25"},
		"starts on a day off":                   {"2026-10-04", 1, "2026-10-08"},
		"starts on an ordinary Saturday":        {"2026-08-08", 1, "2026-08-10"},
		"none":                                  {"2026-09-14", 0, "2026-09-14"},
		"over a weekend":                        {"2026-08-06", 2, "2026-08-10"},
		"a year without notices: weekends only": {"2027-09-30", 1, "2027-10-01"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := china.AddWorkingDays(c.from, c.days); got != c.want {
				t.Errorf("%s + %d working days = %s, want %s", c.from, c.days, got, c.want)
			}
		})
	}
}

func TestWorking(t *testing.T) {
	china := calendar.China()
	for day, want := range map[calendar.Day]bool{
		"2026-01-04": true, "2026-02-14": true, "2026-02-28": true, "2026-05-09": true, "2026-09-20": true, "2026-10-10": true, // make-up days
		"2026-10-01": false, "2026-10-07": false, "2026-02-17": false, // days off
		"2026-10-08": true, "2026-08-07": true, // ordinary weekdays
		"2026-08-08": false, "2026-08-09": false, // ordinary weekend
	} {
		if got := china.Working(day); got != want {
			t.Errorf("%s worked: %v, want %v", day, got, want)
		}
	}
}

func TestNextWorking(t *testing.T) {
	china := calendar.China()
	for name, c := range map[string]struct{ from, want calendar.Day }{
		"a working day is its own":        {"2026-09-30", "2026-09-30"},
		"over the rest of a holiday":      {"2026-10-03", "2026-10-08"},
		"over a weekend":                  {"2026-12-20", "2026-12-21"},
		"a make-up Saturday is its own":   {"2026-10-10", "2026-10-10"},
		"a Saturday before a make-up day": {"2026-09-19", "2026-09-20"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := china.NextWorking(c.from); got != c.want {
				t.Errorf("%s: %s, want %s", c.from, got, c.want)
			}
		})
	}
}

func TestKnownEndsWithTheNotices(t *testing.T) {
	china := calendar.China()
	for day, want := range map[calendar.Day]bool{"2026-01-01": true, "2026-12-31": true, "2027-01-01": false, "2023-12-31": false} {
		if got := china.Known(day); got != want {
			t.Errorf("%s known: %v, want %v", day, got, want)
		}
	}
}

func TestPublicDay(t *testing.T) {
	china := calendar.China()
	got, ok := china.PublicDay("2026-09-20")
	want := calendar.PublicDay{Day: "2026-09-20", Off: false, Name: "国庆节", NoticeYear: 2026}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("%v: %s", ok, diff)
	}
	if got, ok := china.PublicDay("2026-08-08"); ok {
		t.Errorf("an ordinary Saturday is public: %+v", got)
	}
}

func TestReadPublicDays(t *testing.T) {
	got, err := calendar.ReadPublicDays("date,kind,name,notice_year\n2026-10-01,off,国庆节,2026\n2026-12-31,work,元旦,2027\n")
	want := []calendar.PublicDay{
		{Day: "2026-10-01", Off: true, Name: "国庆节", NoticeYear: 2026},
		{Day: "2026-12-31", Off: false, Name: "元旦", NoticeYear: 2027},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v: %s", err, diff)
	}
	if got, err := calendar.ReadPublicDays(""); len(got) != 0 || err != nil {
		t.Errorf("nothing was read as %v, %v", got, err)
	}
}

func TestReadPublicDaysNamesTheLine(t *testing.T) {
	const head = "date,kind,name,notice_year\n2026-10-01,off,国庆节,2026\n"
	for name, c := range map[string]struct{ line, want string }{
		"no such day":      {"2026-02-30,off,国庆节,2026", "line 3"},
		"unknown kind":     {"2026-10-02,half,国庆节,2026", "line 3"},
		"no year":          {"2026-10-02,off,国庆节,next", "line 3"},
		"a column missing": {"2026-10-02,off,国庆节", "line 3"},
		"an open quote":    {`2026-10-02,off,"国庆节,2026`, "line 3"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := calendar.ReadPublicDays(head + c.line + "\n")
			if err == nil || !strings.Contains(err.Error(), c.want) || got != nil {
				t.Errorf("%v, error %v, want one naming %s", got, err, c.want)
			}
		})
	}
}

func TestAddWorkingDaysGoesForwardByWorkingDays(t *testing.T) {
	china := calendar.China()
	first := calendar.Day("2024-01-01")
	rapid.Check(t, func(t *rapid.T) {
		from := first.Add(rapid.IntRange(0, 4*365).Draw(t, "from"))
		days := rapid.IntRange(1, 90).Draw(t, "days")
		end := china.AddWorkingDays(from, days)
		if end <= from || !china.Working(end) {
			t.Fatalf("%s + %d working days ends on %s", from, days, end)
		}
		if next := china.AddWorkingDays(from, days+1); next <= end {
			t.Fatalf("a longer span ends no later: %s, then %s", end, next)
		}
		if later := china.AddWorkingDays(from.Add(1), days); later < end {
			t.Fatalf("a later start ends earlier: %s, then %s", end, later)
		}
		worked := 0
		for day := from.Add(1); day <= end; day = day.Add(1) {
			if china.Working(day) {
				worked++
			}
		}
		if worked != days {
			t.Fatalf("%s to %s holds %d working days, want %d", from, end, worked, days)
		}
	})
}
