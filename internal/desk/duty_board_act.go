package desk

import (
	"context"
	"fmt"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// onBoard loads the version of a slot that a line of the board is about, for somebody who looks after the roster.
func (w *work) onBoard(officer string, slotID, version int64) (duty.Slot, error) {
	if _, err := w.actor(officer, people.EditDuty); err != nil {
		return duty.Slot{}, err
	}
	slot, err := w.Slot(slotID)
	switch {
	case err != nil:
		return slot, err
	case slot.Version != version || slot.State == duty.Withdrawn:
		return slot, models.Errorf(models.Conflict, "这一班的安排后来有调整，这一项不用再处理。发送「值班看板」看最新情况。")
	}
	return slot, nil
}

// RemindAgain has the person reminded once more, by order of the duty office. mark is that of a message that had arrived nowhere,
// which is dealt with by this; "" when there was none.
func (d *Desk) RemindAgain(ctx context.Context, officer string, slotID, version int64, mark string) error {
	return d.transact(ctx, func(w *work) error {
		slot, err := w.onBoard(officer, slotID, version)
		switch {
		case err != nil:
			return err
		case slot.State == duty.Confirmed:
			return models.Errorf(models.Conflict, "这一班已经确认到岗，不用再提醒。")
		case !w.now.Before(slot.EndsAt):
			return models.Errorf(models.Conflict, "这一班已经结束，不再提醒。到岗情况请核实后用「到岗登记」。")
		case slot.UserID == "":
			return models.Errorf(models.Conflict, "这一班没有人，请先用「调班」安排。")
		}
		shown, err := w.dutyNotice(slot)
		if err != nil {
			return err
		}
		if shown.Step, err = w.nextAgain(slot); err != nil {
			return err
		}
		if shown.Booked, err = w.bookedFor(slot); err != nil {
			return err
		}
		shown.TaskID = notice.DutyTask(slot.ID, slot.Version, shown.Step)
		if err := w.card(shown.TaskID, slot.UserID, notice.DutyReminder, shown, &slot.EndsAt); err != nil {
			return err
		}
		if mark != "" {
			if _, err := w.Mark(duty.BoardMark{Mark: mark, DoneBy: officer, DoneAt: w.now}); err != nil {
				return err
			}
		}
		if err := w.sayPlain(officer, "已再次提醒"+shown.Person+"："+dutyWords(shown)+"。本人确认后会从看板移除。"); err != nil {
			return err
		}
		return w.record(ledger.BoardHandled, refOf(slot.ID), officer, map[string]any{"slot": slot.ID, "version": slot.Version, "how": "reminded", "mark": mark})
	})
}

func (w *work) nextAgain(slot duty.Slot) (notice.DutyStep, error) {
	for n := range notice.AgainMost {
		step := notice.Again(n + 1)
		told, err := w.Told(notice.DutyTask(slot.ID, slot.Version, step))
		if err != nil || !told {
			return step, err
		}
	}
	return "", models.Errorf(models.Conflict, "已经再次提醒过%d次，请改为电话联系本人。", notice.AgainMost)
}

func dutyWords(d notice.Duty) string { return d.Day.Chinese() + " " + d.Station + " " + d.Post }

// ArrivedOnBoard puts on record that the slot's person is there.
func (d *Desk) ArrivedOnBoard(ctx context.Context, officer string, slotID, version int64) error {
	return d.transact(ctx, func(w *work) error {
		slot, err := w.onBoard(officer, slotID, version)
		switch {
		case err != nil:
			return err
		case slot.ArrivedAt != nil:
			return models.Errorf(models.Conflict, "这一班已经登记到岗，不用再登记。")
		case !slot.Open(w.now):
			return models.Errorf(models.Invalid, "%s的这一班请在开始前一小时内或值班期间登记；已经结束的请用「到岗登记 姓名 日期」。", slot.Day.Chinese())
		}
		person, err := w.Person(slot.UserID)
		if err != nil {
			return err
		}
		return w.arrived(officer, person, slot)
	})
}

// DealtWith takes something off the board that does not end by itself.
func (d *Desk) DealtWith(ctx context.Context, officer, mark string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(officer, people.EditDuty); err != nil {
			return err
		}
		if !strings.HasPrefix(mark, "gap:") && !strings.HasPrefix(mark, notice.LostMarkPrefix) {
			return models.Errorf(models.Invalid, "这张卡片已不能使用，请重新发送「值班看板」。")
		}
		fresh, err := w.Mark(duty.BoardMark{Mark: mark, DoneBy: officer, DoneAt: w.now})
		if err != nil {
			return err
		}
		if !fresh {
			return models.Errorf(models.Conflict, "这一项此前已有人处理，不在看板上了。")
		}
		if err := w.sayPlain(officer, "已记为处理完毕，从看板移除，并已留痕。"); err != nil {
			return err
		}
		return w.record(ledger.BoardHandled, "duty-board", officer, map[string]any{"how": "dealt_with", "mark": mark})
	})
}

// WhoFits says who could take a slot, for somebody who looks after the roster.
func (d *Desk) WhoFits(ctx context.Context, officer string, slotID int64) (text string, err error) {
	err = d.aboutSlot(ctx, officer, slotID, func(w *work, slot duty.Slot, shown notice.Duty) error {
		suggestions, err := w.fairest(slot, slot.UserID)
		if err != nil {
			return err
		}
		lines := []string{fmt.Sprintf("%s（现为%s）可考虑：", dutyWords(shown), orNobody(shown.Person))}
		for _, s := range suggestions[:min(len(suggestions), 5)] {
			person, err := w.Person(s.UserID)
			if err != nil {
				return err
			}
			lines = append(lines, "· "+person.Title()+"："+strings.Join(s.Reasons, "，"))
		}
		if len(suggestions) == 0 {
			lines = append(lines, "· 同岗没有其他人可以接这一班，请协调其他人员。")
		}
		text = strings.Join(append(lines, "安排请发送：调班 "+slot.Day.Chinese()+" "+slot.Post+" 姓名"), "\n")
		return nil
	})
	return text, err
}

// WhomToPhone lists the people of a slot with their numbers: whoever is on it, its backups, the leader on duty.
func (d *Desk) WhomToPhone(ctx context.Context, officer string, slotID int64) (text string, err error) {
	err = d.aboutSlot(ctx, officer, slotID, func(w *work, slot duty.Slot, shown notice.Duty) error {
		ladder, _, err := w.ladderOf(slot)
		if err != nil {
			return err
		}
		lines, err := w.phoneLines(ladder.ToPhone(slot))
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			lines = []string{"没有可以联系的人，请先安排。"}
		}
		text = dutyWords(shown) + " 电话名单：\n· " + strings.Join(lines, "\n· ")
		return nil
	})
	return text, err
}

func (d *Desk) aboutSlot(ctx context.Context, officer string, slotID int64, tell func(*work, duty.Slot, notice.Duty) error) error {
	return d.store.Read(ctx, func(tx Tx) error {
		w := &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()}
		if _, err := w.actor(officer, people.EditDuty); err != nil {
			return err
		}
		slot, err := w.Slot(slotID)
		if err != nil {
			return err
		}
		shown, err := w.dutyNotice(slot)
		if err != nil {
			return err
		}
		return tell(w, slot, shown)
	})
}
