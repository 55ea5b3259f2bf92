package approval

import (
	"slices"
	"time"

	"petitiondesk/models/calendar"
)

// Verdict is what one person says in a step.
type Verdict string

// The verdicts; Abstained belongs to votes.
const (
	Agreed    Verdict = "agreed"
	Refused   Verdict = "refused"
	Abstained Verdict = "abstained"
)

// Chinese is the verdict as people say it.
func (v Verdict) Chinese() string {
	return map[Verdict]string{Agreed: "同意", Refused: "反对", Abstained: "弃权"}[v]
}

// Leaving is why somebody no longer decides in a step he was asked in.
type Leaving string

// The reasons.
const (
	HandedOver Leaving = "handed" // 转交
	Recused    Leaving = "recused"
	Departed   Leaving = "departed" // no longer on the staff
)

// Seat is one person's part in one step. Principal is whose voice it is: his own, or that of whom he stands in for.
type Seat struct {
	RequestID int64  `gorm:"primaryKey"`
	Step      int    `gorm:"primaryKey;autoIncrement:false"`
	UserID    string `gorm:"primaryKey"`
	Principal string
	Verdict   Verdict
	Opinion   string
	Name      string // title of the person, as it was
	Gone      Leaving
	GivenAt   time.Time
	DecidedAt *time.Time
	Card      int64 // how often his card was renewed
	CardAt    time.Time
}

// TableName is the table of seats.
func (Seat) TableName() string { return "approval_seats" }

// StandsIn tells whether the seat is another's.
func (s Seat) StandsIn() bool { return s.Principal != s.UserID }

// Candidate is a person who may get a seat.
type Candidate struct {
	UserID string
	Name   string // title
	Unit   string // code
}

// Delegation lets somebody decide for another, for a period: both days are in it. Absent leaves the principal out.
type Delegation struct {
	ID        int64 `gorm:"primaryKey"`
	Principal string
	StandIn   string // "" = nobody in particular
	FromDay   calendar.Day
	ToDay     calendar.Day
	Absent    bool
	Reason    string
	CreatedAt time.Time
	EndedAt   *time.Time // taken back
}

// TableName is the table of delegations.
func (Delegation) TableName() string { return "approval_delegations" }

// InForce tells whether it holds on a day.
func (d Delegation) InForce(day calendar.Day) bool {
	return d.EndedAt == nil && d.FromDay <= day && day <= d.ToDay
}

// Seating gives seats in a step: to the candidates, and to those who stand in for them on the day. Nobody sits twice,
// never the applicant, nor, where the plan forbids it, anybody of his unit.
func (r Request) Seating(step int, candidates []Candidate, standIns map[string]Candidate, delegations []Delegation, now time.Time) []Seat {
	var seats []Seat
	day := calendar.DayOf(now)
	take := func(c Candidate, principal string) {
		if !r.barred(c) && !slices.ContainsFunc(seats, func(s Seat) bool { return s.UserID == c.UserID }) {
			seats = append(seats, Seat{RequestID: r.ID, Step: step, UserID: c.UserID, Principal: principal, Name: c.Name, GivenAt: now, CardAt: now})
		}
	}
	absent := func(user string) bool {
		return slices.ContainsFunc(delegations, func(d Delegation) bool { return d.Principal == user && d.Absent && d.InForce(day) })
	}
	for _, c := range candidates {
		if !absent(c.UserID) {
			take(c, c.UserID)
		}
	}
	for _, c := range candidates {
		if r.barred(c) {
			continue // his voice does not count, whoever lends it
		}
		for _, d := range delegations {
			standIn, known := standIns[d.StandIn]
			if d.Principal == c.UserID && d.InForce(day) && known {
				take(standIn, c.UserID)
			}
		}
	}
	return seats
}

// barred tells whether a person may not decide this request at all.
func (r Request) barred(c Candidate) bool {
	return c.UserID == r.Applicant || r.plan().NotOwnUnit && c.Unit != "" && c.Unit == r.ApplicantUnit
}

