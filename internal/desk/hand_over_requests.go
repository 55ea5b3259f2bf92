package desk

import (
	"petitiondesk/models/approval"
	"petitiondesk/models/people"
)

// moveRequests hands on what awaits the leaver's decision, by the same act as his own 转交. What the successor may not decide,
// such as what he has asked for himself, stays and is named.
func (w *work) moveRequests(p *pile, leaver, successor, by people.Person) error {
	var moved []int64
	for _, id := range p.requests {
		r, err := w.LockRequest(id)
		if err != nil {
			return err
		}
		able, err := w.mayDecideInstead(r, successor)
		if err != nil {
			return err
		}
		if able {
			act := approval.Act{Doing: approval.HandOn, Text: handedOn(by), To: candidate(successor)}
			_, err = w.act(r, leaver, act, actedBy{})
			if err != nil && sentence(err) == "" {
				return err
			}
		}
		if !able || err != nil {
			p.refused = append(p.refused, r.CaseNumber)
			continue
		}
		moved = append(moved, id)
	}
	p.requests = moved
	return nil
}

func (w *work) mayDecideInstead(r approval.Request, successor people.Person) (bool, error) {
	if !successor.Has(people.Supervisor, people.Leader, people.DutyOffice) || r.Applicant == successor.UserID {
		return false, nil
	}
	about, err := w.subject(r)
	if err != nil {
		return false, err
	}
	able, err := w.seatable(about, []people.Person{successor})
	return len(able) > 0, err
}
