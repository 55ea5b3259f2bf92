package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models/queue"
)

const (
	togetherMost    = 64
	togetherTimeout = 10 * time.Second
)

// freezing is one message to freeze by itself; settling one that has arrived.
type (
	freezing struct {
		claim    queue.Claim
		rendered queue.Rendered
		now      time.Time
	}
	settling struct {
		claim queue.Claim
		end   queue.Settlement
		now   time.Time
	}
)

// freezeTogether freezes several messages in one statement. Where it did not find them all, each is looked at by itself: those that
// it froze have the same bytes then.
func (s *Store) freezeTogether(batch []freezing) []error {
	ctx, cancel := context.WithTimeout(context.Background(), togetherTimeout)
	defer cancel()
	alone := func(f freezing) error {
		return s.writeSingle(ctx, "freeze message", func(db *gorm.DB) error { return freezeHead(db, f.claim, f.rendered, f.now) })
	}
	if len(batch) == 1 {
		return each(batch, alone)
	}
	claims := make([]queue.Claim, len(batch))
	endpoints, requests := newChoice("endpoint", len(batch)), newChoice("request", len(batch))
	for i, f := range batch {
		claims[i] = f.claim
		endpoints.when(f.claim.ID, f.rendered.Endpoint)
		requests.when(f.claim.ID, f.rendered.Request)
	}
	var frozen int64
	err := s.writeSingle(ctx, "freeze messages", func(db *gorm.DB) error {
		match, args := anyOf(claims)
		result := db.Model(&queue.Outbound{}).Where(match, args...).Where("state = ? AND request IS NULL", queue.Claimed).Updates(map[string]any{
			"endpoint": endpoints.expr(), "request": requests.expr(), "first_try_at": gorm.Expr("COALESCE(first_try_at, ?)", kept(batch[0].now)),
		})
		frozen = result.RowsAffected
		return result.Error
	})
	if err == nil && frozen == int64(len(batch)) {
		return make([]error, len(batch))
	}
	return each(batch, alone)
}

// settleTogether settles several messages that have arrived in one commit, with the codes of their cards; or each by itself, when one
// of the claims was lost.
func (s *Store) settleTogether(batch []settling) []error {
	ctx, cancel := context.WithTimeout(context.Background(), togetherTimeout)
	defer cancel()
	alone := func(e settling) error { return s.settleAlone(ctx, e.claim, e.end, e.now) }
	if len(batch) == 1 {
		return each(batch, alone)
	}
	claims := make([]queue.Claim, len(batch))
	ids := newChoice("msg_id", len(batch))
	var codes []queue.CardCode
	for i, e := range batch {
		claims[i] = e.claim
		ids.when(e.claim.ID, e.end.MsgID)
		if e.end.Code != nil {
			code := *e.end.Code
			code.ID = 0
			codes = append(codes, code)
		}
	}
	err := s.write(ctx, "settle messages", func(tx *Tx) error {
		match, args := anyOf(claims)
		result := tx.db.Model(&queue.Outbound{}).Where(match, args...).Where("state = ?", queue.Claimed).Updates(map[string]any{
			"state": queue.Done, "err_code": 0, "last_error": "", "done_at": batch[len(batch)-1].now, "msg_id": ids.expr(),
		})
		if result.Error != nil {
			return result.Error
		}
		if result.RowsAffected < int64(len(batch)) {
			return errContended
		}
		if len(codes) == 0 {
			return nil
		}
		return tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&codes).Error
	})
	if err != nil {
		return each(batch, alone)
	}
	return make([]error, len(batch))
}

// arrivedAlone tells whether all that is to be written of an attempt is that the message has arrived.
func arrivedAlone(end queue.Settlement) bool {
	return end.State == queue.Done && end.ErrCode == 0 && end.Reason == "" && end.MsgID != "" && len(end.Tell)+len(end.Plan) == 0
}

// choice is a value for each of several rows.
type choice struct {
	sql  strings.Builder
	args []any
}

func newChoice(otherwise string, rows int) *choice {
	c := &choice{args: make([]any, 0, 2*rows)}
	c.sql.WriteString("CASE id")
	c.sql.WriteString(strings.Repeat(" WHEN ? THEN ?", rows))
	c.sql.WriteString(" ELSE " + otherwise + " END")
	return c
}

func (c *choice) when(id int64, value any) { c.args = append(c.args, id, value) }

func (c *choice) expr() any { return gorm.Expr(c.sql.String(), c.args...) }

// each does the writes of a batch one by one.
func each[T any](batch []T, do func(T) error) []error {
	errs := make([]error, len(batch))
	for i, item := range batch {
		errs[i] = do(item)
	}
	return errs
}
