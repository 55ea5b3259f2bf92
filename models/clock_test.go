package models_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models"
)

var morning = time.Date(2026, 11, 25, 0, 30, 0, 0, time.UTC)

func TestInstant(t *testing.T) {
	shanghai := time.FixedZone("Asia/Shanghai", 8*60*60)
	got := models.Instant(time.Date(2026, 11, 25, 8, 30, 0, 1_999_999, shanghai))
	if want := morning.Add(time.Millisecond); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestSystemClockTellsInstants(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(1500 * time.Microsecond)
		if got, want := (models.SystemClock{}).Now(), models.Instant(time.Now()); got != want {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

func TestMovableClock(t *testing.T) {
	for name, c := range map[string]struct {
		manual bool
		runs   time.Duration // how far it gets by itself in ten minutes
	}{
		"manual":  {true, 0},
		"running": {false, 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clock := models.NewMovableClock(morning, c.manual)
				reads := func(want time.Time) {
					t.Helper()
					if got := clock.Now(); got != want {
						t.Errorf("reads %v, want %v", got, want)
					}
				}
				if clock.Manual() != c.manual {
					t.Errorf("manual: %v", clock.Manual())
				}
				reads(morning)
				time.Sleep(10 * time.Minute)
				reads(morning.Add(c.runs))
				clock.Advance(24 * time.Hour)
				reads(morning.Add(c.runs + 24*time.Hour))
				clock.Set(morning.Add(-time.Hour))
				reads(morning.Add(-time.Hour))
				time.Sleep(10 * time.Minute)
				reads(morning.Add(-time.Hour + c.runs))
			})
		})
	}
}

func TestEveryMoveIsTold(t *testing.T) {
	clock := models.NewMovableClock(morning, true)
	var first, second []time.Time
	clock.OnMove(func() { first = append(first, clock.Now()) })
	clock.Advance(time.Hour)
	clock.OnMove(func() { second = append(second, clock.Now()) })
	clock.Set(morning.Add(2 * time.Hour))
	if diff := cmp.Diff([]time.Time{morning.Add(time.Hour), morning.Add(2 * time.Hour)}, first); diff != "" {
		t.Errorf("the first subscriber heard %s", diff)
	}
	if diff := cmp.Diff([]time.Time{morning.Add(2 * time.Hour)}, second); diff != "" {
		t.Errorf("the second subscriber heard %s", diff)
	}
}
