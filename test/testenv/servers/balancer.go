package servers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// balancer is one address for a cluster's nodes. It sends everybody to one node, and to the next that is well once that one has
// failed, as HAProxy does with a backend of one active server and the others as backups.
type balancer struct {
	listener net.Listener
	nodes    []*Instance
	ready    func(ctx context.Context, port int) error
	cancel   context.CancelFunc
	running  sync.WaitGroup

	mu      sync.Mutex
	current int
	links   map[net.Conn]bool // open connections to the current node
}

const (
	checkEvery   = 300 * time.Millisecond
	checkTimeout = time.Second
)

func balance(nodes []*Instance, ready func(ctx context.Context, port int) error) (*balancer, error) {
	port, err := ReservePort()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", at(port))
	if err != nil {
		return nil, fmt.Errorf("balance a cluster: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	b := &balancer{listener: listener, nodes: nodes, ready: ready, cancel: cancel, links: map[net.Conn]bool{}}
	b.running.Go(b.accept)
	b.running.Go(func() { b.watch(ctx) })
	return b, nil
}

func (b *balancer) addr() string { return b.listener.Addr().String() }

func (b *balancer) inUse() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.current
}

func (b *balancer) close() error {
	b.cancel()
	err := b.listener.Close()
	b.cutLinks()
	b.running.Wait()
	return err
}

func (b *balancer) accept() {
	for {
		client, err := b.listener.Accept()
		if err != nil {
			return
		}
		b.running.Go(func() { b.serve(client) })
	}
}

func (b *balancer) serve(client net.Conn) {
	defer client.Close()
	node, err := net.DialTimeout("tcp", b.nodes[b.inUse()].Addr(), checkTimeout)
	if err != nil {
		return
	}
	defer node.Close()
	if !b.keep(client) {
		return
	}
	defer b.drop(client)
	done := make(chan struct{})
	go func() {
		_, _ = io.Copy(node, client)
		_ = node.Close()
		close(done)
	}()
	_, _ = io.Copy(client, node)
	_ = client.Close()
	<-done
}

func (b *balancer) keep(client net.Conn) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.links != nil {
		b.links[client] = true
	}
	return b.links != nil
}

func (b *balancer) drop(client net.Conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.links, client)
}

func (b *balancer) cutLinks() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for link := range b.links {
		_ = link.Close()
	}
}

// watch moves to the next node that is well once the current one has failed twice.
func (b *balancer) watch(ctx context.Context) {
	failed := 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(checkEvery):
		}
		if b.well(ctx, b.inUse()) {
			failed = 0
			continue
		}
		if failed++; failed < 2 {
			continue
		}
		for step := 1; step < len(b.nodes); step++ {
			if next := (b.inUse() + step) % len(b.nodes); b.well(ctx, next) {
				b.mu.Lock()
				b.current, failed = next, 0
				b.mu.Unlock()
				b.cutLinks()
				break
			}
		}
	}
}

func (b *balancer) well(ctx context.Context, n int) bool {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	return b.ready(ctx, b.nodes[n].port) == nil
}

// Cluster is several servers behind one address. Stop, Kill and Start are about the one in use, whose place another takes.
type Cluster struct {
	nodes    []*Instance
	balancer *balancer
}

// StartGaleraCluster starts three nodes of MariaDB behind one address.
func StartGaleraCluster(flags ...string) (*Cluster, error) {
	nodes, err := StartGalera(3, flags...)
	if err != nil {
		return nil, err
	}
	c := &Cluster{nodes: nodes}
	if c.balancer, err = balance(nodes, nodeReady); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// Addr is the one address of the cluster.
func (c *Cluster) Addr() string { return c.balancer.addr() }

// Nodes are the servers themselves.
func (c *Cluster) Nodes() []*Instance { return c.nodes }

// PIDs are the process ids of all nodes that run, that of the one in use first.
func (c *Cluster) PIDs() []int {
	var pids []int
	for step := range c.nodes {
		pids = append(pids, c.nodes[(c.balancer.inUse()+step)%len(c.nodes)].PIDs()...)
	}
	return pids
}

// Stop ends the node in use in order.
func (c *Cluster) Stop() error { return c.nodes[c.balancer.inUse()].Stop() }

// Kill ends the node in use the way a power cut does.
func (c *Cluster) Kill() error { return c.nodes[c.balancer.inUse()].Kill() }

// Start brings back every node that is down and returns once they have caught up.
func (c *Cluster) Start() error {
	var errs []error
	for _, node := range c.nodes {
		if node.pid == 0 {
			errs = append(errs, node.Start())
		}
	}
	return errors.Join(errs...)
}

// Close ends all nodes for good.
func (c *Cluster) Close() error {
	var errs []error
	if c.balancer != nil {
		errs = append(errs, c.balancer.close())
	}
	for _, node := range c.nodes {
		errs = append(errs, node.Close())
	}
	return errors.Join(errs...)
}
