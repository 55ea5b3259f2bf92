package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// PersonLeft disables a person whom the platform reports as gone. What he did stays on record; who must see to what he leaves
// open is told.
func (d *Desk) PersonLeft(ctx context.Context, userID string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.Person(userID)
		if models.CodeOf(err) == models.NotFound {
			return nil
		}
		if err != nil || !person.Active {
			return err
		}
		left, err := w.endAccess(person, person.At(person.UnitName))
		if err != nil {
			return err
		}
		if err := w.tellContacts(w.mark(), notice.Contacts{Left: []notice.LeftStaff{left}}); err != nil || d.contacts == nil {
			return err
		}
		// An event can be late: meanwhile he may have been taken in again.
		return w.readContacts(userID+":"+w.mark(), w.now, userID)
	})
}

// endAccess ends somebody's access at once.
func (w *work) endAccess(p people.Person, who string) (notice.LeftStaff, error) {
	left := notice.LeftStaff{Who: who, UserID: p.UserID}
	if _, err := w.setActive(p.UserID, false, ledger.PersonLeft); err != nil {
		return left, err
	}
	var err error
	if left.OpenWork, err = w.hasOpenWork(p.UserID); err != nil || !left.OpenWork {
		return left, err
	}
	if err := w.planDeparture(p.UserID); err != nil {
		return left, err
	}
	heads, err := w.overseersOf(p)
	if err != nil {
		return left, err
	}
	for _, head := range heads {
		if err := w.tell("left:"+w.mark()+":"+p.UserID+":"+head.UserID, head.UserID, notice.StaffLeft, left); err != nil {
			return left, err
		}
	}
	return left, nil
}

// overseersOf lists the supervisors who can hand a leaver's work over: of his unit and of the bureau.
func (w *work) overseersOf(leaver people.Person) ([]people.Person, error) {
	supervisors, err := w.PeopleWith(people.Supervisor)
	if err != nil {
		return nil, err
	}
	var heads []people.Person
	for _, s := range supervisors {
		bureau, err := w.inBureau(s)
		if err != nil {
			return nil, err
		}
		if (bureau || s.UnitCode == leaver.UnitCode) && s.UserID != leaver.UserID {
			heads = append(heads, s)
		}
	}
	return heads, nil
}

func (w *work) hasOpenWork(userID string) (bool, error) {
	own, err := w.OpenCasesOf(userID, 0, 1)
	if err != nil || len(own) > 0 {
		return len(own) > 0, err
	}
	led, err := w.OpenCasesLedBy(userID, 0, 1)
	if err != nil || len(led) > 0 {
		return len(led) > 0, err
	}
	waiting, err := w.WaitingFor(userID, 1)
	if err != nil || len(waiting) > 0 {
		return len(waiting) > 0, err
	}
	slots, err := w.SlotsOf(userID, w.today(), w.today().Add(dutiesLooked), 1)
	return len(slots) > 0, err
}

func (w *work) setActive(userID string, active bool, kind ledger.Kind) (bool, error) {
	changed, err := w.SetPersonActive(userID, active, w.now)
	if err != nil || !changed {
		return false, err
	}
	return true, w.record(kind, userID, SystemActor, struct{}{})
}

// RenameAccount gives a colleague the userid by which the platform calls him now. What was done under the former one stays under
// it; open work is handed over like a leaver's.
func (d *Desk) RenameAccount(ctx context.Context, was, now string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.Person(was)
		if models.CodeOf(err) == models.NotFound {
			if d.contacts == nil {
				return nil
			}
			return w.readContacts(now+":"+w.mark(), w.now, now)
		}
		if err != nil || !person.Active {
			return err
		}
		if _, err := w.Person(now); models.CodeOf(err) != models.NotFound {
			return err // done before, or somebody else's: the next reading tells
		}
		if _, err := w.setActive(was, false, ledger.PersonLeft); err != nil {
			return err
		}
		renamed := person
		renamed.UserID, renamed.ChangedAt = now, nil
		if err := w.PutPeople([]people.Person{renamed}); err != nil {
			return err
		}
		if err := w.CopyBars(was, now); err != nil { // what he must not see stays hidden from him
			return err
		}
		if err := w.record(ledger.AccountRenamed, now, SystemActor, map[string]any{"was": was, "roles": person.Roles}); err != nil {
			return err
		}
		heads, err := w.overseersOf(person)
		if err != nil {
			return err
		}
		news := notice.AccountRenamed{Who: person.At(person.UnitName), Name: person.Name, Was: was, Now: now}
		for _, head := range heads {
			if err := w.tell("renamed:"+w.mark()+":"+head.UserID, head.UserID, notice.StaffRenamed, news); err != nil {
				return err
			}
		}
		return nil
	})
}

// tellContacts tells those who look after accounts. about makes the message unique.
func (w *work) tellContacts(about string, news notice.Contacts) error {
	told := map[string]bool{}
	for _, role := range people.RolesFor(people.ReadContacts) {
		staff, err := w.PeopleWith(role)
		if err != nil {
			return err
		}
		for _, p := range staff {
			if told[p.UserID] {
				continue
			}
			told[p.UserID] = true
			if err := w.tell("contacts:"+about+":"+p.UserID, p.UserID, notice.ContactsChanged, news); err != nil {
				return err
			}
		}
	}
	return nil
}
