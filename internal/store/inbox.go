package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

const (
	inboxWindow  = 500 // open rows looked at together
	inboxWindows = 20  // windows looked at while none has anything to claim
)

// AddInbound writes what WeCom delivered; known keys are ignored. A row that cannot be written never fails its
// neighbours: the error joins one *RowError per such row. Any other error means that nothing is certain.
func (s *Store) AddInbound(ctx context.Context, rows []queue.Inbound) error {
	err := s.addInbound(ctx, rows)
	if err == nil || models.CodeOf(err) == models.Unavailable || ctx.Err() != nil {
		return err
	}
	var faults []error
	for _, row := range rows {
		err := s.addInbound(ctx, []queue.Inbound{row})
		if models.CodeOf(err) == models.Unavailable {
			return err
		}
		if err != nil {
			faults = append(faults, &RowError{Key: row.Key, Err: err})
		}
	}
	return errors.Join(faults...)
}

func (s *Store) addInbound(ctx context.Context, rows []queue.Inbound) error {
	for part := range slices.Chunk(rows, chunk) {
		err := s.retrying(ctx, func() error {
			fresh := slices.Clone(part)
			return s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error
		})
		if err != nil {
			return classify("add inbound", err)
		}
	}
	return nil
}

// InboundHeads returns up to limit claimable rows, each the oldest open row of its person. It looks at the open
// rows in windows by id, and at a further one only while nothing was found, so that one person's backlog or a
// long back-off holds nobody else up.
func (s *Store) InboundHeads(ctx context.Context, wall time.Time, limit int) ([]queue.Inbound, error) {
	db := s.reading(ctx)
	wall = kept(wall)
	taken := map[string]bool{}
	var after int64
	for range inboxWindows {
		window, err := openWindow(db, after)
		if err != nil || len(window) == 0 {
			return nil, err
		}
		after = window[len(window)-1].ID
		if ids := headIDs(window, taken, wall); len(ids) > 0 {
			return inboundByID(db, ids[:min(limit, len(ids))], wall)
		}
		if len(window) < inboxWindow {
			return nil, nil
		}
	}
	return nil, nil
}

// openWindow reads the next open rows by id, without their bodies.
func openWindow(db *gorm.DB, after int64) ([]queue.Inbound, error) {
	var window []queue.Inbound
	for _, state := range []queue.State{queue.Waiting, queue.Claimed} {
		part, err := list[queue.Inbound]("find open inbound", db.Select("id", "person", "sent_at", "lease_until").
			Where("state = ? AND id > ?", state, after).Order("id"), inboxWindow)
		if err != nil {
			return nil, err
		}
		window = append(window, part...)
	}
	slices.SortFunc(window, func(a, b queue.Inbound) int { return cmp.Compare(a.ID, b.ID) })
	return window[:min(inboxWindow, len(window))], nil
}

// headIDs picks each person's oldest row, if its lease or back-off is over, oldest first. taken holds the
// people seen in earlier windows.
func headIDs(window []queue.Inbound, taken map[string]bool, wall time.Time) []int64 {
	slices.SortFunc(window, func(a, b queue.Inbound) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.ID, b.ID))
	})
	var ids []int64
	for _, row := range window {
		if taken[row.Person] {
			continue
		}
		taken[row.Person] = true
		if !row.LeaseUntil.After(wall) {
			ids = append(ids, row.ID)
		}
	}
	return ids
}

// inboundByID reads the rows in full, but for those that somebody has claimed meanwhile.
func inboundByID(db *gorm.DB, ids []int64, wall time.Time) ([]queue.Inbound, error) {
	rows, err := list[queue.Inbound]("find inbound heads",
		db.Where("id IN ? AND state <= ? AND lease_until <= ?", ids, queue.Claimed, wall), len(ids))
	slices.SortFunc(rows, func(a, b queue.Inbound) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.ID, b.ID))
	})
	return rows, err
}

// ClaimInbound returns the rows won, as they are now.
func (s *Store) ClaimInbound(ctx context.Context, rows []queue.Inbound, leaseUntil time.Time) ([]queue.Inbound, error) {
	return claimRows(ctx, s, "claim inbound", rows, leaseUntil, func(r *queue.Inbound) lease {
		return lease{id: r.ID, seq: &r.Seq, state: &r.State, leaseUntil: &r.LeaseUntil, attempts: &r.Attempts}
	})
}

// FinishInbound completes a row and writes the replies, or fails with code Fenced.
func (s *Store) FinishInbound(ctx context.Context, claim queue.Claim, replies []queue.Outbound, now time.Time) error {
	return s.write(ctx, "finish inbound", func(tx *Tx) error {
		err := updateClaimed[queue.Inbound](tx.db, "finish inbound", claim, ended(claim, map[string]any{"state": queue.Done, "done_at": now}))
		if err != nil {
			return err
		}
		return tx.Tell(replies...)
	})
}

// FailInbound gives the row back until retryAt, or buries it and writes tell.
func (s *Store) FailInbound(ctx context.Context, claim queue.Claim, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error {
	return failClaimed[queue.Inbound](ctx, s, "fail inbound", claim, reason, retryAt, dead, tell)
}
