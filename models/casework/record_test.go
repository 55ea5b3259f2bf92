package casework_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/statute"
)

// kept is the row of a clock as the desk would keep it after each of some reckonings.
func kept(rows ...casework.ClockRow) casework.ClockRow {
	var was casework.ClockRow
	for i, row := range rows {
		row.CaseID = 1
		was, _, _ = row.Follows(was, calendar.Day("2026-12-01").Add(i), time.Time{})
		was.ID = 7
	}
	return was
}

func row(state statute.State, due calendar.Day, change func(*casework.ClockRow)) casework.ClockRow {
	r := casework.ClockRow{
		ClockKey: "C07.1", Rule: "C07", UnitCode: "rsj", Start: "2026-11-02", DueUnrolled: due, DueLegal: due, DueInternal: due, State: state,
		Open: state == statute.Running || state == statute.Overdue, Version: 1,
	}
	if change != nil {
		change(&r)
	}
	return r
}

// Whatever is reckoned later, by another calendar, rule or merge: what has ended keeps the dates it ended with.
func TestRule02EndedClocksKeepTheirDates(t *testing.T) {
	stopped := func(r *casework.ClockRow) { r.Stopped = "2026-12-02" }
	for name, c := range map[string]struct {
		was, is casework.ClockRow
		want    calendar.Day
		state   statute.State
	}{
		"met":                {row(statute.Met, "2027-01-04", stopped), row(statute.Met, "2027-01-05", stopped), "2027-01-04", statute.Met},
		"met, then too late": {row(statute.Met, "2027-01-04", stopped), row(statute.MetLate, "2026-12-01", stopped), "2027-01-04", statute.Met},
		"late, then in time": {row(statute.MetLate, "2026-12-01", stopped), row(statute.Met, "2027-01-04", stopped), "2026-12-01", statute.MetLate},
		"fallen away":        {row(statute.None, "2027-01-04", nil), row(statute.None, "2027-01-05", nil), "2027-01-04", statute.None},
		"running":            {row(statute.Running, "2027-01-04", nil), row(statute.Running, "2027-01-05", nil), "2027-01-05", statute.Running},
		"goes on after all":  {row(statute.None, "2027-01-04", nil), row(statute.Running, "2027-01-05", nil), "2027-01-05", statute.Running},
	} {
		if got := kept(c.was, c.is); got.DueLegal != c.want || got.State != c.state {
			t.Errorf("%s: due %s, %s", name, got.DueLegal, got.State)
		}
	}
}

// A limit that was missed keeps its date while it is still open.
func TestRule11AMissedLimitKeepsItsDate(t *testing.T) {
	late := row(statute.Overdue, "2026-12-04", func(r *casework.ClockRow) { r.OverdueSince = "2026-12-05" })
	got := kept(late, row(statute.Overdue, "2027-01-05", nil))
	if got.DueLegal != "2026-12-04" || got.OverdueSince != "2026-12-05" || !got.Settled() {
		t.Errorf("%+v", got)
	}
	window := func(r *casework.ClockRow) { r.DueInternal, r.OverdueSince = "", "2026-12-05" }
	posted := func(r *casework.ClockRow) { r.DueInternal, r.Stopped = "", "2026-12-04" }
	if got := kept(row(statute.Overdue, "2026-12-04", window), row(statute.Met, "2026-12-04", posted)); got.State != statute.Met || got.OverdueSince != "" {
		t.Errorf("a petition posted in time is %s since %q", got.State, got.OverdueSince)
	}
}

// A clock whose dates move, or that begins again, is another version: everybody is reminded anew.
func TestRule14MovedOrRestartedClocksAreNewVersions(t *testing.T) {
	stopped := func(r *casework.ClockRow) { r.Stopped = "2026-12-02" }
	for name, c := range map[string]struct {
		rows []casework.ClockRow
		want int64
	}{
		"the same":      {[]casework.ClockRow{row(statute.Running, "2027-01-04", nil), row(statute.Running, "2027-01-04", nil)}, 1},
		"moved":         {[]casework.ClockRow{row(statute.Running, "2027-01-04", nil), row(statute.Running, "2027-01-05", nil)}, 2},
		"ended":         {[]casework.ClockRow{row(statute.Running, "2027-01-04", nil), row(statute.Met, "2027-01-04", stopped)}, 1},
		"taken up anew": {[]casework.ClockRow{row(statute.Running, "2027-01-04", nil), row(statute.Met, "2027-01-04", stopped), row(statute.Running, "2027-01-04", nil)}, 2},
	} {
		if got := kept(c.rows...); got.Version != c.want {
			t.Errorf("%s: version %d, want %d", name, got.Version, c.want)
		}
	}
}

// What was known before a date or a unit changed is a fact of its own, from its day to the day before the change.
func TestWhatWasKnownOfAClockStays(t *testing.T) {
	was := kept(row(statute.Running, "2027-01-04", nil)) // known from 12-01
	later := row(statute.Running, "2027-02-03", nil)
	after, _, _ := later.Follows(was, "2026-12-20", time.Time{})
	fact, ok := was.Before(after, "2026-12-20")
	want := casework.ClockFact{ClockID: 7, Rule: "C07", UnitCode: "rsj", DueLegal: "2027-01-04", KnownFrom: "2026-12-01", KnownTo: "2026-12-19"}
	if !ok || fact != want || after.KnownFrom != "2026-12-20" {
		t.Errorf("%+v, %v; known from %s", fact, ok, after.KnownFrom)
	}
	if _, ok := after.Before(after, "2026-12-21"); ok {
		t.Error("nothing changed, yet there is a fact")
	}
	sameDay, _, _ := row(statute.Running, "2027-02-10", nil).Follows(after, "2026-12-20", time.Time{})
	if _, ok := after.Before(sameDay, "2026-12-20"); ok {
		t.Error("two changes of a day leave what was known at no day's end")
	}
}

// However a clock is reckoned, day after day: exactly one date is known of each day since it began, and none is rewritten.
func TestEachDayKnowsOneDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := calendar.Day("2026-12-01")
		states := rapid.SampledFrom([]statute.State{statute.Running, statute.Overdue, statute.Met, statute.MetLate, statute.None, statute.Lapsed})
		var was casework.ClockRow
		var facts []casework.ClockFact
		ends := map[calendar.Day]calendar.Day{} // what was on record at the end of each day
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			next := row(states.Draw(t, "state"), calendar.Day("2026-12-10").Add(rapid.IntRange(0, 5).Draw(t, "due")), func(r *casework.ClockRow) {
				r.UnitCode = rapid.SampledFrom([]string{"rsj", "zjj"}).Draw(t, "unit")
				if r.State == statute.Met || r.State == statute.MetLate {
					r.Stopped = today
				}
			})
			after, changed, _ := next.Follows(was, today, time.Time{})
			if changed {
				if fact, ok := was.Before(after, today); ok {
					facts = append(facts, fact)
				}
				after.ID, was = 7, after
				was.ID = 7
			}
			ends[today] = was.DueLegal
			today = today.Add(rapid.IntRange(0, 3).Draw(t, "days"))
		}
		for day, want := range ends {
			known := []calendar.Day{}
			if was.KnownFrom <= day {
				known = append(known, was.DueLegal)
			}
			for _, fact := range facts {
				if fact.KnownFrom <= day && day <= fact.KnownTo {
					known = append(known, fact.DueLegal)
				}
			}
			if !slices.Equal(known, []calendar.Day{want}) {
				t.Fatalf("of %s is known %v, was %s; facts %+v, row %+v", day, known, want, facts, was)
			}
		}
	})
}
