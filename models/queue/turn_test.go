package queue_test

import (
	"context"
	"testing"

	"petitiondesk/models/queue"
)

func TestTurnTravelsInTheContext(t *testing.T) {
	if got := queue.TurnFrom(t.Context()); got != nil {
		t.Errorf("a turn out of nothing: %+v", got)
	}
	turn := &queue.Turn{Source: queue.FromJobs, Claim: queue.Claim{ID: 7, Seq: 3}}
	ctx, cancel := context.WithCancel(queue.WithTurn(t.Context(), turn))
	defer cancel()
	if got := queue.TurnFrom(ctx); got != turn {
		t.Errorf("got %p, want %p", got, turn)
	}
	inner := &queue.Turn{}
	if got := queue.TurnFrom(queue.WithTurn(ctx, inner)); got != inner {
		t.Error("the outer turn covers the inner one")
	}
}

func TestTurnRemembersItsCommit(t *testing.T) {
	turn := &queue.Turn{}
	ctx := queue.WithTurn(t.Context(), turn)
	if turn.Committed() {
		t.Error("committed before the commit")
	}
	queue.TurnFrom(ctx).MarkCommitted()
	if !turn.Committed() {
		t.Error("the commit is forgotten")
	}
}
