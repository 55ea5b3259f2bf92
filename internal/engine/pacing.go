package engine

import (
	"context"
	"sync"
	"time"

	"petitiondesk/models/queue"
)

const (
	pacingWindow = time.Minute
	pacerTimeout = time.Second
)

// pacing asks the shared pacer and also counts by itself, as the shared counter may be gone or flushed.
type pacing struct {
	shared Pacer
	fault  *fault
	most   int // messages to one person in a minute

	mu    sync.Mutex
	sent  map[string][]time.Time // in the last minute, by person
	swept time.Time              // when those who were sent nothing lately were forgotten
}

func newPacing(shared Pacer, fault *fault, most int) *pacing {
	return &pacing{shared: shared, fault: fault, most: most, sent: map[string][]time.Time{}}
}

// allow counts one message to the person, or says for how long there must be none.
func (p *pacing) allow(ctx context.Context, person string, wall time.Time) (ok bool, wait time.Duration) {
	if ok, wait := p.room(person, p.most, wall); !ok {
		return false, wait
	}
	limit := p.most
	if p.shared != nil {
		ctx, cancel := context.WithTimeout(ctx, pacerTimeout)
		defer cancel()
		ok, wait, err := p.shared.Allow(ctx, person, wall)
		p.fault.observe(err)
		if err == nil && !ok {
			return false, max(wait, time.Second)
		}
		if err != nil {
			limit = queue.Alone(p.most)
		}
	}
	if ok, wait := p.room(person, limit, wall); !ok {
		return false, wait
	}
	p.count(person, wall)
	return true, 0
}

func (p *pacing) room(person string, limit int, wall time.Time) (ok bool, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	recent := p.recent(person, wall)
	if len(recent) < limit {
		return true, 0
	}
	return false, recent[len(recent)-limit].Add(pacingWindow).Sub(wall)
}

func (p *pacing) count(person string, wall time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent[person] = append(p.recent(person, wall), wall)
	if wall.Sub(p.swept) > pacingWindow {
		p.swept = wall
		for other := range p.sent {
			p.recent(other, wall)
		}
	}
}

// recent forgets what is older than the window.
func (p *pacing) recent(person string, wall time.Time) []time.Time {
	times := p.sent[person]
	for len(times) > 0 && !times[0].Add(pacingWindow).After(wall) {
		times = times[1:]
	}
	if len(times) == 0 {
		delete(p.sent, person)
		return nil
	}
	p.sent[person] = times
	return times
}
