package store_test

import (
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

func edition(year, version int, days ...calendar.PublicDay) calendar.Edition {
	for i := range days {
		days[i].NoticeYear = year
	}
	return calendar.Edition{NoticeYear: year, Version: version, Source: "days.csv", ImportedBy: "system", ImportedAt: start, Days: days}
}

func TestCalendarEditions(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		if none := read(t, s, (*store.Tx).Editions); len(none) != 0 {
			t.Errorf("a new database has %+v", none)
		}
		if id := read(t, s, (*store.Tx).NewestEdition); id != 0 {
			t.Errorf("the newest of none is %d", id)
		}
		first := edition(2027, 1, calendar.PublicDay{Day: "2027-01-01", Off: true, Name: "元旦"})
		corrected := edition(2027, 2, calendar.PublicDay{Day: "2027-01-02", Off: true, Name: "元旦"}, calendar.PublicDay{Day: "2027-01-09", Name: "元旦"})
		earlier := edition(2026, 1, calendar.PublicDay{Day: "2026-10-01", Off: true, Name: "国庆节"})
		for _, e := range []*calendar.Edition{&first, &corrected, &earlier} {
			transact(t, s, func(tx *store.Tx) error { return tx.AddEdition(e) })
		}
		same(t, read(t, s, (*store.Tx).Editions), []calendar.Edition{earlier, corrected})
		same(t, read(t, s, (*store.Tx).NewestEdition), earlier.ID)
		if first.ID == 0 || corrected.ID <= first.ID {
			t.Errorf("ids %d, %d", first.ID, corrected.ID)
		}
		again := edition(2027, 2, calendar.PublicDay{Day: "2027-01-03", Off: true, Name: "元旦"})
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AddEdition(&again) }), models.Conflict)
		same(t, read(t, s, (*store.Tx).Editions), []calendar.Edition{earlier, corrected})
	})
}

func TestToldKnowsTheKeysOfMessages(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error { return tx.Tell(card("k1", "t1")) })
		told := func(key string) bool {
			return read(t, s, func(tx *store.Tx) (bool, error) { return tx.Told(key) })
		}
		if !told("k1") || told("k2") {
			t.Errorf("k1 %v, k2 %v", told("k1"), told("k2"))
		}
	})
}

func TestUpToDate(t *testing.T) {
	for name, database := range databases() {
		t.Run(name, func(t *testing.T) {
			s := opened(t, database(t))
			for _, step := range []struct {
				run  func() error
				want bool
			}{
				{func() error { return nil }, false},
				{func() error { return s.MigrateTo("0001") }, false},
				{func() error { return s.Migrate(t.Context()) }, true},
			} {
				must(t, step.run())
				got, err := s.UpToDate(t.Context())
				must(t, err)
				if got != step.want {
					t.Errorf("up to date: %v, want %v", got, step.want)
				}
			}
		})
	}
}
