package crash_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"petitiondesk/models/duty"
)

// The run of the tests is short, always the same, and has short leases; `make crash` sets the length, draws a seed and
// keeps the leases of the real service.
const (
	shortRun   = 20 * time.Second
	shortSeed  = 20261125
	shortLease = 8 * time.Second
	afternoon  = 100 * time.Minute // of the desk's clock in a run; less than the platform remembers requests
)

func TestNothingIsLostOrDoubled(t *testing.T) {
	if testing.Short() {
		t.Skip("runs for half a minute")
	}
	length, seed, lease := shortRun, uint64(shortSeed), shortLease
	if text := os.Getenv("CRASH_TIME"); text != "" {
		lease = 0
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatalf("CRASH_TIME: %v", err)
		}
		seed = uint64(time.Now().UnixNano())
	}
	if text := os.Getenv("CRASH_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("CRASH_SEED: %v", err)
		}
	}
	t.Logf("seed %d; again with CRASH_SEED=%[1]d CRASH_TIME=%s", seed, length)
	o := open(t, seed, lease)
	e := o.weather(seed, length)
	o.audit(e)
	o.verdict(e)
	if t.Failed() || len(e.faults()) > 0 {
		return
	}
	o.expectTamperingFound(e)
}

// weather runs the service through a plan of faults and gathers the evidence.
func (o *office) weather(seed uint64, length time.Duration) *evidence {
	o.Helper()
	for i := range replicas {
		o.begin(i)
	}
	o.awaitReplicas(replicas)
	began := o.clock.Now()
	o.must(o.clock.run(float64(afternoon) / float64(length)))
	o.door.copies(true)
	day, end := context.WithTimeout(o.Context(), length)
	defer end()
	l, everybody := o.live(day, seed)
	o.suffer(day, plan(seed, length))
	<-day.Done()
	o.must(o.clock.run(0))
	o.heal()
	everybody.Wait()
	o.door.late.Wait()
	o.settle()
	return o.gather(l, began)
}

// awaitReplicas waits until so many are behind the door and the afternoon is planned.
func (o *office) awaitReplicas(wanted int) {
	o.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		o.door.mu.Lock()
		there := len(o.door.replicas)
		o.door.mu.Unlock()
		if there == wanted && o.count("SELECT COUNT(*) FROM duty_slots") >= onDuty {
			return
		}
		if time.Now().After(end) {
			o.Fatalf("the service does not begin: %d replicas", there)
		}
	}
}

func (s slot) asSlot() duty.Slot { return duty.Slot{UserID: s.person, StartsAt: s.starts} }

// verdict prints what happened and fails the test with every fault.
func (o *office) verdict(e *evidence) {
	o.Helper()
	repeats, again := 0, 0
	for _, call := range e.journal {
		if call.Suppressed {
			repeats++
		}
	}
	for _, m := range e.outbox {
		if m.attempts > 1 {
			again++
		}
	}
	o.Logf("%d replicas' lives; %d callbacks answered, %d deliveries; %d calls to WeCom, %d repeats absorbed, %d messages tried again",
		len(o.past), len(e.acked), o.door.passed, len(e.journal), repeats, again)
	o.Logf("%d registrations, %d requests, %d messages, %d duties", len(e.submissions), len(e.requests), len(e.outbox), len(e.slots))
	for _, check := range checks {
		faults := check.find(e)
		word := "ok"
		if len(faults) > 0 {
			word = fmt.Sprintf("%d FAULTS", len(faults))
		}
		o.Logf("  %-36s %s", check.name, word)
	}
	if faults := e.faults(); len(faults) > 0 {
		o.Errorf("FAULTS\n%s", strings.Join(faults, "\n"))
		return
	}
	o.Logf("nothing was lost or doubled")
}
