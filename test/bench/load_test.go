package bench

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/go-sql-driver/mysql"
)

// rows is what is loaded into one table at once. Nothing it is given needs escaping.
type rows struct {
	columns string
	text    []byte
	count   int64
}

func (r *rows) add(values ...any) {
	for i, value := range values {
		if i > 0 {
			r.text = append(r.text, '\t')
		}
		switch v := value.(type) {
		case string:
			r.text = append(r.text, v...)
		case int:
			r.text = strconv.AppendInt(r.text, int64(v), 10)
		case int64:
			r.text = strconv.AppendInt(r.text, v, 10)
		default:
			panic(fmt.Sprintf("bench: cannot load a %T", value))
		}
	}
	r.text = append(r.text, '\n')
	r.count++
}

// batch is rows of many tables that belong together.
type batch map[string]*rows

func (b batch) add(table, columns string, values ...any) {
	if b[table] == nil {
		b[table] = &rows{columns: columns}
	}
	b[table].add(values...)
}

// load hands every table to the server at once and returns what went wrong.
func (b batch) load(ctx context.Context, db *sql.DB) error {
	faults := make(chan error, len(b))
	var loading sync.WaitGroup
	for table, part := range b {
		loading.Go(func() { faults <- part.load(ctx, db, table) })
	}
	loading.Wait()
	close(faults)
	for err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}

// load writes the rows in one statement. The server would only warn of what it leaves out, so they are counted.
func (r *rows) load(ctx context.Context, db *sql.DB, table string) error {
	mysql.RegisterReaderHandler(table, func() io.Reader { return bytes.NewReader(r.text) })
	defer mysql.DeregisterReaderHandler(table)
	done, err := db.ExecContext(ctx, fmt.Sprintf("LOAD DATA LOCAL INFILE 'Reader::%s' INTO TABLE %s CHARACTER SET utf8mb4 (%s)", table, table, r.columns))
	if err != nil {
		return fmt.Errorf("load %s: %w", table, err)
	}
	if written, err := done.RowsAffected(); err != nil || written != r.count {
		return fmt.Errorf("load %s: %d of %d rows were written, %w", table, written, r.count, err)
	}
	return nil
}

// indexes are those of a table beside its primary key, as ALTER TABLE drops and adds them.
type indexes struct{ drop, add string }

func indexesOf(ctx context.Context, db *sql.DB, table string) (indexes, error) {
	found, err := db.QueryContext(ctx, "SELECT index_name, non_unique, GROUP_CONCAT('`', column_name, '`' ORDER BY seq_in_index) "+
		"FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name <> 'PRIMARY' "+
		"GROUP BY index_name, non_unique", table)
	if err != nil {
		return indexes{}, err
	}
	defer found.Close()
	var drop, add []string
	for found.Next() {
		var name, columns string
		var several bool
		if err := found.Scan(&name, &several, &columns); err != nil {
			return indexes{}, err
		}
		unique := "UNIQUE "
		if several {
			unique = ""
		}
		drop = append(drop, "DROP INDEX `"+name+"`")
		add = append(add, "ADD "+unique+"INDEX `"+name+"` ("+columns+")")
	}
	alter := "ALTER TABLE " + table + " "
	return indexes{drop: alter + strings.Join(drop, ", "), add: alter + strings.Join(add, ", ")}, found.Err()
}
