package store_test

import (
	"sync"
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/duty"
)

func receptionsFrom(t *testing.T, s *store.Store) []duty.Slot {
	t.Helper()
	slots := slotsFrom(today, 3)
	for i := range slots {
		slots[i].Post = duty.Reception
	}
	var created []duty.Slot
	transact(t, s, func(tx *store.Tx) (err error) { created, err = tx.CreateSlots(slots); return err })
	return created
}

func TestBookings(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		slots := receptionsFrom(t, s)
		found := read(t, s, func(tx *store.Tx) ([]duty.Slot, error) {
			return tx.SlotsOfPost(duty.Reception, today.Add(1), today.Add(2), 100)
		})
		if len(found) != 4 || found[0].Day != today.Add(1) {
			t.Errorf("receptions %+v", found)
		}
		first := duty.NewBooking(1, slots[0], "wangfang", "xfj", start)
		other := duty.NewBooking(2, slots[0], "jiangli", "chengguan", start)
		later := duty.NewBooking(3, slots[4], "wangfang", "xfj", start)
		transact(t, s, func(tx *store.Tx) error {
			for _, b := range []*duty.Booking{&first, &other, &later} {
				if err := tx.AddBooking(b); err != nil {
					return err
				}
			}
			return nil
		})
		same(t, read(t, s, func(tx *store.Tx) (duty.Booking, error) { return tx.OpenBooking(1) }), first)
		err := s.Transact(t.Context(), func(tx *store.Tx) error {
			again := duty.NewBooking(1, slots[4], "liuyang", "xfj", start)
			return tx.AddBooking(&again)
		})
		if models.CodeOf(err) != models.Conflict {
			t.Errorf("a second open booking of a case: %v", err)
		}
		same(t, read(t, s, func(tx *store.Tx) ([]duty.Booking, error) { return tx.BookingsOn([]int64{slots[0].ID, slots[4].ID}, 9) }), []duty.Booking{first, other, later})
		same(t, read(t, s, func(tx *store.Tx) ([]duty.Booking, error) { return tx.BookingsFrom(today, "xfj", 9) }), []duty.Booking{first, later})
		same(t, read(t, s, func(tx *store.Tx) ([]duty.Booking, error) { return tx.BookingsFrom(today.Add(1), "", 9) }), []duty.Booking{later})
		same(t, read(t, s, func(tx *store.Tx) (map[int64][]string, error) { return tx.ReceiversOf([]int64{1, 3, 4}) }),
			map[int64][]string{1: {slots[0].UserID}, 3: {slots[4].UserID}})

		ended, err := first.End(duty.CalledOff, "wangfang", start)
		must(t, err)
		heard, err := other.End(duty.Received, "jiangli", slots[0].StartsAt)
		must(t, err)
		stale := ended
		transact(t, s, func(tx *store.Tx) error {
			if err := tx.UpdateBooking(&ended); err != nil {
				return err
			}
			return tx.UpdateBooking(&heard)
		})
		if err := s.Transact(t.Context(), func(tx *store.Tx) error { return tx.UpdateBooking(&stale) }); models.CodeOf(err) != models.Conflict {
			t.Errorf("an old version was written: %v", err)
		}
		same(t, read(t, s, func(tx *store.Tx) (duty.Booking, error) { return tx.LastBooking(1) }), ended)
		same(t, read(t, s, func(tx *store.Tx) (map[int64]int, error) { return tx.CountBookings([]int64{slots[0].ID, slots[4].ID}) }),
			map[int64]int{slots[0].ID: 1, slots[4].ID: 1})
		same(t, read(t, s, func(tx *store.Tx) (map[int64][]string, error) { return tx.ReceiversOf([]int64{1, 2}) }),
			map[int64][]string{2: {slots[0].UserID}})
	})
}

func TestReceptionLists(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		at := start
		same(t, read(t, s, func(tx *store.Tx) (duty.ReceptionList, error) { return tx.ReceptionList(7) }), duty.ReceptionList{SlotID: 7})
		for issue := range int64(2) {
			list := duty.ReceptionList{SlotID: 7, Issue: issue + 1, Recipient: "chen", Sent: "a", SentAt: &at}
			transact(t, s, func(tx *store.Tx) error { return tx.SaveReceptionList(list) })
			same(t, read(t, s, func(tx *store.Tx) (duty.ReceptionList, error) { return tx.ReceptionList(7) }), list)
		}
	})
}

// Many who book the last places at once look at the same count one after another.
func TestLockedSlotIsCountedByOneAtATime(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		slot := receptionsFrom(t, s)[0]
		var all sync.WaitGroup
		for i := range 12 {
			all.Go(func() {
				err := s.Transact(t.Context(), func(tx *store.Tx) error {
					if _, err := tx.LockSlot(slot.ID); err != nil {
						return err
					}
					taken, err := tx.CountBookings([]int64{slot.ID})
					if err != nil || taken[slot.ID] >= 5 {
						return err
					}
					b := duty.NewBooking(int64(i+1), slot, "wangfang", "xfj", start)
					return tx.AddBooking(&b)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if taken := read(t, s, func(tx *store.Tx) (map[int64]int, error) { return tx.CountBookings([]int64{slot.ID}) }); taken[slot.ID] != 5 {
			t.Errorf("%d were booked", taken[slot.ID])
		}
	})
}
