package engine

import (
	"sync"
	"time"

	"petitiondesk/models/queue"
)

// answering remembers each person's newest turn until its answer is with the platform. It knows only what this replica
// handled and sent, which is nearly all: the replica that handles a turn is the first to hear of its answer.
type answering struct {
	mu    sync.Mutex
	turns map[string]answered
}

// answered is a turn; what was written between its two instants, of the desk's clock, is its answer.
type answered struct {
	id              int64
	received, ended time.Time // ended is zero while the turn runs
}

func newAnswering() *answering { return &answering{turns: map[string]answered{}} }

func (a *answering) begun(row queue.Inbound) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turns[row.Person] = answered{id: row.ID, received: row.ReceivedAt}
}

func (a *answering) ended(row queue.Inbound, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if turn, ok := a.turns[row.Person]; ok && turn.id == row.ID {
		turn.ended = at
		a.turns[row.Person] = turn
	}
}

// sent returns how long the person has waited, when the message is the first answer to his newest turn.
func (a *answering) sent(row queue.Outbound, at time.Time) (waited time.Duration, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	turn, ok := a.turns[row.Recipient]
	if !ok || row.CreatedAt.Before(turn.received) || !turn.ended.IsZero() && row.CreatedAt.After(turn.ended) {
		return 0, false
	}
	delete(a.turns, row.Recipient)
	return max(at.Sub(turn.received), 0), true
}
