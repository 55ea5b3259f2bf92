package casework

import "petitiondesk/models/people"

// Permits tells whether the person is of the party that takes a step of this case, and which unit's charge he acts for.
// bureau tells whether his unit is the petition bureau. What is not allowed here is denied.
func (m Matter) Permits(p people.Person, bureau bool, by Party) (charge int, ok bool) {
	lead, led := m.Lead()
	own, inCharge := m.ChargeOf(p.UnitCode)
	worker := p.Has(people.Handler, people.Leader, people.Clerk, people.Supervisor)
	atBureau := bureau && p.Has(people.Clerk, people.Supervisor)
	switch by {
	case ByBureau:
		// Rulings and returns are about the lead unit's charge.
		return lead.No, atBureau
	case BySupervisor:
		return 0, bureau && p.Has(people.Supervisor)
	case ByLead:
		return lead.No, led && own.No == lead.No && inCharge && worker
	case ByCharge:
		return own.No, inCharge && worker
	case ByHead:
		return lead.No, led && own.No == lead.No && p.Has(people.Leader, people.Supervisor)
	case ByAnybody:
		return own.No, atBureau || inCharge && worker || m.CaseLeader != "" && m.CaseLeader == p.UserID
	}
	return 0, false
}
