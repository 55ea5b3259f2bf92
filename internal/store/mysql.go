package store

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
)

// mysqlDialect is MySQL, MariaDB or TiDB.
type mysqlDialect struct{ config *driver.Config }

// connLifetime stays below the usual wait_timeout and lets a moved server be found again.
const connLifetime = 5 * time.Minute

// strictMode makes every server refuse what it would otherwise cut or guess.
const strictMode = "'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'"

func newMySQL(address *url.URL) (dialect, error) {
	config := driver.NewConfig()
	config.User = address.User.Username()
	config.Passwd, _ = address.User.Password()
	config.Net = "tcp"
	config.Addr = address.Host
	if address.Port() == "" {
		config.Addr = net.JoinHostPort(address.Hostname(), "3306")
	}
	config.DBName = strings.TrimPrefix(address.Path, "/")
	if config.User == "" || address.Hostname() == "" || config.DBName == "" {
		return nil, errors.New("read database URL: want a user, a host and a database name")
	}
	config.ParseTime = true
	config.Loc = time.UTC
	config.Timeout = 5 * time.Second
	config.ReadTimeout = 30 * time.Second
	config.WriteTimeout = 30 * time.Second
	config.MultiStatements = false
	// One round trip a statement, without gorm's PrepareStmt, whose cache leaves a goroutine behind for good and
	// counts against the server's prepared statements. Sound because the connection is utf8mb4.
	config.InterpolateParams = true
	config.Logger = &driver.NopLogger{} // it would tell standard error what callers learn as an error
	config.Collation = "utf8mb4_bin"
	config.Params = map[string]string{"sql_mode": strictMode}
	if err := config.Apply(driver.TimeTruncate(time.Millisecond)); err != nil {
		return nil, fmt.Errorf("configure database: %w", err)
	}
	return &mysqlDialect{config: config}, readMySQLQuery(config, address.Query())
}

func readMySQLQuery(config *driver.Config, query url.Values) error {
	waits := map[string]*time.Duration{
		"timeout": &config.Timeout, "readTimeout": &config.ReadTimeout, "writeTimeout": &config.WriteTimeout,
	}
	for name, values := range query {
		value := values[len(values)-1]
		wait, isWait := waits[name]
		switch {
		case name == "tls" && slices.Contains([]string{"true", "false", "skip-verify", "preferred"}, value):
			config.TLSConfig = value
		case isWait:
			parsed, err := time.ParseDuration(value)
			if err != nil || parsed <= 0 {
				return fmt.Errorf("read database URL: %s is not a duration such as 5s", name)
			}
			*wait = parsed
		default:
			return fmt.Errorf("read database URL: parameter %s cannot be used as given", name)
		}
	}
	return nil
}

func (d *mysqlDialect) name() string { return mysqlName }

func (d *mysqlDialect) close() error { return nil }

func (d *mysqlDialect) open(_ context.Context, config *gorm.Config, maxConns int, migrating bool) (*gorm.DB, error) {
	settings := d.config.Clone()
	if migrating {
		settings.ReadTimeout = 0
	}
	connector, err := driver.NewConnector(settings)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(readCommitted{connector})
	pool.SetMaxOpenConns(maxConns)
	pool.SetMaxIdleConns(maxConns)
	pool.SetConnMaxLifetime(connLifetime)
	pool.SetConnMaxIdleTime(time.Minute)
	return gorm.Open(mysql.New(mysql.Config{
		Conn: pool,
		// MariaDB would return the ids of ignored duplicates as well, which MySQL does not.
		DisableWithReturning: true,
		// Nothing here depends on the version, and a start must not fail before Ping can say why.
		SkipInitializeWithVersion: true,
	}), config)
}

// readCommitted gives every connection the isolation that all transactions here want, which spares each of them a
// statement. It is no parameter of the driver's because the variable is named differently on MySQL and MariaDB.
type readCommitted struct{ sqldriver.Connector }

func (c readCommitted) Connect(ctx context.Context) (sqldriver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	const statement = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"
	if _, err := conn.(sqldriver.ExecerContext).ExecContext(ctx, statement, nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}
