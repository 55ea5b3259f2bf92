package serve_test

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/glebarez/go-sqlite"
	"github.com/go-sql-driver/mysql"

	"petitiondesk/test/testenv"
)

// stores is where the replicas of one office keep what they know. The test looks into db past the program.
type stores struct {
	database, redis string
	password        string // of the program's account
	db              *sql.DB
}

// onEvery tells a story on SQLite with the embedded Redis and, unless -short asks for the quick loop, on a
// MariaDB with a real Redis.
func onEvery(t *testing.T, tell func(t *testing.T, o *office)) {
	t.Helper()
	t.Parallel()
	kinds := map[string]func(*testing.T) *stores{"embedded": onFile}
	if !testing.Short() {
		kinds["real"] = onServers
	}
	for name, prepare := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tell(t, open(t, prepare(t)))
		})
	}
}

func onFile(t *testing.T) *stores {
	t.Helper()
	return openFile(t, filepath.Join(t.TempDir(), "desk.db"))
}

func openFile(t *testing.T, path string) *stores {
	t.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeDB(t, db) })
	return &stores{database: "sqlite://" + path, redis: "embedded", db: db}
}

const databasePassword = "synthetic:p@ss/wörd"

// onServers gives the program an account with rights on its own schema only.
func onServers(t *testing.T) *stores {
	t.Helper()
	at, err := url.Parse(testenv.MySQL(t))
	if err != nil {
		t.Fatal(err)
	}
	db := openMySQL(t, at)
	name := strings.TrimPrefix(at.Path, "/")
	execute(t, db, "CREATE USER "+name+" IDENTIFIED BY '"+databasePassword+"'")
	execute(t, db, "GRANT ALL ON "+name+".* TO "+name)
	t.Cleanup(func() {
		if _, err := db.Exec("DROP USER " + name); err != nil {
			t.Error(err)
		}
	})
	at.User = url.UserPassword(name, databasePassword)
	return &stores{database: at.String(), redis: testenv.Redis(t), password: databasePassword, db: db}
}

func openMySQL(t *testing.T, at *url.URL) *sql.DB {
	t.Helper()
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr, cfg.User, cfg.DBName = "tcp", at.Host, at.User.Username(), strings.TrimPrefix(at.Path, "/")
	cfg.Logger = &mysql.NopLogger{}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { closeDB(t, db) })
	return db
}

func closeDB(t *testing.T, db *sql.DB) {
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func execute(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func (s *stores) count(t *testing.T, query string) int {
	t.Helper()
	var n int
	if err := s.db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// Waiting and claimed rows; see models/queue.
const openRows = "SELECT (SELECT COUNT(*) FROM inbox WHERE state IN (0, 1)) + (SELECT COUNT(*) FROM outbox WHERE state IN (0, 1))"
