package engine

import (
	"context"
	"fmt"
)

const indexPage = 500

// keepIndex rebuilds the due-index from the truth now and then, as it may have lost anything.
func (e *Engine) keepIndex(ctx context.Context) {
	if e.ports.DueIndex == nil {
		return
	}
	for ctx.Err() == nil {
		err := e.rebuildIndex(ctx)
		if ctx.Err() != nil {
			return
		}
		e.indexFault.observe(err)
		bell(nil).wait(ctx, jittered(e.cfg.IndexGap))
	}
}

func (e *Engine) rebuildIndex(ctx context.Context) error {
	if err := e.ports.DueIndex.ResetDue(ctx); err != nil {
		return fmt.Errorf("reset due-index: %w", err)
	}
	var after int64
	for {
		jobs, err := e.ports.Jobs.OpenJobs(ctx, after, indexPage)
		if err != nil {
			return fmt.Errorf("read open jobs: %w", err)
		}
		if len(jobs) == 0 {
			return nil
		}
		if err := e.ports.DueIndex.AddDue(ctx, jobs); err != nil {
			return fmt.Errorf("fill due-index: %w", err)
		}
		after = jobs[len(jobs)-1].ID
	}
}

// forgetDue takes a job that had its turn out of the index. One that will be tried again is found by polling.
func (e *Engine) forgetDue(ctx context.Context, jobID int64) {
	if e.ports.DueIndex == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.cfg.Poll)
	defer cancel()
	e.indexFault.observe(e.ports.DueIndex.RemoveDue(ctx, []int64{jobID}))
}
