package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"petitiondesk/models/queue"
)

// DueJobs returns the jobs to run, oldest first.
func (s *Store) DueJobs(ctx context.Context, now, wall time.Time, limit int) ([]queue.Job, error) {
	return due(s.reading(ctx), "find due jobs", now, wall, limit, func(a, b queue.Job) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.ID, b.ID))
	})
}

// ClaimJobs returns the jobs won, as they are now.
func (s *Store) ClaimJobs(ctx context.Context, rows []queue.Job, leaseUntil time.Time) ([]queue.Job, error) {
	return claimRows(ctx, s, "claim jobs", rows, leaseUntil, func(r *queue.Job) lease {
		return lease{id: r.ID, seq: &r.Seq, state: &r.State, leaseUntil: &r.LeaseUntil, attempts: &r.Attempts}
	})
}

// FinishJob completes a job that needed no domain transaction, or fails with code Fenced.
func (s *Store) FinishJob(ctx context.Context, claim queue.Claim, now time.Time) error {
	return s.write(ctx, "finish job", func(tx *Tx) error {
		return updateClaimed[queue.Job](tx.db, "finish job", claim, map[string]any{"state": queue.Done, "done_at": now})
	})
}

// FailJob gives the job back until retryAt, or buries it and writes tell.
func (s *Store) FailJob(ctx context.Context, claim queue.Claim, reason string, retryAt time.Time, dead bool, tell []queue.Outbound) error {
	return failClaimed[queue.Job](ctx, s, "fail job", claim, reason, retryAt, dead, tell)
}

// OpenJobs pages through the open jobs by id.
func (s *Store) OpenJobs(ctx context.Context, afterID int64, limit int) ([]queue.Job, error) {
	var open []queue.Job
	for _, state := range []queue.State{queue.Waiting, queue.Claimed} {
		part, err := list[queue.Job]("find open jobs",
			s.reading(ctx).Where("state = ? AND id > ?", state, afterID).Order("id"), limit)
		if err != nil {
			return nil, err
		}
		open = append(open, part...)
	}
	slices.SortFunc(open, func(a, b queue.Job) int { return cmp.Compare(a.ID, b.ID) })
	return open[:min(limit, len(open))], nil
}
