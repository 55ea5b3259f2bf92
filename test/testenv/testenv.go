// Package testenv gives tests private MariaDB and Redis servers.
//
// MySQL hands out a fresh database on one server shared by the tests of a process, or by the whole run when
// DESK_TEST_MYSQL names a server (cmd/withservers sets it). MySQLServer, Redis and RedisServer start servers
// of a test's own, for outages. All of them end with the test process, however that ends.
package testenv

import (
	"os"
	"sync"
	"testing"

	"petitiondesk/test/testenv/servers"
)

// SharedMySQL is the environment variable that names a running server to create databases on.
const SharedMySQL = "DESK_TEST_MYSQL"

// RedisKind is the environment variable that chooses what Redis returns: sentinel, cluster, or without it a single server.
const RedisKind = "DESK_TEST_REDIS_KIND"

// MySQL returns the URL of a fresh empty database, dropped when the test ends.
func MySQL(t testing.TB) string {
	t.Helper()
	base, err := sharedMySQL()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return createDatabase(t, base)
}

// MySQLServer starts a MariaDB of the test's own, with extra mariadbd flags. Its URL names an empty database.
func MySQLServer(t testing.TB, flags ...string) *Server {
	t.Helper()
	s := ownServer(t, servers.StartMySQL, flags)
	s.URL = createDatabase(t, mysqlBase(s.instance))
	return s
}

// Galera starts three nodes of MariaDB that replicate synchronously, behind one address that leads to one of them. To take the
// server away is to take that one; another takes its place.
func Galera(t testing.TB, flags ...string) *Server {
	t.Helper()
	s := ownServer(t, servers.StartGaleraCluster, flags)
	s.URL = createDatabase(t, mysqlBase(s.instance))
	return s
}

// Sentinel starts a Redis with a replica and three sentinels. To take the server away is to take the master.
func Sentinel(t testing.TB, flags ...string) *Server {
	t.Helper()
	s := ownServer(t, servers.StartSentinel, flags)
	s.URL = s.instance.(*servers.Sentinel).URL()
	return s
}

// Redis returns the URL of an empty Redis of the test's own: a single one, or what RedisKind names.
func Redis(t testing.TB) string {
	t.Helper()
	switch kind := os.Getenv(RedisKind); kind {
	case "":
		return RedisServer(t).URL
	case "sentinel":
		return Sentinel(t).URL
	case "cluster":
		return RedisCluster(t).URL
	default:
		t.Fatalf("%s: no kind of Redis is called %q", RedisKind, kind)
		return ""
	}
}

// RedisCluster starts three Redis masters that share the slots. To take the server away is to take the first.
func RedisCluster(t testing.TB, flags ...string) *Server {
	t.Helper()
	s := ownServer(t, servers.StartRedisCluster, flags)
	s.URL = s.instance.(*servers.RedisCluster).URL()
	return s
}

// RedisServer starts a Redis of the test's own, with extra redis-server flags; a stop loses all its data.
func RedisServer(t testing.TB, flags ...string) *Server {
	t.Helper()
	s := ownServer(t, servers.StartRedis, flags)
	s.URL = "redis://" + s.instance.Addr() + "/0"
	return s
}

var (
	// sharedMySQL starts the process's server at the first call. Nobody closes it: its guard does, when the
	// process has ended.
	sharedMySQL = sync.OnceValues(startShared)
	// sharedInstance keeps the server in use: its guard also ends it when the pipe to this process is collected.
	sharedInstance *servers.Instance
)

func startShared() (string, error) {
	if base := os.Getenv(SharedMySQL); base != "" {
		return base, nil
	}
	instance, err := servers.StartMySQL()
	if err != nil {
		return "", err
	}
	sharedInstance = instance
	return mysqlBase(sharedInstance), nil
}

func mysqlBase(i instance) string { return "mysql://root@" + i.Addr() + "/" }

func createDatabase(t testing.TB, base string) string {
	t.Helper()
	dsn, drop, err := servers.CreateDatabase(base)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if os.Getenv(SharedMySQL) == base {
		t.Cleanup(func() {
			if err := drop(); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
	return dsn
}
