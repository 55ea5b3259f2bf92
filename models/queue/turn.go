package queue

import (
	"context"
	"sync/atomic"
	"time"
)

// Source says which table a turn's claim is on.
type Source uint8

// The two kinds of claimed work that end in a domain transaction.
const (
	FromInbox Source = iota
	FromJobs
)

// Turn is the claimed row behind the work in hand. The first domain transaction under its context also
// completes that row, fenced by Seq, so effect and completion are one. A turn has one domain transaction.
type Turn struct {
	Source Source
	Claim  Claim
	SaidAt time.Time // when the person wrote; zero for jobs

	committed atomic.Bool
}

// Committed tells whether the turn's row was completed together with a domain transaction.
func (t *Turn) Committed() bool { return t.committed.Load() }

// MarkCommitted is called by the store after the commit.
func (t *Turn) MarkCommitted() { t.committed.Store(true) }

type turnKey struct{}

// WithTurn puts the turn into the context of the work.
func WithTurn(ctx context.Context, turn *Turn) context.Context {
	return context.WithValue(ctx, turnKey{}, turn)
}

// TurnFrom returns the turn of this context, or nil.
func TurnFrom(ctx context.Context) *Turn {
	turn, _ := ctx.Value(turnKey{}).(*Turn)
	return turn
}
