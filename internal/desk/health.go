package desk

import (
	"context"
	"time"

	"petitiondesk/models/ledger"
)

// Health is what an operator must know of the desk and nobody is told by chat. Times are nil where there is nothing yet.
type Health struct {
	CheckpointAt *time.Time // when the newest checkpoint was made
	AnchorAt     *time.Time // when the anchor file last took one
	LostMessages int        // on the duty office's board: ended as dead letters or expired, and nobody has dealt with them
	Barred       bool       // registration waits for a restored ledger to be explained
}

// anchorsLooked is how many checkpoints are looked through for one that the anchor file has.
const anchorsLooked = 8

// Health asks for it, by indexed questions of bounded size.
func (d *Desk) Health(ctx context.Context) (h Health, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		latest, err := tx.LatestCheckpoints(anchorsLooked)
		if err != nil {
			return err
		}
		ids := make([]int64, len(latest))
		for i, c := range latest {
			ids[i] = c.ID
		}
		if len(latest) > 0 {
			h.CheckpointAt = &latest[0].MadeAt
		}
		receipts, err := tx.ReceiptsOf(ids)
		if err != nil {
			return err
		}
		for _, r := range receipts {
			if r.Place == ledger.InFile && r.Outcome == ledger.Anchored && (h.AnchorAt == nil || r.At.After(*h.AnchorAt)) {
				h.AnchorAt = &r.At
			}
		}
		if h.Barred, err = tx.RegistrationBarred(); err != nil {
			return err
		}
		lost, err := d.boardLost(ctx, &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()})
		if err != nil {
			return err
		}
		lost, err = d.withoutMarked(tx, lost)
		h.LostMessages = len(lost)
		return err
	})
	return h, err
}
