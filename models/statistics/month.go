package statistics

import (
	"time"

	"petitiondesk/models/calendar"
)

// Month is a calendar month, written YYYY-MM; that text is also how it sorts and how it is stored.
type Month string

// MonthOf is the month of a day.
func MonthOf(d calendar.Day) Month { return Month(d[:len("2006-01")]) }

// First day of the month.
func (m Month) First() calendar.Day { return calendar.Day(m) + "-01" }

// Last day of the month.
func (m Month) Last() calendar.Day { return m.Next().First().Add(-1) }

// Next month.
func (m Month) Next() Month { return m.add(1) }

// Before is the month before.
func (m Month) Before() Month { return m.add(-1) }

func (m Month) add(n int) Month {
	year, month, _ := date(m.First())
	return MonthOf(dayOf(year, month+time.Month(n), 1))
}

// ClosableOn is the newest month that may be added up for good on a day: its last day has been over for a whole day, so
// that nobody still writes into it.
func ClosableOn(today calendar.Day) Month { return MonthOf(today.Add(-1)).Before() }

// Knowable is the newest month that was over at the end of a day.
func Knowable(asOf calendar.Day) Month { return MonthOf(asOf.Add(1)).Before() }

// Months is a run of whole months, both ends included.
type Months struct{ From, To Month }

// Empty tells whether there is none.
func (m Months) Empty() bool { return m.To < m.From }

// Period is all their days.
func (m Months) Period() Period { return Period{m.From.First(), m.To.Last()} }

// Split cuts a period into the whole months until a given one, and what lies before and after them. Without such months
// all of it is rest.
func (p Period) Split(until Month) (whole Months, rest []Period) {
	whole = Months{MonthOf(p.From), MonthOf(p.To)}
	if whole.From.First() < p.From {
		whole.From = whole.From.Next()
	}
	if p.To < whole.To.Last() {
		whole.To = whole.To.Before()
	}
	whole.To = min(whole.To, until)
	if whole.Empty() {
		return whole, []Period{p}
	}
	months := whole.Period()
	if p.From < months.From {
		rest = append(rest, Period{p.From, months.From.Add(-1)})
	}
	if months.To < p.To {
		rest = append(rest, Period{months.To.Add(1), p.To})
	}
	return whole, rest
}
