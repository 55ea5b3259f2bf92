package story

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"

	_ "github.com/glebarez/go-sqlite" // to look into the database past the program
	"github.com/go-sql-driver/mysql"
)

// Log is everything the desk has logged, debugging included.
func (s *Story) Log() string {
	s.logs.mu.Lock()
	defer s.logs.mu.Unlock()
	return strings.Join(s.logs.lines, "\n")
}

// Metrics is what the desk says at /metrics.
func (s *Story) Metrics() string {
	answer := httptest.NewRecorder()
	s.Demo.App.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return answer.Body.String()
}

// DB is the database, past the program.
func (s *Story) DB() *sql.DB {
	s.Helper()
	driver, name := "sqlite", strings.TrimPrefix(s.Stores.Database, "sqlite://")+"?_pragma=busy_timeout(10000)"
	if strings.HasPrefix(s.Stores.Database, "mysql:") {
		at, err := url.Parse(s.Stores.Database)
		if err != nil {
			s.Fatal(err)
		}
		cfg := mysql.NewConfig()
		cfg.Net, cfg.Addr, cfg.User, cfg.DBName = "tcp", at.Host, at.User.Username(), strings.TrimPrefix(at.Path, "/")
		cfg.Passwd, _ = at.User.Password()
		cfg.Timeout = 10 * time.Second
		driver, name = "mysql", cfg.FormatDSN()
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = db.Close() })
	return db
}

// ColumnsHolding lists the columns of the database, as table.column, in which any of the texts occurs.
func (s *Story) ColumnsHolding(texts ...string) []string {
	s.Helper()
	db := s.DB()
	var found []string
	for _, table := range s.tables(db) {
		found = append(found, s.columnsOf(db, table, texts)...)
	}
	slices.Sort(found)
	return found
}

func (s *Story) columnsOf(db *sql.DB, table string, texts []string) (found []string) {
	s.Helper()
	rows, err := db.QueryContext(s.Context(), "SELECT * FROM `"+table+"`")
	if err != nil {
		s.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		s.Fatal(err)
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			s.Fatal(err)
		}
		for i, value := range values {
			name := table + "." + columns[i]
			if !slices.Contains(found, name) && slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(written(value), t) }) {
				found = append(found, name)
			}
		}
	}
	if err := rows.Err(); err != nil {
		s.Fatal(err)
	}
	return found
}

func written(value any) string {
	if bytes, ok := value.([]byte); ok {
		return string(bytes)
	}
	return fmt.Sprint(value)
}

func (s *Story) tables(db *sql.DB) []string {
	question := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if strings.HasPrefix(s.Stores.Database, "mysql:") {
		question = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
	}
	rows, err := db.QueryContext(s.Context(), question)
	if err != nil {
		s.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			s.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		s.Fatal(err)
	}
	return names
}
