package statute_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

const firstDay = calendar.Day("2026-01-01")

func drawDay(t *rapid.T, name string, low, high int) calendar.Day {
	return firstDay.Add(rapid.IntRange(low, high).Draw(t, name))
}

func drawPublicDays(t *rapid.T) []calendar.PublicDay {
	offsets := rapid.SliceOfNDistinct(rapid.IntRange(0, 300), 1, 60, rapid.ID).Draw(t, "public days")
	days := make([]calendar.PublicDay, 0, len(offsets))
	for _, n := range offsets {
		days = append(days, calendar.PublicDay{Day: firstDay.Add(n), Off: rapid.Bool().Draw(t, "off"), Name: "节", NoticeYear: 2026})
	}
	return days
}

func drawDatedRule(t *rapid.T) statute.Rule {
	var dated []statute.Rule
	for _, set := range statute.Sets() {
		for _, rule := range set.Rules {
			if rule.Dated() {
				dated = append(dated, rule)
			}
		}
	}
	return rapid.SampledFrom(dated).Draw(t, "rule")
}

// drawEvents makes what may befall a clock between two days, in good order or not.
func drawEvents(t *rapid.T, rule statute.Rule, low, high int) []statute.Event {
	day := func() calendar.Day { return drawDay(t, "day", low, high) }
	return rapid.SliceOfN(rapid.Custom(func(*rapid.T) statute.Event {
		switch rapid.IntRange(0, 6).Draw(t, "event") {
		case 0:
			return started(rule, day())
		case 1:
			return stopped(rule, day())
		case 2:
			e := extended(rapid.IntRange(0, 40).Draw(t, "days"), day(), nil)
			e.NoticeDelivered = day()
			return e
		case 3:
			return statute.HearingBegin{Day: day()}
		case 4:
			return statute.HearingEnd{Day: day()}
		case 5:
			return statute.ContactUnclear{Day: day()}
		}
		return statute.Delivery{Kind: rule.Stops[0], Way: statute.Posted, Day: day()}
	}), 0, 6).Draw(t, "events")
}

func TestDatesStandInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawDatedRule(t)
		cal := calendar.New(drawPublicDays(t))
		clock := statute.Supposition{From: drawDay(t, "from", 0, 200), ExtendDays: rapid.IntRange(0, 30).Draw(t, "extend")}.Clock(rule, cal)
		if clock.DueUnrolled > clock.DueLegal || clock.DueInternal > clock.DueUnrolled {
			t.Fatalf("%s ≤ %s ≤ %s does not hold", clock.DueInternal, clock.DueUnrolled, clock.DueLegal)
		}
		if (clock.DueInternal == "") != rule.PetitionerWindow || clock.DueInternal != "" && clock.DueInternal < clock.Start {
			t.Fatalf("internal due %q of a clock from %s", clock.DueInternal, clock.Start)
		}
		if rule.Limit.Unit != statute.AtOnce && !cal.Working(clock.DueLegal) {
			t.Fatalf("the last day %s is not worked", clock.DueLegal)
		}
	})
}

func TestAHolidayMovesNoDueDateEarlierAndAMakeUpDayNoneLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawDatedRule(t)
		days := drawPublicDays(t)
		suppose := statute.Supposition{From: drawDay(t, "from", 0, 200)}
		added := drawDay(t, "added", 0, 300)
		with := func(off bool) statute.Clock {
			others := slices.DeleteFunc(slices.Clone(days), func(d calendar.PublicDay) bool { return d.Day == added })
			return suppose.Clock(rule, calendar.New(append(others, calendar.PublicDay{Day: added, Off: off, Name: "节", NoticeYear: 2026})))
		}
		holiday, worked := with(true), with(false)
		if holiday.DueUnrolled < worked.DueUnrolled || holiday.DueLegal < worked.DueLegal {
			t.Fatalf("%s off gives %s / %s, worked %s / %s", added, holiday.DueUnrolled, holiday.DueLegal, worked.DueUnrolled, worked.DueLegal)
		}
		if rule.Limit.Unit == statute.WorkingDays && holiday.DueInternal < worked.DueInternal {
			t.Fatalf("%s worked moves %s to %s", added, holiday.DueInternal, worked.DueInternal)
		}
	})
}

func TestExtensionIsCountedFromTheOriginal(t *testing.T) {
	rule := national(t, statute.C07)
	rapid.Check(t, func(t *rapid.T) {
		cal := calendar.New(drawPublicDays(t))
		from := drawDay(t, "from", 0, 200)
		days := rapid.IntRange(1, 30).Draw(t, "days")
		approved := from.Add(rapid.IntRange(0, 59).Draw(t, "approved"))
		clock := statute.Reckon(rule, []statute.Event{started(rule, from), extended(days, approved, nil)}, cal, approved)
		if clock.DueUnrolled != from.Add(60+days) || clock.Extended != days {
			t.Fatalf("%s + 60 + %d = %s", from, days, clock.DueUnrolled)
		}
	})
}

func TestOrderOfEventsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawDatedRule(t)
		cal := calendar.New(drawPublicDays(t))
		today := drawDay(t, "today", 0, 300)
		events := append(drawEvents(t, rule, 0, 200), started(rule, drawDay(t, "start", 0, 100)))
		shuffled := rapid.Permutation(events).Draw(t, "another order")
		if diff := cmp.Diff(statute.Reckon(rule, events, cal, today), statute.Reckon(rule, shuffled, cal, today)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestOverdueIsPermanent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawDatedRule(t)
		cal := calendar.New(drawPublicDays(t))
		events := append(drawEvents(t, rule, 0, 100), started(rule, drawDay(t, "start", 0, 50)))
		found := drawDay(t, "found", 60, 250)
		clock := statute.Reckon(rule, events, cal, found)
		if clock.State != statute.Overdue {
			t.Skip("not overdue")
		}
		later := append(slices.Clone(events), drawEvents(t, rule, 251, 300)...)
		after := statute.Reckon(rule, later, cal, drawDay(t, "today", 251, 400))
		if after.OverdueSince != clock.OverdueSince || after.State != statute.Overdue && after.State != statute.MetLate {
			t.Fatalf("overdue since %s became %s since %s", clock.OverdueSince, after.State, after.OverdueSince)
		}
		if rule.PetitionerWindow {
			return
		}
		anything := append(drawEvents(t, rule, 0, 400), statute.OverdueWritten{Since: clock.OverdueSince})
		written := statute.Reckon(rule, anything, calendar.New(drawPublicDays(t)), drawDay(t, "any day", 251, 400))
		if !written.Late() || written.OverdueSince > clock.OverdueSince {
			t.Fatalf("written since %s, told since %q", clock.OverdueSince, written.OverdueSince)
		}
	})
}

func TestLadderKeepsToWorkingDaysAndNeverTwiceADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawDatedRule(t)
		cal := calendar.New(drawPublicDays(t))
		clock := statute.Supposition{From: drawDay(t, "from", 0, 200)}.Clock(rule, cal)
		steps := statute.Ladder(clock, cal)
		told := 0
		for i, step := range steps {
			told += 1 + len(step.Also)
			if i > 0 && step.Day <= steps[i-1].Day || step.Day < clock.Start {
				t.Fatalf("%v from %s", daysAndNames(steps), clock.Start)
			}
			if !rule.AnyHour && !cal.Working(step.Day) {
				t.Fatalf("%s is not worked", step.Day)
			}
		}
		if rule.PetitionerWindow != (told == 0) || told > 9 || told > 0 && told < 4 {
			t.Fatalf("%d steps: %v", told, daysAndNames(steps))
		}
	})
}
