package store_test

import (
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

func TestInstantsAreKeptAsUTCMilliseconds(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		local := time.Date(2026, 11, 23, 9, 30, 0, 123_987_654, calendar.Zone)
		want := time.Date(2026, 11, 23, 1, 30, 0, 123_000_000, time.UTC)
		exact := func(what string, got time.Time) {
			t.Helper()
			if got != want {
				t.Errorf("%s came back as %v, want %v", what, got, want)
			}
		}
		c, sub, v, p := newCase("XF20261123-0001", 1)
		c.RegisteredAt, c.Version = local, 1
		transact(t, s, func(tx *store.Tx) error { return tx.CreateCase(c, sub, v, p) })
		exact("a created instant", read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.Case(c.ID) }).RegisteredAt)
		exact("the caller's copy", c.RegisteredAt)
		c.UpdatedAt = local
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateCase(c) })
		exact("an updated instant", read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.Case(c.ID) }).UpdatedAt)

		row := message("a")
		row.DueAt, row.NotAfter = local, &local
		tell(t, s, row)
		found := dueMessages(t, s, local, local)
		exact("a pointer", *found[0].NotAfter)
		if !found[0].CreatedAt.Equal(start) {
			t.Errorf("created at %v, not by the desk's clock", found[0].CreatedAt)
		}
		if rows := dueMessages(t, s, want.Add(-time.Millisecond), local); len(rows) != 0 {
			t.Errorf("due before its time: %v", rows)
		}
		must(t, s.Freeze(t.Context(), claimAt(t, s, local), queue.Rendered{Request: []byte("1")}, nil, 0, local))
		found = dueMessages(t, s, local, local.Add(time.Hour))
		exact("an instant in an expression", *found[0].FirstTryAt)
	})
}

func claimAt(t *testing.T, s *store.Store, at time.Time) queue.Claim {
	t.Helper()
	won, err := s.ClaimOutbound(t.Context(), dueMessages(t, s, at, at), at.Add(time.Minute))
	must(t, err)
	return queue.Claim{ID: won[0].ID, Seq: won[0].Seq}
}
