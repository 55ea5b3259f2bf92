// Package bench measures the desk on a real MariaDB and Redis, each figure beside bare commits on the same server
// taken just before and just after it. make bench prints them; docs/benchmarks.md keeps them.
package bench

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Each benchmark does its whole load once, whatever b.N is: a handful of callbacks would only measure the start.
const (
	bareCommits   = 8000
	callbacks     = 40000
	registrations = 2000
	messages      = 4000

	inFlight = 64 // requests under way at a time

	// perClerk keeps everybody below the messages a person may get in a minute, so that pacing delays nothing.
	perClerk = 4
)

// BenchmarkDurableCallbacks posts signed callbacks to the app's handler; each is answered once it is committed.
// Nothing is handled meanwhile.
func BenchmarkDurableCallbacks(b *testing.B) {
	yardstick, desk := newYardstick(b), open(b, 500)
	sealed := desk.sealEach(callbacks, func(n int) string { return fmt.Sprintf("你好 %d", n) })
	yardstick.compare(b, callbacks, "callbacks/s", func() {
		spread(b, callbacks, func(n int) error { return desk.post(sealed[n]) })
	})
	desk.expect("SELECT COUNT(*) FROM inbox", callbacks)
}

// BenchmarkRegistrations registers visits whole: two callbacks in, the case with its ledger entry, and every
// answer handed to the API.
func BenchmarkRegistrations(b *testing.B) {
	yardstick, desk := newYardstick(b), open(b, registrations/perClerk)
	reports := desk.sealEach(registrations, func(n int) string {
		return fmt.Sprintf("来访 张某 13900000000 3人 城关镇 反映拖欠工资%d个月 请求支付", n+1)
	})
	confirmations := desk.sealEach(registrations, func(int) string { return "确认登记" })
	desk.start()
	var statements int64
	yardstick.compare(b, registrations, "registrations/s", func() {
		statements = -desk.statements()
		spread(b, registrations, func(n int) error {
			if err := desk.post(reports[n]); err != nil {
				return err
			}
			return desk.post(confirmations[n])
		})
		desk.rest()
		statements += desk.statements()
	})
	report(b, float64(statements)/registrations, "statements/registration")
	desk.expect("SELECT COUNT(*) FROM cases", registrations)
	desk.expectSent()
	desk.verify()
}

// BenchmarkOutbox hands messages to a simulator that answers at once, one to each of many people.
func BenchmarkOutbox(b *testing.B) {
	yardstick, desk := newYardstick(b), open(b, messages)
	desk.tellEverybody()
	yardstick.compare(b, messages, "messages/s", func() {
		desk.start()
		desk.rest()
	})
	desk.expect("SELECT COUNT(*) FROM outbox WHERE state = 2", messages)
	if sent := desk.journalled("message/send"); sent != messages {
		b.Errorf("%d messages reached the platform, want %d", sent, messages)
	}
}

// spread does the numbers below count, in order, with inFlight of them under way.
func spread(b *testing.B, count int, do func(n int) error) {
	b.Helper()
	var next atomic.Int64
	var workers sync.WaitGroup
	for range inFlight {
		workers.Go(func() {
			for n := next.Add(1) - 1; n < int64(count); n = next.Add(1) - 1 {
				if err := do(int(n)); err != nil {
					b.Errorf("number %d: %v", n, err)
					return
				}
			}
		})
	}
	workers.Wait()
}

func perSecond(count int, do func()) float64 {
	started := time.Now()
	do()
	return float64(count) / time.Since(started).Seconds()
}

// report puts a figure in the place of the time per operation, which would be that of the whole load.
func report(b *testing.B, value float64, unit string) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(value, unit)
}
