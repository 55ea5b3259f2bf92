package desk

import (
	"errors"
	"slices"

	"petitiondesk/models/approval"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// seater gives the seats of a step when a request gets there. A fault of the store comes back in fault.
func (w *work) seater(c petition.Case, fault *error) func(approval.Request, int) []approval.Seat {
	return func(r approval.Request, step int) []approval.Seat {
		seats, err := w.seats(c, r, step)
		if err != nil {
			*fault = errors.Join(*fault, err)
		}
		return seats
	}
}

// seats finds who decides in a step: the first of its sources that yields somebody who may.
func (w *work) seats(c petition.Case, r approval.Request, step int) ([]approval.Seat, error) {
	plan := r.Steps()[step]
	for _, source := range plan.Who {
		staff, err := w.peopleFrom(source, plan, c)
		if err != nil {
			return nil, err
		}
		if staff, err = w.seatable(c, staff); err != nil {
			return nil, err
		}
		if seats, err := w.seated(c, r, step, staff); err != nil || len(seats) > 0 {
			return seats, err
		}
	}
	return nil, nil
}

func (w *work) seated(c petition.Case, r approval.Request, step int, staff []people.Person) ([]approval.Seat, error) {
	delegations, err := w.DelegationsOf(userIDs(staff), w.today())
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, d := range delegations {
		if d.StandIn != "" {
			ids = append(ids, d.StandIn)
		}
	}
	standIns := map[string]approval.Candidate{}
	if len(ids) > 0 {
		found, err := w.PeopleByID(ids)
		if err != nil {
			return nil, err
		}
		if found, err = w.seatable(c, found); err != nil {
			return nil, err
		}
		for _, person := range found {
			if person.Active {
				standIns[person.UserID] = candidate(person)
			}
		}
	}
	candidates := make([]approval.Candidate, len(staff))
	for i, person := range staff {
		candidates[i] = candidate(person)
	}
	return r.Seating(step, candidates, standIns, delegations, w.now), nil
}

func candidate(p people.Person) approval.Candidate {
	return approval.Candidate{UserID: p.UserID, Name: p.Title(), Unit: p.UnitCode}
}

// peopleFrom lists whom a source yields, active ones only.
func (w *work) peopleFrom(source approval.Source, plan approval.StepPlan, c petition.Case) ([]people.Person, error) {
	switch source {
	case approval.UnitHeads:
		heads, err := w.headsOf(c.UnitCode)
		if err != nil || len(heads) == 0 {
			return nil, err
		}
		return w.activeByID(heads)
	case approval.Supervisors:
		return w.PeopleWith(people.Supervisor)
	case approval.BureauSupervisors:
		return w.outOf(people.Supervisor, func(kind people.UnitKind) bool { return kind == people.Bureau })
	case approval.CaseLeader:
		if c.CaseLeader == "" {
			return nil, nil
		}
		return w.activeByID([]string{c.CaseLeader})
	case approval.DutyLeader:
		return w.dutyLeaders()
	case approval.CountyLeaders:
		return w.outOf(people.Leader, func(kind people.UnitKind) bool { return kind != people.Township })
	case approval.DutyOffice:
		return dutyOffice(w.Tx)
	case approval.Conference:
		supervisors, err := w.PeopleWith(people.Supervisor)
		if err != nil {
			return nil, err
		}
		leaders, err := w.outOf(people.Leader, func(kind people.UnitKind) bool { return kind != people.Township })
		return append(supervisors, leaders...), err
	case approval.Named:
		return w.activeByID(plan.Named)
	}
	return nil, nil
}

func (w *work) activeByID(ids []string) ([]people.Person, error) {
	found, err := w.PeopleByID(ids)
	found = slices.DeleteFunc(found, func(p people.Person) bool { return !p.Active })
	slices.SortFunc(found, func(a, b people.Person) int {
		return slices.Index(ids, a.UserID) - slices.Index(ids, b.UserID)
	})
	return found, err
}

// outOf lists the holders of a role whose unit is of a kind.
func (w *work) outOf(role people.Role, fits func(people.UnitKind) bool) ([]people.Person, error) {
	staff, err := w.PeopleWith(role)
	if err != nil {
		return nil, err
	}
	units, err := w.Units()
	kinds := map[string]people.UnitKind{}
	for _, unit := range units {
		kinds[unit.Code] = unit.Kind
	}
	return slices.DeleteFunc(staff, func(p people.Person) bool { return !fits(kinds[p.UnitCode]) }), err
}

// dutyLeaders lists the county leaders who are on duty today.
func (w *work) dutyLeaders() ([]people.Person, error) {
	leaders, err := w.outOf(people.Leader, func(kind people.UnitKind) bool { return kind != people.Township })
	if err != nil {
		return nil, err
	}
	slots, err := w.Slots(w.today(), w.today(), 1000)
	onDuty := map[string]bool{}
	for _, slot := range slots {
		onDuty[slot.UserID] = true
	}
	return slices.DeleteFunc(leaders, func(p people.Person) bool { return !onDuty[p.UserID] }), err
}

// standing makes sure of the person's right to a seat: a stand-in's delegation must hold today, and whoever has one from
// a principal who is asked gets a seat on the spot.
func (w *work) standing(r approval.Request, person people.Person) (approval.Request, bool, error) {
	if r.State != approval.Pending {
		return r, true, nil
	}
	seat, sits := r.SeatOf(person.UserID)
	if sits && !seat.StandsIn() {
		return r, true, nil
	}
	delegations, err := w.DelegationsTo(person.UserID, w.today())
	if err != nil {
		return r, false, err
	}
	for _, d := range delegations {
		if !d.InForce(w.today()) {
			continue
		}
		if sits {
			if d.Principal == seat.Principal {
				return r, true, nil
			}
			continue
		}
		if principal, asked := r.SeatOf(d.Principal); asked && principal.Gone == "" {
			return r.Joined(candidate(person), d.Principal, w.now), true, nil
		}
	}
	return r, false, nil
}
