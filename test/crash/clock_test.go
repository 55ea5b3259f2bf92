package crash_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// clock is a clock that all replicas read from one file, with the simulator. It runs faster than the machine's, so that
// an afternoon of reminders passes in a run.
type clock struct {
	path string

	mu    sync.Mutex
	from  time.Time // the machine's instant
	shown time.Time // what the clock showed then
	rate  float64
}

func newClock(t *testing.T, shown time.Time) *clock {
	c := &clock{path: filepath.Join(t.TempDir(), "clock"), from: time.Now().Truncate(time.Millisecond), shown: shown}
	if err := c.write(); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now(time.Now())
}

func (c *clock) now(machine time.Time) time.Time {
	return c.shown.Add(time.Duration(float64(machine.Sub(c.from)) * c.rate)).UTC().Truncate(time.Millisecond)
}

// run sets how fast the clock runs from now on; 0 stops it.
func (c *clock) run(rate float64) error { return c.change(0, rate) }

// step moves the clock at once.
func (c *clock) step(by time.Duration) error {
	c.mu.Lock()
	rate := c.rate
	c.mu.Unlock()
	return c.change(by, rate)
}

func (c *clock) change(by time.Duration, rate float64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	machine := time.Now().Truncate(time.Millisecond)
	c.shown, c.from, c.rate = c.now(machine).Add(by), machine, rate
	return c.write()
}

// write replaces the file at once, so that nobody reads half of it.
func (c *clock) write() error {
	text := fmt.Sprintf("%d %d %g", c.from.UnixMilli(), c.shown.UnixMilli(), c.rate)
	if err := os.WriteFile(c.path+".new", []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(c.path+".new", c.path)
}
