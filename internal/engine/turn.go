package engine

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

// errand is one claimed inbound row or job and how to end it.
type errand struct {
	source   queue.Source
	name     string // inbox or jobs, for metrics
	claim    queue.Claim
	saidAt   time.Time
	attempts int // with this one
	log      *slog.Logger
	trouble  Trouble
	// do does the work and, unless the turn was committed by it, completes the row.
	do   func(ctx context.Context, turn *queue.Turn) error
	fail func(ctx context.Context, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error
	done chan queue.Claim
}

func (e *Engine) runErrand(ctx context.Context, er errand) {
	started := time.Now()
	result := e.turn(ctx, er)
	e.metrics.turns.WithLabelValues(er.name, result).Inc()
	e.metrics.turnSeconds.WithLabelValues(er.name).Observe(time.Since(started).Seconds())
	signal(er.done, er.claim)
}

var errNoAttemptEnded = errors.New("every attempt ended without an answer")

func (e *Engine) turn(ctx context.Context, er errand) (result string) {
	if er.attempts > queue.MaxAttempts {
		return e.failTurn(ctx, er, errNoAttemptEnded)
	}
	turn := &queue.Turn{Source: er.source, Claim: er.claim, SaidAt: er.saidAt}
	limited, cancel := context.WithTimeout(queue.WithTurn(ctx, turn), e.cfg.TurnTimeout)
	defer cancel()
	err := guard(func() error { return er.do(limited, turn) })
	switch {
	case err == nil:
		return "done"
	case turn.Committed():
		er.log.Error("turn failed after its commit", "reason", reasonOf(err))
		return "done"
	case models.CodeOf(err) == models.Fenced:
		er.log.Info("turn passed to another worker")
		return "fenced"
	}
	if panicked, ok := errors.AsType[*panicError](err); ok {
		er.log.Error("turn panicked", "reason", panicked.Error(), "stack", string(panicked.stack))
	}
	return e.failTurn(ctx, er, err)
}

// failTurn gives the row back for later, or buries it and tells the duty office.
func (e *Engine) failTurn(ctx context.Context, er errand, cause error) (result string) {
	reason := reasonOf(cause)
	dead := er.attempts >= queue.MaxAttempts
	var tell []queue.Outbound
	if dead {
		er.trouble.Reason = reason
		tell = e.complain(ctx, er.trouble)
	}
	retryAt := e.cfg.Wall.Now().Add(queue.Backoff(er.attempts, uint64(er.claim.ID)))
	ctx, cancel := e.brief(ctx)
	defer cancel()
	if err := er.fail(ctx, reason, retryAt, dead, tell); err != nil {
		er.log.Warn("turn failed and could not be given back; its lease will lapse", "reason", reason, "cause", reasonOf(err))
		return "lapsed"
	}
	if dead {
		er.log.Error("turn failed for good", "reason", reason, "attempts", er.attempts)
		return "dead"
	}
	er.log.Warn("turn failed, will be tried again", "reason", reason, "attempts", er.attempts)
	return "failed"
}

// complain asks for the rows that tell the duty office. Failing to make them must not keep the row alive.
func (e *Engine) complain(ctx context.Context, trouble Trouble) (tell []queue.Outbound) {
	ctx, cancel := e.brief(ctx) // the failed work may have used up its own time
	defer cancel()
	err := guard(func() error { tell = e.ports.Complain(ctx, trouble); return nil })
	if err != nil {
		e.cfg.Logger.Error("complaint could not be made", "kind", trouble.Kind, "ref", trouble.Ref, "reason", reasonOf(err))
	}
	return tell
}
