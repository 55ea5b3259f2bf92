package queue_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/queue"
)

func TestBackoffDoublesUpToTenMinutes(t *testing.T) {
	for attempt, want := range map[int]time.Duration{
		-1: 5 * time.Second, 0: 5 * time.Second, 1: 5 * time.Second, 2: 10 * time.Second, 3: 20 * time.Second,
		7: 320 * time.Second, 8: 10 * time.Minute, 9: 10 * time.Minute, 1 << 40: 10 * time.Minute,
	} {
		if got := queue.Backoff(attempt, 0); got != want {
			t.Errorf("after attempt %d: %v, want %v", attempt, got, want)
		}
	}
}

func TestBackoffIsSaltedByLessThanAFifth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		attempt := rapid.IntRange(1, 100).Draw(t, "attempt")
		unsalted := queue.Backoff(attempt, 0)
		waits := map[time.Duration]bool{}
		for salt := range uint64(1000) {
			got := queue.Backoff(attempt, salt)
			if got < unsalted || got >= unsalted+unsalted/5 {
				t.Fatalf("salt %d: %v is not within a fifth above %v", salt, got, unsalted)
			}
			waits[got] = true
		}
		if len(waits) != 200 {
			t.Fatalf("1000 rows return at %d different times", len(waits))
		}
		if queue.Backoff(attempt+1, 0) < unsalted {
			t.Fatalf("attempt %d waits longer than the next", attempt)
		}
	})
}

func TestSuppressionSecondsDifferFromRowToRow(t *testing.T) {
	const least, most, neighbours = 7200, 14400, 7200
	for _, first := range []int64{1, 7199, 7200, 1 << 40} {
		seen := map[int]int64{}
		for id := first; id < first+neighbours; id++ {
			got := queue.SuppressionSeconds(id)
			if got <= least || got > most {
				t.Fatalf("row %d: %d s, want more than %d and at most %d", id, got, least, most)
			}
			if other, taken := seen[got]; taken {
				t.Fatalf("rows %d and %d share %d s", other, id, got)
			}
			seen[got] = id
		}
	}
}

func TestOnlyWaitingAndClaimedAreOpen(t *testing.T) {
	for state, want := range map[queue.State]bool{
		queue.Waiting: true, queue.Claimed: true,
		queue.Done: false, queue.Cancelled: false, queue.Expired: false, queue.Dead: false, queue.Bundled: false,
	} {
		if got := state.Open(); got != want {
			t.Errorf("state %d open: %v", state, got)
		}
	}
}
