package bench

import (
	"bytes"
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"petitiondesk/test/testenv"
)

// yardstick commits single rows as fast as the server takes them over as many connections as there are requests in
// flight. The rows are about as long as an inbound message.
type yardstick struct{ db *sql.DB }

func newYardstick(b *testing.B) yardstick {
	b.Helper()
	y := yardstick{db: connect(b, testenv.MySQL(b))}
	const table = "CREATE TABLE bare (id BIGINT AUTO_INCREMENT PRIMARY KEY, body VARBINARY(700)) ENGINE=InnoDB"
	if _, err := y.db.ExecContext(b.Context(), table); err != nil {
		b.Fatal(err)
	}
	var flush string
	if err := y.db.QueryRowContext(b.Context(), "SELECT @@innodb_flush_log_at_trx_commit").Scan(&flush); err != nil || flush != "1" {
		b.Fatalf("the server flushes its log at each commit: %q, %v; want 1", flush, err)
	}
	return y
}

func (y yardstick) commitsPerSecond(b *testing.B) float64 {
	b.Helper()
	body := bytes.Repeat([]byte("x"), 600)
	return perSecond(bareCommits, func() {
		spread(b, bareCommits, func(int) error {
			_, err := y.db.ExecContext(b.Context(), "INSERT INTO bare (body) VALUES (?)", body)
			return err
		})
	})
}

// compare times the work and reports it beside the mean of the bare commits before and after it.
func (y yardstick) compare(b *testing.B, count int, unit string, work func()) {
	b.Helper()
	before := y.commitsPerSecond(b)
	b.ResetTimer()
	rate := perSecond(count, work)
	b.StopTimer()
	bare := (before + y.commitsPerSecond(b)) / 2
	figure(b, rate, unit)
	figure(b, bare, "bare-commits/s")
	figure(b, 100*rate/bare, "%-of-bare")
}

func connect(b *testing.B, address string) *sql.DB {
	b.Helper()
	at, err := url.Parse(address)
	if err != nil {
		b.Fatal(err)
	}
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User, config.DBName = "tcp", at.Host, at.User.Username(), strings.TrimPrefix(at.Path, "/")
	config.InterpolateParams = true // one round trip a statement, as the desk has it
	connector, err := mysql.NewConnector(config)
	if err != nil {
		b.Fatal(err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(inFlight)
	db.SetMaxIdleConns(inFlight)
	b.Cleanup(func() { _ = db.Close() })
	return db
}
