package cache_test

import (
	"testing"
	"time"

	"petitiondesk/internal/cache"
)

func TestLimitCountsEachKeyInItsWindow(t *testing.T) {
	onEach(t, func(t *testing.T, c *cache.Cache) {
		one, other := c.Limit("ask", 3, time.Minute), c.Limit("ask", 3, time.Minute) // two replicas
		allow := func(l *cache.Limit, key string, at time.Time, want bool) {
			t.Helper()
			if got, wait := l.Allow(t.Context(), key, at); got != want || !got && (wait <= 0 || wait > time.Minute) {
				t.Errorf("%s at %v: %v, again after %v", key, at, got, wait)
			}
		}
		allow(one, "a", start, true)
		allow(other, "a", start, true)
		allow(one, "a", start.Add(time.Second), true)
		allow(other, "a", start.Add(2*time.Second), false)
		allow(one, "a", start.Add(2*time.Second), false)
		allow(one, "b", start.Add(2*time.Second), true)
		allow(c.Limit("rate", 1, time.Minute), "a", start, true)
		allow(one, "a", start.Add(61*time.Second), true)
		flush(t, c) // what Redis forgot, the replica still knows
		allow(one, "b", start.Add(3*time.Second), true)
		allow(one, "b", start.Add(4*time.Second), true)
		allow(one, "b", start.Add(5*time.Second), false)
	})
}

func TestLimitHoldsWithoutRedis(t *testing.T) {
	for name, open := range gone() {
		t.Run(name, func(t *testing.T) {
			l := open(t).Limit("ask", 2, time.Minute)
			for n, want := range []bool{true, true, false} {
				if got, _ := l.Allow(t.Context(), "a", start); got != want {
					t.Errorf("event %d: %v", n+1, got)
				}
			}
		})
	}
}
