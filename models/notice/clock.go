package notice

import (
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// OverdueCheck is the moment after a limit at which a lateness is written down, apart from the ladder of reminders.
const OverdueCheck statute.StepName = "overdue_check"

const (
	ladderAt  = calendar.ClockTime(8*60 + 30)
	overdueAt = calendar.ClockTime(10)
	digestAt  = calendar.ClockTime(8*60 + 40)
	quietFrom = calendar.ClockTime(18 * 60)
)

// OfficeHours tells whether people may be reminded of what can wait: 08:30 to 18:00 on working days.
func OfficeHours(now time.Time, cal *calendar.Calendar) bool {
	day := calendar.DayOf(now)
	return cal.Working(day) && !now.Before(day.At(ladderAt)) && now.Before(day.At(quietFrom))
}

// ClockStep is the next thing to be done about a clock, and when.
type ClockStep struct {
	Name statute.StepName
	Day  calendar.Day
	Due  time.Time
}

// NextClockStep returns what is due first after the day: a step of the ladder, or the check just after the legal date.
func NextClockStep(clock statute.Clock, cal *calendar.Calendar, after calendar.Day) (ClockStep, bool) {
	if !clock.Open() || clock.DueInternal == "" {
		return ClockStep{}, false
	}
	step, ok := statute.NextStep(clock, cal, after)
	next := ClockStep{Name: step.Name, Day: step.Day}
	if ok {
		next.Due = step.Day.At(ladderAt)
	}
	if check := clock.DueLegal.Add(1); !clock.Late() && check > after && (!ok || check <= step.Day) {
		return ClockStep{Name: OverdueCheck, Day: check, Due: check.At(overdueAt)}, true
	}
	return next, ok
}

// StepOfToday is the step that counts on a day: the latest of the ladder that has come, or the one at hand.
func StepOfToday(clock statute.Clock, cal *calendar.Calendar, step statute.StepName, today calendar.Day) statute.StepName {
	for _, one := range statute.Ladder(clock, cal) {
		if one.Day <= today {
			step = one.Name
		}
	}
	return step
}

// DigestDue is when a person is told of what fell due by now: a few minutes later, differing by person, within working
// hours (08:30–18:00 on working days) unless it cannot wait.
func DigestDue(person string, now time.Time, cal *calendar.Calendar, urgent bool) time.Time {
	if urgent {
		return now
	}
	day := calendar.DayOf(now)
	due := day.At(digestAt).Add(early(person))
	switch {
	case !cal.Working(day) || !now.Before(day.At(quietFrom)):
		return cal.NextWorking(day.Add(1)).At(digestAt).Add(early(person))
	case now.After(due):
		return now.Truncate(10 * time.Minute).Add(10*time.Minute + early(person)/2)
	}
	return due
}

// Digest is everything a person must be reminded of at one time.
type Digest struct {
	Total int
	Lines []ClockLine
}

// ClockLine is one clock that awaits something.
type ClockLine struct {
	ClockID      int64
	Number       string
	Title        string
	Step         statute.StepName
	Due          calendar.Day
	DueLegal     calendar.Day
	OverdueSince calendar.Day
	Provisional  bool
}

// OldCase is a line of the board of the oldest unresolved cases.
type OldCase struct {
	Number        string
	State         petition.State
	Since         calendar.Day
	Place         string
	ResolutionDue calendar.Day
	Led           bool
}

// Board is the weekly list of the oldest unresolved cases.
type Board struct {
	Cases []OldCase
}
