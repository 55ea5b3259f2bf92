package duty

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"petitiondesk/models/calendar"
)

// Tally is what one person has on duty in a range. A duty on a public day off counts as that, not as a weekend too.
type Tally struct {
	UserID     string
	Shifts     int
	Nights     int // reaching into 22:00 to 06:00
	Weekends   int // Saturdays and Sundays that are not worked
	PublicDays int // public days off
	Special    int // days of a special period
	Hours      int
	Last       calendar.Day
}

// Tallies counts the duties of each person, by userid. Gaps and withdrawn slots are nobody's.
func Tallies(slots []Slot, cal *calendar.Calendar, periods []Period) []Tally {
	byPerson := map[string]*Tally{}
	for _, s := range slots {
		if s.UserID == "" || s.State == Withdrawn {
			continue
		}
		t := byPerson[s.UserID]
		if t == nil {
			t = &Tally{UserID: s.UserID}
			byPerson[s.UserID] = t
		}
		t.add(s, cal, periods)
	}
	tallies := make([]Tally, 0, len(byPerson))
	for _, t := range byPerson {
		tallies = append(tallies, *t)
	}
	slices.SortFunc(tallies, func(a, b Tally) int { return strings.Compare(a.UserID, b.UserID) })
	return tallies
}

func (t *Tally) add(s Slot, cal *calendar.Calendar, periods []Period) {
	t.Shifts++
	t.Hours += int(s.EndsAt.Sub(s.StartsAt) / time.Hour)
	t.Last = max(t.Last, s.Day)
	if atNight(s) {
		t.Nights++
	}
	switch kindOf(s.Day, cal) {
	case publicDay:
		t.PublicDays++
	case weekendDay:
		t.Weekends++
	}
	if slices.ContainsFunc(periods, func(p Period) bool { return p.On(s.Day) && p.Covers(s.Station) }) {
		t.Special++
	}
}

func atNight(s Slot) bool {
	const lateEvening, early = 22 * 60, 6 * 60
	return s.StartsAt.Before(s.Day.At(early)) || s.EndsAt.After(s.Day.At(lateEvening))
}

type dayKind int

const (
	workingDay dayKind = iota
	weekendDay
	publicDay
)

func kindOf(day calendar.Day, cal *calendar.Calendar) dayKind {
	if public, ok := cal.PublicDay(day); ok {
		if public.Off {
			return publicDay
		}
		return workingDay
	}
	if weekend(day.Weekday()) {
		return weekendDay
	}
	return workingDay
}

// Balance is 1 when everybody has the same number of shifts: the mean, over all pairs, of the fewer by the more.
func Balance(tallies []Tally) float64 {
	sum, pairs := 0.0, 0
	for i, a := range tallies {
		for _, b := range tallies[i+1:] {
			pairs++
			if most := max(a.Shifts, b.Shifts); most > 0 {
				sum += float64(min(a.Shifts, b.Shifts)) / float64(most)
			} else {
				sum++
			}
		}
	}
	if pairs == 0 {
		return 1
	}
	return sum / float64(pairs)
}

// Suggestion is a person who could take a slot, and why.
type Suggestion struct {
	UserID  string
	Reasons []string
}

// Fairest orders the candidates for a slot: who has had the fewest duties on days of its kind, then the fewest at
// all, then the longest rest. Whoever objects tells of is left out.
func Fairest(slot Slot, candidates []string, tallies []Tally, cal *calendar.Calendar, objects func(person string) []string) []Suggestion {
	byPerson := map[string]Tally{}
	for _, t := range tallies {
		byPerson[t.UserID] = t
	}
	kind := kindOf(slot.Day, cal)
	var fit []Tally
	for _, person := range candidates {
		if len(objects(person)) == 0 {
			t := byPerson[person]
			t.UserID = person
			fit = append(fit, t)
		}
	}
	slices.SortStableFunc(fit, func(a, b Tally) int {
		return cmp.Or(a.ofKind(kind)-b.ofKind(kind), a.Shifts-b.Shifts, cmp.Compare(a.Last, b.Last))
	})
	suggestions := make([]Suggestion, len(fit))
	for i, t := range fit {
		suggestions[i] = Suggestion{UserID: t.UserID, Reasons: t.reasons(kind)}
	}
	return suggestions
}

func (t Tally) ofKind(kind dayKind) int {
	switch kind {
	case publicDay:
		return t.PublicDays
	case weekendDay:
		return t.Weekends
	default:
		return t.Shifts
	}
}

func (t Tally) reasons(kind dayKind) []string {
	var why []string
	switch kind {
	case publicDay:
		why = append(why, fmt.Sprintf("法定节假日班%d次", t.PublicDays))
	case weekendDay:
		why = append(why, fmt.Sprintf("周末班%d次", t.Weekends))
	}
	why = append(why, fmt.Sprintf("共%d班", t.Shifts))
	if t.Last == "" {
		return append(why, "期间还没有值过班")
	}
	return append(why, "最近一班"+t.Last.Chinese())
}
