package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"

	"petitiondesk/models/queue"
)

const (
	commitTries = 5
	retryPause  = 10 * time.Millisecond
)

// Tx is one transaction, or one reading outside any. It is used by one goroutine and not kept.
type Tx struct {
	db     *gorm.DB
	now    func() time.Time
	fresh  Committed
	ledger ledgerWork

	planned    []queue.Job      // not written yet
	told       []queue.Outbound // not written yet
	remembered *remembered      // nil without a transaction
}

// Transact commits everything fn wrote, or nothing. Under a queue.Turn it also completes the turn's row, and
// fails with code Fenced when the claim has been lost. fn runs again after a deadlock.
func (s *Store) Transact(ctx context.Context, fn func(tx *Tx) error) error {
	turn := queue.TurnFrom(ctx)
	if turn == nil {
		return s.write(ctx, "commit", fn)
	}
	if turn.Committed() {
		return errors.New("transact: this turn has had its domain transaction")
	}
	done, err := s.commit(ctx, func(tx *Tx) error {
		// First, not last: who has lost the claim learns it before doing the work and before locking the ledger.
		if err := tx.completeTurn(turn); err != nil {
			return err
		}
		return fn(tx)
	})
	if err != nil {
		return classify("commit", err)
	}
	turn.MarkCommitted()
	s.announce(ctx, done)
	return nil
}

// Read runs fn without a transaction; writing fails.
func (s *Store) Read(ctx context.Context, fn func(tx *Tx) error) error {
	return fn(&Tx{db: s.reading(ctx), now: s.now})
}

func (s *Store) reading(ctx context.Context) *gorm.DB {
	return s.db.WithContext(ctx).Set(sessionKey, &session{readOnly: true}).Session(&gorm.Session{})
}

// write is Transact without a turn.
func (s *Store) write(ctx context.Context, op string, fn func(tx *Tx) error) error {
	done, err := s.commit(ctx, fn)
	if err != nil {
		return classify(op, err)
	}
	s.announce(ctx, done)
	return nil
}

// writeSingle runs one statement that writes. It is a transaction by itself, without the round trips to begin and
// to commit one.
func (s *Store) writeSingle(ctx context.Context, op string, run func(db *gorm.DB) error) error {
	err := s.retrying(ctx, func() error {
		return run(s.db.WithContext(ctx).Set(sessionKey, &session{}).Session(&gorm.Session{}))
	})
	return classify(op, err)
}

func (s *Store) commit(ctx context.Context, fn func(tx *Tx) error) (done Committed, err error) {
	err = s.retrying(ctx, func() error {
		done, err = s.attempt(ctx, fn)
		return err
	})
	return done, err
}

// retrying runs a write in its turn, and again when the database gave it up for the sake of another one.
func (s *Store) retrying(ctx context.Context, run func() error) error {
	if s.writer != nil {
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for try := 1; ; try++ {
		err := run()
		if err == nil || try == commitTries || !retryable(err) {
			return err
		}
		select {
		case <-time.After(retryPause<<try/2 + rand.N(retryPause<<try)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Store) attempt(ctx context.Context, fn func(tx *Tx) error) (Committed, error) {
	state := &session{}
	tx := &Tx{now: s.now, remembered: &remembered{}}
	err := s.db.WithContext(ctx).Set(sessionKey, state).Transaction(func(db *gorm.DB) error {
		tx.db = db.Session(&gorm.Session{})
		if err := fn(tx); err != nil {
			return err
		}
		if err := tx.writeWork(); err != nil {
			return err
		}
		if err := tx.writeLedger(); err != nil {
			return err
		}
		return state.lost
	})
	return tx.fresh, err
}

// completeTurn marks the row behind the turn as done, if it is still ours.
func (tx *Tx) completeTurn(turn *queue.Turn) error {
	done := ended(turn.Claim, map[string]any{"state": queue.Done, "done_at": tx.now()})
	if turn.Source == queue.FromInbox {
		return updateClaimed[queue.Inbound](tx.db, "complete inbound turn", turn.Claim, done)
	}
	return updateClaimed[queue.Job](tx.db, "complete job turn", turn.Claim, done)
}
