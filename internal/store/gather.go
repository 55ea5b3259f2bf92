package store

import (
	"context"
	"sync"
	"time"
)

const (
	gatherMost    = 64
	gatherTimeout = 10 * time.Second
)

// gather lets writes that come together share one commit: while one batch is being committed the next one gathers, so a lone write
// waits for nobody. The batch outlives the caller who began it, as others wait for it too.
type gather[T any] struct {
	commit func(ctx context.Context, batch []T) []error // one for each

	mu      sync.Mutex
	waiting []gathered[T]
	busy    bool
}

type gathered[T any] struct {
	item   T
	answer chan error
}

func (g *gather[T]) do(ctx context.Context, item T) error {
	mine := gathered[T]{item: item, answer: make(chan error, 1)}
	g.mu.Lock()
	g.waiting = append(g.waiting, mine)
	begin := !g.busy
	g.busy = true
	g.mu.Unlock()
	if begin {
		go g.commitAll(context.WithoutCancel(ctx))
	}
	select {
	case err := <-mine.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gather[T]) commitAll(ctx context.Context) {
	for batch := g.next(); len(batch) > 0; batch = g.next() {
		items := make([]T, len(batch))
		for i, b := range batch {
			items[i] = b.item
		}
		within, cancel := context.WithTimeout(ctx, gatherTimeout)
		errs := g.commit(within, items)
		cancel()
		for i, b := range batch {
			b.answer <- errs[i]
		}
	}
}

func (g *gather[T]) next() []gathered[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), gatherMost)
	batch := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	if n == 0 {
		g.busy, g.waiting = false, nil
	}
	return batch
}

// each does the writes of a batch one by one.
func each[T any](batch []T, do func(T) error) []error {
	errs := make([]error, len(batch))
	for i, item := range batch {
		errs[i] = do(item)
	}
	return errs
}
