package store_test

import (
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

func TestDraft(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		d := &petition.Draft{
			Origin: "key-1", Owner: "zhang", State: petition.DraftOpen, Version: 1, CreatedAt: start, UpdatedAt: start,
			Report: petition.Report{Name: "李😀", Headcount: 3, Skipped: []petition.Field{petition.MobileField}, Original: []string{"a", "b"}},
		}
		transact(t, s, func(tx *store.Tx) error { return tx.CreateDraft(d) })
		same(t, read(t, s, func(tx *store.Tx) (petition.Draft, error) { return tx.Draft(d.ID) }), *d)
		same(t, read(t, s, func(tx *store.Tx) (petition.Draft, error) { return tx.DraftByOrigin("key-1") }), *d)
		again := *d
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.CreateDraft(&again) }), models.Conflict)

		stale := *d
		number := int64(12)
		d.State, d.CaseID, d.Report.Name, d.UpdatedAt = petition.DraftRegistered, &number, "王", start.Add(time.Minute)
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateDraft(d) })
		if d.Version != 2 {
			t.Errorf("version is %d", d.Version)
		}
		same(t, read(t, s, func(tx *store.Tx) (petition.Draft, error) { return tx.Draft(d.ID) }), *d)
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.UpdateDraft(&stale) }), models.Conflict)

		other := &petition.Draft{Origin: "key-2", Owner: "zhang", State: petition.DraftKept, Version: 1, CreatedAt: start, UpdatedAt: start}
		transact(t, s, func(tx *store.Tx) error { return tx.CreateDraft(other) })
		of := func(states ...petition.DraftState) []petition.Draft {
			return read(t, s, func(tx *store.Tx) ([]petition.Draft, error) { return tx.DraftsOf("zhang", states, 10) })
		}
		same(t, of(petition.DraftRegistered, petition.DraftKept), []petition.Draft{*other, *d})
		same(t, of(petition.DraftKept), []petition.Draft{*other})
		wantCode(t, s.Read(t.Context(), func(tx *store.Tx) error { _, err := tx.DraftByOrigin("KEY-1"); return err }), models.NotFound)
	})
}

func TestDialogue(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		now := func() petition.Dialogue {
			return read(t, s, func(tx *store.Tx) (petition.Dialogue, error) { return tx.Dialogue("zhang") })
		}
		d := now()
		same(t, d, petition.Dialogue{UserID: "zhang"})
		rival := d
		d.Flow, d.Step, d.UpdatedAt = "register", "name", start
		transact(t, s, func(tx *store.Tx) error { return tx.SaveDialogue(&d) })
		same(t, now(), d)
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.SaveDialogue(&rival) }), models.Conflict)
		stale := d
		d.Flow, d.Step = "", ""
		transact(t, s, func(tx *store.Tx) error { return tx.SaveDialogue(&d) })
		same(t, now(), d)
		if d.Version != 2 {
			t.Errorf("version is %d", d.Version)
		}
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.SaveDialogue(&stale) }), models.Conflict)
	})
}
