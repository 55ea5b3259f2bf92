package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/test/testenv"
)

// start is the instant at which the clock of every test stands.
var start = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	if url := migrationURL(); url != "" {
		migrateAsProcess(url)
		return
	}
	goleak.VerifyTestMain(m)
}

// databases are what every test of this package runs on: SQLite always, MariaDB unless -short.
func databases() map[string]func(t *testing.T) (url string) {
	all := map[string]func(t *testing.T) string{
		"sqlite": func(t *testing.T) string { return "sqlite://" + filepath.Join(t.TempDir(), "desk.db") },
	}
	if !testing.Short() {
		all["mariadb"] = func(t *testing.T) string { return testenv.MySQL(t) }
	}
	return all
}

// onEach runs a test on a migrated store of each kind.
func onEach(t *testing.T, run func(t *testing.T, s *store.Store)) {
	t.Helper()
	for name, database := range databases() {
		t.Run(name, func(t *testing.T) {
			run(t, migrated(t, database(t)))
		})
	}
}

func migrated(t *testing.T, url string) *store.Store {
	t.Helper()
	s := opened(t, url)
	must(t, s.Migrate(t.Context()))
	return s
}

func opened(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{URL: url, Clock: models.NewMovableClock(start, true)})
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, code models.Code) {
	t.Helper()
	if got := models.CodeOf(err); got != code {
		t.Fatalf("got code %q (%v), want %q", got, err, code)
	}
}

// transact and read give tests the value that a transaction makes.
func transact(t *testing.T, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	must(t, s.Transact(t.Context(), fn))
}

func read[T any](t *testing.T, s *store.Store, fn func(tx *store.Tx) (T, error)) T {
	t.Helper()
	var value T
	must(t, s.Read(t.Context(), func(tx *store.Tx) (err error) {
		value, err = fn(tx)
		return err
	}))
	return value
}
