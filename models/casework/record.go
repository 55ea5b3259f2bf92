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
	KnownFrom    calendar.Day // since when unit and legal date are these; what was known before are ClockFacts
}

// ClockFact is what was known of a clock from one day to another, before its unit or its legal date changed. Figures of
// a past day are counted by it.
type ClockFact struct {
	ID        int64 `gorm:"primaryKey"`
	ClockID   int64
	Rule      statute.RuleID
	UnitCode  string
	DueLegal  calendar.Day
	KnownFrom calendar.Day
	KnownTo   calendar.Day
}

// TableName is the table of what was known of clocks.
func (ClockFact) TableName() string { return "clock_facts" }

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
	row.ID, row.Version, row.SettledOn, row.UpdatedAt, row.KnownFrom = was.ID, was.Version, was.SettledOn, was.UpdatedAt, was.KnownFrom
	if was.ended() && row.ended() && row.Stopped == was.Stopped {
		return was, false, false // no later calendar, rule or merge rewrites what has ended
	}
	if was.late() {
		row.OverdueSince = was.OverdueSince
		row.DueUnrolled, row.DueLegal, row.DueInternal = was.DueUnrolled, was.DueLegal, was.DueInternal
	}
	switch {
	case !row.ended():
		row.SettledOn = ""
	case row.SettledOn == "":
		row.SettledOn = today
	}
	if row.DueLegal != was.DueLegal || row.UnitCode != was.UnitCode || row.KnownFrom == "" {
		row.KnownFrom = today
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

// ended tells whether nothing more is to come of the clock.
func (c ClockRow) ended() bool {
	switch c.State {
	case statute.Met, statute.MetLate, statute.Lapsed:
		return true
	case statute.None:
		return c.DueLegal != ""
	}
	return false
}

// late tells whether a duty was missed. A petitioner's window, which has no internal date, can still prove to have been kept.
func (c ClockRow) late() bool { return c.OverdueSince != "" && c.DueInternal != "" }

// Settled tells whether the dates of the clock are for good: it has ended or was missed.
func (c ClockRow) Settled() bool { return c.ended() || c.late() }

// Before is what was known of the clock until yesterday, where the row that follows says otherwise since today.
func (c ClockRow) Before(row ClockRow, today calendar.Day) (ClockFact, bool) {
	if c.ID == 0 || c.DueLegal == "" || row.KnownFrom != today || c.KnownFrom >= today {
		return ClockFact{}, false
	}
	return ClockFact{
		ClockID: c.ID, Rule: c.Rule, UnitCode: c.UnitCode, DueLegal: c.DueLegal, KnownFrom: c.KnownFrom, KnownTo: today.Add(-1),
	}, true
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
