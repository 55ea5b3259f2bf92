package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/queue"
)

// claimedInbound adds one inbound row and claims it.
func claimedInbound(t *testing.T, s *store.Store, key string) queue.Claim {
	t.Helper()
	must(t, s.AddInbound(t.Context(), []queue.Inbound{inbound(key, "zhang", 0)}))
	return claimHead(t, s, start)
}

func claimHead(t *testing.T, s *store.Store, wall time.Time) queue.Claim {
	t.Helper()
	heads, err := s.InboundHeads(t.Context(), wall, 10)
	must(t, err)
	won, err := s.ClaimInbound(t.Context(), heads, wall.Add(queue.Lease))
	must(t, err)
	if len(won) != 1 {
		t.Fatalf("claimed %d rows", len(won))
	}
	return queue.Claim{ID: won[0].ID, Seq: won[0].Seq}
}

func claimedJob(t *testing.T, s *store.Store, uniq string) queue.Claim {
	t.Helper()
	transact(t, s, func(tx *store.Tx) error { return tx.Plan(queue.Job{Kind: "remind", Uniq: uniq, DueAt: start}) })
	due, err := s.DueJobs(t.Context(), start, start, 10)
	must(t, err)
	won, err := s.ClaimJobs(t.Context(), due, start.Add(queue.Lease))
	must(t, err)
	if len(won) != 1 {
		t.Fatalf("claimed %d jobs", len(won))
	}
	return queue.Claim{ID: won[0].ID, Seq: won[0].Seq}
}

func TestTurnIsCompletedWithItsTransaction(t *testing.T) {
	sources := map[string]struct {
		source queue.Source
		claim  func(*testing.T, *store.Store, string) queue.Claim
	}{
		"inbox": {queue.FromInbox, claimedInbound},
		"jobs":  {queue.FromJobs, claimedJob},
	}
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, s *store.Store) {
				turn := &queue.Turn{Source: source.source, Claim: source.claim(t, s, "a")}
				ctx := queue.WithTurn(t.Context(), turn)
				count := func() int64 { return read(t, s, (*store.Tx).CountCases) }
				open := func() int64 {
					b, err := s.Backlog(t.Context())
					must(t, err)
					return b.OpenInbound + b.OpenJobs
				}
				create := func(tx *store.Tx) error { return tx.CreateCase(newCase("XF20261123-0001", 1)) }

				giveUp := errors.New("changed my mind")
				err := s.Transact(ctx, func(tx *store.Tx) error { return errors.Join(create(tx), giveUp) })
				if !errors.Is(err, giveUp) || turn.Committed() || count() != 0 || open() != 1 {
					t.Fatalf("a rolled back transaction left its mark: %v, cases %d, open %d", err, count(), open())
				}
				must(t, s.Transact(ctx, create))
				if !turn.Committed() || count() != 1 || open() != 0 {
					t.Fatalf("committed %v, cases %d, open %d", turn.Committed(), count(), open())
				}
				if err := s.Transact(ctx, func(*store.Tx) error { return nil }); err == nil {
					t.Error("a turn had two domain transactions")
				}
			})
		})
	}
}

func TestLostTurnChangesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		lost := &queue.Turn{Claim: claimedInbound(t, s, "a")}
		later := start.Add(2 * queue.Lease)
		now := &queue.Turn{Claim: claimHead(t, s, later)}
		create := func(tx *store.Tx) error { return tx.CreateCase(newCase("XF20261123-0001", 1)) }
		wantCode(t, s.Transact(queue.WithTurn(t.Context(), lost), create), models.Fenced)
		wantCode(t, s.FinishInbound(t.Context(), lost.Claim, []queue.Outbound{message("late")}, start), models.Fenced)
		wantCode(t, s.FailInbound(t.Context(), lost.Claim, "late", start, true, []queue.Outbound{message("late")}), models.Fenced)
		if n := read(t, s, (*store.Tx).CountCases); n != 0 || lost.Committed() {
			t.Errorf("a lost turn wrote %d cases", n)
		}
		must(t, s.Transact(queue.WithTurn(t.Context(), now), create))
		wantCode(t, s.FinishInbound(t.Context(), now.Claim, nil, start), models.Fenced)
		rows, err := s.DueOutbound(t.Context(), later, later, 10)
		must(t, err)
		if len(rows) != 0 {
			t.Errorf("fenced completions wrote %v", rows)
		}
	})
}

func TestHooksLearnWhatWaits(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var heard []store.Committed
		s.OnCommit(func(_ context.Context, done store.Committed) { heard = append(heard, done) })
		work := func(tx *store.Tx) error {
			if err := tx.Plan(queue.Job{Uniq: "j1", DueAt: start}, queue.Job{Uniq: "j2", DueAt: start}, queue.Job{Uniq: "j1", DueAt: start}); err != nil {
				return err
			}
			return tx.Tell(message("m1"))
		}
		transact(t, s, work)
		transact(t, s, work)
		transact(t, s, func(tx *store.Tx) error { return tx.Plan(queue.Job{Uniq: "j2"}, queue.Job{Uniq: "j3"}) })
		_ = s.Transact(t.Context(), func(tx *store.Tx) error {
			return errors.Join(tx.Plan(queue.Job{Uniq: "j4"}), errors.New("changed my mind"))
		})
		var got []string
		for _, done := range heard {
			for _, job := range done.Jobs {
				if job.ID == 0 {
					t.Error("a job has no id")
				}
				got = append(got, job.Uniq)
			}
			for _, row := range done.Outbound {
				got = append(got, row.DedupKey)
			}
		}
		same(t, got, []string{"j1", "j2", "m1", "j1", "j2", "m1", "j2", "j3"})
	})
}
