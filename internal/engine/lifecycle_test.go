package engine

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"petitiondesk/models/queue"
)

func TestShutdownWaitsForThePostInHandAndGivesTheRestBack(t *testing.T) {
	b := newBench(t)
	posting, release := make(chan struct{}), make(chan struct{})
	b.wire.answer = func(string) queue.Sent {
		close(posting)
		<-release
		return queue.Sent{}
	}
	first := b.addOutbound(queue.Outbound{Kind: "card", DueAt: start})
	second := b.addOutbound(queue.Outbound{Kind: "card", DueAt: start})
	e, stop := b.run()
	<-posting
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	b.eventually("stopping", e.stopping.Load)
	close(release)
	<-stopped
	if row := b.outbound(first); row.State != queue.Done {
		t.Errorf("post in hand: %+v", row)
	}
	if row := b.outbound(second); row.State != queue.Waiting || row.Attempts != 0 || row.LeaseUntil.After(b.wall.Now()) {
		t.Errorf("unsent: %+v", row)
	}
}

func TestShutdownLosesPatienceWithAPost(t *testing.T) {
	b := newBench(t)
	b.cfg.Grace = time.Millisecond
	posting := make(chan struct{})
	b.ports.Sender = senderFunc(func(ctx context.Context) queue.Sent {
		close(posting)
		<-ctx.Done()
		return queue.Sent{Verdict: queue.VerdictRetry, Reason: "no answer"}
	})
	id := b.addOutbound(queue.Outbound{DueAt: start, Data: []byte("x")})
	_, stop := b.run()
	<-posting
	stop()
	if row := b.outbound(id); row.State != queue.Waiting || row.Attempts != 1 {
		t.Errorf("row is %+v", row)
	}
}

type senderFunc func(ctx context.Context) queue.Sent

func (f senderFunc) Send(ctx context.Context, _ string, _ []byte) queue.Sent { return f(ctx) }

// brokenRedis fails at everything, at once.
type brokenRedis struct{ brokenPacer }

var errRedis = errors.New("redis is gone")

func (brokenRedis) AddDue(context.Context, []queue.Job) error { return errRedis }
func (brokenRedis) NextDue(context.Context) (time.Time, bool, error) {
	return time.Time{}, false, errRedis
}
func (brokenRedis) RemoveDue(context.Context, []int64) error             { return errRedis }
func (brokenRedis) ResetDue(context.Context) error                       { return errRedis }
func (brokenRedis) Wake(context.Context, string) error                   { return errRedis }
func (brokenRedis) Listen(_ context.Context, _ func(topic string)) error { return errRedis }

func TestEverythingWorksWithoutRedis(t *testing.T) {
	b := newBench(t)
	logged := &lockedBuffer{}
	b.cfg.Logger = logged.logger()
	b.ports.DueIndex, b.ports.Wakes, b.ports.Pacer = brokenRedis{}, brokenRedis{}, brokenRedis{}
	b.cfg.Signals.JobDone = make(chan queue.Claim, 8)
	b.ports.Handle = func(_ context.Context, row queue.Inbound) ([]queue.Outbound, error) {
		return []queue.Outbound{{Recipient: row.Person, Kind: "text", Data: []byte(row.Key)}}, nil
	}
	b.addJob(queue.Job{DueAt: start})
	e, stop := b.run()
	for _, key := range []string{"a", "b", "c"} {
		if err := e.Receive(context.Background(), inbound("p"+key, key)); err != nil {
			t.Fatal(err)
		}
	}
	<-b.cfg.Signals.JobDone
	b.eventually("answered", func() bool { return len(b.wire.requests()) == 3 })
	b.eventually("noticed", func() bool { return len(e.Status().Degraded) == 4 })
	stop()
	if n := strings.Count(logged.String(), "what=pacer"); n != 1 {
		t.Errorf("the pacer's outage was logged %d times", n)
	}
}

