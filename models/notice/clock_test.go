package notice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/statute"
)

func running(t interface{ Fatal(args ...any) }, rule statute.RuleID, from calendar.Day) statute.Clock {
	set, err := statute.SetByID("national-2022")
	if err != nil {
		t.Fatal(err)
	}
	found, err := set.Rule(rule)
	if err != nil {
		t.Fatal(err)
	}
	return statute.Supposition{From: from}.Clock(found, calendar.China())
}

// Whenever something falls due, people hear of it between 08:30 and 18:00 of a working day; only what is grave cannot wait.
func TestRule13QuietHours(t *testing.T) {
	cal := calendar.China()
	rapid.Check(t, func(t *rapid.T) {
		now := calendar.Day("2026-09-01").Add(rapid.IntRange(0, 100).Draw(t, "day")).At(calendar.ClockTime(rapid.IntRange(0, 24*60-1).Draw(t, "minute")))
		due := notice.DigestDue(rapid.StringMatching(`[a-z]{2,9}`).Draw(t, "person"), now, cal, false)
		day := calendar.DayOf(due)
		if due.Before(now) || !cal.Working(day) || due.Before(day.At(8*60+30)) || due.After(day.At(18*60+15)) {
			t.Fatalf("fell due %s, told %s", calendar.Stamp(now), calendar.Stamp(due))
		}
		if urgent := notice.DigestDue("a", now, cal, true); !urgent.Equal(now) {
			t.Fatalf("what is grave waits until %s", calendar.Stamp(urgent))
		}
	})
}

// The steps of a clock come one after another, and the lateness is written down in its place.
func TestRule13StepsFollowOneAnother(t *testing.T) {
	clock := running(t, "C02", "2026-11-02") // due 11-17
	var got []statute.StepName
	after := calendar.Day("2026-11-02")
	for {
		step, ok := notice.NextClockStep(clock, calendar.China(), after)
		if !ok {
			break
		}
		got = append(got, step.Name)
		after = step.Day
		if step.Name == notice.OverdueCheck {
			clock.OverdueSince, clock.State, after = step.Day, statute.Overdue, step.Day.Add(-1)
		}
	}
	want := []statute.StepName{
		statute.SevenDaysBefore, statute.ThreeDaysBefore, statute.OneDayBefore, statute.DueDay,
		notice.OverdueCheck, statute.ToUnitHead, statute.ToCaseLeader, statute.ToJointConference,
	}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("step %d is %s, want %s", i, got[i], want[i])
		}
	}
}

// After an outage the step of today stands for those that were missed.
func TestRule15TheStepOfTodayStandsForTheMissed(t *testing.T) {
	clock := running(t, "C02", "2026-11-02")
	for today, want := range map[calendar.Day]statute.StepName{
		"2026-11-10": statute.SevenDaysBefore, "2026-11-17": statute.DueDay, "2026-12-17": statute.ToJointConference,
	} {
		if got := notice.StepOfToday(clock, calendar.China(), statute.HalfTime, today); got != want {
			t.Errorf("on %s: %s", today, got)
		}
	}
}

func TestAnnualReportReminder(t *testing.T) {
	cal := calendar.China()
	for at, want := range map[time.Time]string{
		calendar.Day("2026-01-01").At(9 * 60): "", // New Year
		calendar.Day("2026-01-05").At(8 * 60): "",
		calendar.Day("2026-01-05").At(9 * 60): "annual-report:2025:2026-W02",
		calendar.Day("2026-03-31").At(9 * 60): "annual-report:2025:2026-W14",
		calendar.Day("2026-04-01").At(9 * 60): "",
	} {
		if _, key, _ := notice.AnnualReportReminder(at, cal); key != want {
			t.Errorf("at %s: %q", calendar.Stamp(at), key)
		}
	}
}

func TestAnnualReportIsDueByTheCountysDate(t *testing.T) {
	set, err := statute.SetByID("national-2022")
	if err != nil {
		t.Fatal(err)
	}
	for today, overdue := range map[calendar.Day]bool{"2026-02-02": false, "2026-02-03": true} {
		report, err := notice.AnnualReportOf(2025, "", set, calendar.China(), today)
		if err != nil || report.Due != "2026-01-30" || report.DueLegal != "2026-02-02" || report.Overdue != overdue || report.Article == "" {
			t.Errorf("on %s: %+v, %v", today, report, err)
		}
	}
}
