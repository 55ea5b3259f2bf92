package engine

import (
	"context"
	"fmt"
	"testing"
	"time"

	"petitiondesk/models/queue"
)

// countingMemory counts how often the lines of work are read.
type countingMemory struct {
	*memory
	reads int
}

func (m *countingMemory) InboundHeads(ctx context.Context, wall time.Time, limit int) ([]queue.Inbound, error) {
	m.reads++
	return m.memory.InboundHeads(ctx, wall, limit)
}

func (m *countingMemory) DueOutbound(ctx context.Context, now, wall time.Time, limit int) ([]queue.Outbound, error) {
	m.reads++
	return m.memory.DueOutbound(ctx, now, wall, limit)
}

func newCountedBench(t *testing.T) (*bench, *countingMemory) {
	b := newBench(t)
	counted := &countingMemory{memory: b.mem}
	b.ports.Inbox, b.ports.Outbox = counted, counted
	return b, counted
}

type claimWork func(ctx context.Context, free int) ([]func(context.Context), bool, error)

func claimed(t *testing.T, claim claimWork, free int) (pieces int, more bool) {
	t.Helper()
	work, more, err := claim(t.Context(), free)
	if err != nil {
		t.Fatal(err)
	}
	return len(work), more
}

func TestOneReadOfTheInboxServesManyClaims(t *testing.T) {
	b, counted := newCountedBench(t)
	for n := range 10 {
		b.addInbound(fmt.Sprintf("p%d", n), fmt.Sprint(n))
	}
	line := &inboxLine{e: b.engine()}
	for n := range 5 {
		if pieces, more := claimed(t, line.claim, 2); pieces != 2 || more != (n < 4) || counted.reads != 1 {
			t.Fatalf("claim %d: %d pieces, more %v, after %d reads", n, pieces, more, counted.reads)
		}
	}
	if pieces, _ := claimed(t, line.claim, 2); pieces != 0 || counted.reads != 2 {
		t.Fatalf("%d pieces are left after %d reads", pieces, counted.reads)
	}
}

func TestALostClaimEndsTheLine(t *testing.T) {
	b, counted := newCountedBench(t)
	for n := range 4 {
		b.addInbound(fmt.Sprintf("p%d", n), fmt.Sprint(n))
	}
	line := &inboxLine{e: b.engine()}
	claimed(t, line.claim, 1)
	if _, err := b.mem.ClaimInbound(t.Context(), line.heads[:1], b.wall.Now().Add(queue.Lease)); err != nil {
		t.Fatal(err)
	}
	if pieces, _ := claimed(t, line.claim, 1); pieces != 0 {
		t.Fatalf("%d pieces were claimed twice", pieces)
	}
	if pieces, _ := claimed(t, line.claim, 4); pieces != 2 || counted.reads != 2 {
		t.Fatalf("%d pieces after %d reads", pieces, counted.reads)
	}
}

func TestOneReadOfTheOutboxServesManyClaims(t *testing.T) {
	b, counted := newCountedBench(t)
	for n := range 10 {
		b.addOutbound(queue.Outbound{Recipient: fmt.Sprintf("p%d", n), DueAt: start})
	}
	s := b.engine().sender
	for n := range 5 {
		if pieces, more := claimed(t, s.claim, 2); pieces != 2 || more != (n < 4) || counted.reads != 1 {
			t.Fatalf("claim %d: %d pieces, more %v, after %d reads", n, pieces, more, counted.reads)
		}
	}
	if pieces, _ := claimed(t, s.claim, 2); pieces != 0 || counted.reads != 2 {
		t.Fatalf("%d pieces are left after %d reads", pieces, counted.reads)
	}
}

func TestAnOldLineOfBusyPeopleIsReadAgain(t *testing.T) {
	b, counted := newCountedBench(t)
	for range queue.PersonPerMinute + 1 {
		b.addOutbound(queue.Outbound{Recipient: "li", DueAt: start})
	}
	s := b.engine().sender
	claimed(t, s.claim, 1)
	b.addOutbound(queue.Outbound{Recipient: "wang", DueAt: start})
	if pieces, _ := claimed(t, s.claim, 1); pieces != 1 || counted.reads != 2 {
		t.Fatalf("%d pieces after %d reads", pieces, counted.reads)
	}
}

func TestLapsedMessagesAreNotKeptInTheLine(t *testing.T) {
	b, counted := newCountedBench(t)
	for _, person := range []string{"li", "wang"} {
		b.addOutbound(queue.Outbound{Recipient: person, DueAt: start, State: queue.Claimed, Seq: 1})
	}
	s := b.engine().sender
	for n := range 2 {
		if pieces, _ := claimed(t, s.claim, 1); pieces != 1 || counted.reads != n+1 {
			t.Fatalf("%d pieces after %d reads", pieces, counted.reads)
		}
	}
}
