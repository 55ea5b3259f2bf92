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

// BenchmarkRegistrations registers visits whole: two callbacks in, the case with its ledger entry, and every answer handed to the
// API. Visitors, places and matters differ as they do in a county.
func BenchmarkRegistrations(b *testing.B) {
	registerAll(b, func(n int) string {
		return fmt.Sprintf("来访 %s%s 139%08d %d人 %s 反映%s%s 请求尽快处理",
			surnames[n%len(surnames)], given[n/3%len(given)], n, 1+n%4, towns[n%len(towns)], complaints[n/7%len(complaints)], details[n/5%len(details)])
	})
}

// BenchmarkRegistrationsAlike is the worst of days: everybody comes about the same matter, and each report is compared with the
// two hundred before it.
func BenchmarkRegistrationsAlike(b *testing.B) {
	registerAll(b, func(n int) string {
		return fmt.Sprintf("来访 张某 13900000000 3人 城关镇 反映拖欠工资%d个月 请求支付", n+1)
	})
}

var (
	surnames   = []string{"张", "王", "李", "赵", "陈", "刘", "杨", "黄", "周", "吴", "徐", "孙"}
	given      = []string{"某", "某某", "某甲", "某乙", "某丙", "某丁", "某戊"}
	complaints = []string{
		"企业拖欠工资", "征收补偿标准过低", "村道路面破损", "宅基地界址争议", "小区物业收费", "养殖场污水外排", "低保申请未批", "新农合报销比例",
		"灌溉水渠淤堵", "学校乱收费", "施工噪声扰民", "退休待遇核定", "楼房漏水无人维修",
	}
	details = []string{"已持续三个月", "多次反映未解决", "影响十余户", "去年答复没有落实", "承包方推诿", "材料已交村委会", "现场没有人管", "涉及金额两万元", "影响老人出行"}
)

func registerAll(b *testing.B, report func(n int) string) {
	b.Helper()
	yardstick, desk := newYardstick(b), open(b, registrations/perClerk)
	reports := desk.sealEach(registrations, report)
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
	figure(b, float64(statements)/registrations, "statements/registration")
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

// figure puts a figure in the place of the time per operation, which would be that of the whole load.
func figure(b *testing.B, value float64, unit string) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(value, unit)
}
