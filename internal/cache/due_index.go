package cache

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"petitiondesk/models/queue"
)

const (
	dueKey   = "desk:due"
	dueBatch = 500 // jobs per command
)

// DueIndex keeps the ids of jobs by the instant they fall due. It is a hint, rebuilt from the jobs themselves.
type DueIndex struct{ client redis.UniversalClient }

// AddDue adds jobs, or moves them to their new instant.
func (d *DueIndex) AddDue(ctx context.Context, jobs []queue.Job) error {
	for part := range slices.Chunk(jobs, dueBatch) {
		members := make([]redis.Z, len(part))
		for i, job := range part {
			members[i] = redis.Z{Score: float64(job.DueAt.UnixMilli()), Member: job.ID}
		}
		if err := d.client.ZAdd(ctx, dueKey, members...).Err(); err != nil {
			return failed("add due jobs", err)
		}
	}
	return nil
}

// NextDue returns the earliest instant; ok is false when no job is known.
func (d *DueIndex) NextDue(ctx context.Context) (due time.Time, ok bool, err error) {
	first, err := d.client.ZRangeWithScores(ctx, dueKey, 0, 0).Result()
	if err != nil || len(first) == 0 {
		return time.Time{}, false, failed("find next due job", err)
	}
	return time.UnixMilli(int64(first[0].Score)).UTC(), true, nil
}

// RemoveDue removes jobs.
func (d *DueIndex) RemoveDue(ctx context.Context, jobIDs []int64) error {
	for part := range slices.Chunk(jobIDs, dueBatch) {
		members := make([]any, len(part))
		for i, id := range part {
			members[i] = strconv.FormatInt(id, 10)
		}
		if err := d.client.ZRem(ctx, dueKey, members...).Err(); err != nil {
			return failed("remove due jobs", err)
		}
	}
	return nil
}

// ResetDue empties the index.
func (d *DueIndex) ResetDue(ctx context.Context) error {
	return failed("reset due index", d.client.Del(ctx, dueKey).Err())
}
