package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

// handled notes the order in which rows were handled, by person.
type handled struct {
	mu    sync.Mutex
	order map[string][]string
}

func (h *handled) note(_ context.Context, row queue.Inbound) ([]queue.Outbound, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.order == nil {
		h.order = map[string][]string{}
	}
	h.order[row.Person] = append(h.order[row.Person], row.Key)
	return nil, nil
}

func (h *handled) of(person string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.order[person])
}

func TestEachPersonIsHandledInOrder(t *testing.T) {
	b := newBench(t)
	h := &handled{}
	b.ports.Handle = h.note
	want := map[string][]string{}
	for n := range 12 {
		for p := range 20 {
			person := fmt.Sprintf("p%d", p)
			key := fmt.Sprintf("%s-%02d", person, n)
			b.addInbound(person, key)
			want[person] = append(want[person], key)
		}
	}
	b.run()
	b.eventually("all handled", b.allInboundDone)
	for person, keys := range want {
		if got := h.of(person); !slices.Equal(got, keys) {
			t.Errorf("%s was handled in order %v", person, got)
		}
	}
}

func TestTwoEnginesHandleEachRowOnce(t *testing.T) {
	b := newBench(t)
	h := &handled{}
	b.ports.Handle = h.note
	for n := range 200 {
		b.addInbound(fmt.Sprintf("p%d", n%17), fmt.Sprintf("k%03d", n))
	}
	b.run()
	b.run()
	b.eventually("all handled", b.allInboundDone)
	total := 0
	for p := range 17 {
		keys := h.of(fmt.Sprintf("p%d", p))
		total += len(keys)
		if !slices.IsSorted(keys) {
			t.Errorf("out of order: %v", keys)
		}
	}
	if total != 200 {
		t.Errorf("handled %d times, want 200", total)
	}
}

func TestRepliesAreWrittenWithTheCompletion(t *testing.T) {
	b := newBench(t)
	b.ports.Handle = func(ctx context.Context, row queue.Inbound) ([]queue.Outbound, error) {
		turn := queue.TurnFrom(ctx)
		if turn == nil || turn.Claim.ID != row.ID || turn.Source != queue.FromInbox {
			t.Errorf("turn is %+v", turn)
		}
		return []queue.Outbound{{Recipient: row.Person, Kind: "text", Data: []byte("ok")}}, nil
	}
	b.addInbound("li", "k")
	b.run()
	b.eventually("reply posted", func() bool { return slices.Equal(b.wire.requests(), []string{"li:ok"}) })
}

func TestACommittedTurnIsNotCompletedTwice(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.TurnDone = make(chan queue.Claim, 8)
	b.ports.Handle = func(ctx context.Context, row queue.Inbound) ([]queue.Outbound, error) {
		turn := queue.TurnFrom(ctx)
		if err := b.mem.FinishInbound(ctx, turn.Claim, nil, start); err != nil {
			return nil, err
		}
		turn.MarkCommitted()
		return nil, errors.New("something after the commit")
	}
	b.addInbound("li", "k")
	b.run()
	<-b.cfg.Signals.TurnDone
	if row := read(b.mem, func() queue.Inbound { return *b.mem.inbox[0] }); row.State != queue.Done || row.Attempts != 1 {
		t.Errorf("row is %+v", row)
	}
}

func TestAFailedTurnBacksOffAndIsBuriedAloud(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.TurnDone = make(chan queue.Claim, 64)
	b.ports.Handle = func(context.Context, queue.Inbound) ([]queue.Outbound, error) {
		return nil, models.Errorf(models.Invalid, "张三的电话不对")
	}
	b.addInbound("li", "k")
	e, _ := b.run()
	for range queue.MaxAttempts {
		<-b.cfg.Signals.TurnDone
		b.wall.Advance(queue.Backoff(queue.MaxAttempts, 199))
		e.Poke(TopicInbox)
	}
	row := read(b.mem, func() queue.Inbound { return *b.mem.inbox[0] })
	if row.State != queue.Dead || row.Attempts != queue.MaxAttempts {
		t.Errorf("row is %+v", row)
	}
	if strings.Contains(row.LastError, "张三") {
		t.Errorf("the reason names a person: %q", row.LastError)
	}
	if told := b.complaints(); len(told) != 1 || told[0].Kind != TroublePrefix+"dead_inbound" {
		t.Errorf("the duty office was told %+v", told)
	}
}

func TestAPanicIsOnlyAFailedTurn(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.TurnDone = make(chan queue.Claim, 8)
	b.ports.Handle = func(context.Context, queue.Inbound) ([]queue.Outbound, error) { panic("13800000000") }
	b.addInbound("li", "k")
	b.run()
	<-b.cfg.Signals.TurnDone
	row := read(b.mem, func() queue.Inbound { return *b.mem.inbox[0] })
	if row.State != queue.Waiting || !row.LeaseUntil.After(b.wall.Now()) || strings.Contains(row.LastError, "138") {
		t.Errorf("row is %+v", row)
	}
}

func TestALapsedLeaseIsTakenOverAndTheLateWorkerFenced(t *testing.T) {
	b := newBench(t)
	first, second := make(chan struct{}), make(chan struct{})
	release := make(chan struct{})
	var calls int
	var mu sync.Mutex
	b.cfg.Signals.TurnDone = make(chan queue.Claim, 8)
	b.ports.Handle = func(context.Context, queue.Inbound) ([]queue.Outbound, error) {
		mu.Lock()
		calls++
		turn := calls
		mu.Unlock()
		if turn == 1 {
			close(first)
			<-release
			return []queue.Outbound{{Recipient: "li", Kind: "text", Data: []byte("late")}}, nil
		}
		close(second)
		return []queue.Outbound{{Recipient: "li", Kind: "text", Data: []byte("in time")}}, nil
	}
	b.addInbound("li", "k")
	_, stopFirst := b.run()
	<-first
	b.run()
	b.wall.Advance(queue.Lease)
	<-second
	<-b.cfg.Signals.TurnDone
	close(release)
	<-b.cfg.Signals.TurnDone
	stopFirst()
	b.eventually("reply posted", func() bool { return len(b.wire.requests()) > 0 })
	if got := b.wire.requests(); !slices.Equal(got, []string{"li:in time"}) {
		t.Errorf("posted %v", got)
	}
}

func TestARowThatEndsEveryWorkerIsBuried(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.TurnDone = make(chan queue.Claim, 8)
	b.ports.Handle = func(context.Context, queue.Inbound) ([]queue.Outbound, error) {
		t.Error("handled once more")
		return nil, nil
	}
	b.addInbound("li", "k")
	b.mem.inbox[0].Attempts, b.mem.inbox[0].State = queue.MaxAttempts, queue.Claimed
	b.run()
	<-b.cfg.Signals.TurnDone
	if row := read(b.mem, func() queue.Inbound { return *b.mem.inbox[0] }); row.State != queue.Dead {
		t.Errorf("row is %+v", row)
	}
}
