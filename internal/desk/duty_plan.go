package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
)

// slotsPerPlan bounds one planning transaction.
const slotsPerPlan = 20000

// PlanDuty brings the slots of the horizon in line with the rules. Any replica may run it any number of times.
func (d *Desk) PlanDuty(ctx context.Context) error {
	var plan dutyPlan
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		plan, err = d.dutyPlan(tx)
		return err
	})
	if err != nil || plan.empty() {
		return err
	}
	err = d.transact(ctx, func(w *work) error {
		plan, err := d.dutyPlan(w)
		if err != nil || plan.empty() {
			return err
		}
		return w.applyDutyPlan(plan)
	})
	if models.CodeOf(err) == models.Conflict {
		return nil // another replica planned the same at the same time
	}
	return err
}

// dutyPlan is the difference between the roster and the slots on record.
type dutyPlan struct {
	missing    []duty.Slot
	changed    []slotChange
	relabelled []slotChange // only the turn or the source is written differently
}

type slotChange struct {
	was, want duty.Slot
}

func (p dutyPlan) empty() bool { return len(p.missing)+len(p.changed)+len(p.relabelled) == 0 }

func (d *Desk) dutyPlan(tx Tx) (dutyPlan, error) {
	from := d.today()
	to := from.Add(duty.Horizon)
	roster, err := d.rosterIn(tx, from, from.Add(farthestTurn))
	if err != nil {
		return dutyPlan{}, err
	}
	have, err := tx.Slots(from, from.Add(farthestTurn), slotsPerPlan)
	if err != nil {
		return dutyPlan{}, err
	}
	last := to
	for _, slot := range have {
		last = max(last, slot.Day)
	}
	now := d.clock.Now()
	known := map[string]duty.Slot{}
	for _, slot := range have {
		known[slotKey(slot)] = slot
	}
	var plan dutyPlan
	for _, want := range roster.Final(from, last) {
		was, ok := known[slotKey(want)]
		delete(known, slotKey(want))
		switch {
		case !ok && want.Day > to:
		case !ok:
			want.CreatedAt = now
			plan.missing = append(plan.missing, want)
		case now.Before(was.StartsAt) && !sameSlot(was, want):
			plan.changed = append(plan.changed, slotChange{was, want})
		case now.Before(was.StartsAt) && (was.Nominal != want.Nominal || was.Source != want.Source):
			plan.relabelled = append(plan.relabelled, slotChange{was, want})
		}
	}
	for _, slot := range have {
		if _, left := known[slotKey(slot)]; left && slot.State != duty.Withdrawn && now.Before(slot.StartsAt) {
			gone := slot
			gone.State = duty.Withdrawn
			plan.changed = append(plan.changed, slotChange{slot, gone})
		}
	}
	return plan, d.keepBooked(tx, roster, &plan)
}

// keepBooked plans receptions past the horizon for bookings whose turn was shifted there: what is booked is not dropped.
func (d *Desk) keepBooked(tx Tx, roster duty.Roster, plan *dutyPlan) error {
	turns := map[int64]string{}
	for _, change := range plan.changed {
		if change.was.Post == duty.Reception && change.want.State == duty.Withdrawn {
			turns[change.was.ID] = change.was.Key()
		}
	}
	if len(turns) == 0 {
		return nil
	}
	bookings, err := tx.BookingsOn(slices.Sorted(maps.Keys(turns)), receptionsLooked)
	if err != nil || len(bookings) == 0 {
		return err
	}
	booked := map[string]bool{}
	for _, b := range bookings {
		booked[turns[b.SlotID]] = true
	}
	for _, want := range roster.Final(d.today().Add(duty.Horizon+1), d.today().Add(farthestTurn)) {
		if booked[want.Key()] {
			want.CreatedAt = d.clock.Now()
			plan.missing = append(plan.missing, want)
		}
	}
	return nil
}

// turnsAround is how far a turn can lie from the day to which it is shifted.
const turnsAround = 40

