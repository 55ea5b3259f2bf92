// Package gather lets work that comes together be done together.
package gather

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Gather does items in batches: while one batch is being done the next one gathers. Batches of few items keep a distance, so that under
// load more of them share one; an item that comes alone waits for nobody. One batch is under way at a time, which keeps the order. A
// batch outlives whoever began it, as others wait for it too.
type Gather[T any] struct {
	most int
	do   func(batch []T) []error // one for each

	mu        sync.Mutex
	gathering []waiting[T]
	busy      bool
	began     time.Time // the last batch
	enough    chan struct{}
}

// Each batch costs the database a commit. A batch of few items begins no sooner than distance after the one before: a commit takes
// about a fifth of that, and nobody notices the wait.
const (
	few      = 8
	distance = 12 * time.Millisecond
)

type waiting[T any] struct {
	item   T
	answer chan error
}

// New makes one of batches of most items, each done by do.
func New[T any](most int, do func(batch []T) []error) *Gather[T] {
	return &Gather[T]{most: most, do: do, enough: make(chan struct{}, 1)}
}

// Do does the item with those that come at the same time. When ctx ends first, it may yet be done.
func (g *Gather[T]) Do(ctx context.Context, item T) error {
	mine := waiting[T]{item: item, answer: make(chan error, 1)}
	g.mu.Lock()
	g.gathering = append(g.gathering, mine)
	begin := !g.busy
	g.busy = true
	enough := len(g.gathering) >= min(few, g.most)
	g.mu.Unlock()
	if enough {
		select {
		case g.enough <- struct{}{}:
		default:
		}
	}
	if begin {
		go g.doAll()
	}
	select {
	case err := <-mine.answer:
		return err
	case <-ctx.Done():
		return fmt.Errorf("wait for what was gathered: %w", ctx.Err())
	}
}

// Waiting counts the items that wait for the batch under way, if there is one.
func (g *Gather[T]) Waiting() (items int, busy bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.gathering), g.busy
}

func (g *Gather[T]) doAll() {
	for g.linger(); ; g.linger() {
		batch := g.next()
		if len(batch) == 0 {
			return
		}
		items := make([]T, len(batch))
		for i, w := range batch {
			items[i] = w.item
		}
		errs := g.do(items)
		for i, w := range batch {
			w.answer <- errs[i]
		}
	}
}

// linger waits for company while few items are gathered and the last batch has only just begun.
func (g *Gather[T]) linger() {
	select {
	case <-g.enough: // of an earlier batch
	default:
	}
	g.mu.Lock()
	gathered, rest := len(g.gathering), distance-time.Since(g.began)
	g.mu.Unlock()
	if gathered == 0 || gathered >= min(few, g.most) || rest <= 0 {
		return
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-g.enough:
	}
}

func (g *Gather[T]) next() []waiting[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.began = time.Now()
	n := min(len(g.gathering), g.most)
	batch := g.gathering[:n:n]
	g.gathering = g.gathering[n:]
	if n == 0 {
		g.busy, g.gathering = false, nil
	}
	return batch
}
