package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// Trouble is something that could not be done. UserID is whoever was to be reached or, for TroubleInbound,
// had written; "" when it concerns nobody.
type Trouble struct {
	Kind   notice.Kind
	Ref    string // stable, such as outbox:812
	What   string // kind of the row
	UserID string
	Reason string
}

// Complaints makes the rows that tell the duty office, and a writer whose message was lost to him. They are
// written by whoever ends the failed row, in the same transaction. When even the duty office cannot be read
// there are none: the dead letter itself stays on the board.
func (d *Desk) Complaints(ctx context.Context, trouble Trouble) []queue.Outbound {
	var rows []queue.Outbound
	err := d.store.Read(ctx, func(tx Tx) error {
		told := notice.Trouble{Ref: trouble.Ref, What: trouble.What, Reason: trouble.Reason}
		tell := func(kind notice.Kind, to people.Person) {
			key := string(kind) + ":" + trouble.Ref + ":" + to.UserID
			rows = append(rows, outbound(key, to.UserID, kind, told, d.clock.Now()))
		}
		if chat, group := duty.IsGroup(trouble.UserID); group {
			name, err := groupName(tx, chat)
			if err != nil {
				return err
			}
			told.Person = name
		} else if trouble.UserID != "" && trouble.UserID != "sys" {
			person, err := tx.Person(trouble.UserID)
			left := err == nil && !person.Active || models.CodeOf(err) == models.NotFound
			if left && trouble.What != string(notice.DutyReminder) {
				return nil // nobody misses a message to or from somebody who left
			}
			told.Person = person.Title()
			if err == nil && trouble.Kind == notice.TroubleInbound {
				tell(notice.TroubleSorry, person)
			}
		}
		office, err := dutyOffice(tx)
		for _, person := range office {
			tell(trouble.Kind, person)
		}
		return err
	})
	if err != nil {
		d.log.ErrorContext(ctx, "trouble not told to the duty office", "ref", trouble.Ref, "error", err)
	}
	return rows
}
