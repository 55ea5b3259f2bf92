package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// Complaints makes the rows that tell the duty office of something that could not be done. They are written
// by whoever ends the failed row, in the same transaction. When even the duty office cannot be read, nil: the
// dead letter itself stays on the board.
func (d *Desk) Complaints(ctx context.Context, kind notice.Kind, trouble notice.Trouble) []queue.Outbound {
	var rows []queue.Outbound
	err := d.store.Read(ctx, func(tx Tx) error {
		if trouble.Recipient != "" {
			person, err := tx.Person(trouble.Recipient)
			if err == nil && !person.Active || models.CodeOf(err) == models.NotFound {
				return nil // nobody misses a message to somebody who left
			}
			trouble.Recipient = person.Title()
		}
		office, err := dutyOffice(tx)
		for _, person := range office {
			rows = append(rows, outbound("trouble:"+trouble.Ref+":"+person.UserID, person.UserID, kind, trouble, d.clock.Now()))
		}
		return err
	})
	if err != nil {
		d.log.ErrorContext(ctx, "trouble not told to the duty office", "ref", trouble.Ref, "error", err)
	}
	return rows
}
