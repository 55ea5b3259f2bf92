package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/queue"
)

func inbound(key, person string, second int) queue.Inbound {
	return queue.Inbound{
		Key: key, Person: person, Body: []byte("<xml>😀" + key + "</xml>"),
		SentAt: start.Add(time.Duration(second) * time.Second), ReceivedAt: start,
	}
}

func keysOf(rows []queue.Inbound) []string {
	var keys []string
	for _, row := range rows {
		keys = append(keys, row.Key)
	}
	return keys
}

func heads(t *testing.T, s *store.Store, wall time.Time, limit int) []queue.Inbound {
	t.Helper()
	rows, err := s.InboundHeads(t.Context(), wall, limit)
	must(t, err)
	return rows
}

func TestIdenticalDeliveriesAreOneRow(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		a, b := inbound("a", "zhang", 0), inbound("b", "li", 0)
		must(t, s.AddInbound(t.Context(), []queue.Inbound{a}))
		must(t, s.AddInbound(t.Context(), []queue.Inbound{a, b, a}))
		must(t, s.AddInbound(t.Context(), nil))
		rows := heads(t, s, start, 10)
		same(t, keysOf(rows), []string{"a", "b"})
		if string(rows[0].Body) != string(a.Body) || !rows[0].SentAt.Equal(a.SentAt) {
			t.Errorf("got %+v", rows[0])
		}
	})
}

func TestOneBadRowNeverFailsItsNeighbours(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		err := s.AddInbound(t.Context(), []queue.Inbound{
			inbound("a", "zhang", 0), inbound("bad", strings.Repeat("x", 65), 1), inbound("b", "li", 2), inbound("worse", strings.Repeat("y", 65), 3),
		})
		joined, ok := err.(interface{ Unwrap() []error })
		if !ok || len(joined.Unwrap()) != 2 {
			t.Fatalf("got %v", err)
		}
		var keys []string
		for _, fault := range joined.Unwrap() {
			if row, ok := errors.AsType[*store.RowError](fault); ok {
				keys = append(keys, row.Key)
			}
		}
		same(t, keys, []string{"bad", "worse"})
		same(t, keysOf(heads(t, s, start, 10)), []string{"a", "b"})
	})
}

func TestEachPersonsMessagesAreTakenInOrder(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		must(t, s.AddInbound(t.Context(), []queue.Inbound{
			inbound("z2", "zhang", 2), inbound("l1", "li", 3), inbound("z1", "zhang", 1), inbound("z3", "zhang", 2),
		}))
		same(t, keysOf(heads(t, s, start, 10)), []string{"z1", "l1"})
		same(t, keysOf(heads(t, s, start, 1)), []string{"z1"})
		won, err := s.ClaimInbound(t.Context(), heads(t, s, start, 10), start.Add(queue.Lease))
		must(t, err)
		same(t, keysOf(heads(t, s, start, 10)), []string{})
		must(t, s.FinishInbound(t.Context(), claimOf(won[0]), nil, start))
		same(t, keysOf(heads(t, s, start, 10)), []string{"z2"})

		// li's message fails: it holds back li alone, until its not-before.
		must(t, s.FailInbound(t.Context(), claimOf(won[1]), "bad day", start.Add(time.Minute), false, nil))
		must(t, s.AddInbound(t.Context(), []queue.Inbound{inbound("l2", "li", 9)}))
		same(t, keysOf(heads(t, s, start, 10)), []string{"z2"})
		same(t, keysOf(heads(t, s, start.Add(time.Minute), 10)), []string{"z2", "l1"})

		won, err = s.ClaimInbound(t.Context(), heads(t, s, start.Add(time.Minute), 10)[1:], start.Add(2*time.Minute))
		must(t, err)
		if won[0].Attempts != 2 || won[0].LastError != "bad day" {
			t.Errorf("got %+v", won[0])
		}
		must(t, s.FailInbound(t.Context(), claimOf(won[0]), strings.Repeat("长\xff", 900), start, true, []queue.Outbound{message("dead")}))
		same(t, keysOf(heads(t, s, start, 10)), []string{"z2", "l2"})
	})
}

func claimOf(row queue.Inbound) queue.Claim { return queue.Claim{ID: row.ID, Seq: row.Seq} }

func TestABacklogHoldsNobodyElseUp(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var rows []queue.Inbound
		for i := range 1100 {
			rows = append(rows, inbound(numbered("z", i), "zhang", i))
		}
		must(t, s.AddInbound(t.Context(), append(rows, inbound("l", "li", 0))))
		won, err := s.ClaimInbound(t.Context(), heads(t, s, start, 1), start.Add(queue.Lease))
		must(t, err)
		same(t, keysOf(won), []string{"z0000"})
		same(t, keysOf(heads(t, s, start, 10)), []string{"l"})
	})
}

func TestEachRowIsClaimedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		const n = 60
		var rows []queue.Inbound
		for i := range n {
			rows = append(rows, inbound(numbered("k", i), numbered("p", i), i))
		}
		must(t, s.AddInbound(t.Context(), rows))
		var mu sync.Mutex
		var workers sync.WaitGroup
		claimed := map[queue.Claim]int{}
		for w := range 8 {
			workers.Go(func() {
				for {
					found, err := s.InboundHeads(t.Context(), start, 10)
					if err != nil || len(found) == 0 {
						if err != nil {
							t.Error(err)
						}
						return
					}
					if w%2 == 1 {
						slices.Reverse(found)
					}
					won, err := s.ClaimInbound(t.Context(), found, start.Add(queue.Lease))
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for _, row := range won {
						claimed[claimOf(row)]++
					}
					mu.Unlock()
					for _, row := range won {
						if err := s.FinishInbound(t.Context(), claimOf(row), nil, start); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		workers.Wait()
		if len(claimed) != n {
			t.Errorf("%d rows claimed, want %d", len(claimed), n)
		}
		for claim, times := range claimed {
			if times != 1 || claim.Seq != 1 {
				t.Errorf("claim %+v was won %d times", claim, times)
			}
		}
	})
}

func TestALapsedLeaseIsClaimableAndFencesTheFormer(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		first := claimedInbound(t, s, "a")
		if rows := heads(t, s, start.Add(queue.Lease-time.Millisecond), 1); len(rows) != 0 {
			t.Errorf("a live lease was offered: %v", rows)
		}
		second := claimHead(t, s, start.Add(queue.Lease))
		if second.ID != first.ID || second.Seq != first.Seq+1 {
			t.Errorf("%+v follows %+v", second, first)
		}
		wantCode(t, s.FinishInbound(t.Context(), first, nil, start), models.Fenced)
		must(t, s.FinishInbound(t.Context(), second, []queue.Outbound{message("r")}, start))
	})
}
