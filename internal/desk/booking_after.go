package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// RunBookingAfter asks those who booked for a reception that is over, once, what came of the bookings that are still open.
func (d *Desk) RunBookingAfter(ctx context.Context, payload string) error {
	var job bookingJob
	if err := json.Unmarshal([]byte(payload), &job); err != nil {
		return fmt.Errorf("read booking job: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		slot, err := w.LockSlot(job.SlotID)
		if err != nil {
			return err
		}
		bookings, err := w.BookingsOn([]int64{slot.ID}, bookingsLooked)
		if err != nil {
			return err
		}
		asked, err := w.askedAfter(bookings)
		if err != nil {
			return err
		}
		for _, person := range slices.Sorted(maps.Keys(asked)) {
			shown, err := w.unfinishedOf(slot, asked[person].person, asked[person].bookings)
			if err != nil {
				return err
			}
			if len(shown.Lines) == 0 {
				continue
			}
			shown.TaskID = notice.UnfinishedTask(slot.ID, person)
			if err := w.card(shown.TaskID, person, notice.BookingAfter, shown, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// toAsk is one person with the bookings that he is asked about.
type toAsk struct {
	person   people.Person
	bookings []duty.Booking
}

// askedAfter gathers, by person, the bookings about which those who answer for them are asked.
func (w *work) askedAfter(bookings []duty.Booking) (map[string]toAsk, error) {
	answer, err := w.bookersOf(bookings)
	asked := map[string]toAsk{}
	for _, b := range bookings {
		for _, p := range answer[b.ID] {
			asked[p.UserID] = toAsk{p, append(asked[p.UserID].bookings, b)}
		}
	}
	return asked, err
}

// unfinishedOf shows the bookings of which it is not known what came of them, as far as the person may see the cases.
func (w *work) unfinishedOf(slot duty.Slot, person people.Person, bookings []duty.Booking) (notice.Booking, error) {
	shown := notice.Booking{Step: notice.BookingAsked}
	cases, err := w.bookedCases(person, bookings)
	if err != nil {
		return shown, err
	}
	shown.Total = len(cases)
	if shown.Slot, err = w.dutyNotice(slot); err != nil {
		return shown, err
	}
	shown.Lines, err = w.bookingLines(cases[:min(len(cases), MaxListed)])
	return shown, err
}

// turnUnfinished changes the card on which somebody said what came of one booking, so that it asks about the others.
func (w *work) turnUnfinished(slot duty.Slot, by, card string, said notice.Booking) error {
	person, err := w.Person(by)
	if err != nil {
		return err
	}
	bookings, err := w.BookingsOn([]int64{slot.ID}, bookingsLooked)
	if err != nil {
		return err
	}
	asked, err := w.askedAfter(bookings)
	if err != nil {
		return err
	}
	left, err := w.unfinishedOf(slot, person, asked[by].bookings)
	if err != nil {
		return err
	}
	if err := w.answer(by, notice.BookingNews, said); err != nil {
		return err
	}
	kind := notice.BookingTurned
	if len(left.Lines) == 0 {
		kind, left = notice.BookingClosed, said
	}
	left.TaskID = card
	return w.amend(card, w.key, by, kind, left)
}

// BookingsOf are the coming bookings that the reader looks after, day by day: those for his own receptions, those of his
// unit or, in the bureau, all.
func (d *Desk) BookingsOf(ctx context.Context, reader string) (notice.Booking, error) {
	shown := notice.Booking{Step: notice.BookingListed}
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, reader, people.ReadBookings)
		if err != nil {
			return err
		}
		w := &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()}
		bookings, err := w.bookingsNear(person)
		if err != nil {
			return err
		}
		slices.SortFunc(bookings, func(a, b duty.Booking) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.SlotID, b.SlotID), cmp.Compare(a.ID, b.ID))
		})
		cases, err := w.bookedCases(person, bookings)
		if err != nil {
			return err
		}
		shown.Total = len(cases)
		cases = cases[:min(len(cases), bookingsShown)]
		if shown.Lines, err = w.bookingLines(cases); err != nil {
			return err
		}
		receptions, err := w.receptionsOf(bookings)
		for i, c := range cases {
			shown.Lines[i].Slot = receptions[c.ID]
		}
		return err
	})
	return shown, err
}

// receptionsOf are the receptions of coming bookings, by case.
func (w *work) receptionsOf(bookings []duty.Booking) (map[int64]notice.Duty, error) {
	slots, err := w.receptions()
	if err != nil {
		return nil, err
	}
	lines, err := dutyLines(w.Tx, slots)
	receptions := map[int64]notice.Duty{}
	for _, line := range lines {
		for _, b := range bookings {
			if b.SlotID == line.Slot.ID {
				receptions[b.CaseID] = shortNotice(line)
			}
		}
	}
	return receptions, err
}

// bookingsShown is how many bookings one message holds.
const bookingsShown = 20

func (w *work) bookingsNear(person people.Person) ([]duty.Booking, error) {
	if !person.Has(people.Clerk, people.DutyOffice, people.Supervisor) {
		slots, err := w.SlotsOf(person.UserID, w.today(), w.today().Add(farthestTurn), 100)
		if err != nil {
			return nil, err
		}
		ids := make([]int64, len(slots))
		for i, s := range slots {
			ids[i] = s.ID
		}
		return w.BookingsOn(ids, bookingsLooked)
	}
	bureau, err := w.inBureau(person)
	if err != nil {
		return nil, err
	}
	unit := person.UnitCode
	if bureau {
		unit = ""
	}
	return w.BookingsFrom(w.today(), unit, bookingsLooked)
}
