package desk

import (
	"context"
	"fmt"

	"petitiondesk/models"
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
	missing []duty.Slot
	changed []slotChange
}

type slotChange struct {
	was, want duty.Slot
}

func (p dutyPlan) empty() bool { return len(p.missing) == 0 && len(p.changed) == 0 }

func (d *Desk) dutyPlan(tx Tx) (dutyPlan, error) {
	cal, _, err := d.calendarIn(tx)
	if err != nil {
		return dutyPlan{}, err
	}
	rules, err := tx.Rules()
	if err != nil {
		return dutyPlan{}, err
	}
	from := d.today()
	to := from.Add(duty.Horizon)
	have, err := tx.Slots(from, to, slotsPerPlan)
	if err != nil {
		return dutyPlan{}, err
	}
	now := d.clock.Now()
	known := map[string]duty.Slot{}
	for _, slot := range have {
		known[slotKey(slot)] = slot
	}
	var plan dutyPlan
	for _, want := range duty.FinalRoster(rules, cal, from, to) {
		was, ok := known[slotKey(want)]
		delete(known, slotKey(want))
		switch {
		case !ok:
			want.CreatedAt = now
			plan.missing = append(plan.missing, want)
		case now.Before(was.StartsAt) && !sameSlot(was, want):
			plan.changed = append(plan.changed, slotChange{was, want})
		}
	}
	for _, slot := range have {
		if _, left := known[slotKey(slot)]; left && slot.State != duty.Withdrawn && now.Before(slot.StartsAt) {
			gone := slot
			gone.State = duty.Withdrawn
			plan.changed = append(plan.changed, slotChange{slot, gone})
		}
	}
	return plan, nil
}

func slotKey(s duty.Slot) string { return fmt.Sprintf("%s %s", s.RuleCode, s.Day) }

func sameSlot(was, want duty.Slot) bool {
	return was.State != duty.Withdrawn && was.UserID == want.UserID && was.StartsAt.Equal(want.StartsAt) && was.EndsAt.Equal(want.EndsAt)
}

func (w *work) applyDutyPlan(plan dutyPlan) error {
	created, err := w.CreateSlots(plan.missing)
	if err != nil {
		return err
	}
	for _, slot := range created {
		if err := w.planStep(slot, ""); err != nil {
			return err
		}
	}
	for _, change := range plan.changed {
		if err := w.changeSlot(change); err != nil {
			return err
		}
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
	key := fmt.Sprintf("slot:%d:v%d:", slot.ID, slot.Version)
	if change.was.State != duty.Withdrawn && (slot.State == duty.Withdrawn || slot.UserID != change.was.UserID) {
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
	now, err := w.dutyNotice(slot)
	if err != nil {
		return err
	}
	if err := w.tell(key+"arriving", slot.UserID, notice.DutyAssigned, now); err != nil {
		return err
	}
	return w.planStep(slot, "")
}
