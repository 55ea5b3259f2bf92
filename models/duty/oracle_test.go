package duty_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/test/oracle"
)

// drawFullRule draws a rule of any pattern, with several seats, a holiday crew and perhaps for a special period.
func drawFullRule(t *rapid.T, code string) duty.Rule {
	rule := drawRule(t, code)
	rule.Post = rapid.SampledFrom([]string{"接访领导", "值班员"}).Draw(t, "post")
	rule.Pattern = rapid.SampledFrom([]duty.Pattern{duty.ByWeekday, duty.ByWeekday, duty.Workdays, duty.OnDates, duty.Monthly}).Draw(t, "pattern")
	rule.Seats = rapid.IntRange(0, 3).Draw(t, "seats")
	rule.HolidayCrew = []string{"x", "y"}[:rapid.IntRange(0, 2).Draw(t, "crew")]
	rule.Period = rapid.SampledFrom([]string{"", "", "p1", "p2"}).Draw(t, "period")
	switch rule.Pattern {
	case duty.OnDates:
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, allDays), 0, 12).Draw(t, "dates") {
			rule.Dates = append(rule.Dates, firstDay.Add(n))
		}
	case duty.Monthly:
		if rapid.Bool().Draw(t, "by day of the month") {
			rule.MonthDay = rapid.SampledFrom([]int{1, 15, 29, 30, 31}).Draw(t, "month day")
		} else {
			rule.Weekday = on(time.Weekday(rapid.IntRange(0, 6).Draw(t, "nth weekday")))
			rule.Nth = rapid.SampledFrom([]int{-1, 1, 2, 3, 4, 5}).Draw(t, "nth")
		}
	case duty.Workdays:
		rule.Weekday = nil
	}
	return rule
}

// drawRoster draws everything that decides on a roster, in days far worse than real ones.
func drawRoster(t *rapid.T) duty.Roster {
	r := duty.Roster{Calendar: drawCalendar(t)}
	for i := range rapid.IntRange(1, 4).Draw(t, "rules") {
		r.Rules = append(r.Rules, drawFullRule(t, fmt.Sprint("rule", i)))
	}
	for _, code := range []string{"p1", "p2"}[:rapid.IntRange(0, 2).Draw(t, "periods")] {
		from, n := drawDay(t, "period from", 0, allDays)
		to, _ := drawDay(t, "period to", n, min(n+30, allDays))
		p := duty.Period{Code: code, From: from, To: to}
		if rapid.Bool().Draw(t, "period of one station") {
			p.Stations = []string{"hall"}
		}
		r.Periods = append(r.Periods, p)
	}
	for range rapid.IntRange(0, 6).Draw(t, "absences") {
		from, n := drawDay(t, "absent from", 0, allDays)
		to, _ := drawDay(t, "absent to", n, n+20)
		r.Absences = append(r.Absences, duty.Absence{UserID: rapid.SampledFrom([]string{"a", "b", "c", "d", "x"}).Draw(t, "absent"), From: from, To: to})
	}
	return r
}

// drawOverrides puts people on some of the slots there are, or calls them off.
func drawOverrides(t *rapid.T, r *duty.Roster) {
	slots := r.Final(firstDay, firstDay.Add(allDays))
	if len(slots) == 0 {
		return
	}
	seen := map[string]bool{}
	for range rapid.IntRange(0, 5).Draw(t, "overrides") {
		s := rapid.SampledFrom(slots).Draw(t, "slot")
		if !seen[s.Key()] {
			seen[s.Key()] = true
			r.Overrides = append(r.Overrides, duty.OverrideOf(s, rapid.SampledFrom([]string{"", "a", "b", "z"}).Draw(t, "put"), duty.ByOverride, "office", time.Time{}))
		}
	}
}

func asked(r duty.Roster) oracle.County {
	public := map[string]oracle.PublicDay{}
	for day := firstDay.Add(-40); day < firstDay.Add(allDays+80); day = day.Add(1) {
		if p, ok := r.Calendar.PublicDay(day); ok {
			public[string(day)] = oracle.PublicDay{Off: p.Off}
		}
	}
	return oracle.County{Rules: r.Rules, Periods: r.Periods, Absences: r.Absences, Overrides: r.Overrides, Public: public}
}

