package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// CallOffBooking ends an open booking before it was heard; a reason is kept with the case.
func (d *Desk) CallOffBooking(ctx context.Context, by, reference, reason string) error {
	return d.endBookingOf(ctx, by, reference, people.BookReception, duty.CalledOff, reason, "")
}

// EndReception says that a booked case was heard, with what came of it, or that nobody came. card is the one that was
// pressed, "" where it was said in words.
func (d *Desk) EndReception(ctx context.Context, by, reference string, state duty.BookingState, result, card string) error {
	return d.endBookingOf(ctx, by, reference, people.EndReception, state, result, card)
}

var endedSteps = map[duty.BookingState]notice.BookingStep{
	duty.CalledOff: notice.BookingCalledOff, duty.Received: notice.BookingReceived, duty.Missed: notice.BookingMissed,
}

func (d *Desk) endBookingOf(ctx context.Context, by, reference string, action people.Action, state duty.BookingState, said, card string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, action)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, action)
		if err != nil {
			return err
		}
		if said = strings.TrimSpace(said); utf8.RuneCountInString(said) > petition.MaxText {
			return models.Errorf(models.Invalid, "写的内容超过%d字，请精简后再发。", petition.MaxText)
		}
		last, err := w.LastBooking(found.ID)
		if err != nil {
			return noBooking(found, err)
		}
		slot, err := w.LockSlot(last.SlotID)
		if err != nil {
			return err
		}
		if !person.May(people.BookReception) && slot.UserID != by {
			return models.Errorf(models.Forbidden, "%s 约的不是您的接访，请由当日接访领导或者窗口登记结果。", found.Number)
		}
		if card != "" && card != notice.UnfinishedTask(slot.ID, by) {
			return models.Errorf(models.Conflict, "%s 已经另有接访预约，这张卡片没有作任何改动。请发送「预约」查看最新安排。", found.Number)
		}
		if err := w.saidOf(found, last, slot, state, person, said); err != nil {
			return err
		}
		shown, err := w.bookingNotice(found, endedSteps[state], slot)
		if err != nil {
			return err
		}
		if card != "" {
			return w.turnUnfinished(slot, by, card, shown)
		}
		return w.answer(by, notice.BookingNews, shown)
	})
}

// saidOf takes what somebody says of a booking. The same again is harmless; words that come soon after it was ended are added.
func (w *work) saidOf(c petition.Case, last duty.Booking, slot duty.Slot, state duty.BookingState, by people.Person, said string) error {
	again := last.State == state
	switch {
	case again && said == "":
		return nil
	case !again || !last.TakesWords(w.now):
		if err := w.endBooking(c, last, state, by.UserID); err != nil {
			return err
		}
	}
	fresh, err := w.noteReception(c, slot, state, by.UserID, said)
	if err != nil || again && !fresh {
		return err
	}
	return w.tellBooker(c, last, slot, state, by, said)
}

// endBookingOfEnded ends the booking of a case that goes on under another number, or that never was: it takes nobody's place.
func (w *work) endBookingOfEnded(c petition.Case, by string) error {
	if c.State != petition.Merged && c.State != petition.Voided {
		return nil
	}
	open, err := w.OpenBooking(c.ID)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	slot, err := w.LockSlot(open.SlotID)
	if err != nil {
		return err
	}
	if err := w.endBooking(c, open, duty.Dropped, by); err != nil {
		return err
	}
	shown, err := w.bookingNotice(c, notice.BookingEnded, slot)
	if err != nil {
		return err
	}
	shown.Reason = c.State.Chinese()
	return w.tellAnswering(open, fmt.Sprintf("booking:ended:%d", open.ID), "", shown)
}

// tellAnswering tells those who answer for a booking, but for whoever has done it himself.
func (w *work) tellAnswering(b duty.Booking, key, but string, shown notice.Booking) error {
	answer, err := w.bookersOf([]duty.Booking{b})
	if err != nil {
		return err
	}
	for _, person := range answer[b.ID] {
		if person.UserID == but {
			continue
		}
		if err := w.tell(key+":"+person.UserID, person.UserID, notice.BookingNews, shown); err != nil {
			return err
		}
	}
	return nil
}

// endBooking ends a booking; a list that has gone out is corrected when somebody is no longer expected.
func (w *work) endBooking(c petition.Case, b duty.Booking, state duty.BookingState, by string) error {
	ended, err := b.End(state, by, w.now)
	if err != nil {
		return err
	}
	if err := w.UpdateBooking(&ended); err != nil {
		return err
	}
	if state == duty.CalledOff || state == duty.Rebooked || state == duty.Dropped {
		slot, err := w.Slot(b.SlotID)
		if err != nil {
			return err
		}
		if err := w.planBookingList(slot); err != nil {
			return err
		}
	}
	return w.record(ledger.BookingEnded, c.Number, by, map[string]any{"booking": b.ID, "slot": b.SlotID, "day": b.Day, "state": state})
}

// noteReception leaves a line on the case's record, unless it has it; a booking that was called off without a word leaves none.
func (w *work) noteReception(c petition.Case, slot duty.Slot, state duty.BookingState, by, said string) (fresh bool, err error) {
	if state == duty.CalledOff && said == "" {
		return false, nil
	}
	leader, err := w.Person(slot.UserID)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return false, err
	}
	line := state.Line(slot.Day, leader.Title()) + said
	known, err := w.ProgressOf(c.ID, linesLooked)
	if err != nil || slices.ContainsFunc(known, func(p petition.Progress) bool { return p.Author == by && p.Text == line }) {
		return false, err
	}
	return true, w.noteLine(c, by, line)
}

// linesLooked is how many of the newest lines are looked through for one that is there already.
const linesLooked = 10

// tellBooker tells those who answer for a booking what somebody else has entered.
func (w *work) tellBooker(c petition.Case, b duty.Booking, slot duty.Slot, state duty.BookingState, by people.Person, said string) error {
	shown, err := w.bookingNotice(c, endedSteps[state], slot)
	if err != nil {
		return err
	}
	if err := w.unnameAll(c.ID, &said); err != nil {
		return err
	}
	shown.By, shown.Reason = by.Title(), ordinarily(c, said)
	return w.tellAnswering(b, fmt.Sprintf("booking:%d:%s:%s", b.ID, state, w.mark()), by.UserID, shown)
}
