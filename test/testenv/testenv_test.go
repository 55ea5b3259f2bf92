package testenv_test

import (
	"bufio"
	"database/sql"
	"errors"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"go.uber.org/goleak"

	"petitiondesk/test/testenv"
)

func TestMain(m *testing.M) {
	if os.Getenv("TESTENV_DIE") != "" {
		dieWithServers()
	}
	goleak.VerifyTestMain(m)
}

func TestMySQLDatabasesAreSeparate(t *testing.T) {
	first, second := openDB(t, testenv.MySQL(t)), openDB(t, testenv.MySQL(t))
	mustExec(t, first, "CREATE TABLE visits (name VARCHAR(20))")
	mustExec(t, first, "INSERT INTO visits VALUES ('张某')")
	if _, err := second.ExecContext(t.Context(), "SELECT * FROM visits"); err == nil {
		t.Fatal("the second database sees the first one's table")
	}
	var name string
	if err := first.QueryRowContext(t.Context(), "SELECT name FROM visits").Scan(&name); err != nil || name != "张某" {
		t.Fatalf("read back %q, %v", name, err)
	}
}

func TestMySQLOnNamedServerIsDropped(t *testing.T) {
	server := testenv.MySQLServer(t)
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	root := openDB(t, server.URL)
	t.Setenv(testenv.SharedMySQL, "mysql://root@"+at.Host+"/")
	out, err := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMySQLDatabasesAreSeparate$").CombinedOutput()
	if err != nil {
		t.Fatalf("run a test on the named server: %v\n%s", err, out)
	}
	var left int
	const count = "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name LIKE 'desk%'"
	if err := root.QueryRowContext(t.Context(), count).Scan(&left); err != nil || left != 1 {
		t.Fatalf("databases left: %d, %v; want only the server's own", left, err)
	}
}

func TestMySQLServerKeepsDataThroughKill(t *testing.T) {
	server := testenv.MySQLServer(t, "--max-connections=17")
	db := openDB(t, server.URL)
	mustExec(t, db, "CREATE TABLE visits (n INT)")
	mustExec(t, db, "INSERT INTO visits VALUES (1)")

	server.Kill()
	if err := db.PingContext(t.Context()); err == nil {
		t.Fatal("a killed server answers")
	}
	server.Start()
	mustExec(t, db, "INSERT INTO visits VALUES (2)")
	server.Stop()
	server.Start()

	var sum, connections int
	if err := db.QueryRowContext(t.Context(), "SELECT SUM(n), @@max_connections FROM visits").Scan(&sum, &connections); err != nil {
		t.Fatal(err)
	}
	if sum != 3 || connections != 17 {
		t.Fatalf("sum %d, max_connections %d; want 3 and 17", sum, connections)
	}
}

func TestRedisServerForgetsAtStop(t *testing.T) {
	server := testenv.RedisServer(t)
	if want := "redis://" + server.Addr() + "/0"; server.URL != want {
		t.Fatalf("URL %s, want %s", server.URL, want)
	}
	redisSays(t, server.Addr(), "SET visit 1", "+OK")
	redisSays(t, server.Addr(), "DBSIZE", ":1")
	server.Stop()
	if _, err := net.Dial("tcp", server.Addr()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Fatalf("dial a stopped server: %v", err)
	}
	server.Start()
	redisSays(t, server.Addr(), "DBSIZE", ":0")
}

func TestRedisInstancesAreSeparate(t *testing.T) {
	if first, second := testenv.Redis(t), testenv.Redis(t); first == second {
		t.Fatalf("both tests got %s", first)
	}
}

func TestServersDieWithTheirProcess(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	temp := t.TempDir()
	cmd.Env = append(os.Environ(), "TESTENV_DIE=1", "TMPDIR="+temp, testenv.SharedMySQL+"=")
	out, err := cmd.Output()
	if err == nil {
		t.Fatal("the process was to be killed")
	}
	addresses := strings.Fields(string(out))
	if len(addresses) != 2 {
		t.Fatalf("addresses %q", out)
	}
	deadline := time.Now().Add(20 * time.Second)
	for !allGone(addresses, temp) {
		if time.Now().After(deadline) {
			t.Fatalf("still there: %v or files in %s", addresses, temp)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// dieWithServers ends the process without any cleanup while two servers run.
func dieWithServers() {
	t := &testing.B{}
	os.Stdout.WriteString(testenv.RedisServer(t).Addr() + "\n")
	at, _ := url.Parse(testenv.MySQL(t))
	os.Stdout.WriteString(at.Host + "\n")
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func allGone(addresses []string, dir string) bool {
	for _, address := range addresses {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return false
		}
	}
	left, err := os.ReadDir(dir)
	return err == nil && len(left) == 0
}

func openDB(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	at, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr, cfg.User, cfg.DBName = "tcp", at.Host, at.User.Username(), strings.TrimPrefix(at.Path, "/")
	cfg.Logger = &mysql.NopLogger{}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func redisSays(t *testing.T, address, command, want string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(command + "\r\n")); err != nil {
		t.Fatal(err)
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil || strings.TrimSpace(answer) != want {
		t.Fatalf("%s: %q, %v; want %q", command, answer, err, want)
	}
}
