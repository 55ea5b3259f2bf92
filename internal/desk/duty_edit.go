package desk

import (
	"context"
	"fmt"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// replan brings the slots in line with the roster as this transaction has left it; everybody concerned is told.
func (w *work) replan() error {
	plan, err := w.desk.dutyPlan(w.Tx)
	if err != nil || plan.empty() {
		return err
	}
	if err := w.applyDutyPlan(plan); err != nil {
		return err
	}
	return w.warnOfNewGaps()
}

// EnterAbsence takes days off the roster for a person: himself, or anybody when the duty office says so. Turns are not
// lost, only moved.
func (d *Desk) EnterAbsence(ctx context.Context, by, name string, from, to calendar.Day, reason string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.ReadDuty)
		if err != nil {
			return err
		}
		if name != "" && name != person.Name && name != person.UserID {
			if _, err := w.actor(by, people.EditDuty); err != nil {
				return models.Errorf(models.Forbidden, "只能登记自己的请假；替别人登记请联系值班室。")
			}
			if person, err = w.oneNamed(name); err != nil {
				return err
			}
		}
		absence := duty.Absence{UserID: person.UserID, From: from, To: to, Reason: clip(reason, 60), By: by, CreatedAt: w.now}
		if err := absence.Check(w.today()); err != nil {
			return err
		}
		before, err := w.SlotsOf(person.UserID, from, to, MaxListed)
		if err != nil {
			return err
		}
		if err := w.AddAbsence(&absence); err != nil {
			return err
		}
		if err := w.replan(); err != nil {
			return err
		}
		text := fmt.Sprintf("已登记%s %s至%s不值班。", person.Name, from.Chinese(), to.Chinese())
		if n := future(before, w); n > 0 {
			text += fmt.Sprintf("原有的%d班已重新安排，有关人员均已告知；本人轮次顺延，不会少轮。", n)
		}
		if err := w.answer(by, notice.Plain, notice.Text{Text: text + "如有变化请回复「销假」。"}); err != nil {
			return err
		}
		return w.record(ledger.AbsenceEntered, refOf(absence.ID), by, map[string]any{"absence": absence.ID, "from": from, "to": to})
	})
}

func future(slots []duty.Slot, w *work) int {
	n := 0
	for _, s := range slots {
		if s.State != duty.Withdrawn && w.now.Before(s.StartsAt) {
			n++
		}
	}
	return n
}

// EndAbsence takes back a person's absences that are not over.
func (d *Desk) EndAbsence(ctx context.Context, by, name string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.ReadDuty)
		if err != nil {
			return err
		}
		if name != "" && name != person.Name && name != person.UserID {
			if _, err := w.actor(by, people.EditDuty); err != nil {
				return models.Errorf(models.Forbidden, "只能为自己销假；替别人销假请联系值班室。")
			}
			if person, err = w.oneNamed(name); err != nil {
				return err
			}
		}
		absences, err := w.Absences()
		if err != nil {
			return err
		}
		ended := 0
		for _, a := range absences {
			if a.UserID != person.UserID || a.To < w.today() {
				continue
			}
			if err := w.endAbsence(a, by); err != nil {
				return err
			}
			ended++
		}
		if ended == 0 {
			return models.Errorf(models.NotFound, "%s没有正在进行或将要开始的请假。", person.Name)
		}
		if err := w.replan(); err != nil {
			return err
		}
		return w.answer(by, notice.Plain, notice.Text{Text: fmt.Sprintf("已为%s销假%d次，值班安排已更新。", person.Name, ended)})
	})
}

// endAbsence takes an absence back but for the days that have passed, whose turns were taken.
func (w *work) endAbsence(a duty.Absence, by string) error {
	if err := w.EndAbsence(a.ID, w.now); err != nil {
		return err
	}
	if passed := a; a.From < w.today() {
		passed.To = w.today().Add(-1)
		if err := w.AddAbsence(&passed); err != nil {
			return err
		}
	}
	return w.record(ledger.AbsenceEnded, refOf(a.ID), by, map[string]any{"absence": a.ID})
}

