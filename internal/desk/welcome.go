package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// Welcome greets whoever opens the chat for the first time with the roles he has; later it says nothing.
func (d *Desk) Welcome(ctx context.Context, userID string) error {
	person, told := people.Person{}, true
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		if person, err = tx.Person(userID); err != nil {
			return err
		}
		told, err = tx.Told(notice.WelcomeKey(userID, person.Roles))
		return err
	})
	if models.CodeOf(err) == models.NotFound {
		return nil // whoever is no colleague is answered when he asks for something
	}
	if err != nil || told || !person.Active {
		return err
	}
	return d.transact(ctx, func(w *work) error { return w.welcome(person, true) })
}

// ShowFunctions sends the card of what somebody can do.
func (d *Desk) ShowFunctions(ctx context.Context, userID string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(userID, people.ReadDuty)
		if err != nil {
			return err
		}
		return w.welcome(person, false)
	})
}

func (w *work) welcome(p people.Person, first bool) error {
	shown := notice.Welcome{TaskID: notice.WelcomeTask(w.mark(), p.UserID), Name: p.Name, Unit: p.UnitName, Roles: people.InOrder(p.Roles), New: first}
	key := shown.TaskID
	if first {
		// Whoever gets back roles that he was welcomed with before is told again.
		welcome := notice.WelcomeKey(p.UserID, p.Roles)
		told, err := w.Told(welcome)
		if err != nil {
			return err
		}
		if !told {
			key = welcome
		}
	}
	row := w.row(key, p.UserID, notice.FunctionsCard, shown)
	if len(p.Roles) > 0 {
		row.TaskID = shown.TaskID
	}
	return w.Tell(row)
}
