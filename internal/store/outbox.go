package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"petitiondesk/models/queue"
)

// DueOutbound returns the messages to send, oldest first.
func (s *Store) DueOutbound(ctx context.Context, now, wall time.Time, limit int) ([]queue.Outbound, error) {
	return due(s.reading(ctx), "find due messages", now, wall, limit, func(a, b queue.Outbound) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.ID, b.ID))
	})
}

// ClaimOutbound returns the messages won, as they are now.
func (s *Store) ClaimOutbound(ctx context.Context, rows []queue.Outbound, leaseUntil time.Time) ([]queue.Outbound, error) {
	return claimRows(ctx, s, "claim messages", rows, leaseUntil, func(r *queue.Outbound) lease {
		return lease{id: r.ID, seq: &r.Seq, state: &r.State, leaseUntil: &r.LeaseUntil, attempts: &r.Attempts}
	})
}

// Freeze stores the request of a claimed message before it is first posted. The rows bundled into it become
// Bundled and the card code, if any, consumed, all in one commit. It fails with code Fenced when any of the
// claims was lost, the code was used by somebody else, or other bytes are frozen already.
func (s *Store) Freeze(ctx context.Context, head queue.Claim, rendered queue.Rendered, bundled []queue.Claim, codeID int64, now time.Time) error {
	if len(bundled) == 0 && codeID == 0 {
		return s.freezes.Do(ctx, freezing{claim: head, rendered: rendered, now: now})
	}
	return s.write(ctx, "freeze message", func(tx *Tx) error {
		if err := freezeHead(tx.db, head, rendered, now); err != nil {
			return err
		}
		for part := range slices.Chunk(bundled, chunk) {
			match, args := anyOf(part)
			result := tx.db.Model(&queue.Outbound{}).Where(match, args...).Where("state = ?", queue.Claimed).
				Updates(map[string]any{"state": queue.Bundled, "bundle_id": head.ID, "done_at": now})
			if result.Error != nil {
				return classify("bundle messages", result.Error)
			}
			if result.RowsAffected != int64(len(part)) {
				return fenced("bundle messages")
			}
		}
		if codeID == 0 {
			return nil
		}
		return consumeCode(tx.db, codeID, now)
	})
}

func freezeHead(db *gorm.DB, head queue.Claim, rendered queue.Rendered, now time.Time) error {
	ours := func() *gorm.DB {
		return db.Model(&queue.Outbound{}).
			Where("id = ? AND seq = ? AND state = ?", head.ID, head.Seq, queue.Claimed)
	}
	// Bytes that are frozen stay: a worker whose lease lapsed may have frozen and posted them after this claim was read.
	result := ours().Where("request IS NULL").Updates(map[string]any{
		"endpoint": rendered.Endpoint, "request": rendered.Request,
		"first_try_at": gorm.Expr("COALESCE(first_try_at, ?)", now),
	})
	if result.Error != nil || result.RowsAffected > 0 {
		return classify("freeze message", result.Error)
	}
	var count int64
	if err := ours().Where("request = ?", rendered.Request).Count(&count).Error; err != nil {
		return classify("freeze message", err)
	}
	if count == 0 {
		return fenced("freeze message")
	}
	return nil
}

func consumeCode(db *gorm.DB, codeID int64, now time.Time) error {
	result := db.Model(&queue.CardCode{}).Where("id = ? AND consumed_at IS NULL", codeID).
		Updates(map[string]any{"consumed_at": now})
	if result.Error != nil {
		return classify("consume card code", result.Error)
	}
	if result.RowsAffected == 0 {
		return fenced("consume card code")
	}
	return nil
}

// Settle ends one attempt at sending, or fails with code Fenced.
func (s *Store) Settle(ctx context.Context, claim queue.Claim, settlement queue.Settlement, now time.Time) error {
	if arrivedAlone(settlement) {
		return s.settles.Do(ctx, settling{claim: claim, end: settlement, now: now})
	}
	return s.settleAlone(ctx, claim, settlement, now)
}

func (s *Store) settleAlone(ctx context.Context, claim queue.Claim, settlement queue.Settlement, now time.Time) error {
	values := map[string]any{
		"state": settlement.State, "err_code": settlement.ErrCode, "last_error": short(settlement.Reason),
	}
	if settlement.State == queue.Waiting {
		values["lease_until"] = settlement.RetryAt
	} else {
		values["done_at"] = now
	}
	if settlement.MsgID != "" {
		values["msg_id"] = settlement.MsgID
	}
	if settlement.Code == nil && len(settlement.Tell)+len(settlement.Plan) == 0 {
		return s.writeSingle(ctx, "settle message", func(db *gorm.DB) error {
			return updateClaimed[queue.Outbound](db, "settle message", claim, values)
		})
	}
	return s.write(ctx, "settle message", func(tx *Tx) error {
		if err := updateClaimed[queue.Outbound](tx.db, "settle message", claim, values); err != nil {
			return err
		}
		if settlement.Code != nil {
			if err := tx.KeepCardCode(*settlement.Code); err != nil {
				return err
			}
		}
		if err := tx.Tell(settlement.Tell...); err != nil {
			return err
		}
		return tx.Plan(settlement.Plan...)
	})
}

// ReleaseOutbound gives claimed rows back as if they had not been tried; claims lost meanwhile are left alone.
func (s *Store) ReleaseOutbound(ctx context.Context, claims []queue.Claim, until time.Time) error {
	if len(claims) == 0 {
		return nil
	}
	return s.write(ctx, "release messages", func(tx *Tx) error {
		for part := range slices.Chunk(claims, chunk) {
			match, args := anyOf(part)
			err := tx.db.Model(&queue.Outbound{}).Where(match, args...).Where("state = ?", queue.Claimed).
				Updates(map[string]any{
					"state": queue.Waiting, "lease_until": until, "attempts": gorm.Expr("attempts - 1"),
				}).Error
			if err != nil {
				return classify("release messages", err)
			}
		}
		return nil
	})
}

// UnusedCardCode returns the newest code that can still change the person's card. sending tells that the card
// itself is on its way, so a code may yet come.
func (s *Store) UnusedCardCode(ctx context.Context, taskID, recipient string, now time.Time) (code queue.CardCode, ok, sending bool, err error) {
	db := s.reading(ctx)
	codes, err := list[queue.CardCode]("find card code", db.
		Where("task_id = ? AND recipient = ? AND consumed_at IS NULL AND expires_at > ?", taskID, recipient, kept(now)).
		Order("issued_at DESC, id DESC"), 1)
	if err != nil {
		return queue.CardCode{}, false, false, err
	}
	open, err := list[queue.Outbound]("find card", db.Select("id").
		Where("task_id = ? AND recipient = ? AND amends = ? AND state <= ?", taskID, recipient, false, queue.Claimed), 1)
	if err != nil {
		return queue.CardCode{}, false, false, err
	}
	if len(codes) == 1 {
		return codes[0], true, len(open) == 1, nil
	}
	return queue.CardCode{}, false, len(open) == 1, nil
}
