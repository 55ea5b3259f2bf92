package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"petitiondesk/models/queue"
)

func (e *Engine) inboxIntake() intake {
	return intake{topic: TopicInbox, size: e.cfg.Workers, claim: e.claimInbound, rest: e.poll}
}

// claimInbound claims the oldest rows of up to free people. A person's next row is claimable once this one is
// finished, which rings the bell, so it does not wait for the poll.
func (e *Engine) claimInbound(ctx context.Context, free int) ([]func(context.Context), bool, error) {
	ctx, cancel := e.brief(ctx)
	defer cancel()
	wall := e.cfg.Wall.Now()
	heads, err := e.ports.Inbox.InboundHeads(ctx, wall, max(e.cfg.Batch, free))
	if err != nil || len(heads) == 0 {
		return nil, false, wrapped("find inbound rows", err)
	}
	found := len(heads)
	shuffle(heads)
	claimed, err := e.ports.Inbox.ClaimInbound(ctx, heads[:min(free, found)], wall.Add(queue.Lease))
	if err != nil {
		return nil, false, wrapped("claim inbound rows", err)
	}
	work := make([]func(context.Context), len(claimed))
	for i, row := range claimed {
		work[i] = func(ctx context.Context) { e.runErrand(ctx, e.inboundErrand(row)) }
	}
	return work, found > len(claimed), nil
}

func (e *Engine) inboundErrand(row queue.Inbound) errand {
	claim := queue.Claim{ID: row.ID, Seq: row.Seq}
	return errand{
		source:   queue.FromInbox,
		name:     TopicInbox,
		claim:    claim,
		attempts: row.Attempts,
		log:      e.cfg.Logger.With("inbox_id", row.ID, "person", row.Person),
		trouble:  Trouble{Kind: "dead_inbound", Ref: fmt.Sprintf("inbox:%d", row.ID), Recipient: row.Person, What: "inbound"},
		done:     e.cfg.Signals.TurnDone,
		do: func(ctx context.Context, turn *queue.Turn) error {
			replies, err := e.ports.Handle(ctx, row)
			if err != nil || (turn.Committed() && len(replies) == 0) {
				return err
			}
			ctx, cancel := e.brief(ctx)
			defer cancel()
			return e.ports.Inbox.FinishInbound(ctx, claim, replies, e.cfg.Clock.Now())
		},
		fail: func(ctx context.Context, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error {
			return e.ports.Inbox.FailInbound(ctx, claim, reason, retryAt, dead, tell)
		},
	}
}

// shuffle lets replicas that read the same candidates start with different ones.
func shuffle[T any](rows []T) {
	rand.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
}

func wrapped(verb string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", verb, err)
}
