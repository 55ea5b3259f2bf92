package cache_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"petitiondesk/internal/cache"
	"petitiondesk/test/testenv"
	"petitiondesk/test/testenv/servers"
)

func TestURLs(t *testing.T) {
	type meaning struct {
		Addrs                                []string
		User, Password, Master, SentinelUser string
		SentinelPassword                     string
		DB                                   int
		Cluster, TLS                         bool
	}
	for url, want := range map[string]meaning{
		"redis://h":                                           {Addrs: []string{"h:6379"}},
		"redis://u:p%40ss@h:7000/3":                           {Addrs: []string{"h:7000"}, User: "u", Password: "p@ss", DB: 3},
		"rediss://:p@[::1]:7000":                              {Addrs: []string{"[::1]:7000"}, Password: "p", TLS: true},
		"redis+sentinel://:p@a,b:5000/main/2":                 {Addrs: []string{"a:26379", "b:5000"}, Password: "p", Master: "main", DB: 2},
		"redis+sentinel://a/m?sentinel_user=s":                {Addrs: []string{"a:26379"}, Master: "m", SentinelUser: "s"},
		"redis+sentinel://a/m?sentinel_password=%26&tls=true": {Addrs: []string{"a:26379"}, Master: "m", SentinelPassword: "&", TLS: true},
		"redis+cluster://u:p@a,b:7001,[::1]":                  {Addrs: []string{"a:6379", "b:7001", "[::1]:6379"}, User: "u", Password: "p", Cluster: true},
	} {
		o, err := cache.OptionsFor(url)
		must(t, err)
		same(t, meaning{o.Addrs, o.Username, o.Password, o.MasterName, o.SentinelUsername, o.SentinelPassword, o.DB, o.IsClusterMode, o.TLSConfig != nil}, want)
	}
}

// startCluster is a cluster of one node that holds all slots.
func startCluster(t *testing.T) string {
	server := testenv.RedisServer(t, "--cluster-enabled", "yes", "--cluster-config-file", filepath.Join(t.TempDir(), "nodes.conf"))
	node := redis.NewClient(&redis.Options{Addr: server.Addr()})
	defer func() { must(t, node.Close()) }()
	must(t, node.ClusterAddSlotsRange(t.Context(), 0, 16383).Err())
	for !strings.Contains(node.ClusterInfo(t.Context()).Val(), "cluster_state:ok") {
		time.Sleep(10 * time.Millisecond)
	}
	return "redis+cluster://" + server.Addr()
}

func TestSentinel(t *testing.T) {
	starts := map[string]func(*testing.T) string{}
	if !testing.Short() {
		starts["one sentinel"] = startSentinel
	}
	for name, start := range starts {
		t.Run(name, func(t *testing.T) {
			c := opened(t, start(t))
			must(t, c.Ping(t.Context()))
			must(t, c.Tokens().Set(t.Context(), "corp", "one", time.Hour))
			heard := make(chan string, 100)
			stop := listen(t, c, heard)
			wakeUntilHeard(t, c, heard, cache.InboxTopic)
			stop()
		})
	}
}

// startSentinel watches over one server.
func startSentinel(t *testing.T) string {
	host, port, err := net.SplitHostPort(testenv.RedisServer(t).Addr())
	must(t, err)
	own, err := servers.ReservePort()
	must(t, err)
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(own))
	config := filepath.Join(t.TempDir(), "sentinel.conf")
	must(t, os.WriteFile(config, fmt.Appendf(nil, "port %d\nbind 127.0.0.1\nsentinel monitor desk %s %s 1\n", own, host, port), 0o600))
	ctx, cancel := context.WithCancel(context.Background())
	sentinel := exec.CommandContext(ctx, "redis-server", config, "--sentinel")
	must(t, sentinel.Start())
	t.Cleanup(func() {
		cancel()
		if _, died := errors.AsType[*exec.ExitError](sentinel.Wait()); !died {
			t.Error("the sentinel had ended before")
		}
	})
	probe := redis.NewSentinelClient(&redis.Options{Addr: addr})
	defer func() { must(t, probe.Close()) }()
	for probe.Ping(t.Context()).Err() != nil {
		time.Sleep(10 * time.Millisecond)
	}
	return "redis+sentinel://" + addr + "/desk"
}
