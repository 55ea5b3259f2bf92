package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"

	"petitiondesk/models"
)

// RowError says why one row of a batch was not written; the others were.
type RowError struct {
	Key string
	Err error
}

func (e *RowError) Error() string { return fmt.Sprintf("write row %s: %v", e.Key, e.Err) }

func (e *RowError) Unwrap() error { return e.Err }

// classify gives a database error the code that callers react to. Errors of the domain pass as they are.
func classify(op string, err error) error {
	coded := func(code models.Code) error { return &models.Error{Code: code, Op: op, Err: err} }
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*models.Error](err); ok {
		return err
	}
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return coded(models.NotFound)
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return coded(models.Conflict)
	case unavailable(err):
		return coded(models.Unavailable)
	}
	return fmt.Errorf("%s: %w", op, err)
}

// These three are verdicts of the store itself, without a database error behind them.
func notFound(op string) error { return &models.Error{Code: models.NotFound, Op: op} }

func conflict(op string) error { return &models.Error{Code: models.Conflict, Op: op} }

func fenced(op string) error { return &models.Error{Code: models.Fenced, Op: op} }

// Server errors after which the same transaction may simply be run again: lock wait, deadlock, and the write
// conflicts of MariaDB's snapshot isolation, Galera and TiDB.
var retryNumbers = []uint16{1205, 1213, 1020, 1047, 8002, 8022, 8028, 9007}

// Server errors that mean "not now": too many connections, no such database or access yet, shutting down, disk
// full, read-only.
var unavailableNumbers = []uint16{1040, 1044, 1045, 1049, 1053, 1021, 1114, 1203, 1226, 1290, 1317, 1792, 1836, 1927, 3024}

func retryable(err error) bool {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return slices.Contains(retryNumbers, e.Number)
	}
	return sqliteBusy(err)
}

func unavailable(err error) bool {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return slices.Contains(unavailableNumbers, e.Number) || retryable(err)
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	for _, sign := range []error{
		driver.ErrBadConn, mysql.ErrInvalidConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, context.DeadlineExceeded,
	} {
		if errors.Is(err, sign) {
			return true
		}
	}
	// database/sql does not export this one.
	return sqliteUnavailable(err) || err.Error() == "sql: database is closed"
}
