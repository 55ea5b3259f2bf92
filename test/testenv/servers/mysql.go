package servers

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// StartMySQL starts a MariaDB with an empty data directory; flags are given to mariadbd after ours.
func StartMySQL(flags ...string) (*Instance, error) {
	server, err := find("mariadbd", "mariadb-server")
	if err != nil {
		return nil, err
	}
	i, err := newInstance("mysql")
	if err != nil {
		return nil, err
	}
	if err := installData(i.dir); err != nil {
		_ = i.Close()
		return nil, err
	}
	i.command = func(port int) *exec.Cmd {
		return exec.Command(server, append(serverFlags(i.dir, port), flags...)...)
	}
	i.ready = pingMySQL
	if err := i.startOnFreePort(); err != nil {
		return nil, err
	}
	return i, nil
}

// Throwaway are flags for a server whose content need not survive the machine. Most of a test's time would else go into
// syncing the files of tables that it drops.
var Throwaway = []string{
	"--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--innodb-doublewrite=0", "--innodb-file-per-table=0", "--sync-frm=0",
}

// StartMySQLInMemory is StartMySQL with its data in memory where the machine offers a folder there.
func StartMySQLInMemory(flags ...string) (*Instance, error) {
	const memory, temporary = "/dev/shm", "TMPDIR"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		before, was := os.LookupEnv(temporary)
		if err := os.Setenv(temporary, memory); err != nil {
			return nil, fmt.Errorf("name the folder in memory: %w", err)
		}
		defer func() {
			_ = os.Unsetenv(temporary)
			if was {
				_ = os.Setenv(temporary, before)
			}
		}()
	}
	return StartMySQL(flags...)
}

// CreateDatabase makes a fresh empty database on the server at base, such as mysql://root@127.0.0.1:3306/,
// and returns its URL and a function that drops it.
func CreateDatabase(base string) (dsn string, drop func() error, err error) {
	at, err := url.Parse(base)
	if err != nil || at.Scheme != "mysql" {
		return "", nil, fmt.Errorf("create a database: the server's address must read mysql://user@host:port/")
	}
	name := "desk_" + strings.ToLower(rand.Text()[:16])
	if err := execute(at, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4"); err != nil {
		return "", nil, fmt.Errorf("create a database: %w", err)
	}
	drop = func() error {
		if err := execute(at, "DROP DATABASE IF EXISTS "+name); err != nil {
			return fmt.Errorf("drop database %s, which a test may still hold: %w", name, err)
		}
		return nil
	}
	return at.JoinPath("/" + name).String(), drop, nil
}

func installData(dir string) error {
	install, err := find("mariadb-install-db", "mariadb-server")
	if err != nil {
		return err
	}
	args := []string{
		"--no-defaults", "--datadir=" + filepath.Join(dir, "data"), "--tmpdir=" + dir, "--skip-test-db",
		"--auth-root-authentication-method=normal", "--skip-name-resolve", "--innodb-log-file-size=16M",
	}
	out, err := exec.Command(install, append(args, asRoot()...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("prepare a database directory: %w: %s", err, out)
	}
	return nil
}

func serverFlags(dir string, port int) []string {
	flags := []string{
		"--no-defaults", "--datadir=" + filepath.Join(dir, "data"), "--socket=" + filepath.Join(dir, "mysql.sock"),
		"--tmpdir=" + dir, // a server that starts removes what others have left in a tmpdir they share
		"--bind-address=127.0.0.1", "--port=" + strconv.Itoa(port), "--skip-name-resolve",
		"--character-set-server=utf8mb4", "--max-connections=500",
		"--innodb-flush-log-at-trx-commit=1", "--innodb-fast-shutdown=1",
		"--innodb-buffer-pool-size=128M", "--innodb-log-file-size=16M",
	}
	return append(flags, asRoot()...)
}

// asRoot says yes to MariaDB's question whether root is meant.
func asRoot() []string {
	if os.Geteuid() == 0 {
		return []string{"--user=root"}
	}
	return nil
}

func pingMySQL(ctx context.Context, port int) error {
	db, err := open(&url.URL{Host: "127.0.0.1:" + strconv.Itoa(port), User: url.User("root")})
	if err != nil {
		return err
	}
	defer db.Close()
	return db.PingContext(ctx)
}

func execute(at *url.URL, statement string) error {
	db, err := open(at)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), statement)
	return err
}

func open(at *url.URL) (*sql.DB, error) {
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr, cfg.User = "tcp", at.Host, at.User.Username()
	cfg.Passwd, _ = at.User.Password()
	cfg.Params = map[string]string{"lock_wait_timeout": "20"} // the server's default would wait a day to drop
	cfg.Logger = &mysql.NopLogger{}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
