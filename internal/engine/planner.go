package engine

import (
	"context"
	"time"

	"petitiondesk/models/calendar"
)

const planRetry = 15 * time.Second

// planAhead runs the planner at the start, now and then, when poked after a clock move, and on a new civil day.
func (e *Engine) planAhead(ctx context.Context) {
	if e.ports.Plan == nil {
		return
	}
	for ctx.Err() == nil {
		day := calendar.DayOf(e.cfg.Clock.Now())
		gap := e.cfg.PlanGap
		err := guard(func() error { return e.ports.Plan(ctx) })
		if ctx.Err() != nil {
			return
		}
		e.planFault.observe(err)
		signal(e.cfg.Signals.Planned, err)
		if err != nil {
			gap = min(gap, planRetry)
		}
		e.Poke(TopicJobs)
		e.untilPlanning(ctx, day, time.Now().Add(jittered(gap)))
	}
}

func (e *Engine) untilPlanning(ctx context.Context, planned calendar.Day, next time.Time) {
	tick := time.NewTicker(e.cfg.Poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.bells[TopicPlan]:
			return
		case now := <-tick.C:
			if now.After(next) || calendar.DayOf(e.cfg.Clock.Now()) != planned {
				return
			}
		}
	}
}
