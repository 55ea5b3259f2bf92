package ledger_test

import (
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/ledger"
)

// A restored database lies behind its anchors: nothing is registered until two people of two roles have said why.
func TestRestoringYesterdayStopsRegistration(t *testing.T) {
	onEvery(t, func(w *world) {
		w.register(2)
		w.checkpoint("day:2026-11-23")
		w.keep("yesterday")
		w.clock.Set(monday.AddDate(0, 0, 1))
		w.register(2)
		w.checkpoint("day:2026-11-24")
		w.restore("yesterday")

		if state := w.verify(); state.OK || !strings.Contains(state.Fault, "entries are missing, as after restoring an older copy") {
			t.Fatalf("verify says %q", state.Fault)
		}
		w.app = w.open(w.cfg) // the service begins again on the restored database
		if err := w.tryRegister(); models.CodeOf(err) != models.Conflict || !strings.Contains(models.MessageOf(err), "纸质登记表") {
			t.Fatalf("registering on a restored database: %v", err)
		}
		if _, err := w.app.Desk.MakeCheckpoint(w.Context(), "during", "system"); models.CodeOf(err) != models.Conflict {
			t.Errorf("a checkpoint is signed meanwhile: %v", err)
		}
		w.explain()
		w.register(3)
		w.checkpoint("day:2026-11-25")
		if state := w.expectSound(); state.Incidents != 1 || state.Unanchored != 0 {
			t.Errorf("after the incident: %+v", state)
		}
		if barred, err := w.app.Desk.CheckAnchors(w.Context()); err != nil || barred {
			t.Errorf("barred again: %v, %v", barred, err)
		}
	})
}

// explain has the administrator say what happened and the auditor countersign.
func (w *world) explain() {
	w.Helper()
	d := w.app.Desk
	refused := func(err error, code models.Code) {
		w.Helper()
		if models.CodeOf(err) != code {
			w.Errorf("signing: %v, want %s", err, code)
		}
	}
	refused(d.SignIncident(w.Context(), "wangfang", "不是我"), models.Forbidden)
	refused(d.SignIncident(w.Context(), "gaofeng", ""), models.Invalid)
	w.must(d.SignIncident(w.Context(), "gaofeng", "服务器故障，从昨晚备份恢复"))
	refused(d.SignIncident(w.Context(), "gaofeng", "再签一次"), models.Conflict)
	refused(w.tryRegister(), models.Conflict)
	w.must(d.SignIncident(w.Context(), "hejie", ""))
}

func (w *world) tryRegister() error {
	w.Helper()
	w.visits++
	return w.app.Desk.EnterEarlier(w.Context(), w.visit())
}

// Two people of one role, or one person with both, are not two roles.
func TestWhoSignsAnIncident(t *testing.T) {
	open := ledger.Incident{State: ledger.IncidentOpen, Version: 1}
	first, err := open.Sign("a", []string{"admin", "auditor"}, "故障", monday)
	if err != nil {
		t.Fatal(err)
	}
	for name, second := range map[string]struct {
		by    string
		roles []string
		ok    bool
	}{
		"the same person":        {"a", []string{"auditor"}, false},
		"another administrator":  {"b", []string{"admin"}, false},
		"an auditor":             {"b", []string{"auditor"}, true},
		"somebody who has both":  {"b", []string{"auditor", "admin"}, true},
		"the other order of two": {"b", []string{"admin", "auditor"}, true},
	} {
		if closed, err := first.Sign(second.by, second.roles, "", monday); (err == nil) != second.ok || (err == nil && closed.State != ledger.IncidentSettle) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Two replicas that write at once still make one chain; one that links to an old head by itself is refused by the database.
func TestReplicasCannotForkTheLedger(t *testing.T) {
	onEvery(t, func(w *world) {
		replicas := []*store.Store{w.replica(), w.replica()}
		var together sync.WaitGroup
		for n, st := range replicas {
			together.Go(func() {
				for range 25 {
					err := st.Transact(w.Context(), func(tx *store.Tx) error {
						return tx.Append(ledger.Entry{Kind: ledger.ProgressRecorded, Subject: "fork", Actor: string(rune('a' + n)), At: monday})
					})
					if err != nil {
						w.Errorf("replica %d: %v", n, err)
					}
				}
			})
		}
		together.Wait()
		if n := w.number("SELECT COUNT(*) FROM ledger_entries WHERE subject = 'fork'"); n != 50 {
			w.Errorf("%d entries, want 50", n)
		}
		state := w.expectSound()
		all := w.entries()
		fork, _ := ledger.Link(ledger.Head{Seq: state.Entries - 1, Hash: all[len(all)-2].Hash}, ledger.Entry{Kind: ledger.CaseRated, At: monday})
		if _, err := w.db.ExecContext(w.Context(), "INSERT INTO ledger_entries (seq, prev_hash, kind, subject, actor, at, payload, hash) "+
			"VALUES (?, ?, ?, '', '', ?, '', ?)", fork.Seq, fork.PrevHash, fork.Kind, fork.At, fork.Hash); err == nil {
			w.Error("a second entry of the same number was let in")
		}
		w.expectSound()
	})
}

// Both replicas want the day's checkpoint: one makes it, the other finds it made.
func TestReplicasMakeOneCheckpointADay(t *testing.T) {
	onEvery(t, func(w *world) {
		w.register(3)
		other := w.open(w.cfg)
		w.clock.Set(monday.Add(9 * time.Hour))
		var together sync.WaitGroup
		for _, replica := range []func() error{
			func() error { return w.app.Desk.Plan(w.Context()) }, func() error { return other.Desk.Plan(w.Context()) },
		} {
			together.Go(func() {
				for range 3 {
					if err := replica(); err != nil && !errors.Is(err, w.Context().Err()) {
						w.Error(err)
					}
				}
			})
		}
		together.Wait()
		if n := w.number("SELECT COUNT(*) FROM ledger_checkpoints"); n != 1 {
			w.Errorf("%d checkpoints", n)
		}
		if n := w.number("SELECT COUNT(*) FROM jobs WHERE kind = 'ledger_anchor'"); n != 1 {
			w.Errorf("%d anchor jobs", n)
		}
		w.expectSound()
	})
}

func (w *world) replica() *store.Store {
	w.Helper()
	st, err := store.Open(w.Context(), store.Options{URL: w.cfg.Database, Clock: w.clock, Logger: slog.New(slog.DiscardHandler)})
	w.must(err)
	w.Cleanup(func() { _ = st.Close() })
	return st
}

// A ledger that contradicts its last checkpoint is not signed again, and the auditors are told so the same evening.
func TestATamperedLedgerGetsNoFurtherCheckpoint(t *testing.T) {
	onEvery(t, func(w *world) {
		w.register(2)
		w.checkpoint("one")
		w.dropTriggers()
		w.exec("UPDATE ledger_tree SET hash = ? WHERE idx = 0", strings.Repeat("0", 64))
		w.exec("UPDATE ledger_checkpoints SET root = ? WHERE id = 1", strings.Repeat("A", 43)+"=")
		w.writeAnchors(nil)
		w.register(1)
		w.clock.Set(monday.Add(9 * time.Hour))
		for range 2 {
			w.must(w.app.Desk.Plan(w.Context()))
		}
		if n := w.number("SELECT COUNT(*) FROM ledger_checkpoints"); n != 1 {
			w.Errorf("%d checkpoints", n)
		}
		if n := w.number("SELECT COUNT(*) FROM outbox WHERE recipient = 'hejie' AND dedup_key LIKE 'no-checkpoint:%'"); n != 1 {
			w.Errorf("the auditor was told %d times", n)
		}
	})
}