// rosterIn loads everything that decides who is on duty on the days from..to.
func (d *Desk) rosterIn(tx Tx, from, to calendar.Day) (duty.Roster, error) {
	cal, _, err := d.calendarIn(tx)
	r := duty.Roster{Calendar: cal}
	if err == nil {
		r.Rules, err = tx.Rules()
	}
	if err == nil {
		r.Periods, err = tx.Periods()
	}
	if err == nil {
		r.Absences, err = tx.Absences()
	}
	if err == nil {
		r.Overrides, err = tx.Overrides(from.Add(-turnsAround), to)
	}
	return r, err
}

func slotKey(s duty.Slot) string { return fmt.Sprintf("%s %s %d", s.RuleCode, s.Day, s.Seat) }

func sameSlot(was, want duty.Slot) bool {
	return was.State != duty.Withdrawn && was.UserID == want.UserID && was.StartsAt.Equal(want.StartsAt) && was.EndsAt.Equal(want.EndsAt)
}

func (w *work) applyDutyPlan(plan dutyPlan) error {
	created, err := w.CreateSlots(plan.missing)
	if err != nil {
		return err
	}
	moved := map[string]bool{}
	for _, change := range plan.changed {
		moved[change.was.Key()] = change.want.State == duty.Withdrawn
	}
	for _, slot := range created {
		if err := w.planStep(slot, ""); err != nil {
			return err
		}
		if !moved[slot.Key()] || slot.UserID == "" {
			continue
		}
		// Its turn was on another day, where its person is told that it is over.
		shown, err := w.dutyNotice(slot)
		if err != nil {
			return err
		}
		if err := w.tell(fmt.Sprintf("slot:%d:v%d:arriving", slot.ID, slot.Version), slot.UserID, notice.DutyAssigned, shown); err != nil {
			return err
		}
	}
	for _, change := range plan.changed {
		if err := w.changeSlot(change); err != nil {
			return err
		}
	}
	for _, change := range plan.relabelled {
		slot := change.was
		slot.Nominal, slot.Source = change.want.Nominal, change.want.Source
		if err := w.UpdateSlot(&slot, change.was); err != nil {
			return err
		}
	}
	if err := w.followSlots(slices.Concat(plan.changed, plan.relabelled)); err != nil {
		return err
	}
	return w.record(ledger.SlotsPlanned, "duty", SystemActor, map[string]any{
		"created": len(created), "changed": len(plan.changed), "until": w.today().Add(duty.Horizon),
	})
}

// changeSlot raises the slot's version, so that older reminders and cards no longer count, and tells whoever
// leaves and whoever arrives.
func (w *work) changeSlot(change slotChange) error {
	slot := change.want
	slot.ID, slot.CreatedAt, slot.ConfirmedAt, slot.Version = change.was.ID, change.was.CreatedAt, nil, change.was.Version+1
	if err := w.UpdateSlot(&slot, change.was); err != nil {
		return err
	}
	if err := w.cancelReminders(change.was); err != nil {
		return err
	}
	key := fmt.Sprintf("slot:%d:v%d:", slot.ID, slot.Version)
	if change.was.UserID != "" && change.was.State != duty.Withdrawn && (slot.State == duty.Withdrawn || slot.UserID != change.was.UserID) {
		before, err := w.dutyNotice(change.was)
		if err != nil {
			return err
		}
		if err := w.tell(key+"leaving", change.was.UserID, notice.DutyWithdrawn, before); err != nil {
			return err
		}
	}
	if slot.State == duty.Withdrawn {
		return nil
	}
	if slot.UserID == "" {
		return w.planStep(slot, "")
	}
	now, err := w.dutyNotice(slot)
	if err != nil {
		return err
	}
	if err := w.tell(key+"arriving", slot.UserID, notice.DutyAssigned, now); err != nil {
		return err
	}
	return w.planStep(slot, "")
}
