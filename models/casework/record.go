package casework

import (
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

// ClockRow is a clock as it is kept, so that boards read an index. What it says can always be reckoned again from the
// case's events; once it has ended it is left as it ended.
type ClockRow struct {
	ID           int64 `gorm:"primaryKey"`
	CaseID       int64
	ClockKey     string
	Rule         statute.RuleID
	RuleSet      string
	UnitCode     string
	Start        calendar.Day
	DueUnrolled  calendar.Day
	DueLegal     calendar.Day
	DueInternal  calendar.Day
	State        statute.State
	Open         bool // somebody owes something; a right that may go unused owes nothing
	Extended     int
	Provisional  bool
	OverdueSince calendar.Day
	Stopped      calendar.Day
	SettledOn    calendar.Day // when the end was recorded, which may be after it happened
	Version      int64        // raised when the dates move: older reminders no longer count
	UpdatedAt    time.Time
}

// TableName is the table of clocks.
func (ClockRow) TableName() string { return "clocks" }

// Row brings a clock into the form in which it is kept.
func (c CaseClock) Row(caseID int64) ClockRow {
	return ClockRow{
		CaseID: caseID, ClockKey: c.Key, Rule: c.Rule.ID, RuleSet: c.RuleSet, UnitCode: c.Unit, Start: c.Start,
		DueUnrolled: c.DueUnrolled, DueLegal: c.DueLegal, DueInternal: c.DueInternal, State: c.State, Open: c.Open() && !c.Rule.Optional,
		Extended: c.Extended, Provisional: c.Provisional, OverdueSince: c.OverdueSince, Stopped: c.Stopped, Version: 1,
	}
}

// Follows returns the row as the clock now stands, after the row that was kept. changed is false when nothing is to be
// written; moved tells that the dates are others, so that reminders must be planned anew.
func (c ClockRow) Follows(was ClockRow, today calendar.Day, at time.Time) (row ClockRow, changed, moved bool) {
	row = c
	row.ID, row.Version, row.SettledOn, row.UpdatedAt = was.ID, was.Version, was.SettledOn, was.UpdatedAt
	if row.SettledOn == "" && row.Stopped != "" {
		row.SettledOn = today
	}
	moved = row.DueInternal != was.DueInternal || row.DueLegal != was.DueLegal || row.Open && !was.Open
	if moved {
		row.Version++
	}
	if row == was {
		return was, false, false
	}
	row.UpdatedAt = at
	return row, true, moved
}

// Reminder is one step of a clock's ladder for one person; it is unique for the clock's version, so nobody is
// reminded of the same twice.
type Reminder struct {
	ID        int64 `gorm:"primaryKey"`
	ClockID   int64
	Version   int64
	Step      statute.StepName
	Recipient string
	Day       calendar.Day
	ToldAt    *time.Time
}

// TableName is the table of reminders.
func (Reminder) TableName() string { return "clock_reminders" }
