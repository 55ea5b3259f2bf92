package approval

import (
	"time"

	"petitiondesk/models/calendar"
)

// Instruction is what a granted escalation orders of a unit. It is followed until it is answered.
type Instruction struct {
	ID         int64 `gorm:"primaryKey"`
	RequestID  int64
	CaseID     int64
	UnitCode   string
	Due        calendar.Day
	Text       string // the decider's words
	GivenBy    string
	GivenAt    time.Time
	Open       bool
	Answer     string
	AnsweredBy string
	AnsweredAt *time.Time
}

// Late tells whether the answer is overdue on a day.
func (i Instruction) Late(today calendar.Day) bool { return i.Open && today > i.Due }

// The times of day of an instruction's reminders.
const instructionAt = calendar.ClockTime(8*60 + 46)

// NextReminder is when an open instruction is next asked about: the working day before its date, that date, and every
// second working day after it.
func (i Instruction) NextReminder(after time.Time, cal *calendar.Calendar) time.Time {
	day := calendar.DayOf(after)
	for _, d := range []calendar.Day{before(i.Due, cal), i.Due} {
		if at := d.At(instructionAt); at.After(after) {
			return at
		}
	}
	return cal.AddWorkingDays(max(day, i.Due), 2).At(instructionAt)
}

func before(day calendar.Day, cal *calendar.Calendar) calendar.Day {
	day = day.Add(-1)
	for !cal.Working(day) {
		day = day.Add(-1)
	}
	return day
}

// Due dates of instructions that name none.
const customaryDays = 5

// CustomaryDue is the date an instruction gets that names none: five working days, and never later.
func CustomaryDue(today calendar.Day, cal *calendar.Calendar) calendar.Day {
	return cal.AddWorkingDays(today, customaryDays)
}
