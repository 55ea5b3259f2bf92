package engine

import (
	"context"
	"errors"
	"fmt"

	"petitiondesk/internal/gather"
	"petitiondesk/models"
	"petitiondesk/models/queue"
)

const commitLimit = 256 // rows of one group commit

// receiver lets callbacks that arrive together share one commit.
type receiver struct {
	e    *Engine
	rows *gather.Gather[queue.Inbound]
}

func newReceiver(e *Engine) *receiver {
	r := &receiver{e: e}
	r.rows = gather.New(commitLimit, r.commit)
	return r
}

// Receive keeps one inbound row and returns when it is durable: in the database, or in the spool while the
// database is out of reach. After an error the platform must deliver it again.
func (e *Engine) Receive(ctx context.Context, row queue.Inbound) error {
	return e.receiver.rows.Do(ctx, row)
}

// commit puts the batch into the database, or after it into the spool whatever the database could not take.
// While the spool holds rows, new ones line up behind them, so that each person's order is kept.
func (r *receiver) commit(batch []queue.Inbound) []error {
	r.e.metrics.commitRows.Observe(float64(len(batch)))
	answers := make([]error, len(batch))
	all := make([]int, len(batch))
	for i := range all {
		all[i] = i
	}
	if r.e.spooled() > 0 {
		r.spool(batch, all, answers, nil)
		return answers
	}
	faults := r.e.addInbound(batch)
	var later []int
	var outage error
	stored := 0
	for i, row := range batch {
		switch err := faults[i]; {
		case err == nil && len(later) == 0:
			stored++
		case err == nil, outOfReach(err):
			// A row after one that must wait is in the database already; the spool's copy changes nothing.
			later, outage = append(later, i), errors.Join(outage, err)
		default:
			r.e.cfg.Logger.Error("inbound row refused", "inbox_key", row.Key, "person", row.Person, "reason", reasonOf(err))
			answers[i] = fmt.Errorf("keep inbound row: %w", err)
			r.count("refused", 1)
		}
	}
	if stored > 0 {
		r.count("stored", stored)
		r.e.Poke(TopicInbox)
		r.e.hints.ring()
	}
	if len(later) > 0 {
		r.spool(batch, later, answers, outage)
	}
	return answers
}

// spool keeps those of the batch that must wait.
func (r *receiver) spool(batch []queue.Inbound, later []int, answers []error, outage error) {
	rows := make([]queue.Inbound, len(later))
	for i, at := range later {
		rows[i] = batch[at]
	}
	refuse := func(err error) {
		for _, at := range later {
			answers[at] = err
		}
		r.count("refused", len(later))
	}
	if r.e.ports.Spool == nil {
		refuse(fmt.Errorf("keep inbound rows: %w", outage))
		return
	}
	if err := r.e.ports.Spool.Append(rows); err != nil {
		r.e.cfg.Logger.Error("inbound rows could not be spooled", "rows", len(rows), "reason", reasonOf(err))
		refuse(fmt.Errorf("spool inbound rows: %w", errors.Join(err, outage)))
		return
	}
	if outage != nil {
		r.e.cfg.Logger.Warn("database out of reach, inbound rows go to the spool", "rows", len(rows), "reason", reasonOf(outage))
	}
	r.count("spooled", len(later))
	r.e.replays.ring()
}

func (r *receiver) count(result string, rows int) {
	r.e.metrics.received.WithLabelValues(result).Add(float64(rows))
}

// outOfReach tells a database that cannot answer now from one that will not have the row.
func outOfReach(err error) bool {
	return models.CodeOf(err) == models.Unavailable ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}