// seatsOf lists the seats of a step; a request of the first version has only holders.
func (r Request) seatsOf(step int) []Seat {
	if len(r.Seats) == 0 && step == 0 {
		seats := make([]Seat, len(r.Holders))
		for i, holder := range r.Holders {
			seats[i] = Seat{RequestID: r.ID, UserID: holder, Principal: holder, GivenAt: r.CreatedAt, CardAt: r.CreatedAt}
		}
		return seats
	}
	var seats []Seat
	for _, s := range r.Seats {
		if s.Step == step {
			seats = append(seats, s)
		}
	}
	return seats
}

// Open lists the seats that wait for a word now.
func (r Request) Open() []Seat {
	if r.State != Pending {
		return nil
	}
	return slices.DeleteFunc(r.seatsOf(r.Step), func(s Seat) bool {
		_, spoken := r.voice(s.Principal)
		return s.Gone != "" || spoken
	})
}

// SeatOf finds the person's seat in the present step.
func (r Request) SeatOf(userID string) (Seat, bool) {
	for _, s := range r.seatsOf(r.Step) {
		if s.UserID == userID {
			return s, true
		}
	}
	return Seat{}, false
}

// EverSeated finds the person's latest seat in any step.
func (r Request) EverSeated(userID string) (Seat, bool) {
	for step := r.Step; step >= 0; step-- {
		for _, s := range r.seatsOf(step) {
			if s.UserID == userID {
				return s, true
			}
		}
	}
	return Seat{}, false
}

// voice is what has been said for a principal in the present step.
func (r Request) voice(principal string) (Seat, bool) {
	for _, s := range r.seatsOf(r.Step) {
		if s.Principal == principal && s.Verdict != "" {
			return s, true
		}
	}
	return Seat{}, false
}

// heardFor tells whether somebody bears, or has given, the person's voice in the present step.
func (r Request) heardFor(principal string) bool {
	return slices.ContainsFunc(r.seatsOf(r.Step), func(s Seat) bool { return s.Principal == principal && s.Gone == "" })
}

// tally counts the voices of the present step: how many there are, and what they said.
func (r Request) tally() (all, agreed, refused, abstained int) {
	seen := map[string]bool{}
	for _, s := range r.seatsOf(r.Step) {
		if s.Gone != "" || seen[s.Principal] {
			continue
		}
		seen[s.Principal] = true
		all++
		if said, ok := r.voice(s.Principal); ok {
			switch said.Verdict {
			case Agreed:
				agreed++
			case Refused:
				refused++
			case Abstained:
				abstained++
			}
		}
	}
	return all, agreed, refused, abstained
}

// Steps are the steps of the plan the request was frozen with.
func (r Request) Steps() []StepPlan { return r.plan().Steps }

// Joined gives the person a seat of the present step, in a principal's stead or in his own right. Nobody sits twice.
func (r Request) Joined(c Candidate, principal string, now time.Time) Request {
	if _, sits := r.SeatOf(c.UserID); sits || r.barred(c) || r.State != Pending {
		return r
	}
	seats := slices.Clone(r.Seats)
	if len(seats) == 0 {
		seats = r.seatsOf(0)
	}
	r.Seats = append(seats, Seat{RequestID: r.ID, Step: r.Step, UserID: c.UserID, Principal: principal, Name: c.Name, GivenAt: now, CardAt: now})
	return r
}

// Said lists what was said in each step so far, dissent included, in the order in which it was said.
func (r Request) Said() []Seat {
	var said []Seat
	for _, s := range r.Seats {
		if s.Verdict != "" {
			said = append(said, s)
		}
	}
	slices.SortStableFunc(said, func(a, b Seat) int { return a.DecidedAt.Compare(*b.DecidedAt) })
	return said
}

// Everyone lists the seats of all steps, the latest of each person.
func (r Request) Everyone() []Seat {
	all := slices.Clone(r.Seats)
	if len(all) == 0 {
		all = r.seatsOf(0)
	}
	latest := map[string]Seat{}
	var order []string
	for _, s := range all {
		was, known := latest[s.UserID]
		if !known {
			order = append(order, s.UserID)
		}
		if !known || s.Step >= was.Step {
			latest[s.UserID] = s
		}
	}
	seats := make([]Seat, len(order))
	for i, user := range order {
		seats[i] = latest[user]
	}
	return seats
}

// Tally is how the voices of the present step stand.
func (r Request) Tally() (all, agreed, refused, abstained int) { return r.tally() }
