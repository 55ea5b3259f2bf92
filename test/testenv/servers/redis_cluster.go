package servers

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// redisSlots are all the slots of a cluster.
const redisSlots = 16384

// RedisCluster is three masters that share the slots.
type RedisCluster struct{ nodes []*Instance }

// StartRedisCluster starts them and returns once every slot is served; flags are given to each.
func StartRedisCluster(flags ...string) (*RedisCluster, error) {
	c := &RedisCluster{}
	if err := c.begin(flags); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (c *RedisCluster) begin(flags []string) error {
	const masters = 3
	for range masters {
		node, err := StartRedis(append(flags, "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--cluster-config-file", "nodes.conf")...)
		if err != nil {
			return err
		}
		c.nodes = append(c.nodes, node)
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for n, node := range c.nodes {
		client := redis.NewClient(&redis.Options{Addr: node.Addr()})
		defer client.Close()
		from, until := n*redisSlots/masters, (n+1)*redisSlots/masters-1
		err := errors.Join(
			client.ClusterAddSlotsRange(ctx, from, until).Err(),
			client.ClusterMeet(ctx, "127.0.0.1", strconv.Itoa(c.nodes[0].port)).Err(),
		)
		if err != nil {
			return fmt.Errorf("make a cluster: %w", err)
		}
	}
	for _, node := range c.nodes {
		if err := whole(ctx, node); err != nil {
			return err
		}
	}
	return nil
}

// whole waits until a node knows of all the others.
func whole(ctx context.Context, node *Instance) error {
	client := redis.NewClient(&redis.Options{Addr: node.Addr()})
	defer client.Close()
	for {
		info, err := client.ClusterInfo(ctx).Result()
		if err == nil && strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_known_nodes:3") {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for a cluster in %s: %w", filepath.Base(node.dir), errors.Join(err, ctx.Err()))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// URL is how a program reaches the cluster.
func (c *RedisCluster) URL() string {
	var addresses []string
	for _, node := range c.nodes {
		addresses = append(addresses, node.Addr())
	}
	return "redis+cluster://" + strings.Join(addresses, ",")
}

// Addr is host:port of the first master.
func (c *RedisCluster) Addr() string { return c.nodes[0].Addr() }

// PIDs are the process ids of the masters that run.
func (c *RedisCluster) PIDs() []int {
	var pids []int
	for _, node := range c.nodes {
		pids = append(pids, node.PIDs()...)
	}
	return pids
}

// Stop ends the first master in order.
func (c *RedisCluster) Stop() error { return c.nodes[0].Stop() }

// Kill ends the first master the way a power cut does; nobody takes its slots.
func (c *RedisCluster) Kill() error { return c.nodes[0].Kill() }

// Start brings the first master back.
func (c *RedisCluster) Start() error { return c.nodes[0].Start() }

// Close ends all of them.
func (c *RedisCluster) Close() error {
	var errs []error
	for _, node := range c.nodes {
		errs = append(errs, node.Close())
	}
	return errors.Join(errs...)
}
