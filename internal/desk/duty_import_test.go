package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/queue"
)

var errKilled = errors.New("the process was killed")

// killedStore dies at a write of a transaction, counted from 1; 0 = it lives.
type killedStore struct {
	deskStore
	at, written int
}

func (s *killedStore) Transact(ctx context.Context, fn func(desk.Tx) error) error {
	return s.deskStore.Transact(ctx, func(tx desk.Tx) error {
		if err := fn(killedTx{tx, s}); err != nil {
			return err
		}
		return s.write() // before the commit
	})
}

func (s *killedStore) write() error {
	if s.written++; s.written == s.at {
		return errKilled
	}
	return nil
}

type killedTx struct {
	desk.Tx
	of *killedStore
}

func (tx killedTx) PutOverrides(o []duty.Override) error {
	return errors.Join(tx.Tx.PutOverrides(o), tx.of.write())
}

func (tx killedTx) UpdateSlot(s *duty.Slot, was duty.Slot) error {
	return errors.Join(tx.Tx.UpdateSlot(s, was), tx.of.write())
}

func (tx killedTx) Tell(rows ...queue.Outbound) error {
	return errors.Join(tx.Tx.Tell(rows...), tx.of.write())
}

func (tx killedTx) Plan(jobs ...queue.Job) error {
	return errors.Join(tx.Tx.Plan(jobs...), tx.of.write())
}

func (tx killedTx) SaveRequest(r approval.Request, entry approval.Entry) error {
	return errors.Join(tx.Tx.SaveRequest(r, entry), tx.of.write())
}

func (tx killedTx) AddEvent(e *casework.Event) error {
	return errors.Join(tx.Tx.AddEvent(e), tx.of.write())
}

func (tx killedTx) Append(e ledger.Entry) error {
	return errors.Join(tx.Tx.Append(e), tx.of.write())
}

func (tx killedTx) AddDutyImport(i *duty.Import) error {
	return errors.Join(tx.Tx.AddDutyImport(i), tx.of.write())
}

// An import is all or nothing: whichever write it dies at, nothing of it is there, and done again it is done once.
func TestAnImportThatIsKilledLeavesNothing(t *testing.T) {
	const today = calendar.Day("2026-11-23")
	clock := models.NewMovableClock(today.At(9*60), true)
	st, err := store.Open(t.Context(), store.Options{URL: "sqlite://" + filepath.Join(t.TempDir(), "d.db"), Logger: slog.New(slog.DiscardHandler), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := st.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	killed := &killedStore{deskStore: deskStore{st}}
	d := desk.New(killed, &oldCache{}, clock, calendar.China(), slog.New(slog.DiscardHandler))
	if err := errors.Join(d.Import(t.Context(), desk.County(county.Demo())), d.PlanDuty(t.Context())); err != nil {
		t.Fatal(err)
	}
	type record struct {
		Slots     []duty.Slot
		Overrides []duty.Override
		Imported  bool
	}
	now := func() (r record) {
		t.Helper()
		err := killed.Read(t.Context(), func(tx desk.Tx) (err error) {
			if r.Slots, err = tx.Slots(today, today.Add(duty.Horizon), 5000); err != nil {
				return err
			}
			if r.Overrides, err = tx.Overrides(today, today.Add(duty.Horizon)); err != nil {
				return err
			}
			_, err = tx.LastDutyImport()
			if r.Imported = err == nil; models.CodeOf(err) == models.NotFound {
				err = nil
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	var rows []duty.SheetRow
	before := now()
	swap := map[string]string{"madong": "xuqing", "xuqing": "madong", "liuyang": "gaofeng", "gaofeng": "liuyang"}
	for _, s := range before.Slots {
		if s.Post == "值班员" && s.Day > today.Add(1) && s.Day < today.Add(6) {
			rows = append(rows, duty.SheetRow{Cell: "G3", Day: s.Day, Station: s.Station, Post: s.Post, Person: swap[s.UserID]})
		}
	}
	if len(rows) != 4 {
		t.Fatalf("%d rows", len(rows))
	}
	tries := 0
	for at := 1; ; at++ {
		killed.at, killed.written = at, 0
		_, err := d.ImportRoster(t.Context(), desk.SystemActor, "12月.xlsx", rows)
		if err == nil {
			break
		}
		if !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, now()); diff != "" {
			t.Fatalf("killed at write %d, it left: %s", at, diff)
		}
		tries++
	}
	const writes = 10 // overrides, four slots with their messages, the import, the commit
	after := now()
	if tries < writes || !after.Imported || len(after.Overrides) != len(rows) {
		t.Errorf("%d writes, then %d overrides, imported %v", tries, len(after.Overrides), after.Imported)
	}
}
