package engine

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"petitiondesk/models/queue"
)

func (b *bench) withSpool() *Spool {
	b.t.Helper()
	spool, err := OpenSpool(b.t.TempDir())
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		if err := spool.Close(); err != nil {
			b.t.Error(err)
		}
	})
	b.ports.Spool = spool
	return spool
}

func (b *bench) setDown(down bool) { read(b.mem, func() bool { b.mem.down = down; return down }) }

// receiveAll has many callbacks arrive together.
func receiveAll(e *Engine, rows []queue.Inbound) []error {
	faults := make([]error, len(rows))
	var wg sync.WaitGroup
	for i, row := range rows {
		wg.Go(func() { faults[i] = e.Receive(context.Background(), row) })
	}
	wg.Wait()
	return faults
}

func TestCallbacksArrivingTogetherShareACommit(t *testing.T) {
	b := newBench(t)
	b.mem.hang = make(chan struct{})
	e := b.engine()
	first := make(chan error, 1)
	go func() { first <- e.Receive(context.Background(), inbound("li", "first")) }()
	b.eventually("first commit under way", func() bool {
		waiting, busy := e.receiver.rows.Waiting()
		return busy && waiting == 0
	})
	var wg sync.WaitGroup
	for n := range 100 {
		wg.Go(func() {
			if err := e.Receive(context.Background(), inbound("li", fmt.Sprint(n))); err != nil {
				t.Error(err)
			}
		})
	}
	b.eventually("the others gather", func() bool {
		waiting, _ := e.receiver.rows.Waiting()
		return waiting == 100
	})
	close(b.mem.hang)
	wg.Wait()
	if err := <-first; err != nil {
		t.Error(err)
	}
	if commits := read(b.mem, func() int { return b.mem.commits }); commits != 2 {
		t.Errorf("%d commits", commits)
	}
}

func TestARefusedRowFailsNobodyElse(t *testing.T) {
	b := newBench(t)
	b.withSpool()
	b.mem.bad["bad"] = true
	e := b.engine()
	rows := []queue.Inbound{inbound("li", "bad")}
	for n := range 50 {
		rows = append(rows, inbound("wang", fmt.Sprint(n)))
	}
	for i, err := range receiveAll(e, rows) {
		if (err != nil) != (rows[i].Key == "bad") {
			t.Errorf("row %s: %v", rows[i].Key, err)
		}
	}
	if n := len(b.mem.inbox); n != 50 || b.ports.Spool.Len() != 0 {
		t.Errorf("%d rows in the inbox, %d spooled", n, b.ports.Spool.Len())
	}
}

func TestIdenticalDeliveriesAreOneRow(t *testing.T) {
	b := newBench(t)
	h := &handled{}
	b.ports.Handle = h.note
	e, _ := b.run()
	rows := []queue.Inbound{inbound("li", "k"), inbound("li", "k"), inbound("li", "k")}
	for _, err := range receiveAll(e, rows) {
		if err != nil {
			t.Error(err)
		}
	}
	b.eventually("handled", func() bool { return len(h.of("li")) > 0 && b.allInboundDone() })
	if got := h.of("li"); len(got) != 1 {
		t.Errorf("handled %v", got)
	}
}

func TestAnOutageGoesThroughTheSpoolInOrder(t *testing.T) {
	b := newBench(t)
	spool := b.withSpool()
	h := &handled{}
	b.ports.Handle = h.note
	e, _ := b.run()
	var want []string
	send := func(from, to int) {
		for n := from; n < to; n++ {
			key := fmt.Sprintf("k%04d", n)
			want = append(want, key)
			if err := e.Receive(context.Background(), inbound("li", key)); err != nil {
				t.Fatal(err)
			}
		}
	}
	send(0, 20)
	b.setDown(true)
	send(20, 60)
	if spool.Len() == 0 {
		t.Error("nothing was spooled")
	}
	b.setDown(false)
	send(60, 120)
	b.eventually("all handled", func() bool {
		b.wall.Advance(queue.Lease) // a row in hand when the database went down waits for its lease
		return spool.Len() == 0 && b.allInboundDone()
	})
	// The clock runs ahead of a row in hand as well, which is then taken up once more: its order is that of the first time.
	var got []string
	for _, key := range h.of("li") {
		if !slices.Contains(got, key) {
			got = append(got, key)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("handled %v", got)
	}
}

func TestASlowCommitIsGivenUpForTheSpool(t *testing.T) {
	b := newBench(t)
	spool := b.withSpool()
	b.mem.hang = make(chan struct{})
	b.cfg.CommitTimeout = 5 * time.Millisecond
	e := b.engine()
	for _, key := range []string{"a", "b"} {
		if err := e.Receive(context.Background(), inbound("li", key)); err != nil {
			t.Fatal(err)
		}
	}
	if spool.Len() != 2 {
		t.Errorf("%d rows spooled", spool.Len())
	}
	close(b.mem.hang)
	b.start(e)
	b.eventually("replayed", func() bool { return spool.Len() == 0 && b.allInboundDone() })
	if n := read(b.mem, func() int { return len(b.mem.inbox) }); n != 2 {
		t.Errorf("%d rows in the inbox", n)
	}
}

func TestWithoutDatabaseAndSpoolThePlatformMustRepeat(t *testing.T) {
	b := newBench(t)
	b.mem.down = true
	if err := b.engine().Receive(context.Background(), inbound("li", "k")); err == nil {
		t.Error("accepted although kept nowhere")
	}
}

func TestASpooledRowTheDatabaseRefusesHoldsUpNobody(t *testing.T) {
	b := newBench(t)
	spool := b.withSpool()
	b.mem.down = true
	b.mem.bad["bad"] = true
	e := b.engine()
	for _, key := range []string{"a", "bad", "b"} {
		if err := e.Receive(context.Background(), inbound("li", key)); err != nil {
			t.Fatal(err)
		}
	}
	b.mem.down = false
	b.start(e)
	b.eventually("replayed", func() bool { return spool.Len() == 0 && b.allInboundDone() })
	if n := read(b.mem, func() int { return len(b.mem.inbox) }); n != 2 {
		t.Errorf("%d rows in the inbox", n)
	}
	if rows, _, err := readRecords(spool.dir+"/"+refusedName, 0, 1<<20, 1); err != nil || rows[0].Key != "bad" {
		t.Errorf("set aside: %v, %v", rows, err)
	}
}
