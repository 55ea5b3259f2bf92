package servers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// sentinelMaster is the name by which the sentinels know the master.
const sentinelMaster = "desk"

// Sentinel is a Redis with a replica, watched by three sentinels, two of which must agree that the master is gone.
type Sentinel struct {
	stores    []*Instance
	sentinels []*Instance
}

// StartSentinel starts them; flags are given to both stores.
func StartSentinel(flags ...string) (*Sentinel, error) {
	s := &Sentinel{}
	if err := s.begin(flags); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Sentinel) begin(flags []string) error {
	master, err := StartRedis(flags...)
	if err != nil {
		return err
	}
	s.stores = append(s.stores, master)
	replica, err := StartRedis(append(flags, "--replicaof", "127.0.0.1 "+strconv.Itoa(master.port))...)
	if err != nil {
		return err
	}
	s.stores = append(s.stores, replica)
	for range 3 {
		sentinel, err := startSentinel(master.port)
		if err != nil {
			return err
		}
		s.sentinels = append(s.sentinels, sentinel)
	}
	return nil
}

func startSentinel(master int) (*Instance, error) {
	server, err := find("redis-server", "redis-server")
	if err != nil {
		return nil, err
	}
	i, err := newInstance("sentinel")
	if err != nil {
		return nil, err
	}
	rules := fmt.Sprintf("sentinel monitor %[1]s 127.0.0.1 %[2]d 2\nsentinel down-after-milliseconds %[1]s 1000\nsentinel failover-timeout %[1]s 5000\n", sentinelMaster, master)
	file := filepath.Join(i.dir, "sentinel.conf")
	if err := os.WriteFile(file, []byte(rules), 0o600); err != nil {
		_ = i.Close()
		return nil, fmt.Errorf("set up a sentinel: %w", err)
	}
	i.command = func(port int) *exec.Cmd {
		return exec.Command(server, file, "--sentinel", "--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--dir", i.dir)
	}
	i.ready = pingRedis
	return i, i.startOnFreePort()
}

// URL is how a program reaches whichever of the two is the master.
func (s *Sentinel) URL() string {
	var addresses []string
	for _, sentinel := range s.sentinels {
		addresses = append(addresses, sentinel.Addr())
	}
	return "redis+sentinel://" + strings.Join(addresses, ",") + "/" + sentinelMaster
}

// Addr is host:port of the master, as the sentinels see it.
func (s *Sentinel) Addr() string { return s.master().Addr() }

func (s *Sentinel) master() *Instance {
	for _, sentinel := range s.sentinels {
		client := redis.NewSentinelClient(&redis.Options{Addr: sentinel.Addr()})
		at, err := client.GetMasterAddrByName(context.Background(), sentinelMaster).Result()
		_ = client.Close()
		if err != nil || len(at) != 2 {
			continue
		}
		for _, store := range s.stores {
			if strconv.Itoa(store.port) == at[1] {
				return store
			}
		}
	}
	return s.stores[0]
}

// PIDs are the process ids of the stores that run, that of the master first.
func (s *Sentinel) PIDs() []int {
	master := s.master()
	pids := master.PIDs()
	for _, store := range s.stores {
		if store != master {
			pids = append(pids, store.PIDs()...)
		}
	}
	return pids
}

// Stop ends the master in order.
func (s *Sentinel) Stop() error { return s.master().Stop() }

// Kill ends the master the way a power cut does; the replica takes its place.
func (s *Sentinel) Kill() error { return s.master().Kill() }

// Start brings back what is down; the sentinels make a replica of it, unless it still is the master.
func (s *Sentinel) Start() error {
	var errs []error
	for _, store := range s.stores {
		if store.pid == 0 {
			errs = append(errs, store.Start())
		}
	}
	return errors.Join(errs...)
}

// Close ends everything.
func (s *Sentinel) Close() error {
	var errs []error
	for _, i := range append(s.sentinels, s.stores...) {
		errs = append(errs, i.Close())
	}
	return errors.Join(errs...)
}
