package engine

import (
	"context"
	"math/rand/v2"
	"time"
)

// Topics of Poke and of the hints between replicas.
const (
	TopicInbox  = "inbox"
	TopicJobs   = "jobs"
	TopicOutbox = "outbox"
	TopicPlan   = "plan"
)

// bell wakes one loop; ringing it again before it is heard changes nothing.
type bell chan struct{}

func newBell() bell { return make(bell, 1) }

func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// wait returns when the bell rings, the time is over or ctx ends.
func (b bell) wait(ctx context.Context, atMost time.Duration) {
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-b:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// jittered spreads replicas that started together: a tenth either way.
func jittered(d time.Duration) time.Duration {
	return d + time.Duration((rand.Float64()-0.5)*0.2*float64(d))
}
