package desk

import (
	"context"
	"fmt"
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
		if last.State != state { // said twice is said once
			if err := w.endBooking(found, last, state, by); err != nil {
				return err
			}
			if err := w.noteReception(found, slot, state, by, said); err != nil {
				return err
			}
			if err := w.tellBooker(found, last, slot, state, person, said); err != nil {
				return err
			}
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

// endBooking ends a booking; a list that has gone out is corrected when somebody is no longer expected.
func (w *work) endBooking(c petition.Case, b duty.Booking, state duty.BookingState, by string) error {
	ended, err := b.End(state, by, w.now)
	if err != nil {
		return err
	}
	if err := w.UpdateBooking(&ended); err != nil {
		return err
	}
	if state == duty.CalledOff || state == duty.Rebooked {
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

// noteReception leaves a line on the case's record; a booking that was called off without a word leaves none.
func (w *work) noteReception(c petition.Case, slot duty.Slot, state duty.BookingState, by, said string) error {
	if state == duty.CalledOff && said == "" {
		return nil
	}
	leader, err := w.Person(slot.UserID)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return err
	}
	text := fmt.Sprintf("领导接访（%s %s）：%s。", slot.Day.Chinese(), leader.Title(), map[duty.BookingState]string{
		duty.Received: "已接访", duty.Missed: "信访人未到", duty.CalledOff: "预约取消",
	}[state])
	line := petition.Progress{CaseID: c.ID, Author: by, Text: text + said, At: w.now}
	if err := w.AddProgress(&line); err != nil {
		return err
	}
	return w.record(ledger.ProgressRecorded, c.Number, by, map[string]any{"progress": line.ID})
}

// tellBooker tells who booked what somebody else has entered.
func (w *work) tellBooker(c petition.Case, b duty.Booking, slot duty.Slot, state duty.BookingState, by people.Person, said string) error {
	if b.BookedBy == by.UserID {
		return nil
	}
	heard, err := w.mayHear(c, []string{b.BookedBy})
	if err != nil || heard.sight[b.BookedBy] != people.Open {
		return err
	}
	shown, err := w.bookingNotice(c, endedSteps[state], slot)
	if err != nil {
		return err
	}
	if err := w.unnameAll(c.ID, &said); err != nil {
		return err
	}
	shown.By, shown.Reason = by.Title(), ordinarily(c, said)
	return w.tell(fmt.Sprintf("booking:%d:%s", b.ID, state), b.BookedBy, notice.BookingNews, shown)
}
