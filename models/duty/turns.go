package duty

import (
	"cmp"
	"slices"
	"time"

	"petitiondesk/models/calendar"
)

// Pattern names the days a rule gives duty on.
type Pattern string

// The patterns.
const (
	ByWeekday Pattern = ""         // the days of Weekday, or every day when there is none
	Workdays  Pattern = "workdays" // every working day, make-up weekends among them
	OnDates   Pattern = "dates"
	Monthly   Pattern = "monthly"
)

// turns walks one rule from its first day, so that the turn is the same whatever range is asked for.
type turns struct {
	rule     Rule
	cal      *calendar.Calendar
	away     absentees
	spans    spans
	from, to calendar.Day

	queue, crew []string
}

func (t *turns) slots() []Slot {
	if len(t.rule.People) == 0 {
		return nil
	}
	t.queue, t.crew = slices.Clone(t.rule.People), slices.Clone(t.rule.HolidayCrew)
	var slots []Slot
	for _, day := range t.dutyDays() {
		slots = append(slots, t.seats(day)...)
	}
	return slots
}

type dutyDay struct {
	on, nominal calendar.Day
	off         bool // a public day off
}

// dutyDays lists the days of duty up to the end asked for, in order. A day may be shifted past days that are not, and
// onto one that has a duty: the first to come there stays.
func (t *turns) dutyDays() []dutyDay {
	var days []dutyDay
	taken := map[calendar.Day]bool{}
	for nominal := range t.nominalDays() {
		day, ok := t.dutyDay(nominal)
		if ok && !taken[day.on] && day.on <= t.to && t.spans.count(day.on) {
			taken[day.on] = true
			days = append(days, day)
		}
	}
	slices.SortFunc(days, func(a, b dutyDay) int { return cmp.Compare(a.on, b.on) })
	return days
}

// seats takes the people of one duty day off the front of the queue and lets them stand at its end. Who is away
// keeps the place, so that the turn is not lost, only late.
func (t *turns) seats(day dutyDay) []Slot {
	queue, source := &t.queue, Source("")
	if day.off && len(t.rule.HolidayCrew) > 0 {
		queue, source = &t.crew, ByCrew
	}
	served := t.take(queue, day.on)
	if day.on < t.from {
		return nil
	}
	var slots []Slot
	for seat := range max(1, t.rule.Seats) {
		s := t.slot(day.on, day.nominal, seat, source)
		if seat < len(served) {
			s.UserID = served[seat]
		} else {
			s.Gap = NobodyLeft
		}
		slots = append(slots, s)
	}
	return slots
}

func (t *turns) take(queue *[]string, day calendar.Day) []string {
	var served, waiting []string
	for _, person := range *queue {
		if len(served) < max(1, t.rule.Seats) && !t.away.on(person, day) {
			served = append(served, person)
		} else {
			waiting = append(waiting, person)
		}
	}
	*queue = append(waiting, served...)
	return served
}

func (t *turns) slot(day, nominal calendar.Day, seat int, source Source) Slot {
	s := Slot{
		Station: t.rule.Station, Post: t.rule.Post, Day: day, RuleCode: t.rule.Code, Seat: seat, Source: source,
		StartsAt: day.At(t.rule.Start), EndsAt: day.At(t.rule.End), State: Planned, Version: 1,
	}
	if nominal != day {
		s.Nominal = nominal
	}
	return s
}

// nominalDays yields the days on which the rule would give duty if there were no public days, up to the end asked for.
func (t *turns) nominalDays() func(yield func(calendar.Day) bool) {
	r, last := t.rule, t.to
	if r.To != "" {
		last = min(last, r.To)
	}
	return func(yield func(calendar.Day) bool) {
		if r.Pattern == OnDates {
			for _, day := range slices.Compact(slices.Sorted(slices.Values(r.Dates))) {
				if day >= r.From && day <= last && !yield(day) {
					return
				}
			}
			return
		}
		for at := newWalk(r.From); at.day <= last; at = at.next() {
			if t.nominally(at) && !yield(at.day) {
				return
			}
		}
	}
}

func (t *turns) nominally(at walk) bool {
	r := t.rule
	switch r.Pattern {
	case Workdays:
		return t.working(at)
	case Monthly:
		if r.MonthDay > 0 {
			return at.monthDay() == min(r.MonthDay, at.lastMonthDay())
		}
		return r.Weekday != nil && at.weekday == *r.Weekday && at.isNth(r.Nth)
	default:
		return r.Weekday == nil || at.weekday == *r.Weekday
	}
}

func (t *turns) working(at walk) bool {
	if public, ok := t.cal.PublicDay(at.day); ok {
		return !public.Off
	}
	return !weekend(at.weekday)
}

// dutyDay applies the holiday policy. Weekends are days off only for rules that name a working weekday or a day of
// the month: a daily rule means every day unless a notice says otherwise.
func (t *turns) dutyDay(nominal calendar.Day) (dutyDay, bool) {
	public, listed := t.cal.PublicDay(nominal)
	off := listed && public.Off
	notWorked := off
	if t.minds() && !listed {
		notWorked = weekend(nominal.Weekday())
	}
	switch {
	case !notWorked || t.rule.Holiday == Keep:
		return dutyDay{nominal, nominal, off}, true
	case t.rule.Holiday == Shift:
		return dutyDay{on: t.cal.NextWorking(nominal), nominal: nominal}, true
	default:
		return dutyDay{}, false
	}
}

// minds tells whether the rule means working days, so that an ordinary weekend is off for it too.
func (t *turns) minds() bool {
	r := t.rule
	switch r.Pattern {
	case OnDates:
		return false
	case Monthly:
		return r.MonthDay > 0 || r.Weekday != nil && !weekend(*r.Weekday)
	default:
		return r.Weekday != nil && !weekend(*r.Weekday)
	}
}

func weekend(w time.Weekday) bool { return w == time.Saturday || w == time.Sunday }

// walk is one day on the way through the years; it spares parsing every date.
type walk struct {
	at      time.Time
	day     calendar.Day
	weekday time.Weekday
}

func newWalk(day calendar.Day) walk {
	return walk{at: day.At(0).In(calendar.Zone), day: day, weekday: day.Weekday()}
}

func (w walk) next() walk {
	at := w.at.Add(24 * time.Hour)
	return walk{at: at, day: calendar.Day(at.Format(time.DateOnly)), weekday: (w.weekday + 1) % 7}
}

func (w walk) monthDay() int { return w.at.Day() }

func (w walk) lastMonthDay() int {
	return time.Date(w.at.Year(), w.at.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (w walk) isNth(n int) bool {
	if n == -1 {
		return w.monthDay()+7 > w.lastMonthDay()
	}
	return (w.monthDay()-1)/7+1 == n
}
