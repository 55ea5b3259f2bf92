package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/approval"
)

func newRequest(t *testing.T, s *store.Store, caseID int64, holders ...string) approval.Request {
	t.Helper()
	r, err := approval.New(approval.Escalation, caseID, numbered("XF20261123-", int(caseID)), "zhang", "情况紧急", holders, start)
	must(t, err)
	transact(t, s, func(tx *store.Tx) error { return tx.CreateRequest(&r) })
	return r
}

func TestApproval(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		first := newRequest(t, s, 1, "chen", "liu")
		second := newRequest(t, s, 2, "liu")
		same(t, read(t, s, func(tx *store.Tx) (approval.Request, error) { return tx.Request(first.ID) }), first)
		same(t, read(t, s, func(tx *store.Tx) (approval.Request, error) { return tx.PendingRequest(approval.Escalation, 2) }), second)
		waiting := func(user string) []approval.Request {
			return read(t, s, func(tx *store.Tx) ([]approval.Request, error) { return tx.WaitingFor(user, 10) })
		}
		held := func(user, number string) []approval.Request {
			return read(t, s, func(tx *store.Tx) ([]approval.Request, error) { return tx.HeldBy(user, number, 10) })
		}
		same(t, waiting("liu"), []approval.Request{first, second})

		rival := first
		rival.Holders = []string{"chen"}
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.CreateRequest(&rival) }), models.Conflict)

		decided, err := first.Decide("liu", "刘", approval.Approved, "", start)
		must(t, err)
		transact(t, s, func(tx *store.Tx) error { return tx.SaveDecision(decided) })
		same(t, waiting("chen"), []approval.Request(nil))
		same(t, waiting("liu"), []approval.Request{second})
		same(t, held("liu", ""), []approval.Request{second, decided})
		same(t, held("chen", first.CaseNumber), []approval.Request{decided})
		same(t, held("chen", second.CaseNumber), []approval.Request(nil))
		wantCode(t, s.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.PendingRequest(approval.Escalation, 1)
			return err
		}), models.NotFound)

		newRequest(t, s, 1, "chen") // decided, so the case may have another one
	})
}

func TestOneOfManyDecisionsWins(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var holders []string
		for i := range 8 {
			holders = append(holders, fmt.Sprintf("holder%d", i))
		}
		r := newRequest(t, s, 1, holders...)
		var won atomic.Int32
		var all sync.WaitGroup
		for _, holder := range holders {
			all.Go(func() {
				decided, err := r.Decide(holder, holder, approval.Rejected, "理由", start)
				if err == nil {
					err = s.Transact(t.Context(), func(tx *store.Tx) error { return tx.SaveDecision(decided) })
				}
				switch {
				case err == nil:
					won.Add(1)
				case models.CodeOf(err) != models.Conflict:
					t.Errorf("%s: %v", holder, err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Errorf("%d decisions were saved", won.Load())
		}
	})
}
