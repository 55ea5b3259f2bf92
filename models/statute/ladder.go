package statute

import (
	"slices"
	"strings"

	"petitiondesk/models/calendar"
)

// StepName names a step of the ladder.
type StepName string

// The ladder of a clock, relative to its internal due date. At half time a missing record of progress is
// a reason for supervision; after the due date the unit's head, the case leader and the joint conference learn of it.
const (
	HalfTime          StepName = "half_time"
	ThreeQuarters     StepName = "three_quarters"
	SevenDaysBefore   StepName = "seven_days_before"
	ThreeDaysBefore   StepName = "three_days_before"
	OneDayBefore      StepName = "one_day_before"
	DueDay            StepName = "due_day"
	ToUnitHead        StepName = "to_unit_head"
	ToCaseLeader      StepName = "to_case_leader"
	ToJointConference StepName = "to_joint_conference"
)

// Step is one day's reminder. Steps that fall together are one reminder, named after the most urgent.
type Step struct {
	Name StepName
	Day  calendar.Day
	Also []StepName // earlier steps that fell on the same day
}

// Ladder lists the reminders of a clock in order, on working days and never two on a day. Days before the due
// date move back and fall together; the escalations after it move on, so that each has its own day.
// A clock without an internal date has none: nobody is chased over a right of the petitioner.
func Ladder(clock Clock, cal *calendar.Calendar) []Step {
	if clock.DueInternal == "" || cal == nil {
		return nil
	}
	l := ladder{cal: cal, anyDay: clock.Rule.AnyHour}
	l.climb(clock.Start, clock.DueInternal)
	l.add(DueDay, l.forward(clock.DueInternal))
	for _, s := range []struct {
		name StepName
		days int
	}{{ToUnitHead, 1}, {ToCaseLeader, 3}, {ToJointConference, 7}} {
		day := max(clock.DueInternal.Add(s.days), l.steps[len(l.steps)-1].Day.Add(1))
		l.add(s.name, l.forward(day))
	}
	return l.steps
}

// NextStep returns the clock's first step after the day, while something is still awaited.
func NextStep(clock Clock, cal *calendar.Calendar, after calendar.Day) (Step, bool) {
	if !clock.Open() {
		return Step{}, false
	}
	for _, step := range Ladder(clock, cal) {
		if step.Day > after {
			return step, true
		}
	}
	return Step{}, false
}

type ladder struct {
	cal    *calendar.Calendar
	anyDay bool
	steps  []Step
}

// climb adds the steps before the due date. Those on or before the start are left out: the task itself has
// just been told.
func (l *ladder) climb(start, due calendar.Day) {
	length := daysBetween(start, due)
	steps := []Step{
		{Name: HalfTime, Day: start.Add((length + 1) / 2)},
		{Name: ThreeQuarters, Day: start.Add((length*3 + 3) / 4)},
		{Name: SevenDaysBefore, Day: due.Add(-7)},
		{Name: ThreeDaysBefore, Day: due.Add(-3)},
		{Name: OneDayBefore, Day: due.Add(-1)},
	}
	for i := range steps {
		steps[i].Day = l.back(steps[i].Day)
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return strings.Compare(string(a.Day), string(b.Day)) })
	for _, step := range steps {
		if step.Day > start && step.Day < due {
			l.add(step.Name, step.Day)
		}
	}
}

func (l *ladder) add(name StepName, day calendar.Day) {
	if last := len(l.steps) - 1; last >= 0 && l.steps[last].Day == day {
		l.steps[last].Also = append(l.steps[last].Also, l.steps[last].Name)
		l.steps[last].Name = name
		return
	}
	l.steps = append(l.steps, Step{Name: name, Day: day})
}

func (l *ladder) back(day calendar.Day) calendar.Day {
	for !l.anyDay && !l.cal.Working(day) {
		day = day.Add(-1)
	}
	return day
}

func (l *ladder) forward(day calendar.Day) calendar.Day {
	if l.anyDay {
		return day
	}
	return l.cal.NextWorking(day)
}

func daysBetween(from, to calendar.Day) int {
	return int(to.At(0).Sub(from.At(0)).Hours()) / 24
}
