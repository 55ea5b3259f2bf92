package engine

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"petitiondesk/models/queue"
)

// While the database comes and goes under two engines, every callback that was answered is handled, in its
// person's order, and every reply is posted.
func TestNothingIsLostWhileTheDatabaseComesAndGoes(t *testing.T) {
	b := newBench(t)
	b.ports.Handle = func(_ context.Context, row queue.Inbound) ([]queue.Outbound, error) {
		return []queue.Outbound{{DedupKey: row.Key, Recipient: row.Person, Kind: "card", Data: []byte(row.Key)}}, nil
	}
	spool := b.withSpool()
	receiving, _ := b.run()
	b.ports.Spool = nil
	b.run()
	want := map[string]bool{}
	for n := range 150 {
		b.setDown(n%10 >= 6)
		key := fmt.Sprintf("k%03d", n)
		person := fmt.Sprintf("p%02d", n%15)
		if err := receiving.Receive(context.Background(), inbound(person, key)); err != nil {
			t.Fatal(err)
		}
		want[person+":"+key] = true
	}
	b.setDown(false)
	b.eventually("all handled and posted", func() bool {
		b.wall.Advance(queue.Lease)
		return spool.Len() == 0 && b.allInboundDone() && read(b.mem, func() bool {
			return len(b.mem.outbox) == len(want) &&
				!slices.ContainsFunc(b.mem.outbox, func(r *queue.Outbound) bool { return r.State != queue.Done })
		})
	})
	for _, request := range b.wire.requests() {
		delete(want, request)
	}
	if len(want) != 0 {
		t.Errorf("never posted: %v", want)
	}
	keys := read(b.mem, func() (keys []string) {
		for _, row := range b.mem.inbox {
			keys = append(keys, row.Key)
		}
		return keys
	})
	if !slices.IsSorted(keys) {
		t.Errorf("inbox is out of order: %v", keys)
	}
}