func linesOf(slots []duty.Slot) []string {
	var lines []string
	for _, s := range slots {
		lines = append(lines, oracle.Line{Day: string(s.Day), Rule: s.RuleCode, Seat: s.Seat, Person: s.UserID}.String())
	}
	slices.Sort(lines)
	return lines
}

func wanted(c oracle.County, from, to calendar.Day) []string {
	var lines []string
	for _, l := range c.Expect(from, to) {
		lines = append(lines, l.String())
	}
	return lines
}

func TestTheOracleAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRoster(t)
		drawOverrides(t, &r)
		from, n := drawDay(t, "from", 0, allDays)
		to, _ := drawDay(t, "to", n, allDays+30)
		if diff := cmp.Diff(wanted(asked(r), from, to), linesOf(r.Final(from, to))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestSplittingAnyRosterChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRoster(t)
		drawOverrides(t, &r)
		from, a := drawDay(t, "from", 0, allDays)
		middle, b := drawDay(t, "middle", a, allDays)
		to, _ := drawDay(t, "to", b, allDays+30)
		halves := append(r.Final(from, middle), r.Final(middle.Add(1), to)...)
		if diff := cmp.Diff(r.Final(from, to), halves); diff != "" && len(halves) > 0 {
			t.Fatal(diff)
		}
	})
}

// A slot has a person and no gap, or a gap and nobody; nobody is on two seats by turn.
func TestTheRosterIsCoverAndGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRoster(t)
		seen := map[string]bool{}
		for _, s := range r.Final(firstDay, firstDay.Add(allDays)) {
			if (s.UserID == "") != (s.Gap != "") {
				t.Fatalf("%s has %q and the gap %q", s.Key(), s.UserID, s.Gap)
			}
			key := fmt.Sprint(s.RuleCode, s.Day, s.UserID)
			if s.UserID != "" && seen[key] {
				t.Fatalf("%s is on two seats of %s on %s", s.UserID, s.RuleCode, s.Day)
			}
			seen[key] = true
		}
	})
}

// Between two duties of one person everybody who was there for the second has had one: nobody is passed over while
// present, nobody repeats.
func TestNoTurnIsLostOrRepeated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRoster(t)
		r.Rules, r.Periods = r.Rules[:1], nil
		r.Rules[0].Period, r.Rules[0].HolidayCrew, r.Rules[0].Seats = "", nil, 1
		served := map[string]int{}
		for i, s := range r.Final(firstDay, firstDay.Add(allDays)) {
			if s.UserID == "" {
				continue
			}
			for _, other := range r.Rules[0].People {
				if other == s.UserID || absent(r, other, s.Day) {
					continue
				}
				if mine, seen := served[s.UserID]; seen && served[other] < mine+1 && !within(served, other, mine, i) {
					t.Fatalf("%s repeats on %s before %s had a turn", s.UserID, s.Day, other)
				}
			}
			served[s.UserID] = i
		}
	})
}

func within(served map[string]int, person string, after, before int) bool {
	at, seen := served[person]
	return seen && at > after && at < before
}

func absent(r duty.Roster, person string, day calendar.Day) bool {
	return slices.ContainsFunc(r.Absences, func(a duty.Absence) bool { return a.UserID == person && a.From <= day && day <= a.To })
}

