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
	if cal.HasYear(year) || !officeOpen(now, cal) {
		return CalendarWarning{}, false
	}
	return CalendarWarning{Year: year, Key: fmt.Sprintf("calendar-horizon:%d:%s", year, weekOf(today))}, true
}

func officeOpen(now time.Time, cal *calendar.Calendar) bool {
	today := calendar.DayOf(now)
	return cal.Working(today) && !now.Before(today.At(calendarFrom)) && now.Before(today.At(calendarTo))
}

// weekOf names the ISO week of a day: 2026-W48.
func weekOf(day calendar.Day) string {
	year, week := day.At(0).In(calendar.Zone).ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// LongPending is after how many days without resolution a case stands on the weekly board 信访积案.
const LongPending = 30

// OldestBoardDue gives the key of this week's board of the oldest unresolved cases, from the first working day of the week
// on, in working hours.
func OldestBoardDue(now time.Time, cal *calendar.Calendar) (key string, due bool) {
	return "oldest:" + weekOf(calendar.DayOf(now)), officeOpen(now, cal)
}
