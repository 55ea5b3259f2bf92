package engine

import (
	"context"
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

// addInbound writes rows in one commit and says of each row why it was not written. When the store refuses
// part of a batch, each row is offered again alone: known keys are ignored, so this only finds the culprits.
func (e *Engine) addInbound(rows []queue.Inbound) []error {
	faults := make([]error, len(rows))
	err := e.tryAdd(rows)
	if err == nil {
		return faults
	}
	if len(rows) == 1 || outOfReach(err) {
		for i := range faults {
			faults[i] = err
		}
		return faults
	}
	for i := range rows {
		faults[i] = e.tryAdd(rows[i : i+1])
		if faults[i] != nil && outOfReach(faults[i]) {
			for j := i + 1; j < len(rows); j++ {
				faults[j] = faults[i]
			}
			break
		}
	}
	return faults
}

// tryAdd gives up after the commit timeout even when the store does not heed its context. A commit that lands
// afterwards is harmless: the rows are added again by key.
func (e *Engine) tryAdd(rows []queue.Inbound) error {
	ctx, cancel := context.WithTimeout(context.Background(), e.cfg.CommitTimeout)
	defer cancel()
	result := make(chan error, 1)
	go func() {
		result <- guard(func() error { return e.ports.Inbox.AddInbound(ctx, rows) })
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return &models.Error{Code: models.Unavailable, Op: "commit inbound rows", Err: ctx.Err()}
	}
}

// replaySpool brings spooled rows into the database, in order, as soon as it takes them.
func (e *Engine) replaySpool(ctx context.Context) {
	if e.ports.Spool == nil {
		return
	}
	for ctx.Err() == nil {
		if e.spooled() == 0 {
			select {
			case <-ctx.Done():
			case <-e.replays:
			}
			continue
		}
		err := e.ports.Spool.Replay(ctx, e.addSpooled)
		if ctx.Err() != nil {
			return
		}
		e.replayFault.observe(err)
		if err != nil {
			bell(nil).wait(ctx, jittered(e.cfg.Poll))
		}
	}
}

// addSpooled sets rows aside that the database refuses for good, lest they hold up all others.
func (e *Engine) addSpooled(rows []queue.Inbound) error {
	var refused []queue.Inbound
	for i, err := range e.addInbound(rows) {
		if err == nil {
			continue
		}
		if outOfReach(err) {
			return err
		}
		e.cfg.Logger.Error("spooled row refused by the database, set aside", "inbox_key", rows[i].Key, "person", rows[i].Person, "reason", reasonOf(err))
		refused = append(refused, rows[i])
	}
	if len(refused) > 0 {
		if err := e.ports.Spool.SetAside(refused); err != nil {
			return fmt.Errorf("set refused rows aside: %w", err)
		}
	}
	e.Poke(TopicInbox)
	e.hints.ring()
	signal(e.cfg.Signals.Replayed, len(rows))
	return nil
}
