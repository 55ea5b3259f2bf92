package store

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"

	"petitiondesk/models/queue"
)

func openSQLite(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{URL: "sqlite://" + filepath.Join(t.TempDir(), "desk.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTransactRunsAgainAfterADeadlock(t *testing.T) {
	s := openSQLite(t)
	runs := 0
	err := s.Transact(t.Context(), func(tx *Tx) error {
		if runs++; runs < 3 {
			return classify("test", &mysql.MySQLError{Number: 1213})
		}
		return tx.Plan(queue.Job{Uniq: "a"})
	})
	if err != nil || runs != 3 {
		t.Errorf("ran %d times: %v", runs, err)
	}
	runs = 0
	err = s.Transact(t.Context(), func(*Tx) error { runs++; return &mysql.MySQLError{Number: 1205} })
	if err == nil || runs != commitTries {
		t.Errorf("ran %d times: %v", runs, err)
	}
}

func TestIgnoredDeadlockEndsTheTransaction(t *testing.T) {
	s := openSQLite(t)
	runs := 0
	err := s.Transact(t.Context(), func(tx *Tx) error {
		if runs++; runs == 1 {
			sessionOf(tx.db).lost = &mysql.MySQLError{Number: 1213}
		}
		_ = tx.Plan(queue.Job{Uniq: "a"}) // refused the first time, and nobody looks
		return nil
	})
	if err != nil || runs != 2 {
		t.Errorf("ran %d times: %v", runs, err)
	}
	jobs, err := s.OpenJobs(t.Context(), 0, 10)
	if err != nil || len(jobs) != 1 {
		t.Errorf("planned %v: %v", jobs, err)
	}
}

func TestSlowQueriesAreLoggedWithoutValues(t *testing.T) {
	var text strings.Builder
	s := openSQLite(t)
	db := s.db.Session(&gorm.Session{Logger: queryLog{log: slog.New(slog.NewTextHandler(&text, nil))}})
	var rows []queue.Job
	if err := db.Where("uniq = ?", "李大爷").Find(&rows).Error; err != nil {
		t.Fatal(err)
	}
	if logged := text.String(); !strings.Contains(logged, "slow query") || strings.Contains(logged, "李大爷") || !strings.Contains(logged, "uniq") {
		t.Errorf("logged %q", logged)
	}
}
