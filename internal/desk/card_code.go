package desk

import (
	"context"

	"petitiondesk/models/queue"
)

// KeepCardCode remembers the response_code that a click on a card brought. It is a fact of its own and does
// not complete the turn.
func (d *Desk) KeepCardCode(ctx context.Context, taskID, userID, code string) error {
	if taskID == "" || code == "" {
		return nil
	}
	now := d.clock.Now()
	return d.store.Transact(queue.WithTurn(ctx, nil), func(tx Tx) error {
		return tx.KeepCardCode(queue.CardCode{
			TaskID: taskID, Recipient: userID, Code: code, IssuedAt: now, ExpiresAt: now.Add(queue.CardCodeLife),
		})
	})
}