func TestSkewStopsClaimingUntilItIsGone(t *testing.T) {
	b := newBench(t)
	b.mem.skew = 11 * time.Second
	e := b.engine()
	e.look(context.Background())
	if status := e.Status(); !status.ClaimingStopped || status.Skew != 11*time.Second {
		t.Errorf("status is %+v", status)
	}
	b.addInbound("li", "k")
	b.addJob(queue.Job{DueAt: start})
	b.addOutbound(queue.Outbound{DueAt: start, Data: []byte("x")})
	b.cfg.Signals.Watched = make(chan Status, 1)
	e.cfg.Signals.Watched = b.cfg.Signals.Watched
	b.start(e)
	for range 20 {
		<-b.cfg.Signals.Watched
	}
	if claims := read(b.mem, func() int { return b.mem.claims }); claims != 0 {
		t.Errorf("%d rows claimed", claims)
	}
	read(b.mem, func() bool { b.mem.skew = time.Second; return true })
	b.eventually("handled", func() bool { return b.allInboundDone() && len(b.wire.requests()) == 1 })
}

func TestTheWatchdogMeasuresLags(t *testing.T) {
	b := newBench(t)
	registry := prometheus.NewRegistry()
	b.cfg.Registerer = registry
	b.addInbound("li", "k")
	b.clock.Advance(90 * time.Second)
	e := b.engine()
	e.look(context.Background())
	if status := e.Status(); status.InboxLag != 90*time.Second || status.OpenInbound != 1 || !status.StoreReachable {
		t.Errorf("status is %+v", status)
	}
	families, err := registry.Gather()
	if err != nil || len(families) == 0 {
		t.Errorf("gather: %v", err)
	}
	b.setDown(true)
	e.look(context.Background())
	if e.Status().StoreReachable {
		t.Error("the outage went unnoticed")
	}
}

func TestThePlannerRunsAtTheStartWhenPokedAndOnANewDay(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.Planned = make(chan error, 8)
	var mu sync.Mutex
	runs := 0
	b.ports.Plan = func(context.Context) error {
		mu.Lock()
		defer mu.Unlock()
		if runs++; runs == 1 {
			return errors.New("not yet")
		}
		return nil
	}
	e, _ := b.run()
	if err := <-b.cfg.Signals.Planned; err == nil {
		t.Error("the first failure went unnoticed")
	}
	e.Poke(TopicPlan)
	if err := <-b.cfg.Signals.Planned; err != nil {
		t.Error(err)
	}
	b.clock.Advance(24 * time.Hour)
	if err := <-b.cfg.Signals.Planned; err != nil {
		t.Error(err)
	}
}

func TestMissingPortsAreNamed(t *testing.T) {
	_, err := New(Config{}, Ports{})
	if err == nil || !strings.Contains(err.Error(), "Renderer") || !strings.Contains(err.Error(), "Inbox") {
		t.Errorf("error is %v", err)
	}
}

// memoryWakes is a channel between replicas.
type memoryWakes struct {
	mu     sync.Mutex
	woken  []func(string)
	listen chan struct{}
}

func (w *memoryWakes) Wake(_ context.Context, topic string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, tell := range w.woken {
		tell(topic)
	}
	return nil
}

func (w *memoryWakes) Listen(ctx context.Context, woken func(string)) error {
	w.mu.Lock()
	w.woken = append(w.woken, woken)
	w.mu.Unlock()
	w.listen <- struct{}{}
	<-ctx.Done()
	return nil
}

func TestAReplicaIsWokenByAnothersCallback(t *testing.T) {
	b := newBench(t)
	wakes := &memoryWakes{listen: make(chan struct{}, 2)}
	b.ports.Wakes = wakes
	b.cfg.Poll = time.Hour
	b.cfg.Watch = time.Hour
	h := &handled{}
	b.ports.Handle = h.note
	b.run()
	<-wakes.listen
	receiving := b.engine()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var hinting sync.WaitGroup
	hinting.Go(func() { receiving.hint(ctx) })
	if err := receiving.Receive(context.Background(), inbound("li", "k")); err != nil {
		t.Fatal(err)
	}
	b.eventually("handled by the other", func() bool { return len(h.of("li")) == 1 })
	cancel()
	hinting.Wait()
}