// PutOnDuty lets the duty office put somebody on one slot; person "" calls the duty off.
func (d *Desk) PutOnDuty(ctx context.Context, officer string, slotID int64, person, reason string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(officer, people.EditDuty); err != nil {
			return err
		}
		slot, err := w.Slot(slotID)
		if err != nil {
			return err
		}
		if !w.now.Before(slot.StartsAt) {
			return models.Errorf(models.Conflict, "%s的这一班已经开始，安排不再改动。到岗情况请用「到岗登记」。", slot.Day.Chinese())
		}
		who := "取消这一班"
		if person != "" {
			chosen, err := w.oneNamed(person)
			if err != nil {
				return err
			}
			if err := w.objectTo(slot, chosen); err != nil {
				return err
			}
			person, who = chosen.UserID, "由"+chosen.Title()+"值班"
		}
		o := duty.OverrideOf(slot, person, duty.ByOverride, officer, w.now)
		o.Reason = clip(reason, 60)
		if err := w.PutOverrides([]duty.Override{o}); err != nil {
			return err
		}
		if err := w.replan(); err != nil {
			return err
		}
		shown, err := w.dutyNotice(slot)
		if err != nil {
			return err
		}
		text := fmt.Sprintf("已调整：%s %s %s，%s。有关人员均已告知。", slot.Day.Chinese(), shown.Station, slot.Post, who)
		if err := w.answer(officer, notice.Plain, notice.Text{Text: text}); err != nil {
			return err
		}
		return w.record(ledger.SlotChanged, refOf(slot.ID), officer, map[string]any{"slot": slot.ID, "source": duty.ByOverride})
	})
}

// objectTo fails with every reason why the person should not take the slot.
func (w *work) objectTo(slot duty.Slot, person people.Person) error {
	found, err := w.objections(slot, person)
	if err == nil && len(found) > 0 {
		err = models.Errorf(models.Conflict, "不能这样安排：%s。", strings.Join(found, "；"))
	}
	return err
}

func (w *work) objections(slot duty.Slot, person people.Person, leaving ...duty.Slot) ([]string, error) {
	orders, err := w.dutyOrders()
	if err != nil {
		return nil, err
	}
	others, err := w.SlotsOf(person.UserID, slot.Day.Add(-3), slot.Day.Add(3), MaxListed)
	if err != nil {
		return nil, err
	}
	absences, err := w.Absences()
	if err != nil {
		return nil, err
	}
	kept := others[:0]
	for _, other := range others {
		if len(leaving) == 0 || other.ID != leaving[0].ID {
			kept = append(kept, other)
		}
	}
	return duty.Objections(slot, person, duty.PostOf(orders.posts, slot.Post), kept, absences), nil
}

// oneNamed finds the one active person with a name or userid.
func (w *work) oneNamed(name string) (people.Person, error) { return oneNamed(w.Tx, name) }

func oneNamed(tx PeopleTx, name string) (people.Person, error) {
	found, err := tx.PeopleNamed(name)
	switch {
	case err != nil:
		return people.Person{}, err
	case len(found) == 0:
		return people.Person{}, models.Errorf(models.NotFound, "人员名册里没有找到「%s」，请核对姓名。", name)
	case len(found) > 1:
		var who []string
		for _, p := range found {
			who = append(who, fmt.Sprintf("%s（%s，%s）", p.UserID, p.UnitName, p.Post))
		}
		return people.Person{}, models.Errorf(models.Invalid, "叫「%s」的有%d人，请改用账号：%s。", name, len(found), strings.Join(who, "；"))
	}
	return found[0], nil
}

func clip(text string, most int) string {
	runes := []rune(strings.TrimSpace(text))
	return string(runes[:min(len(runes), most)])
}

// sayPlain answers with a sentence as it stands.
func (w *work) sayPlain(to, text string) error {
	return w.answer(to, notice.Plain, notice.Text{Text: text})
}
