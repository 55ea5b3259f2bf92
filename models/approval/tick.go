package approval

import (
	"time"

	"petitiondesk/models/calendar"
)

// Tick is what is done about a waiting request by itself.
type Tick string

// The ticks.
const (
	RunsOut Tick = "runs_out" // the step's time is over
	Renew   Tick = "renew"    // cards grow too old to be changed, so that new ones go out
)

// CardLife is how old a card may become: a change of it takes a code that lives 72 hours, and the night must not be
// what uses them up.
const CardLife = 66 * time.Hour

// Nobody's card is renewed at night, unless the request cannot wait.
const (
	wakeful  = calendar.ClockTime(8 * 60)
	tired    = calendar.ClockTime(20 * 60)
	lastCall = calendar.ClockTime(19*60 + 20)
)

// NextTick is what is due first about a request, and when.
func (r Request) NextTick() (Tick, time.Time, bool) {
	if r.State != Pending {
		return "", time.Time{}, false
	}
	var tick Tick
	var due time.Time
	for _, s := range r.Open() {
		if at := r.renewal(s.CardAt); tick == "" || at.Before(due) {
			tick, due = Renew, at
		}
	}
	if r.StepDue != nil && (tick == "" || r.StepDue.Before(due)) {
		tick, due = RunsOut, *r.StepDue
	}
	return tick, due, tick != ""
}

func (r Request) renewal(card time.Time) time.Time {
	at := card.Add(CardLife)
	day := calendar.DayOf(at)
	switch {
	case r.AnyHour():
		return at
	case at.Before(day.At(wakeful)):
		return day.Add(-1).At(lastCall)
	case at.After(day.At(tired)):
		return day.At(lastCall)
	}
	return at
}

// Aged lists the seats whose cards are due for renewal.
func (r Request) Aged(now time.Time) []Seat {
	var aged []Seat
	for _, s := range r.Open() {
		if !r.renewal(s.CardAt).After(now) {
			aged = append(aged, s)
		}
	}
	return aged
}

// Recarded notes that people got new cards.
func (r Request) Recarded(users []string, now time.Time) Request {
	r.Seats = append([]Seat(nil), r.Seats...)
	if len(r.Seats) == 0 {
		r.Seats = r.seatsOf(0)
	}
	for i := range r.Seats {
		for _, user := range users {
			if s := &r.Seats[i]; s.Step == r.Step && s.UserID == user {
				s.Card++
				s.CardAt = now
			}
		}
	}
	return r
}

// digestAt is when the morning's digest begins.
const digestAt = calendar.ClockTime(8*60 + 33)

// DigestDue is the next morning on which somebody is reminded of what waits for him.
func DigestDue(now time.Time, cal *calendar.Calendar, stagger time.Duration) time.Time {
	return cal.NextWorking(calendar.DayOf(now).Add(1)).At(digestAt).Add(stagger)
}
