// Package bench measures the desk on a real MariaDB, each figure beside the bare work of the same server in
// the same run. make bench prints them; docs/benchmarks.md keeps them.
package bench

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql"

	"petitiondesk/bot/wxcrypt"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/app"
	"petitiondesk/internal/county"
	"petitiondesk/models"
	"petitiondesk/models/people"
	"petitiondesk/test/testenv"
)

// inFlight is how many requests are under way at a time.
const inFlight = 64

// BenchmarkBareCommits is the yardstick: one row, one commit, on innodb_flush_log_at_trx_commit=1.
func BenchmarkBareCommits(b *testing.B) {
	address := strings.TrimPrefix(testenv.MySQL(b), "mysql://")
	user, rest, _ := strings.Cut(address, "@")
	host, name, _ := strings.Cut(rest, "/")
	db, err := sql.Open("mysql", user+"@tcp("+host+")/"+name)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(inFlight)
	db.SetMaxIdleConns(inFlight)
	if _, err := db.ExecContext(b.Context(), "CREATE TABLE bare (id BIGINT AUTO_INCREMENT PRIMARY KEY, body VARBINARY(700)) ENGINE=InnoDB"); err != nil {
		b.Fatal(err)
	}
	body := bytes.Repeat([]byte("x"), 600)
	spread(b, func(int64) error {
		_, err := db.ExecContext(b.Context(), "INSERT INTO bare (body) VALUES (?)", body)
		return err
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
}

// BenchmarkDurableCallbacks posts signed callbacks to the handler; each is answered once it is committed.
func BenchmarkDurableCallbacks(b *testing.B) {
	desk := open(b, 200)
	b.ResetTimer()
	spread(b, func(n int64) error { return desk.post(clerk(n%200), fmt.Sprintf("你好 %d", n)) })
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "callbacks/s")
}

// BenchmarkRegistrations registers visits whole: two callbacks in, the case, its ledger entry and the answers
// handed to the API.
func BenchmarkRegistrations(b *testing.B) {
	clerks := int64(b.N/4 + 1)
	desk := open(b, clerks)
	b.ResetTimer()
	spread(b, func(n int64) error {
		if err := desk.post(clerk(n%clerks), fmt.Sprintf("来访 张某 13900000000 3人 城关镇 反映拖欠工资%d 请求支付", n)); err != nil {
			return err
		}
		return desk.post(clerk(n%clerks), fmt.Sprintf("确认登记 %d", n))
	})
	desk.rest()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "registrations/s")
}

// BenchmarkOutbox hands messages to a simulator that answers at once, one to each of many people.
func BenchmarkOutbox(b *testing.B) {
	staff := int64(b.N + 1)
	desk := open(b, staff)
	desk.pause()
	spread(b, func(n int64) error { return desk.post(clerk(n), "帮助") })
	b.ResetTimer()
	desk.resume()
	desk.rest()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

func spread(b *testing.B, do func(n int64) error) {
	b.Helper()
	var next atomic.Int64
	var workers sync.WaitGroup
	for range inFlight {
		workers.Go(func() {
			for n := next.Add(1) - 1; n < int64(b.N); n = next.Add(1) - 1 {
				if err := do(n); err != nil {
					b.Errorf("number %d: %v", n, err)
					return
				}
			}
		})
	}
	workers.Wait()
}

func clerk(n int64) string { return fmt.Sprintf("clerk%d", n) }
