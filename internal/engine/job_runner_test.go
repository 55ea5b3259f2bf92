package engine

import (
	"context"
	"errors"
	"testing"
	"time"

	"petitiondesk/models/queue"
)

func TestAJobRunsWhenTheDesksClockReachesIt(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.JobDone = make(chan queue.Claim, 8)
	ran := make(chan int64, 8)
	b.ports.Run = func(_ context.Context, job queue.Job) error { ran <- job.ID; return nil }
	later := b.addJob(queue.Job{Kind: "remind", DueAt: start.Add(time.Hour)})
	now := b.addJob(queue.Job{Kind: "remind", DueAt: start})
	e, _ := b.run()
	if id := <-ran; id != now {
		t.Errorf("job %d ran before its time", id)
	}
	<-b.cfg.Signals.JobDone
	b.clock.Advance(time.Hour)
	e.Poke("")
	if id := <-ran; id != later {
		t.Errorf("job %d ran", id)
	}
	<-b.cfg.Signals.JobDone
	for _, job := range b.mem.jobs {
		if state := read(b.mem, func() queue.State { return job.State }); state != queue.Done {
			t.Errorf("job %d is in state %d", job.ID, state)
		}
	}
}

func TestAFailedJobIsBuriedAloud(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.JobDone = make(chan queue.Claim, 64)
	b.ports.Run = func(context.Context, queue.Job) error { return errors.New("no") }
	b.addJob(queue.Job{Kind: "remind", DueAt: start})
	b.run()
	for range queue.MaxAttempts {
		<-b.cfg.Signals.JobDone
		b.wall.Advance(queue.Backoff(queue.MaxAttempts, 199))
	}
	if told := b.complaints(); len(told) != 1 || told[0].Kind != TroublePrefix+"dead_job" {
		t.Errorf("the duty office was told %+v", told)
	}
}

func TestTheDueIndexIsRebuiltAndWakesTheRunner(t *testing.T) {
	b := newBench(t)
	index := &memoryIndex{filled: make(chan int, 1024)}
	b.ports.DueIndex = index
	b.cfg.IndexGap = time.Millisecond
	for range 3 {
		b.addJob(queue.Job{Kind: "remind", DueAt: start.Add(time.Hour)})
	}
	b.run()
	if n := <-index.filled; n != 3 {
		t.Errorf("index was filled with %d jobs", n)
	}
}

type memoryIndex struct{ filled chan int }

func (i *memoryIndex) AddDue(_ context.Context, jobs []queue.Job) error {
	signal(i.filled, len(jobs))
	return nil
}

func (i *memoryIndex) NextDue(context.Context) (time.Time, bool, error) {
	return start.Add(time.Hour), true, nil
}
func (i *memoryIndex) RemoveDue(context.Context, []int64) error { return nil }
func (i *memoryIndex) ResetDue(context.Context) error           { return nil }
