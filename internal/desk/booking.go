package desk

import (
	"context"
	"fmt"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

const (
	// receptionsLooked is more receptions than a county has within the horizon.
	receptionsLooked = 2000
	// bookingsLooked bounds one reading of bookings.
	bookingsLooked = 500
)

// BookingAsked is a booking as somebody asks for it. Instead of is the open booking that he agrees to give up, 0 = none.
type BookingAsked struct {
	duty.BookingWish
	Leader    string // name
	InsteadOf int64
	Card      string // that was pressed, "" = words
}

// Book books a case for a leader's reception, or shows the receptions that can be booked. A case that has an open booking
// keeps it until the person agrees to the other day.
func (d *Desk) Book(ctx context.Context, by, reference string, asked BookingAsked) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.BookReception)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.BookReception)
		if err != nil {
			return err
		}
		if found.State == petition.Voided || found.State == petition.Merged {
			return models.Errorf(models.Conflict, "%s %s，不能预约接访。已并入其他事项的，请用主件的编号预约。", found.Number, found.State.Chinese())
		}
		if asked.Leader != "" {
			if asked.People, err = w.leadersNamed(asked.Leader); err != nil {
				return err
			}
		}
		open, err := w.OpenBooking(found.ID)
		if err != nil && models.CodeOf(err) != models.NotFound {
			return err
		}
		diary, err := w.diaryFor(person, found)
		if err != nil {
			return err
		}
		diary.Taken[open.SlotID]-- // its own place is never what stands in its way
		choice := diary.Choose(asked.BookingWish)
		if choice.Slot == nil {
			shown := notice.Booking{Number: found.Number, Step: notice.BookingOffered, Obstacle: choice.Why, TaskID: notice.BookingTask(w.key, found.Number)}
			return w.offer(by, diary, choice.Offered, shown)
		}
		return w.book(found, person, open, *choice.Slot, asked)
	})
}

func (w *work) leadersNamed(name string) ([]string, error) {
	found, err := w.PeopleNamed(name)
	if err == nil && len(found) == 0 {
		err = models.Errorf(models.NotFound, "人员名册里没有找到「%s」。请写日期或接访领导的姓名，例如：预约 编号 下周三。", name)
	}
	ids := make([]string, len(found))
	for i, p := range found {
		ids[i] = p.UserID
	}
	return ids, err
}

// diaryFor reads the coming receptions as they are for one case.
func (w *work) diaryFor(person people.Person, c petition.Case) (duty.Diary, error) {
	diary := duty.Diary{Able: map[string]bool{}, Now: w.now}
	var err error
	if diary.Slots, err = w.SlotsOfPost(duty.Reception, w.today(), w.today().Add(duty.Horizon), receptionsLooked); err != nil {
		return diary, err
	}
	var slotIDs []int64
	var leaders []string
	for _, s := range diary.Slots {
		slotIDs = append(slotIDs, s.ID)
		if !slices.Contains(leaders, s.UserID) {
			leaders = append(leaders, s.UserID)
		}
	}
	if diary.Taken, err = w.CountBookings(slotIDs); err != nil {
		return diary, err
	}
	staff, err := w.PeopleByID(leaders)
	if err != nil {
		return diary, err
	}
	seen, err := sightsOf(w.Tx, c)
	if err != nil {
		return diary, err
	}
	for _, leader := range staff {
		diary.Able[leader.UserID] = seen.mayReceive(leader, c)
	}
	stations, err := w.Stations()
	if err != nil {
		return diary, err
	}
	units, err := w.Units()
	codes := make([]string, len(units))
	for i, unit := range units {
		codes[i] = unit.Code
	}
	diary.Home = duty.HomeStations(stations, codes, person.UnitCode)
	return diary, err
}

// book books the slot in the place of an open booking, where there is one and the person agrees.
func (w *work) book(c petition.Case, person people.Person, open duty.Booking, slot duty.Slot, asked BookingAsked) error {
	switch {
	case open.SlotID == slot.ID:
		return w.answerBooked(c, person.UserID, slot, notice.BookingThere, asked.Card)
	case open.ID != 0 && open.ID != asked.InsteadOf:
		return w.askToMove(c, person.UserID, open, slot)
	}
	slot, err := w.roomOn(slot, open)
	if err != nil {
		return err
	}
	step := notice.BookingKept
	if open.ID != 0 {
		step = notice.BookingMoved
		if err := w.endBooking(c, open, duty.Rebooked, person.UserID); err != nil {
			return err
		}
	}
	b := duty.NewBooking(c.ID, slot, person.UserID, person.UnitCode, w.now)
	if err := w.AddBooking(&b); err != nil {
		return err
	}
	if err := w.planBookings(slot); err != nil {
		return err
	}
	if err := w.answerBooked(c, person.UserID, slot, step, asked.Card); err != nil {
		return err
	}
	return w.record(ledger.ReceptionBooked, c.Number, person.UserID, map[string]any{"booking": b.ID, "slot": slot.ID, "day": slot.Day})
}

