package desk

import (
	"fmt"
	"maps"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// farthestTurn is the farthest day ahead on which a slot is on record: one that is booked may be shifted past the horizon.
const farthestTurn = duty.Horizon + turnsAround

// receptions are all that are on record from today on.
func (w *work) receptions() ([]duty.Slot, error) {
	return w.SlotsOfPost(duty.Reception, w.today(), w.today().Add(farthestTurn), receptionsLooked)
}

// followed is a booking with where its slot is now; before is as it was.
type followed struct {
	duty.Booking
	before, slot duty.Slot
}

// moves tells whether the booking is for other hours, another day or another place now.
func (f followed) moves() bool {
	return f.Day != f.slot.Day || f.Station != f.slot.Station || !f.before.StartsAt.Equal(f.slot.StartsAt) || !f.before.EndsAt.Equal(f.slot.EndsAt)
}

// followSlots takes the bookings of slots that have changed along: with the turn when its day was shifted, to whoever is on
// it now, and back to who booked when the reception is gone. Slots are locked in the order of their ids.
func (w *work) followSlots(changed []slotChange) error {
	var ids []int64
	before := map[int64]duty.Slot{}
	for _, change := range changed {
		if change.was.Post == duty.Reception {
			ids = append(ids, change.was.ID)
			before[change.was.ID] = change.was
		}
	}
	if len(ids) == 0 {
		return nil
	}
	bookings, err := w.BookingsOn(ids, receptionsLooked)
	if err != nil || len(bookings) == 0 {
		return err
	}
	slots, err := w.receptions()
	if err != nil {
		return err
	}
	var kept []followed
	var gone []duty.Booking
	locks := map[int64]duty.Slot{}
	for _, b := range bookings {
		locks[b.SlotID] = duty.Slot{}
		if slot, found := b.Follow(slots, w.now); found {
			kept = append(kept, followed{b, before[b.SlotID], slot})
			locks[slot.ID] = duty.Slot{}
		} else {
			gone = append(gone, b)
		}
	}
	if locks, err = w.lockSlots(slices.Sorted(maps.Keys(locks))); err != nil {
		return err
	}
	if err := w.moveBookings(kept, locks); err != nil {
		return err
	}
	for _, b := range gone {
		if err := w.dropBooking(b, locks[b.SlotID]); err != nil {
			return err
		}
	}
	return w.relist(kept, locks)
}

func (w *work) lockSlots(ids []int64) (map[int64]duty.Slot, error) {
	locked := map[int64]duty.Slot{}
	for _, id := range ids {
		slot, err := w.LockSlot(id)
		if err != nil {
			return nil, err
		}
		locked[id] = slot
	}
	return locked, nil
}

// moveBookings binds bookings to the slots that they follow, and tells those who answer for them of other times and places.
func (w *work) moveBookings(kept []followed, locked map[int64]duty.Slot) error {
	bookings := make([]duty.Booking, len(kept))
	for i, f := range kept {
		bookings[i] = f.Booking
	}
	cases, err := w.casesOf(bookings)
	if err != nil {
		return err
	}
	for _, f := range kept {
		moved := f.MovedTo(f.slot)
		if moved == f.Booking {
			continue
		}
		if locked[f.slot.ID].State == duty.Withdrawn {
			return &models.Error{Code: models.Conflict, Op: "follow to a slot that has gone"}
		}
		if err := w.UpdateBooking(&moved); err != nil {
			return err
		}
		if err := w.recordBooking(ledger.BookingFollowed, cases[f.CaseID], moved); err != nil {
			return err
		}
	}
	for _, f := range kept {
		if !f.moves() {
			continue
		}
		was, err := w.dutyNotice(f.before)
		if err != nil {
			return err
		}
		key := fmt.Sprintf("booking:followed:%d:%d:v%d", f.ID, f.slot.ID, f.slot.Version)
		if err := w.tellBooked(f.Booking, key, f.slot, notice.Booking{Step: notice.BookingFollowed, Was: &was}); err != nil {
			return err
		}
	}
	return nil
}

// relist tells of cases that must be kept from who is on a slot now, and plans a new look through the lists of all slots whose
// bookings or leaders have changed; one that lost its bookings may go on with another turn.
func (w *work) relist(kept []followed, locked map[int64]duty.Slot) error {
	on := map[int64][]duty.Booking{}
	slots := map[int64]duty.Slot{}
	touched := map[int64]bool{}
	for _, f := range kept {
		on[f.slot.ID], slots[f.slot.ID] = append(on[f.slot.ID], f.MovedTo(f.slot)), f.slot
		touched[f.slot.ID], touched[f.SlotID] = true, true
	}
	for _, id := range slices.Sorted(maps.Keys(on)) {
		if err := w.tellIfUnheard(slots[id], on[id]); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(touched)) {
		if err := w.planBookings(locked[id]); err != nil {
			return err
		}
	}
	return nil
}

// tellIfUnheard tells who booked at once when cases must be kept from who is on the slot now.
func (w *work) tellIfUnheard(slot duty.Slot, bookings []duty.Booking) error {
	if slot.UserID == "" || !w.now.Before(slot.EndsAt) {
		return nil // the duty office is told of a gap; what is over was heard or not
	}
	leader, err := w.Person(slot.UserID)
	if err != nil {
		return err
	}
	heard, err := w.bookedCases(leader, bookings)
	if err != nil {
		return err
	}
	return w.tellUnheard(slot, leader, bookings, heard)
}

// keepApart tells who booked a case, at once, when its leader keeps out of it.
func (w *work) keepApart(c petition.Case) error {
	b, err := w.OpenBooking(c.ID)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	slot, err := w.LockSlot(b.SlotID)
	if err != nil {
		return err
	}
	if err := w.planBookingList(slot); err != nil {
		return err
	}
	return w.tellIfUnheard(slot, []duty.Booking{b})
}

// dropBooking ends a booking whose reception is gone, and offers who booked the next ones.
func (w *work) dropBooking(b duty.Booking, slot duty.Slot) error {
	ended, err := b.End(duty.Dropped, SystemActor, w.now)
	if err != nil {
		return err
	}
	if err := w.UpdateBooking(&ended); err != nil {
		return err
	}
	key := fmt.Sprintf("booking:dropped:%d", b.ID)
	if err := w.tellBooked(b, key, slot, notice.Booking{Step: notice.BookingDropped}); err != nil {
		return err
	}
	c, err := w.Case(b.CaseID)
	if err != nil {
		return err
	}
	return w.recordBooking(ledger.BookingEnded, c, ended)
}

func (w *work) recordBooking(kind ledger.Kind, c petition.Case, b duty.Booking) error {
	return w.record(kind, c.Number, SystemActor, map[string]any{"booking": b.ID, "slot": b.SlotID, "day": b.Day, "state": b.State})
}

// tellBooked tells those who answer for a booking what became of it; where it cannot stay, with the receptions that could be
// booked instead.
func (w *work) tellBooked(b duty.Booking, key string, slot duty.Slot, shown notice.Booking) error {
	c, err := w.Case(b.CaseID)
	if err != nil || c.State == petition.Voided {
		return err
	}
	shown.Number = c.Number
	if shown.Slot, err = w.dutyNotice(slot); err != nil {
		return err
	}
	if shown.Step == notice.BookingFollowed {
		return w.tellAnswering(b, key, "", shown)
	}
	answer, err := w.bookersOf([]duty.Booking{b})
	if err != nil {
		return err
	}
	for _, person := range answer[b.ID] {
		shown.TaskID = notice.BookingTask(key, person.UserID)
		if err := w.offerInstead(c, person, shown); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) offerInstead(c petition.Case, person people.Person, shown notice.Booking) error {
	diary, err := w.diaryFor(person, c)
	if err != nil {
		return err
	}
	choice := diary.Choose(duty.BookingWish{})
	if !person.May(people.BookReception) {
		choice.Offered = nil
	}
	return w.offer(person.UserID, diary, choice.Offered, shown)
}

// bookedFor counts the petitions that are booked for a slot and that its leader may hear, nil where it is no reception.
func (w *work) bookedFor(slot duty.Slot) (*int, error) {
	if slot.Post != duty.Reception || slot.UserID == "" {
		return nil, nil
	}
	leader, err := w.Person(slot.UserID)
	if err != nil {
		return nil, err
	}
	bookings, err := w.BookingsOn([]int64{slot.ID}, bookingsLooked)
	if err != nil {
		return nil, err
	}
	heard, err := w.bookedCases(leader, bookings)
	count := len(heard)
	return &count, err
}
