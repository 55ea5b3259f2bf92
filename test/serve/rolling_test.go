package serve_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
)

// Replicas are replaced one after the other while everybody writes: each message is answered, and answered once, and numbers
// have no gaps.
func TestRollingRestartLosesNoTurn(t *testing.T) {
	onEvery(t, func(t *testing.T, o *office) {
		old := []*replica{o.serve(), o.serve()}
		o.sim.SetFaults(wecomsim.Faults{SlowMS: 30}) // so that some work is always under way
		const each = 12                              // within a minute's messages to one person
		var asked atomic.Int64
		var together sync.WaitGroup
		for user := range members {
			together.Go(func() {
				for range each {
					if report, err := o.sim.Say(o.Context(), user, "帮助"); err != nil || !report.OK {
						o.Errorf("%s could not ask: %+v, %v", user, report, err)
					}
					asked.Add(1)
					time.Sleep(150 * time.Millisecond)
				}
			})
		}
		for i, leaving := range old {
			eventually(t, func() bool { return asked.Load() > int64(10+20*i) }, func() string { return "nobody asks" })
			o.serve() // the next version
			leaving.signal(syscall.SIGTERM)
			if code := leaving.exitCode(); code != 0 {
				t.Errorf("exit code %d", code)
			}
		}
		if all := int64(each * len(members)); asked.Load() >= all {
			t.Logf("the load ended before the restart did")
		}
		together.Wait()
		o.settle()
		for user := range members {
			answers := 0
			for _, bubble := range o.unread(user) {
				answers += strings.Count(story.Words(bubble), "这里是信访工作台") // what is due together comes in one message
			}
			if answers != each {
				t.Errorf("%s asked %d times and was answered %d times", user, each, answers)
			}
		}
		if dead := o.data.count(t, "SELECT COUNT(*) FROM inbox WHERE state <> 2"); dead != 0 {
			t.Errorf("%d messages are not done", dead)
		}
		if rows := o.data.count(t, "SELECT COUNT(*) FROM inbox"); rows != each*len(members) {
			t.Errorf("%d messages were kept, %d were written", rows, each*len(members))
		}
		o.expectSoundLedger()
	})
}
