package desk

import (
	"context"
	"fmt"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// tellDutyOffice tells everybody in the duty office, or the administrators where there is none.
func (w *work) tellDutyOffice(key string, kind notice.Kind, data any) error {
	office, err := dutyOffice(w.Tx)
	if err != nil {
		return err
	}
	for _, person := range office {
		if err := w.tell(key+":"+person.UserID, person.UserID, kind, data); err != nil {
			return err
		}
	}
	return nil
}

func dutyOffice(tx PeopleTx) ([]people.Person, error) {
	for _, role := range []people.Role{people.DutyOffice, people.Admin} {
		staff, err := tx.PeopleWith(role)
		if err != nil || len(staff) > 0 {
			return staff, err
		}
	}
	return nil, nil
}

func (w *work) dutyNotice(slot duty.Slot) (notice.Duty, error) {
	stations, err := w.Stations()
	if err != nil {
		return notice.Duty{}, err
	}
	person, err := w.Person(slot.UserID)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return notice.Duty{}, err
	}
	shown := notice.Duty{
		SlotID: slot.ID, Version: slot.Version, Station: slot.Station, Post: slot.Post, Day: slot.Day,
		StartsAt: slot.StartsAt, EndsAt: slot.EndsAt, Person: person.Title(), ConfirmedAt: slot.ConfirmedAt,
	}
	for _, station := range stations {
		if station.Code == slot.Station {
			shown.Station = station.Name
		}
	}
	return shown, nil
}

// ConfirmDuty takes the person's word that he will be, or is, there. A late one is passed on to the duty
// office, which had been told of the silence.
func (d *Desk) ConfirmDuty(ctx context.Context, userID string, slotID, version int64) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(userID, people.ReadDuty); err != nil {
			return err
		}
		slot, err := w.Slot(slotID)
		if err != nil {
			return err
		}
		return w.confirmDuty(userID, slot, version)
	})
}

// ConfirmNextDuty confirms the person's duty of today or tomorrow, for those who reply instead of tapping.
func (d *Desk) ConfirmNextDuty(ctx context.Context, userID string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(userID, people.ReadDuty); err != nil {
			return err
		}
		slots, err := w.SlotsOf(userID, w.today(), w.today().Add(1), MaxListed)
		if err != nil {
			return err
		}
		for _, slot := range slots {
			if slot.State != duty.Confirmed && slot.State != duty.Withdrawn && w.now.Before(slot.EndsAt) {
				return w.confirmDuty(userID, slot, slot.Version)
			}
		}
		return models.Errorf(models.NotFound, "今明两天没有需要您确认的值班。发送「值班」可查看近期安排。")
	})
}

func (w *work) confirmDuty(userID string, slot duty.Slot, version int64) error {
	was := slot
	confirmed, err := slot.Confirm(userID, version, w.now)
	if err != nil {
		return err
	}
	if was.State != duty.Confirmed {
		if err := w.UpdateSlot(&confirmed, was); err != nil {
			return err
		}
	}
	shown, err := w.dutyNotice(confirmed)
	if err != nil {
		return err
	}
	if err := w.closeReminders(confirmed, shown); err != nil {
		return err
	}
	if err := w.answer(userID, notice.DutyConfirmed, shown); err != nil || was.State == duty.Confirmed {
		return err
	}
	if err := w.callOffLadder(confirmed, shown); err != nil {
		return err
	}
	if was.State == duty.Unconfirmed {
		if err := w.tellDutyOffice(fmt.Sprintf("late:%d:v%d", slot.ID, slot.Version), notice.DutyLate, shown); err != nil {
			return err
		}
	}
	return w.record(ledger.SlotConfirmed, refOf(slot.ID), userID, map[string]any{"slot": slot.ID, "version": slot.Version})
}

// closeReminders greys the reminder cards of a slot, cancelling those not yet sent.
func (w *work) closeReminders(slot duty.Slot, shown notice.Duty) error {
	for _, step := range reminders {
		task := notice.DutyTask(slot.ID, slot.Version, step)
		if step != notice.Eve && step != notice.Morning {
			if sent, err := w.Told(task); err != nil || !sent {
				if err != nil {
					return err
				}
				continue
			}
		}
		if _, err := w.CancelUnsent(task); err != nil {
			return err
		}
		shown.TaskID, shown.Step = task, step
		if err := w.amend(task, string(slot.State), slot.UserID, notice.DutyClosed, shown); err != nil {
			return err
		}
	}
	return nil
}

// DutyLine is one slot with the names people know.
type DutyLine struct {
	Slot    duty.Slot
	Station string
	Person  string // title
}

// Provisional tells whether the roster of the days may yet change because the year's public days are not known.
func (d *Desk) Provisional(ctx context.Context, lines []DutyLine) (bool, error) {
	cal, err := d.calendarNow(ctx)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(lines, func(line DutyLine) bool { return !cal.Known(line.Slot.Day) }), nil
}

// DutyDays lists who is on duty from today on, for the given number of days.
func (d *Desk) DutyDays(ctx context.Context, reader string, days int) ([]DutyLine, error) {
	var lines []DutyLine
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.ReadDuty); err != nil {
			return err
		}
		slots, err := tx.Slots(d.today(), d.today().Add(days-1), 100)
		if err != nil {
			return err
		}
		lines, err = dutyLines(tx, slots)
		return err
	})
	return lines, err
}

// MyDuty lists the person's own duties within the horizon.
func (d *Desk) MyDuty(ctx context.Context, userID string) ([]DutyLine, error) {
	var lines []DutyLine
	err := d.store.Read(ctx, func(tx Tx) error {
		slots, err := tx.SlotsOf(userID, d.today(), d.today().Add(duty.Horizon), MaxListed)
		if err != nil {
			return err
		}
		lines, err = dutyLines(tx, slots)
		return err
	})
	return lines, err
}

func dutyLines(tx Tx, slots []duty.Slot) ([]DutyLine, error) {
	stations, err := tx.Stations()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, station := range stations {
		names[station.Code] = station.Name
	}
	ids := make([]string, len(slots))
	for i, slot := range slots {
		ids[i] = slot.UserID
	}
	staff, err := tx.PeopleByID(ids)
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, person := range staff {
		titles[person.UserID] = person.Title()
	}
	var lines []DutyLine
	for _, slot := range slots {
		if slot.State == duty.Withdrawn {
			continue
		}
		lines = append(lines, DutyLine{Slot: slot, Station: names[slot.Station], Person: titles[slot.UserID]})
	}
	return lines, nil
}

func (d *Desk) today() calendar.Day { return calendar.DayOf(d.clock.Now()) }

// DutyToConfirm lists the person's duties of today and tomorrow that nobody has confirmed.
func (d *Desk) DutyToConfirm(ctx context.Context, userID string) ([]DutyLine, error) {
	var lines []DutyLine
	err := d.store.Read(ctx, func(tx Tx) error {
		slots, err := d.toConfirm(tx, userID)
		if err != nil {
			return err
		}
		lines, err = dutyLines(tx, slots)
		return err
	})
	return lines, err
}

func (d *Desk) toConfirm(tx Tx, userID string) ([]duty.Slot, error) {
	slots, err := tx.SlotsOf(userID, d.today(), d.today().Add(1), MaxListed)
	return slices.DeleteFunc(slots, func(s duty.Slot) bool {
		return s.State == duty.Confirmed || !d.clock.Now().Before(s.EndsAt)
	}), err
}
