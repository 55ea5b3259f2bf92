package approval

import (
	"strings"

	"petitiondesk/models"
)

// apply carries an act out on a copy.
func (r *Request) apply(a Act, seat Seat) error {
	switch a.Doing {
	case Agree, Refuse, Abstain:
		r.say(a, seat)
		return r.count(a, false)
	case HandOn:
		r.leave(seat.UserID, HandedOver)
		r.seat(a)
	case Recuse:
		r.leave(seat.UserID, Recused)
		return r.withoutHim(a)
	case Depart:
		r.leave(seat.UserID, Departed)
		return r.withoutHim(a)
	case AskMore:
		r.State = Returned
	case Supplement:
		r.State = Pending
		r.Round++
		began := a.Now
		r.StepBegan, r.StepDue = &began, r.StepPlan().Due(a.Now, a.Cal)
	case Withdraw:
		r.end(Withdrawn, a)
	case Moot:
		r.end(Ended, a)
	case PassUp:
		return r.up(a)
	case TimeOut:
		return r.timeOut(a)
	}
	return nil
}

func (r *Request) say(a Act, seat Seat) {
	verdict := map[Doing]Verdict{Agree: Agreed, Refuse: Refused, Abstain: Abstained}[a.Doing]
	at := a.Now
	for i := range r.Seats {
		s := &r.Seats[i]
		if s.Step == r.Step && s.UserID == seat.UserID {
			s.Verdict, s.Opinion, s.DecidedAt = verdict, strings.TrimSpace(a.Text), &at
			if s.Name == "" {
				s.Name = a.Name
			}
		}
	}
}

// count sees whether the voices make a result. final tells that the time has run out.
func (r *Request) count(a Act, final bool) error {
	all, agreed, refused, abstained := r.tally()
	plan := r.StepPlan()
	var granted, denied bool
	switch plan.Rule {
	case All:
		granted, denied = agreed == all && all > 0, refused > 0
	case Quorum:
		granted, denied = agreed >= plan.Quorum, refused > 0 && all-refused < plan.Quorum
	case Majority:
		voted := agreed + refused + abstained
		granted = 2*agreed > all
		denied = 2*(refused+abstained) >= all && !granted
		if final && voted >= max(1, plan.Quorum) {
			granted, denied = agreed > refused, agreed <= refused
		}
	default:
		granted, denied = agreed > 0, refused > 0
	}
	switch {
	case granted:
		return r.grant(a)
	case denied:
		r.end(Rejected, a)
	}
	return nil
}

// grant ends the step: the request is granted, or goes on to the next step that must agree too.
func (r *Request) grant(a Act) error {
	if r.plan().Ladder || r.Step+1 == len(r.plan().Steps) {
		r.end(Approved, a)
		return nil
	}
	return r.move(a, r.Step+1)
}

// up passes the request to the next step of its ladder that has somebody.
func (r *Request) up(a Act) error {
	for step := r.Step + 1; step < len(r.plan().Steps); step++ {
		if err := r.move(a, step); err == nil {
			return nil
		}
	}
	return models.Errorf(models.Conflict, "上面的环节目前没有可以审批的人，%s 的%s仍由%s审批。", r.CaseNumber, r.Kind.Chinese(), r.StepPlan().Name)
}

func (r *Request) move(a Act, step int) error {
	var seats []Seat
	if a.Seat != nil {
		seats = a.Seat(*r, step)
	}
	if !r.plan().Steps[step].enough(seats) {
		return models.Errorf(models.Conflict, "下一环节「%s」目前没有可以审批的人，请联系管理员维护人员名册。", r.plan().Steps[step].Name)
	}
	r.enter(step, seats, a.Now, a.Cal)
	return nil
}

func (r *Request) leave(user string, why Leaving) {
	for i := range r.Seats {
		if r.Seats[i].Step == r.Step && r.Seats[i].UserID == user {
			r.Seats[i].Gone = why
		}
	}
}

// seat gives the person it was handed to a seat of his own: a new one, or his old one back, whoever's voice that was.
func (r *Request) seat(a Act) {
	for i := range r.Seats {
		s := &r.Seats[i]
		if s.Step == r.Step && s.UserID == a.To.UserID {
			s.Gone, s.Principal = "", s.UserID
			return
		}
	}
	r.Seats = append(r.Seats, Seat{
		RequestID: r.ID, Step: r.Step, UserID: a.To.UserID, Principal: a.To.UserID, Name: a.To.Name, GivenAt: a.Now, CardAt: a.Now,
	})
}

// withoutHim goes on with those who are left, or up; a step never goes on without anybody.
func (r *Request) withoutHim(a Act) error {
	if len(r.Open()) > 0 && !r.short() {
		if all, agreed, _, _ := r.tally(); r.StepPlan().Rule == All && all == agreed {
			return r.grant(a)
		}
		return nil
	}
	if all, agreed, refused, abstained := r.tally(); all > 0 && agreed+refused+abstained == all {
		// All who are left have spoken, yet they may be too few for a result.
		if err := r.count(a, true); err != nil || r.State != Pending || len(r.Open()) > 0 {
			return err
		}
	}
	if a.Seat != nil {
		// Others of the same step who were not asked at first, such as the next source.
		without := len(r.Seats)
		r.Seats = append(r.Seats, r.unseated(a.Seat(*r, r.Step))...)
		if len(r.Open()) > 0 && !r.short() {
			return nil
		}
		r.Seats = r.Seats[:without] // they would not suffice either
	}
	if r.plan().Ladder {
		if err := r.up(a); err == nil {
			return nil
		}
	}
	return models.Errorf(models.Conflict, "您回避后没有其他人可以审批，请先「转交 %s 姓名」给其他负责人。", r.CaseNumber)
}

// short tells whether those who are left are too few for a quorum, though nobody has refused.
func (r *Request) short() bool {
	all, _, _, _ := r.tally()
	return r.StepPlan().Rule == Quorum && all < r.StepPlan().Quorum
}

// unseated lists those of the seats that bring a voice which nobody has had yet.
func (r *Request) unseated(seats []Seat) []Seat {
	var fresh []Seat
	for _, s := range seats {
		_, sat := r.SeatOf(s.UserID)
		if _, spoken := r.voice(s.Principal); !sat && !spoken {
			fresh = append(fresh, s)
		}
	}
	return fresh
}

func (r *Request) timeOut(a Act) error {
	if r.StepDue == nil || a.Now.Before(*r.StepDue) {
		return models.Errorf(models.Conflict, "%s 的%s还没有到时限。", r.CaseNumber, r.Kind.Chinese())
	}
	r.StepDue = nil // run out once; from now on the digest reminds
	if r.Voting() {
		if err := r.count(a, true); err != nil || r.State != Pending {
			return err
		}
	}
	switch r.StepPlan().Then {
	case Lapse:
		r.end(Lapsed, a)
	case Up:
		if r.MayPassUp() {
			_ = r.up(a) // nobody above: it goes on waiting here
		}
	case Remind:
	}
	return nil
}

func (r *Request) end(state State, a Act) {
	at := a.Now
	r.State, r.PendingCase, r.StepDue = state, nil, nil
	r.DecidedBy, r.DecidedName, r.Opinion, r.DecidedAt = a.By, a.Name, strings.TrimSpace(a.Text), &at
}
