package duty_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

const (
	firstDay = calendar.Day("2026-01-01")
	allDays  = 120
)

func drawDay(t *rapid.T, name string, low, high int) (calendar.Day, int) {
	n := rapid.IntRange(low, high).Draw(t, name)
	return firstDay.Add(n), n
}

// drawCalendar makes public days of any shape, far worse than those the State Council decrees.
func drawCalendar(t *rapid.T) *calendar.Calendar {
	offsets := rapid.SliceOfNDistinct(rapid.IntRange(0, allDays), 0, 40, rapid.ID).Draw(t, "public days")
	days := make([]calendar.PublicDay, 0, len(offsets))
	for _, n := range offsets {
		days = append(days, calendar.PublicDay{Day: firstDay.Add(n), Off: rapid.Bool().Draw(t, "off"), NoticeYear: 2026})
	}
	return calendar.New(days)
}

func drawRule(t *rapid.T, code string) duty.Rule {
	rule := duty.Rule{
		Code: code, Station: rapid.SampledFrom([]string{"center", "hall"}).Draw(t, "station"), Post: code,
		People:  []string{"a", "b", "c", "d"}[:rapid.IntRange(1, 4).Draw(t, "people")],
		Start:   calendar.ClockTime(rapid.IntRange(0, 1438).Draw(t, "start")),
		Holiday: rapid.SampledFrom([]duty.HolidayPolicy{duty.Skip, duty.Shift, duty.Keep}).Draw(t, "holiday"),
	}
	rule.End = rule.Start + 1
	var begins int
	rule.From, begins = drawDay(t, "rule from", 0, allDays)
	if rapid.Bool().Draw(t, "rule ends") {
		rule.To, _ = drawDay(t, "rule to", begins, allDays)
	}
	if weekday := rapid.IntRange(-1, 6).Draw(t, "weekday"); weekday >= 0 {
		rule.Weekday = on(time.Weekday(weekday))
	}
	return rule
}

func drawRules(t *rapid.T) []duty.Rule {
	rules := make([]duty.Rule, rapid.IntRange(1, 4).Draw(t, "rules"))
	for i := range rules {
		rules[i] = drawRule(t, fmt.Sprint("rule", i))
	}
	return rules
}

func TestSplittingARangeChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, cal := drawRules(t), drawCalendar(t)
		from, a := drawDay(t, "from", 0, allDays)
		middle, b := drawDay(t, "middle", a, allDays)
		to, _ := drawDay(t, "to", b, allDays+30)
		whole := duty.FinalRoster(rules, cal, from, to)
		halves := append(duty.FinalRoster(rules, cal, from, middle), duty.FinalRoster(rules, cal, middle.Add(1), to)...)
		if diff := cmp.Diff(whole, halves); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestARuleGivesOneSlotADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, cal := drawRules(t), drawCalendar(t)
		from, a := drawDay(t, "from", 0, allDays)
		to, _ := drawDay(t, "to", a, allDays+30)
		seen := map[string]bool{}
		for _, slot := range duty.FinalRoster(rules, cal, from, to) {
			key := fmt.Sprint(slot.RuleCode, slot.Day)
			if seen[key] {
				t.Fatalf("%s has two slots on %s", slot.RuleCode, slot.Day)
			}
			seen[key] = true
			if slot.Day < from || slot.Day > to {
				t.Fatalf("%s is outside %s to %s", slot.Day, from, to)
			}
		}
	})
}

func TestOnlyKeepGivesDutyOnDaysOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule, cal := drawRule(t, "rule"), drawCalendar(t)
		for _, slot := range duty.FinalRoster([]duty.Rule{rule}, cal, firstDay, firstDay.Add(allDays+30)) {
			public, listed := cal.PublicDay(slot.Day)
			if rule.Holiday != duty.Keep && listed && public.Off {
				t.Fatalf("%s is a day off", slot.Day)
			}
			if rule.Holiday != duty.Shift && rule.Weekday != nil && slot.Day.Weekday() != *rule.Weekday {
				t.Fatalf("%s is no %s", slot.Day, rule.Weekday)
			}
		}
	})
}

func TestPeopleTakeTurnsInOrder(t *testing.T) {
	china := calendar.China()
	rapid.Check(t, func(t *rapid.T) {
		rule := drawRule(t, "rule")
		for i, slot := range duty.FinalRoster([]duty.Rule{rule}, china, rule.From, firstDay.Add(allDays+365)) {
			if want := rule.People[i%len(rule.People)]; slot.UserID != want {
				t.Fatalf("duty %d, on %s, is %s's, want %s", i, slot.Day, slot.UserID, want)
			}
		}
	})
}
