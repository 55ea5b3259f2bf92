package notice

import (
	"fmt"
	"time"

	"petitiondesk/models/calendar"
)

const (
	// calendarAhead makes next year's notice wanted from 1 November on.
	calendarAhead = 61

	calendarFrom = calendar.ClockTime(8*60 + 40)
	calendarTo   = calendar.ClockTime(17*60 + 30)
)

// CalendarWarning is one week's word that the notice of a year is missing.
type CalendarWarning struct {
	Year int
	Key  string
}

// CalendarWarningDue tells whether, by now, this week's warning is due: from the first working day of the week on, in
// working hours, until the notice is known.
func CalendarWarningDue(now time.Time, cal *calendar.Calendar) (CalendarWarning, bool) {
	today := calendar.DayOf(now)
	year := today.Year()
	if cal.HasYear(year) {
		year = today.Add(calendarAhead).Year()
	}
	if cal.HasYear(year) || !cal.Working(today) || now.Before(today.At(calendarFrom)) || !now.Before(today.At(calendarTo)) {
		return CalendarWarning{}, false
	}
	inYear, week := today.At(0).In(calendar.Zone).ISOWeek()
	return CalendarWarning{Year: year, Key: fmt.Sprintf("calendar-horizon:%d:%d-W%02d", year, inYear, week)}, true
}
