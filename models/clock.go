package models

import (
	"sync"
	"time"
)

// Clock tells the time to everything that decides by it. Instants are UTC, cut to the millisecond, so that
// they come back from any database as they went in.
type Clock interface {
	Now() time.Time
}

// Instant brings a time into the form in which instants are kept: UTC, whole milliseconds.
func Instant(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// SystemClock is the machine's clock.
type SystemClock struct{}

// Now returns the current instant.
func (SystemClock) Now() time.Time { return Instant(time.Now()) }

// MovableClock can be set and advanced. A manual one stands still between moves; any other one runs on from
// where it was put.
type MovableClock struct {
	mu     sync.Mutex
	manual bool
	at     time.Time     // manual: the standing instant
	offset time.Duration // running: distance from the machine's clock
	moved  []func()
}

// NewMovableClock starts at the given instant.
func NewMovableClock(start time.Time, manual bool) *MovableClock {
	return &MovableClock{manual: manual, at: Instant(start), offset: time.Until(start)}
}

// Now returns the clock's instant.
func (c *MovableClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *MovableClock) now() time.Time {
	if c.manual {
		return c.at
	}
	return Instant(time.Now().Add(c.offset))
}

// Manual tells whether the clock stands still between moves.
func (c *MovableClock) Manual() bool { return c.manual }

// Set moves the clock to an instant and tells every subscriber.
func (c *MovableClock) Set(t time.Time) {
	c.move(func(time.Time) time.Time { return t })
}

// Advance moves the clock on by d.
func (c *MovableClock) Advance(d time.Duration) {
	c.move(func(now time.Time) time.Time { return now.Add(d) })
}

func (c *MovableClock) move(to func(now time.Time) time.Time) {
	c.mu.Lock()
	t := to(c.now())
	c.at = Instant(t)
	c.offset = time.Until(t)
	moved := c.moved
	c.mu.Unlock()
	for _, tell := range moved {
		tell()
	}
}

// OnMove registers tell to be called after each move.
func (c *MovableClock) OnMove(tell func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved = append(c.moved, tell)
}
