package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
)

func TestParseDay(t *testing.T) {
	if got, err := calendar.ParseDay("2028-02-29"); got != "2028-02-29" || err != nil {
		t.Errorf("a leap day is read as %q, %v", got, err)
	}
	for name, text := range map[string]string{
		"empty": "", "no such day": "2026-02-30", "no leap year": "2026-02-29", "no such month": "2026-13-01",
		"compact": "20261122", "short": "2026-2-3", "slashes": "2026/11/22", "with a time": "2026-11-22T08:30", "blanks": " 2026-11-22",
	} {
		if got, err := calendar.ParseDay(text); err == nil || got != "" {
			t.Errorf("%s: %q is read as %q, %v", name, text, got, err)
		}
	}
}

func TestParseClockTime(t *testing.T) {
	for text, want := range map[string]calendar.ClockTime{"00:00": 0, "08:30": 510, "23:59": 1439, "24:00": 1440} {
		got, err := calendar.ParseClockTime(text)
		if got != want || err != nil || got.String() != text {
			t.Errorf("%q is read as %d (%s), %v", text, got, got, err)
		}
	}
	for name, text := range map[string]string{
		"empty": "", "one digit": "8:30", "past the end of the day": "24:01", "hour 25": "25:00", "minute 60": "08:60",
		"negative": "-8:30", "seconds": "08:30:00", "words": "早上八点", "no colon": "08.30",
	} {
		if got, err := calendar.ParseClockTime(text); err == nil || got != 0 {
			t.Errorf("%s: %q is read as %s, %v", name, text, got, err)
		}
	}
}

func TestDayIsTheCivilDateInShanghai(t *testing.T) {
	for instant, want := range map[string]calendar.Day{
		"2026-11-21T15:59:59Z":      "2026-11-21",
		"2026-11-21T16:00:00Z":      "2026-11-22",
		"2026-11-22T01:00:00+14:00": "2026-11-21",
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendar.DayOf(at); got != want {
			t.Errorf("%s falls on %s, want %s", instant, got, want)
		}
	}
}

func TestDayAt(t *testing.T) {
	for clock, want := range map[calendar.ClockTime]time.Time{
		0:    time.Date(2026, 11, 21, 16, 0, 0, 0, time.UTC),
		510:  time.Date(2026, 11, 22, 0, 30, 0, 0, time.UTC),
		1440: time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC),
	} {
		if got := calendar.Day("2026-11-22").At(clock); !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%s: %v, want %v", clock, got, want)
		}
	}
}

func TestDayInWords(t *testing.T) {
	day := calendar.Day("2026-11-25")
	if got := day.Chinese(); got != "11月25日 周三" {
		t.Errorf("Chinese: %s", got)
	}
	if got := day.Compact(); got != "20261125" {
		t.Errorf("Compact: %s", got)
	}
	if got := calendar.Stamp(day.At(510)); got != "11月25日 08:30" {
		t.Errorf("Stamp: %s", got)
	}
}

func TestDayArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.Day("2024-01-01").Add(rapid.IntRange(0, 2000).Draw(t, "day"))
		n := rapid.IntRange(-400, 400).Draw(t, "n")
		moved := day.Add(n)
		if moved.Add(-n) != day {
			t.Fatalf("%s there and back is %s", day, moved.Add(-n))
		}
		if moved.At(0).Sub(day.At(0)) != time.Duration(n)*24*time.Hour || calendar.DayOf(moved.At(1439)) != moved {
			t.Fatalf("%s is not %d days from %s", moved, n, day)
		}
		if (moved > day) != (n > 0) {
			t.Fatalf("%s and %s do not sort as they follow", day, moved)
		}
		if parsed, err := calendar.ParseDay(string(moved)); parsed != moved || err != nil {
			t.Fatalf("%s is read back as %s, %v", moved, parsed, err)
		}
	})
}

func TestDayAndTheDatabase(t *testing.T) {
	for name, value := range map[string]any{"text": "2026-11-22", "bytes": []byte("2026-11-22")} {
		var day calendar.Day
		if err := day.Scan(value); err != nil || day != "2026-11-22" {
			t.Errorf("%s: %q, %v", name, day, err)
		}
	}
	day := calendar.Day("2026-11-22")
	if value, err := day.Value(); value != "2026-11-22" || err != nil {
		t.Errorf("written as %v, %v", value, err)
	}
	if err := day.Scan(time.Now()); err == nil {
		t.Error("an instant was taken for a day")
	}
	if err := day.Scan(nil); err != nil || day != "" {
		t.Errorf("null is read as %q, %v", day, err)
	}
}
