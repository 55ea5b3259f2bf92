package engine

import (
	"context"
	"time"
)

// intake keeps a bounded pool busy with claimed rows.
type intake struct {
	topic string
	size  int // pieces of work at a time
	// claim returns up to free pieces of work, each already claimed, and whether there may be more.
	claim func(ctx context.Context, free int) (work []func(context.Context), more bool, err error)
	// rest is how long to wait for a hint before looking again.
	rest func(ctx context.Context) time.Duration
}

// runIntake claims only what can start at once, so that no lease ticks away in a waiting line. ctx ends the
// claiming; work already claimed runs on under the context work.
func (e *Engine) runIntake(ctx, work context.Context, in intake) {
	slots := make(chan struct{}, in.size)
	claimed := fault{name: "claim_" + in.topic, logger: e.cfg.Logger}
	for ctx.Err() == nil {
		more := false
		if free := in.size - len(slots); free > 0 && !e.halted.Load() {
			pieces, rest, err := in.claim(work, free)
			claimed.observe(err)
			for _, piece := range pieces {
				slots <- struct{}{}
				e.running.Go(func() {
					defer e.bells[in.topic].ring()
					defer func() { <-slots }()
					piece(work)
				})
			}
			more = rest && len(pieces) > 0
		}
		if !more {
			e.bells[in.topic].wait(ctx, in.rest(ctx))
		}
	}
}

func (e *Engine) poll(context.Context) time.Duration { return jittered(e.cfg.Poll) }
