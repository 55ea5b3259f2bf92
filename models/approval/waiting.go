package approval

import (
	"cmp"
	"slices"
	"time"

	"petitiondesk/models/calendar"
)

// Wait is how long one decided seat waited.
type Wait struct {
	Kind     Kind
	Step     int
	StepName string
	UserID   string
	Name     string
	Given    time.Time
	Decided  time.Time
	Due      *time.Time // nil = no limit
}

// WaitLine is the waiting of one group: a step, or a person. There is no rank and no order by number.
type WaitLine struct {
	Name    string
	Count   int
	Median  time.Duration // of office hours
	Longest time.Duration
	Late    int
}

// office hours of one working day, for measuring only.
const (
	opens  = calendar.ClockTime(8*60 + 30)
	closes = calendar.ClockTime(17*60 + 30)
)

// OfficeTime is how much office time lies between two instants: a request that came on Friday evening has not waited
// the weekend through.
func OfficeTime(from, to time.Time, cal *calendar.Calendar) time.Duration {
	var total time.Duration
	for day, last := calendar.DayOf(from), calendar.DayOf(to); day <= last; day = day.Add(1) {
		if !cal.Working(day) {
			continue
		}
		begin, end := day.At(opens), day.At(closes)
		if from.After(begin) {
			begin = from
		}
		if to.Before(end) {
			end = to
		}
		if end.After(begin) {
			total += end.Sub(begin)
		}
	}
	return total
}

// WaitingTimes sums waits up per step in the order of the kinds, and per person by name.
func WaitingTimes(waits []Wait, cal *calendar.Calendar) (steps, persons []WaitLine) {
	byStep, byPerson := map[string][]Wait{}, map[string][]Wait{}
	for _, w := range waits {
		step := w.Kind.Chinese() + "·" + w.StepName
		byStep[step] = append(byStep[step], w)
		byPerson[w.Name] = append(byPerson[w.Name], w)
	}
	return lines(byStep, cal), lines(byPerson, cal)
}

func lines(groups map[string][]Wait, cal *calendar.Calendar) []WaitLine {
	var all []WaitLine
	for name, waits := range groups {
		line := WaitLine{Name: name, Count: len(waits)}
		spans := make([]time.Duration, len(waits))
		for i, w := range waits {
			spans[i] = OfficeTime(w.Given, w.Decided, cal)
			if w.Due != nil && w.Decided.After(*w.Due) {
				line.Late++
			}
		}
		slices.Sort(spans)
		line.Median, line.Longest = spans[len(spans)/2], spans[len(spans)-1]
		all = append(all, line)
	}
	slices.SortFunc(all, func(a, b WaitLine) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
