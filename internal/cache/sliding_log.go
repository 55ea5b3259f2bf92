package cache

import (
	"slices"
	"sync"
	"time"
)

// sweepEvery is after how many messages people without recent ones are forgotten.
const sweepEvery = 1000

// slidingLog counts messages per person in any window.
type slidingLog struct {
	window time.Duration

	mu    sync.Mutex
	sent  map[string][]time.Time // in order of time
	taken int
}

func newSlidingLog(window time.Duration) *slidingLog {
	return &slidingLog{window: window, sent: map[string][]time.Time{}}
}

// take counts a message if one may go now, at most limit in the window.
func (l *slidingLog) take(person string, limit int, now time.Time) (ok bool, retryAfter time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	recent := l.recent(l.sent[person], now)
	if len(recent) >= limit {
		l.sent[person] = recent
		return false, max(time.Millisecond, recent[len(recent)-limit].Add(l.window).Sub(now))
	}
	at, _ := slices.BinarySearchFunc(recent, now, time.Time.Compare)
	l.sent[person] = slices.Insert(recent, at, now)
	return true, 0
}

// giveBack takes back a message counted at that instant.
func (l *slidingLog) giveBack(person string, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.IndexFunc(l.sent[person], at.Equal); i >= 0 {
		l.sent[person] = slices.Delete(l.sent[person], i, i+1)
	}
}

func (l *slidingLog) recent(sent []time.Time, now time.Time) []time.Time {
	return slices.DeleteFunc(sent, func(at time.Time) bool { return !at.Add(l.window).After(now) })
}

func (l *slidingLog) sweep(now time.Time) {
	if l.taken++; l.taken%sweepEvery != 0 {
		return
	}
	for person, sent := range l.sent {
		if l.sent[person] = l.recent(sent, now); len(l.sent[person]) == 0 {
			delete(l.sent, person)
		}
	}
}
