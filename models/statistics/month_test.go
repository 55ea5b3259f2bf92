package statistics_test

import (
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statistics"
)

func TestMonth(t *testing.T) {
	for month, want := range map[statistics.Month]statistics.Period{
		"2026-11": {From: "2026-11-01", To: "2026-11-30"},
		"2028-02": {From: "2028-02-01", To: "2028-02-29"},
		"2026-12": {From: "2026-12-01", To: "2026-12-31"},
	} {
		if got := (statistics.Period{From: month.First(), To: month.Last()}); got != want || month.Next().Before() != month {
			t.Errorf("%s is %v", month, got)
		}
	}
}

func TestWhenAMonthMayBeClosed(t *testing.T) {
	for today, want := range map[calendar.Day]statistics.Month{
		"2026-11-30": "2026-10", "2026-12-01": "2026-10", "2026-12-02": "2026-11", "2027-01-02": "2026-12",
	} {
		if got := statistics.ClosableOn(today); got != want {
			t.Errorf("on %s: %s, want %s", today, got, want)
		}
	}
	for asOf, want := range map[calendar.Day]statistics.Month{"2026-11-29": "2026-10", "2026-11-30": "2026-11", "2026-12-01": "2026-11"} {
		if got := statistics.Knowable(asOf); got != want {
			t.Errorf("at the end of %s: %s, want %s", asOf, got, want)
		}
	}
}

// Every day of a period is in exactly one part of it, and the whole months are no newer than asked.
func TestSplitLosesNoDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := calendar.Day("2025-12-01").Add(rapid.IntRange(0, 100).Draw(t, "from"))
		period := statistics.Period{From: first, To: first.Add(rapid.IntRange(0, 200).Draw(t, "days"))}
		until := rapid.SampledFrom([]statistics.Month{"", "2025-12", "2026-02", "2026-03", "2030-01"}).Draw(t, "until")
		whole, parts := period.Split(until)
		if !whole.Empty() {
			if whole.To > until {
				t.Fatalf("%v reaches beyond %s", whole, until)
			}
			parts = append(parts, whole.Period())
		}
		for day := period.From.Add(-1); day <= period.To.Add(1); day = day.Add(1) {
			found := 0
			for _, part := range parts {
				if part.From <= day && day <= part.To {
					found++
				}
			}
			if inside := period.From <= day && day <= period.To; inside != (found == 1) || found > 1 {
				t.Fatalf("%s of %v is in %d of %v", day, period, found, parts)
			}
		}
	})
}
