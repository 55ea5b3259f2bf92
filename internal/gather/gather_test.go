package gather_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"petitiondesk/internal/gather"
)

var errOdd = errors.New("odd")

// Each item is done once, in the order of its coming, in batches no larger than allowed, and each gets its own answer.
func TestItemsAreDoneTogether(t *testing.T) {
	var done []int
	largest := 0
	hold := make(chan struct{})
	g := gather.New(16, func(batch []int) []error {
		<-hold
		largest = max(largest, len(batch))
		done = append(done, batch...)
		errs := make([]error, len(batch))
		for i, item := range batch {
			if item%2 == 1 {
				errs[i] = errOdd
			}
		}
		return errs
	})
	var all sync.WaitGroup
	for item := range 100 {
		all.Go(func() {
			if err := g.Do(t.Context(), item); errors.Is(err, errOdd) != (item%2 == 1) {
				t.Errorf("item %d: %v", item, err)
			}
		})
		for waiting, busy := g.Waiting(); !busy || waiting < item-16; waiting, busy = g.Waiting() {
			continue // in order
		}
	}
	close(hold)
	all.Wait()
	slices.Sort(done)
	if len(done) != 100 || largest > 16 || len(slices.Compact(done)) != 100 {
		t.Errorf("%d items in batches of up to %d", len(done), largest)
	}
}

func TestWhoGoesAwayIsToldSo(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	g := gather.New(1, func([]string) []error { <-hold; return []error{nil} })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := g.Do(ctx, "item"); !errors.Is(err, context.Canceled) {
		t.Error(fmt.Errorf("told %w", err))
	}
}
