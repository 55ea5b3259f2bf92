package desk

import (
	"context"
	"fmt"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// sameArrival is how long a further location of the same person is taken for the same arrival.
const sameArrival = 10 * time.Minute

// ArriveByLocation takes a location that somebody sent on purpose as his arrival for duty. taken is false when it means something
// else: he is about to register something, or has no duty that awaits him.
func (d *Desk) ArriveByLocation(ctx context.Context, userID string, at duty.Point) (taken bool, err error) {
	var meant meantPlace
	err = d.store.Read(ctx, func(tx Tx) error {
		meant, err = d.placeMeant(tx, userID, at)
		return err
	})
	if err != nil || !meant.forDuty() {
		return false, err
	}
	return true, d.transact(ctx, func(w *work) error {
		meant, err := d.placeMeant(w.Tx, userID, at)
		if err != nil {
			return err
		}
		switch {
		case meant.known != nil:
			return w.answerArrival(userID, *meant.known, notice.ArrivalKnown, duty.Arrival{})
		case !meant.awaited:
			return models.Errorf(models.Conflict, "值班安排刚有调整，位置没有登记，请重新发送一次位置。")
		case !meant.found.Within:
			return w.answerArrival(userID, meant.found.Slot, notice.ArrivalFar, meant.found)
		}
		return w.arrivedByLocation(userID, meant.found)
	})
}

// ReportLocation takes a location that the phone reported by itself. Nobody asked for an answer, so only an arrival is told;
// everything else is forgotten at once.
func (d *Desk) ReportLocation(ctx context.Context, userID string, at duty.Point) error {
	return d.transact(ctx, func(w *work) error {
		meant, err := d.placeMeant(w.Tx, userID, at)
		if err != nil || !meant.awaited || !meant.found.Within {
			return err
		}
		return w.arrivedByLocation(userID, meant.found)
	})
}

// meantPlace is what a place that somebody sent means.
type meantPlace struct {
	found   duty.Arrival
	awaited bool
	known   *duty.Slot // for which he arrived a moment ago
}

func (m meantPlace) forDuty() bool { return m.awaited || m.known != nil }

func (d *Desk) placeMeant(tx Tx, userID string, at duty.Point) (meant meantPlace, err error) {
	if busy, err := d.registering(tx, userID); err != nil || busy {
		return meant, err
	}
	now, today := d.clock.Now(), d.today()
	slots, err := tx.SlotsOf(userID, today.Add(-1), today.Add(1), MaxListed)
	if err != nil || len(slots) == 0 {
		return meant, err
	}
	stations, err := tx.Stations()
	if err != nil {
		return meant, err
	}
	areas := map[string]duty.Area{}
	for _, station := range stations {
		if station.Area != nil {
			areas[station.Code] = *station.Area
		}
	}
	if meant.found, meant.awaited = duty.Arrive(slots, areas, at, now); meant.awaited {
		return meant, nil
	}
	for i, slot := range slots {
		if slot.Open(now) && slot.ArrivedBy == duty.ByLocation && slot.ArrivedAt != nil && now.Sub(*slot.ArrivedAt) < sameArrival {
			meant.known = &slots[i]
		}
	}
	return meant, nil
}

// registering tells whether what somebody sends belongs to a report: a dialogue is open, or material has come ahead of its words.
func (d *Desk) registering(tx Tx, userID string) (bool, error) {
	dialogue, err := tx.Dialogue(userID)
	if err != nil || dialogue.Flow != "" && !stale(dialogue, d.clock.Now()) {
		return err == nil, err
	}
	if d.files == nil {
		return false, nil
	}
	loose, err := d.looseOf(tx, userID)
	return loose > 0, err
}

func (w *work) arrivedByLocation(userID string, found duty.Arrival) error {
	if _, err := w.actor(userID, people.ReadDuty); err != nil {
		return err
	}
	was := found.Slot
	slot, shown, err := w.putArrival(was, duty.ByLocation, userID)
	if err != nil {
		return err
	}
	if was.State == duty.Unconfirmed {
		key := fmt.Sprintf("late:%d:v%d", slot.ID, slot.Version)
		if err := w.tellDutyOffice(key, notice.DutyLate, shown); err != nil {
			return err
		}
	}
	return w.answer(userID, notice.DutyArrival, notice.NewArrival(shown, notice.ArrivalTaken, found))
}

func (w *work) answerArrival(userID string, slot duty.Slot, state notice.ArrivalState, found duty.Arrival) error {
	shown, err := w.dutyNotice(slot)
	if err != nil {
		return err
	}
	return w.answer(userID, notice.DutyArrival, notice.NewArrival(shown, state, found))
}

// putArrival puts on record that the slot's person is there, ends its reminders and calls off whoever was asked to stand in.
func (w *work) putArrival(was duty.Slot, how duty.Attendance, by string) (duty.Slot, notice.Duty, error) {
	slot := was.Arrived(how, w.now)
	if err := w.UpdateSlot(&slot, was); err != nil {
		return slot, notice.Duty{}, err
	}
	shown, err := w.dutyNotice(slot)
	if err != nil {
		return slot, shown, err
	}
	if err := w.closeReminders(slot, shown); err != nil {
		return slot, shown, err
	}
	if err := w.callOffLadder(slot, shown); err != nil {
		return slot, shown, err
	}
	return slot, shown, w.record(ledger.SlotArrived, refOf(slot.ID), by, map[string]any{"slot": slot.ID, "version": slot.Version, "by": how})
}

// looseOf counts what waits for the words of a report.
func (d *Desk) looseOf(tx Tx, userID string) (int, error) {
	loose, err := tx.LooseAttachments(userID, d.clock.Now().Add(-petition.LooseFor))
	return len(petition.AwaitingWords(loose)), err
}