// A swap and the same swap back leave everybody where they were; a swap touches nobody else.
func TestSwappingTwiceIsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRoster(t)
		r.Absences = nil
		before := r.Final(firstDay, firstDay.Add(allDays))
		if len(before) < 2 {
			return
		}
		give := rapid.SampledFrom(before).Draw(t, "give")
		take := rapid.SampledFrom(before).Draw(t, "take")
		if give.UserID == take.UserID || give.UserID == "" || take.UserID == "" || give.Key() == take.Key() {
			return
		}
		swap := duty.Swap{Asker: give.UserID, Other: take.UserID}
		once := r
		once.Overrides = duty.Exchanged(swap, give, &take, "", time.Time{})
		after := once.Final(firstDay, firstDay.Add(allDays))
		if changed := difference(linesOf(before), linesOf(after)); len(changed) != 4 {
			t.Fatalf("a swap changed %v", changed)
		}
		swappedGive, swappedTake := find(after, give), find(after, take)
		twice := r
		twice.Overrides = duty.Exchanged(swap, swappedTake, &swappedGive, "", time.Time{})
		if diff := cmp.Diff(linesOf(before), linesOf(twice.Final(firstDay, firstDay.Add(allDays)))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func find(slots []duty.Slot, like duty.Slot) duty.Slot {
	return slots[slices.IndexFunc(slots, func(s duty.Slot) bool { return s.Key() == like.Key() })]
}

func difference(a, b []string) []string {
	var all []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			all = append(all, "-"+x)
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			all = append(all, "+"+x)
		}
	}
	return all
}

// Spring Festival of 2026 with its make-up weekends, and the turn of a year, by hand.
func TestFestivalsAndYearEnds(t *testing.T) {
	for name, c := range map[string]struct {
		rule     duty.Rule
		absences []duty.Absence
		from, to calendar.Day
		want     []string
	}{
		"every working day, make-up Saturday among them": {
			duty.Rule{Pattern: duty.Workdays, People: []string{"a", "b", "c"}, From: "2026-02-12"},
			nil, "2026-02-12", "2026-02-28",
			[]string{
				"2026-02-12 a", "2026-02-13 b", "2026-02-14 c", "2026-02-24 a", "2026-02-25 b", "2026-02-26 c", "2026-02-27 a", "2026-02-28 b",
			},
		},
		"a crew of its own for the festival": {
			duty.Rule{People: []string{"a", "b"}, HolidayCrew: []string{"x", "y"}, Holiday: duty.Keep, From: "2026-02-13"},
			nil, "2026-02-13", "2026-02-18",
			[]string{"2026-02-13 a", "2026-02-14 b", "2026-02-15 x", "2026-02-16 y", "2026-02-17 x", "2026-02-18 y"},
		},
		"the 15th, moved on holidays": {
			duty.Rule{Pattern: duty.Monthly, MonthDay: 15, Holiday: duty.Shift, People: []string{"a", "b", "c"}, From: "2026-01-01"},
			nil, "2026-01-01", "2026-03-31",
			[]string{"2026-01-15 a", "2026-02-24 b", "2026-03-16 c"},
		},
		"the last Friday of the month": {
			duty.Rule{Pattern: duty.Monthly, Weekday: on(time.Friday), Nth: -1, Holiday: duty.Skip, People: []string{"a", "b"}, From: "2026-11-01"},
			nil, "2026-11-01", "2026-12-31",
			[]string{"2026-11-27 a", "2026-12-25 b"},
		},
		"who is away takes the next turn": {
			duty.Rule{Weekday: on(time.Wednesday), People: []string{"a", "b", "c"}, From: "2026-11-04"},
			[]duty.Absence{{UserID: "a", From: "2026-11-25", To: "2026-11-25"}},
			"2026-11-04", "2026-12-16",
			[]string{"2026-11-04 a", "2026-11-11 b", "2026-11-18 c", "2026-11-25 b", "2026-12-02 a", "2026-12-09 c", "2026-12-16 b"},
		},
		"over the end of the year": {
			duty.Rule{Weekday: on(time.Thursday), Holiday: duty.Shift, People: []string{"a", "b", "c"}, From: "2025-12-25"},
			nil, "2025-12-25", "2026-01-08",
			[]string{"2025-12-25 a", "2026-01-04 b", "2026-01-08 c"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := daysAndPeople(duty.Roster{Rules: []duty.Rule{c.rule}, Absences: c.absences, Calendar: calendar.China()}.Final(c.from, c.to))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(strings.TrimSpace(diff))
			}
		})
	}
}
