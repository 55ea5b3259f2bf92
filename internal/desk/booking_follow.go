package desk

import (
	"fmt"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// followSlots takes the bookings of slots that have changed along: with the turn when its day was shifted, to whoever is on
// it now, and back to who booked when the reception is gone.
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
	slots, err := w.SlotsOfPost(duty.Reception, w.today(), w.today().Add(duty.Horizon), receptionsLooked)
	if err != nil {
		return err
	}
	var touched []int64
	for _, b := range bookings {
		slot, found := b.Follow(slots, w.now)
		if !found {
			if err := w.dropBooking(b); err != nil {
				return err
			}
			continue
		}
		if err := w.followTo(b, before[b.SlotID], slot); err != nil {
			return err
		}
		touched = append(touched, slot.ID)
		if b.SlotID != slot.ID {
			touched = append(touched, b.SlotID) // may go on with another turn
		}
	}
	return w.relist(touched)
}

// relist plans a new look through the lists of slots whose bookings or leaders have changed, in the order of locking.
func (w *work) relist(slotIDs []int64) error {
	slices.Sort(slotIDs)
	for _, id := range slices.Compact(slotIDs) {
		slot, err := w.LockSlot(id)
		if err != nil {
			return err
		}
		if err := w.planBookings(slot); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) followTo(b duty.Booking, before, slot duty.Slot) error {
	moved := b.MovedTo(slot)
	if moved != b {
		target, err := w.LockSlot(slot.ID)
		if err != nil {
			return err
		}
		if target.State == duty.Withdrawn {
			return &models.Error{Code: models.Conflict, Op: "follow to a slot that has gone"}
		}
		if err := w.UpdateBooking(&moved); err != nil {
			return err
		}
		if err := w.recordBooking(ledger.BookingFollowed, moved); err != nil {
			return err
		}
	}
	if b.Day != slot.Day || b.Station != slot.Station || !before.StartsAt.Equal(slot.StartsAt) || !before.EndsAt.Equal(slot.EndsAt) {
		was, err := w.dutyNotice(before)
		if err != nil {
			return err
		}
		key := fmt.Sprintf("booking:followed:%d:%d:v%d", b.ID, slot.ID, slot.Version)
		if err := w.tellBooked(b, key, slot, notice.Booking{Step: notice.BookingFollowed, Was: &was}); err != nil {
			return err
		}
	}
	return w.tellIfUnheard(moved, slot)
}

// tellIfUnheard tells who booked at once when the case must be kept from who is on the slot now.
func (w *work) tellIfUnheard(b duty.Booking, slot duty.Slot) error {
	if slot.UserID == "" || !w.now.Before(slot.EndsAt) {
		return nil // the duty office is told of a gap; what is over was heard or not
	}
	leader, err := w.Person(slot.UserID)
	if err != nil {
		return err
	}
	heard, err := w.bookedCases(leader, []duty.Booking{b})
	if err != nil {
		return err
	}
	return w.tellUnheard(slot, leader, []duty.Booking{b}, heard)
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
	return w.tellIfUnheard(b, slot)
}

// dropBooking ends a booking whose reception is gone, and offers who booked the next ones.
func (w *work) dropBooking(b duty.Booking) error {
	ended, err := b.End(duty.Dropped, SystemActor, w.now)
	if err != nil {
		return err
	}
	if err := w.UpdateBooking(&ended); err != nil {
		return err
	}
	slot, err := w.Slot(b.SlotID)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("booking:dropped:%d", b.ID)
	if err := w.tellBooked(b, key, slot, notice.Booking{Step: notice.BookingDropped}); err != nil {
		return err
	}
	return w.recordBooking(ledger.BookingEnded, ended)
}

func (w *work) recordBooking(kind ledger.Kind, b duty.Booking) error {
	c, err := w.Case(b.CaseID)
	if err != nil {
		return err
	}
	return w.record(kind, c.Number, SystemActor, map[string]any{"booking": b.ID, "slot": b.SlotID, "day": b.Day, "state": b.State})
}

// tellBooked tells who booked what became of the booking; where it cannot stay, with the receptions that could be booked
// instead. Where he has left, or may not see the case any more, those who may are told.
func (w *work) tellBooked(b duty.Booking, key string, slot duty.Slot, shown notice.Booking) error {
	c, err := w.Case(b.CaseID)
	if err != nil || c.State == petition.Voided {
		return err
	}
	heard, err := w.mayHear(c, []string{b.BookedBy})
	if err != nil {
		return err
	}
	shown.Number = c.Number
	if shown.Slot, err = w.dutyNotice(slot); err != nil {
		return err
	}
	for _, id := range heard.ids {
		if shown.Step == notice.BookingFollowed {
			err = w.tell(key+":"+id, id, notice.BookingNews, shown)
		} else {
			shown.TaskID = notice.BookingTask(key, id)
			err = w.offerInstead(c, id, shown)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *work) offerInstead(c petition.Case, to string, shown notice.Booking) error {
	person, err := w.Person(to)
	if err != nil {
		return err
	}
	diary, err := w.diaryFor(person, c)
	if err != nil {
		return err
	}
	choice := diary.Choose(duty.BookingWish{})
	if !person.May(people.BookReception) {
		choice.Offered = nil
	}
	return w.offer(to, diary, choice.Offered, shown)
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
