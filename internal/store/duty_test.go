package store_test

import (
	"sync"
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

func TestStationsAndRules(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		wednesday := time.Wednesday
		rules := []duty.Rule{
			{Code: "a/带班/daily/2026-11-01", Station: "a", Post: "带班", People: []string{"zhang", "li"}, From: "2026-11-01", Start: 510, End: 1050, Holiday: duty.Skip},
			{Code: "b/x/wed/2026-11-01", Station: "b", Post: "x", Weekday: &wednesday, People: []string{"li"}, From: "2026-11-01", To: "2026-12-01", Holiday: duty.Keep},
		}
		stations := []duty.Station{{Code: "a", Name: "大厅"}, {Code: "b", Name: "联席办"}}
		for range 2 {
			rules[0].End++
			transact(t, s, func(tx *store.Tx) error {
				if err := tx.PutStations(stations); err != nil {
					return err
				}
				return tx.PutRules(rules)
			})
		}
		same(t, read(t, s, (*store.Tx).Stations), stations)
		same(t, read(t, s, (*store.Tx).Rules), rules)
	})
}

// slotsFrom gives n days of two posts, in the order of the roster.
func slotsFrom(day calendar.Day, n int) []duty.Slot {
	var slots []duty.Slot
	for i := range n {
		for _, post := range []string{"1", "2"} {
			d := day.Add(i)
			slots = append(slots, duty.Slot{
				Station: "a", Post: post, Day: d, UserID: "zhang" + post, RuleCode: "a/" + post,
				StartsAt: d.At(510), EndsAt: d.At(1050), State: duty.Planned, Version: 1, CreatedAt: start,
			})
		}
	}
	return slots
}

func TestSlots(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var created []duty.Slot
		create := func(slots []duty.Slot) {
			transact(t, s, func(tx *store.Tx) (err error) { created, err = tx.CreateSlots(slots); return err })
		}
		create(slotsFrom("2026-11-23", 150))
		if len(created) != 300 {
			t.Fatalf("created %d slots", len(created))
		}
		for _, slot := range created {
			same(t, read(t, s, func(tx *store.Tx) (duty.Slot, error) { return tx.Slot(slot.ID) }), slot)
		}
		create(slotsFrom("2026-11-23", 151))
		if len(created) != 2 || created[0].Day != calendar.Day("2026-11-23").Add(150) {
			t.Errorf("the day after gave %+v", created)
		}
		create(slotsFrom("2026-11-23", 151))
		if len(created) != 0 {
			t.Errorf("planning again created %d", len(created))
		}
		found := read(t, s, func(tx *store.Tx) ([]duty.Slot, error) { return tx.Slots("2026-11-24", "2026-11-25", 100) })
		if len(found) != 4 || found[0].Post != "1" || found[1].Post != "2" || found[2].Day != "2026-11-25" {
			t.Errorf("got %+v", found)
		}
		mine := read(t, s, func(tx *store.Tx) ([]duty.Slot, error) { return tx.SlotsOf("zhang2", "2026-11-24", "2026-12-24", 3) })
		if len(mine) != 3 || mine[0].UserID != "zhang2" || mine[0].Day != "2026-11-24" {
			t.Errorf("got %+v", mine)
		}
	})
}

func TestSlotsPlannedByManyAreCreatedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var mu sync.Mutex
		var all sync.WaitGroup
		times := map[int64]int{}
		for range 8 {
			all.Go(func() {
				var created []duty.Slot
				err := s.Transact(t.Context(), func(tx *store.Tx) (err error) {
					created, err = tx.CreateSlots(slotsFrom("2026-11-23", 20))
					return err
				})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				for _, slot := range created {
					times[slot.ID]++
				}
			})
		}
		all.Wait()
		if len(times) != 40 {
			t.Errorf("created %d slots", len(times))
		}
		for id, n := range times {
			if n != 1 || id == 0 {
				t.Errorf("slot %d was reported %d times", id, n)
			}
		}
	})
}

func TestUpdateSlot(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var was duty.Slot
		transact(t, s, func(tx *store.Tx) error {
			created, err := tx.CreateSlots(slotsFrom("2026-11-25", 1))
			was = created[0]
			return err
		})
		slot, err := was.Confirm("zhang1", 1, start)
		must(t, err)
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateSlot(&slot, was) })
		same(t, read(t, s, func(tx *store.Tx) (duty.Slot, error) { return tx.Slot(slot.ID) }), slot)
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.UpdateSlot(&slot, was) }), models.Conflict)
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateSlot(&slot, slot) })
		wantCode(t, s.Read(t.Context(), func(tx *store.Tx) error { _, err := tx.Slot(99); return err }), models.NotFound)
	})
}
