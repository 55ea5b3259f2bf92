package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	driver "github.com/glebarez/go-sqlite"
	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
)

// sqliteDialect is one database file. All that is special to its driver is in this file.
type sqliteDialect struct {
	path      string
	temporary string // folder to remove on Close
}

const (
	sqliteBusyWait      = 10 * time.Second
	sqliteMigrationWait = 60 * time.Second
)

// newSQLite opens :memory: as a file in a temporary folder: a real in-memory database is either one connection
// or a shared cache, and both lock differently from what runs in production.
func newSQLite(path string) (dialect, error) {
	if strings.HasPrefix(path, ":memory:") {
		folder, err := os.MkdirTemp("", "petitiondesk-*")
		if err != nil {
			return nil, fmt.Errorf("make folder for temporary database: %w", err)
		}
		return &sqliteDialect{path: filepath.Join(folder, "memory.db"), temporary: folder}, nil
	}
	if strings.ContainsAny(path, "?#") {
		return nil, errors.New("read database URL: a SQLite path takes no parameters")
	}
	return &sqliteDialect{path: path}, nil
}

func (d *sqliteDialect) name() string { return sqliteName }

func (d *sqliteDialect) close() error {
	if d.temporary == "" {
		return nil
	}
	return os.RemoveAll(d.temporary)
}

func (d *sqliteDialect) open(ctx context.Context, config *gorm.Config, maxConns int, migrating bool) (*gorm.DB, error) {
	pool, err := sql.Open(sqlite.DriverName, d.dsn(migrating))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(maxConns)
	pool.SetMaxIdleConns(maxConns)
	if err := untilFree(ctx, pool); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return gorm.Open(&sqlite.Dialector{Conn: pool}, config) // closes the pool when it fails
}

// untilFree makes the first connection. Switching a new file to WAL ignores the busy timeout, so processes that
// start together have to try again.
func untilFree(ctx context.Context, pool *sql.DB) error {
	for deadline := time.Now().Add(sqliteMigrationWait); ; {
		err := pool.PingContext(ctx)
		if err == nil || !sqliteBusy(err) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(time.Duration(10+rand.IntN(40)) * time.Millisecond)
	}
}

func (d *sqliteDialect) dsn(migrating bool) string {
	wait, synchronous := sqliteBusyWait, "FULL"
	if migrating {
		wait = sqliteMigrationWait
	}
	if d.temporary != "" {
		synchronous = "OFF"
	}
	return d.path + "?" + url.Values{
		"_txlock": {"immediate"},
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", wait.Milliseconds()),
			"journal_mode(WAL)",
			"synchronous(" + synchronous + ")",
			"foreign_keys(1)",
		},
	}.Encode()
}

// SQLite result codes; the low byte is the primary one.
const (
	sqliteCodeBusy     = 5
	sqliteCodeLocked   = 6
	sqliteCodeReadOnly = 8
	sqliteCodeIO       = 10
	sqliteCodeFull     = 13
	sqliteCodeCantOpen = 14
)

func sqliteCode(err error) int {
	if e, ok := errors.AsType[*driver.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

func sqliteBusy(err error) bool {
	code := sqliteCode(err)
	return code == sqliteCodeBusy || code == sqliteCodeLocked
}

func sqliteUnavailable(err error) bool {
	switch sqliteCode(err) {
	case sqliteCodeBusy, sqliteCodeLocked, sqliteCodeReadOnly, sqliteCodeIO, sqliteCodeFull, sqliteCodeCantOpen:
		return true
	}
	return false
}
