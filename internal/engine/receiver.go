package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

const commitLimit = 256 // rows of one group commit

// receiver lets callbacks that arrive together share one commit: while one batch is being committed the next
// one gathers, so a lone callback waits for nobody. One batch is under way at a time, which keeps the order.
type receiver struct {
	e *Engine

	mu         sync.Mutex
	gathering  []*arrival
	committing bool
}

type arrival struct {
	row    queue.Inbound
	answer chan error
}

func newReceiver(e *Engine) *receiver { return &receiver{e: e} }

// Receive keeps one inbound row and returns when it is durable: in the database, or in the spool while the
// database is out of reach. After an error the platform must deliver it again.
func (e *Engine) Receive(ctx context.Context, row queue.Inbound) error {
	a := &arrival{row: row, answer: make(chan error, 1)}
	e.receiver.gather(a)
	select {
	case err := <-a.answer:
		return err
	case <-ctx.Done():
		return fmt.Errorf("wait for the inbound row to be kept: %w", ctx.Err())
	}
}

func (r *receiver) gather(a *arrival) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gathering = append(r.gathering, a)
	if !r.committing {
		r.committing = true
		go r.commitAll()
	}
}

func (r *receiver) commitAll() {
	for {
		batch := r.nextBatch()
		if batch == nil {
			return
		}
		r.commit(batch)
	}
}

func (r *receiver) nextBatch() []*arrival {
	r.mu.Lock()
	defer r.mu.Unlock()
	size := min(len(r.gathering), commitLimit)
	if size == 0 {
		r.committing = false
		r.gathering = nil
		return nil
	}
	batch := r.gathering[:size:size]
	r.gathering = r.gathering[size:]
	return batch
}

// commit puts the batch into the database, or after it into the spool whatever the database could not take.
// While the spool holds rows, new ones line up behind them, so that each person's order is kept.
func (r *receiver) commit(batch []*arrival) {
	r.e.metrics.commitRows.Observe(float64(len(batch)))
	if r.e.spooled() > 0 {
		r.spool(batch, nil)
		return
	}
	faults := r.e.addInbound(rowsOf(batch))
	var later []*arrival
	var outage error
	stored := false
	for i, a := range batch {
		switch err := faults[i]; {
		case err == nil && len(later) == 0:
			r.answer(a, "stored", nil)
			stored = true
		case err == nil, outOfReach(err):
			// A row after one that must wait is in the database already; the spool's copy changes nothing.
			later, outage = append(later, a), errors.Join(outage, err)
		default:
			r.e.cfg.Logger.Error("inbound row refused", "inbox_key", a.row.Key, "person", a.row.Person, "reason", reasonOf(err))
			r.answer(a, "refused", fmt.Errorf("keep inbound row: %w", err))
		}
	}
	if stored {
		r.e.Poke(TopicInbox)
		r.e.hints.ring()
	}
	if len(later) > 0 {
		r.spool(later, outage)
	}
}

func (r *receiver) spool(batch []*arrival, outage error) {
	if r.e.ports.Spool == nil {
		r.answerAll(batch, "refused", fmt.Errorf("keep inbound rows: %w", outage))
		return
	}
	if err := r.e.ports.Spool.Append(rowsOf(batch)); err != nil {
		r.e.cfg.Logger.Error("inbound rows could not be spooled", "rows", len(batch), "reason", reasonOf(err))
		r.answerAll(batch, "refused", fmt.Errorf("spool inbound rows: %w", errors.Join(err, outage)))
		return
	}
	if outage != nil {
		r.e.cfg.Logger.Warn("database out of reach, inbound rows go to the spool", "rows", len(batch), "reason", reasonOf(outage))
	}
	r.answerAll(batch, "spooled", nil)
	r.e.replays.ring()
}

func (r *receiver) answerAll(batch []*arrival, result string, err error) {
	for _, a := range batch {
		r.answer(a, result, err)
	}
}

func (r *receiver) answer(a *arrival, result string, err error) {
	r.e.metrics.received.WithLabelValues(result).Inc()
	a.answer <- err
}

func rowsOf(batch []*arrival) []queue.Inbound {
	rows := make([]queue.Inbound, len(batch))
	for i, a := range batch {
		rows[i] = a.row
	}
	return rows
}

// outOfReach tells a database that cannot answer now from one that will not have the row.
func outOfReach(err error) bool {
	return models.CodeOf(err) == models.Unavailable ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}