// roomOn locks the slot, and that of the booking to be given up, and looks again whether there is room.
func (w *work) roomOn(slot duty.Slot, giveUp duty.Booking) (duty.Slot, error) {
	lock := []int64{slot.ID}
	if giveUp.SlotID != 0 {
		lock = append(lock, giveUp.SlotID)
	}
	slices.Sort(lock) // everybody in the same order
	for _, id := range lock {
		locked, err := w.LockSlot(id)
		if err != nil {
			return slot, err
		}
		if id == slot.ID {
			if locked.Version != slot.Version || locked.State == duty.Withdrawn {
				return slot, &models.Error{Code: models.Conflict, Op: "book a slot that has changed"}
			}
			slot = locked
		}
	}
	taken, err := w.CountBookings([]int64{slot.ID})
	if err == nil && taken[slot.ID] >= duty.BookingsPerSlot {
		err = &models.Error{Code: models.Conflict, Op: "book a slot that is full"}
	}
	return slot, err
}

func (w *work) bookingNotice(c petition.Case, step notice.BookingStep, slot duty.Slot) (notice.Booking, error) {
	shown := notice.Booking{Number: c.Number, Step: step}
	var err error
	shown.Slot, err = w.dutyNotice(slot)
	return shown, err
}

// answerBooked tells of the booking and closes the card on which it was made.
func (w *work) answerBooked(c petition.Case, by string, slot duty.Slot, step notice.BookingStep, card string) error {
	shown, err := w.bookingNotice(c, step, slot)
	if err != nil {
		return err
	}
	if err := w.closeBookingCard(by, card, shown); err != nil {
		return err
	}
	return w.answer(by, notice.BookingNews, shown)
}

func (w *work) closeBookingCard(by, card string, shown notice.Booking) error {
	if card == "" {
		return nil
	}
	shown.TaskID = card
	return w.amend(card, w.key, by, notice.BookingClosed, shown)
}

func (w *work) askToMove(c petition.Case, by string, open duty.Booking, slot duty.Slot) error {
	shown, err := w.bookingNotice(c, notice.BookingToMove, slot)
	if err != nil {
		return err
	}
	before, err := w.Slot(open.SlotID)
	if err != nil {
		return err
	}
	was, err := w.dutyNotice(before)
	if err != nil {
		return err
	}
	shown.Was, shown.BookingID, shown.TaskID = &was, open.ID, notice.BookingTask(w.key, c.Number)
	return w.card(shown.TaskID, by, notice.BookingAsk, shown, &slot.EndsAt)
}

// offer shows the receptions to choose among, each to be booked by one tap, with what was said of the case.
func (w *work) offer(to string, diary duty.Diary, slots []duty.Slot, shown notice.Booking) error {
	lines, err := dutyLines(w.Tx, slots)
	if err != nil {
		return err
	}
	for _, line := range lines {
		shown.Days = append(shown.Days, notice.BookingDay{Slot: shortNotice(line), Free: duty.BookingsPerSlot - diary.Taken[line.Slot.ID]})
	}
	if len(shown.Days) == 0 {
		return w.tell(shown.TaskID, to, notice.BookingNews, shown)
	}
	return w.card(shown.TaskID, to, notice.BookingOffer, shown, nil)
}

// planBookings plans what a booking brings: the leader's list, or its correction, and the question what came of it.
func (w *work) planBookings(slot duty.Slot) error {
	if err := w.planBookingList(slot); err != nil {
		return err
	}
	cal, err := w.calendar()
	if err != nil {
		return err
	}
	return w.planBookingJob(slot, fmt.Sprintf("booking:after:%d", slot.ID), BookingAfterJob, notice.BookingAfterDue(slot, cal))
}

// KeepBooking closes the card that asked whether to move a booking, which stays.
func (d *Desk) KeepBooking(ctx context.Context, by, number, card string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.BookReception)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, number, people.BookReception)
		if err != nil {
			return err
		}
		open, err := w.OpenBooking(found.ID)
		if err != nil {
			return noBooking(found, err)
		}
		slot, err := w.Slot(open.SlotID)
		if err != nil {
			return err
		}
		return w.answerBooked(found, by, slot, notice.BookingStays, card)
	})
}

func noBooking(c petition.Case, err error) error {
	if models.CodeOf(err) == models.NotFound {
		return models.Errorf(models.NotFound, "%s 目前没有接访预约。需要预约请发送：预约 %s。", c.Number, c.Number)
	}
	return err
}
