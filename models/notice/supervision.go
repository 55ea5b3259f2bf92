package notice

import (
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/statute"
)

// SupervisionAt is when a reason to supervise that may hold from a day on is looked at: in the morning of a working day.
func SupervisionAt(day calendar.Day, cal *calendar.Calendar) time.Time {
	return cal.NextWorking(day).At(ladderAt)
}

// Supervision is why a case should be supervised.
type Supervision struct {
	Number  string
	Trigger casework.Trigger
	Unit    string // name
	Why     string
	Place   string
	Facts   string
}

// Recomputed is a limit whose date has moved because the public days are known better.
type Recomputed struct {
	Number         string
	Rule           statute.RuleID
	Title          string
	Article        string
	Unit           string // name
	Was            calendar.Day
	Now            calendar.Day
	Provisional    bool
	PetitionerTold bool // the petitioner knows the date before
}

// Unproven is the weekly list of opinions of which nothing proves that they arrived.
type Unproven struct {
	Total int
	More  bool // there may be more than were looked at
	Lines []UnprovenLine
}

// UnprovenLine is one of them.
type UnprovenLine struct {
	Number   string
	Unit     string // name
	Document string
	Since    calendar.Day
	Posted   calendar.Day
	Tracking string
}

// UnprovenBoardDue gives the key of this week's list, from the first working day of the week on, in working hours.
func UnprovenBoardDue(now time.Time, cal *calendar.Calendar) (key string, due bool) {
	return "unproven:" + weekOf(calendar.DayOf(now)), officeOpen(now, cal)
}
