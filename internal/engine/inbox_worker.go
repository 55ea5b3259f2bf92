package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"petitiondesk/models/queue"
)

func (e *Engine) inboxIntake() intake {
	inbox := &inboxLine{e: e}
	return intake{topic: TopicInbox, size: e.cfg.Workers, claim: inbox.claim, rest: e.poll}
}

// inboxLine is the line of people's oldest rows that was read last. Reading it costs far more than a claim, so it
// serves until it is used up; a row that has moved on since is merely not won.
type inboxLine struct {
	e     *Engine
	heads []queue.Inbound
}

// claim claims the oldest rows of up to free people. A person's next row is claimable once this one is
// finished, which rings the bell, so it does not wait for the poll.
func (l *inboxLine) claim(ctx context.Context, free int) ([]func(context.Context), bool, error) {
	ctx, cancel := l.e.brief(ctx)
	defer cancel()
	wall := l.e.cfg.Wall.Now()
	if err := l.fill(ctx, wall, free); err != nil || len(l.heads) == 0 {
		return nil, false, wrapped("find inbound rows", err)
	}
	wanted := l.heads[:min(free, len(l.heads))]
	l.heads = l.heads[len(wanted):]
	claimed, err := l.e.ports.Inbox.ClaimInbound(ctx, wanted, wall.Add(l.e.cfg.Lease))
	if err != nil {
		return nil, false, wrapped("claim inbound rows", err)
	}
	if len(claimed) < len(wanted) {
		l.heads = nil // another replica works on the same line
	}
	work := make([]func(context.Context), len(claimed))
	for i, row := range claimed {
		work[i] = func(ctx context.Context) {
			l.e.answers.begun(row)
			l.e.runErrand(ctx, l.e.inboundErrand(row))
			l.e.answers.ended(row, l.e.cfg.Clock.Now())
		}
	}
	return work, len(l.heads) > 0, nil
}

func (l *inboxLine) fill(ctx context.Context, wall time.Time, free int) (err error) {
	if len(l.heads) > 0 {
		return nil
	}
	l.heads, err = l.e.ports.Inbox.InboundHeads(ctx, wall, max(l.e.cfg.Batch, free))
	shuffle(l.heads)
	return err
}

func (e *Engine) inboundErrand(row queue.Inbound) errand {
	claim := queue.Claim{ID: row.ID, Seq: row.Seq, Forget: row.TellsPlace()}
	return errand{
		source:   queue.FromInbox,
		name:     TopicInbox,
		claim:    claim,
		saidAt:   row.SentAt,
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
