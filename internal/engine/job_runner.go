package engine

import (
	"context"
	"fmt"
	"time"

	"petitiondesk/models/queue"
)

func (e *Engine) jobIntake() intake {
	return intake{topic: TopicJobs, size: e.cfg.Runners, claim: e.claimJobs, rest: e.untilNextJob}
}

func (e *Engine) claimJobs(ctx context.Context, free int) ([]func(context.Context), bool, error) {
	ctx, cancel := e.brief(ctx)
	defer cancel()
	wall := e.cfg.Wall.Now()
	due, err := e.ports.Jobs.DueJobs(ctx, e.cfg.Clock.Now(), wall, max(e.cfg.Batch, free))
	if err != nil || len(due) == 0 {
		return nil, false, wrapped("find due jobs", err)
	}
	found := len(due)
	shuffle(due)
	claimed, err := e.ports.Jobs.ClaimJobs(ctx, due[:min(free, found)], wall.Add(e.cfg.Lease))
	if err != nil {
		return nil, false, wrapped("claim jobs", err)
	}
	work := make([]func(context.Context), len(claimed))
	for i, job := range claimed {
		work[i] = func(ctx context.Context) {
			e.runErrand(ctx, e.jobErrand(job))
			e.forgetDue(ctx, job.ID)
		}
	}
	return work, found > len(claimed), nil
}

func (e *Engine) jobErrand(job queue.Job) errand {
	claim := queue.Claim{ID: job.ID, Seq: job.Seq}
	return errand{
		source:   queue.FromJobs,
		name:     TopicJobs,
		claim:    claim,
		attempts: job.Attempts,
		log:      e.cfg.Logger.With("job_id", job.ID, "kind", job.Kind, "ref", job.Ref),
		trouble:  Trouble{Kind: "dead_job", Ref: fmt.Sprintf("job:%d", job.ID), What: job.Kind},
		done:     e.cfg.Signals.JobDone,
		do: func(ctx context.Context, turn *queue.Turn) error {
			if err := e.ports.Run(ctx, job); err != nil || turn.Committed() {
				return err
			}
			ctx, cancel := e.brief(ctx)
			defer cancel()
			return e.ports.Jobs.FinishJob(ctx, claim, e.cfg.Clock.Now())
		},
		fail: func(ctx context.Context, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error {
			return e.ports.Jobs.FailJob(ctx, claim, reason, retryAt, dead, tell)
		},
	}
}

// untilNextJob waits for the next poll, or less when the due-index knows better.
func (e *Engine) untilNextJob(ctx context.Context) time.Duration {
	poll := e.poll(ctx)
	if e.ports.DueIndex == nil {
		return poll
	}
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Poll)
	defer cancel()
	due, ok, err := e.ports.DueIndex.NextDue(ctx)
	if ctx.Err() == nil {
		e.indexFault.observe(err)
	}
	// An entry that is due already was just seen or is stale; it must not make the loop spin.
	if until := due.Sub(e.cfg.Clock.Now()); err == nil && ok && until > 0 {
		return min(poll, until)
	}
	return poll
}
