package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// DutyJob is the kind of job that runs a slot's next reminder step.
const DutyJob = "duty_step"

// reminders are the steps whose cards the person on duty has, reminders that the duty office ordered among them.
var reminders = []notice.DutyStep{
	notice.Ahead, notice.Eve, notice.Morning, notice.Second, notice.Again(1), notice.Again(2), notice.Again(3),
}

// dutyStep is the payload of a DutyJob.
type dutyStep struct {
	SlotID  int64
	Version int64
	Step    notice.DutyStep
}

func (w *work) planStep(slot duty.Slot, after notice.DutyStep) error {
	ladderOf := w.ladderOf
	if after == "" {
		ladderOf = w.ladderNow // no version of a slot has a frozen one before its first reminder
	}
	ladder, _, err := ladderOf(slot)
	if err != nil {
		return err
	}
	step, due, ok := ladder.Next(slot, after, w.now)
	if !ok {
		return nil
	}
	payload, err := json.Marshal(dutyStep{SlotID: slot.ID, Version: slot.Version, Step: step})
	if err != nil {
		return fmt.Errorf("encode duty step: %w", err)
	}
	return w.Plan(queue.Job{
		Kind: DutyJob, Ref: refOf(slot.ID), Uniq: "duty:" + notice.DutyTask(slot.ID, slot.Version, step),
		Payload: string(payload), DueAt: due, CreatedAt: w.now,
	})
}

// ladderOf returns the slot's frozen ladder, or the one that it would have now.
func (w *work) ladderOf(slot duty.Slot) (ladder notice.Ladder, frozen bool, err error) {
	ladder, err = w.Ladder(slot.ID, slot.Version)
	if models.CodeOf(err) == models.NotFound {
		return w.ladderNow(slot)
	}
	return ladder, err == nil, err
}

func (w *work) ladderNow(slot duty.Slot) (ladder notice.Ladder, frozen bool, err error) {
	orders, err := w.dutyOrders()
	if err != nil {
		return notice.Ladder{}, false, err
	}
	var leaders []string
	// Of duties far away only the first step is wanted, and a horizon is many of them.
	if slot.Day <= w.today().Add(notice.AheadMost) {
		if leaders, err = w.leadersAt(slot, orders.posts); err != nil {
			return notice.Ladder{}, false, err
		}
	}
	return notice.NewLadder(slot, duty.PostOf(orders.posts, slot.Post), leaders, orders.cal, w.now), false, nil
}

// dutyOrders is what a transaction loads once about posts.
type dutyOrders struct {
	posts []duty.Post
	cal   *calendar.Calendar
}

func (w *work) dutyOrders() (dutyOrders, error) {
	if w.steps != nil {
		return *w.steps, nil
	}
	posts, err := w.Posts()
	if err != nil {
		return dutyOrders{}, err
	}
	cal, err := w.calendar()
	if err != nil {
		return dutyOrders{}, err
	}
	w.steps = &dutyOrders{posts: posts, cal: cal}
	return *w.steps, nil
}

// leadersAt lists who is on duty as the leader at the slot's station on its day.
func (w *work) leadersAt(slot duty.Slot, posts []duty.Post) ([]string, error) {
	var leaders []string
	for _, post := range posts {
		if !post.Lead || post.Name == slot.Post {
			continue
		}
		slots, err := w.SlotsOn(slot.Station, post.Name, slot.Day, 1)
		if err != nil {
			return nil, err
		}
		for _, s := range slots {
			if s.Day == slot.Day && s.State != duty.Withdrawn && s.UserID != "" {
				leaders = append(leaders, s.UserID)
			}
		}
	}
	return leaders, nil
}

// RunDutyStep does one step of a slot's ladder and plans the next. A step of an older version of the slot does nothing.
func (d *Desk) RunDutyStep(ctx context.Context, payload string) error {
	var step dutyStep
	if err := json.Unmarshal([]byte(payload), &step); err != nil {
		return fmt.Errorf("read duty step: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		slot, err := w.Slot(step.SlotID)
		if err != nil || slot.Version != step.Version || slot.State != duty.Planned && step.Step != notice.Phones {
			return err
		}
		ladder, frozen, err := w.ladderOf(slot)
		if err != nil {
			return err
		}
		if !frozen {
			if err := w.FreezeLadder(ladder); err != nil {
				return err
			}
		}
		if notice.DutyStepUseful(slot, step.Step, w.now) {
			if slot, err = w.doDutyStep(slot, step.Step, ladder); err != nil {
				return err
			}
		}
		return w.planStep(slot, step.Step)
	})
}

func (w *work) doDutyStep(slot duty.Slot, step notice.DutyStep, ladder notice.Ladder) (duty.Slot, error) {
	shown, err := w.dutyNotice(slot)
	if err != nil {
		return slot, err
	}
	shown.Step = step
	if shown.Booked, err = w.bookedFor(slot); err != nil {
		return slot, err
	}
	rung, _ := ladder.Rung(step)
	switch step {
	case notice.Start:
		return w.tellUnconfirmed(slot, shown)
	case notice.StandIn:
		return slot, w.askStandIns(slot, shown, rung.People)
	case notice.Lead:
		for _, leader := range rung.People {
			if err := w.tell(ladderKey(slot, step, leader), leader, notice.DutyToLead, shown); err != nil {
				return slot, err
			}
		}
		return slot, nil
	case notice.Phones:
		return slot, w.tellPhones(slot, shown, ladder)
	}
	if slot.UserID == "" {
		return slot, w.tellDutyOffice(fmt.Sprintf("open:%d:v%d:%s", slot.ID, slot.Version, step), notice.DutyOpen, shown)
	}
	if shown.Note, err = w.noteFor(slot); err != nil {
		return slot, err
	}
	shown.TaskID = notice.DutyTask(slot.ID, slot.Version, step)
	return slot, w.card(shown.TaskID, slot.UserID, notice.DutyReminder, shown, &slot.StartsAt)
}

func ladderKey(slot duty.Slot, step notice.DutyStep, person string) string {
	return fmt.Sprintf("ladder:%d:v%d:%s:%s", slot.ID, slot.Version, step, person)
}

func (w *work) askStandIns(slot duty.Slot, shown notice.Duty, backups []string) error {
	for _, person := range backups {
		shown.TaskID = notice.StandInTask(slot.ID, slot.Version, person)
		if err := w.card(shown.TaskID, person, notice.DutyStandIn, shown, &slot.EndsAt); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) tellUnconfirmed(slot duty.Slot, shown notice.Duty) (duty.Slot, error) {
	was := slot
	slot.State = duty.Unconfirmed
	if err := w.UpdateSlot(&slot, was); err != nil {
		return was, err
	}
	kind := notice.DutyUnconfirmed
	if slot.UserID == "" {
		kind = notice.DutyOpen
	}
	if err := w.tellDutyOffice(fmt.Sprintf("unconfirmed:%d:v%d", slot.ID, slot.Version), kind, shown); err != nil {
		return was, err
	}
	return slot, w.record(ledger.SlotUnconfirmed, refOf(slot.ID), SystemActor, map[string]any{"slot": slot.ID, "version": slot.Version})
}

// tellPhones gives the duty office the people to call, in the order of the ladder, with their numbers.
func (w *work) tellPhones(slot duty.Slot, shown notice.Duty, ladder notice.Ladder) error {
	var err error
	if shown.People, err = w.phoneLines(ladder.ToPhone(slot)); err != nil {
		return err
	}
	return w.tellDutyOffice(fmt.Sprintf("phones:%d:v%d", slot.ID, slot.Version), notice.DutyPhones, shown)
}

func (w *work) phoneLines(ids []string) ([]string, error) {
	staff, err := w.PeopleByID(ids)
	if err != nil {
		return nil, err
	}
	cards, err := w.DutyCards(ids)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, id := range ids {
		i := slices.IndexFunc(staff, func(p people.Person) bool { return p.UserID == id })
		if i < 0 {
			continue
		}
		phone := "电话未登记"
		if c := slices.IndexFunc(cards, func(c duty.Card) bool { return c.UserID == id }); c >= 0 && cards[c].Phone != "" {
			phone = cards[c].Phone
		}
		lines = append(lines, fmt.Sprintf("%s（%s） %s", staff[i].Title(), staff[i].UnitName, phone))
	}
	return lines, nil
}

// callOffLadder tells those who were asked to stand in or to look after it that the person is there.
func (w *work) callOffLadder(slot duty.Slot, shown notice.Duty) error {
	if w.now.Before(notice.DutyStepDue(slot, notice.StandIn)) {
		return nil
	}
	ladder, frozen, err := w.ladderOf(slot)
	if err != nil || !frozen {
		return err
	}
	rung, _ := ladder.Rung(notice.StandIn)
	for _, person := range rung.People {
		task := notice.StandInTask(slot.ID, slot.Version, person)
		if err := w.closeStandIn(task, person, shown); err != nil {
			return err
		}
	}
	rung, _ = ladder.Rung(notice.Lead)
	for _, person := range rung.People {
		told, err := w.Told(ladderKey(slot, notice.Lead, person))
		if err != nil || !told {
			if err != nil {
				return err
			}
			continue
		}
		if err := w.tell(ladderKey(slot, "there", person), person, notice.DutyLate, shown); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) closeStandIn(task, person string, shown notice.Duty) error {
	asked, err := w.Told(task)
	if err != nil || !asked {
		return err
	}
	if _, err := w.CancelUnsent(task); err != nil {
		return err
	}
	shown.TaskID = task
	return w.amend(task, "closed", person, notice.DutyStandInGone, shown)
}

// cancelReminders takes back what a version of a slot that no longer counts has not sent yet.
func (w *work) cancelReminders(was duty.Slot) error {
	if was.Day > w.today().Add(notice.AheadMost) {
		return nil // none was made
	}
	tasks := make([]string, len(reminders))
	for i, step := range reminders {
		tasks[i] = notice.DutyTask(was.ID, was.Version, step)
	}
	_, err := w.CancelUnsent(tasks...)
	return err
}

// StandIn puts a backup on a slot that its person has not confirmed. Whoever was on it is told.
func (d *Desk) StandIn(ctx context.Context, userID string, slotID, version int64) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(userID, people.ReadDuty)
		if err != nil {
			return err
		}
		slot, err := w.Slot(slotID)
		if err != nil {
			return err
		}
		switch {
		case slot.UserID == userID:
			return w.answer(userID, notice.Plain, notice.Text{Text: "这一班已经是您在值，辛苦了。"})
		case slot.Version != version || slot.State == duty.Withdrawn || slot.State == duty.Confirmed:
			return models.Errorf(models.Conflict, "这一班已有人到岗或安排有调整，不需要顶班了，谢谢。")
		case !w.now.Before(slot.EndsAt):
			return models.Errorf(models.Conflict, "这一班已经结束，不需要顶班了。")
		}
		ladder, _, err := w.ladderOf(slot)
		if err != nil {
			return err
		}
		rung, _ := ladder.Rung(notice.StandIn)
		if !slices.Contains(rung.People, userID) {
			return models.Errorf(models.Forbidden, "这一班没有请您顶班。如需调整请联系值班室。")
		}
		if err := w.objectTo(slot, person); err != nil {
			return err
		}
		return w.standIn(slot, person, rung.People)
	})
}

func (w *work) standIn(slot duty.Slot, person people.Person, asked []string) error {
	if err := w.PutOverrides([]duty.Override{duty.OverrideOf(slot, person.UserID, duty.ByStandIn, person.UserID, w.now)}); err != nil {
		return err
	}
	taken := slot
	taken.UserID, taken.Source, taken.State = person.UserID, duty.ByStandIn, duty.Planned
	if err := w.changeSlot(slotChange{slot, taken}); err != nil {
		return err
	}
	now, err := w.Slot(slot.ID)
	if err != nil {
		return err
	}
	confirmed, err := now.Confirm(person.UserID, now.Version, w.now)
	if err != nil {
		return err
	}
	if err := w.UpdateSlot(&confirmed, now); err != nil {
		return err
	}
	shown, err := w.dutyNotice(confirmed)
	if err != nil {
		return err
	}
	if err := w.followSlots([]slotChange{{slot, taken}}); err != nil {
		return err
	}
	for _, other := range asked {
		if err := w.closeStandIn(notice.StandInTask(slot.ID, slot.Version, other), other, shown); err != nil {
			return err
		}
	}
	if err := w.tellDutyOffice(fmt.Sprintf("standin:%d:v%d", slot.ID, confirmed.Version), notice.DutyLate, shown); err != nil {
		return err
	}
	return w.record(ledger.SlotChanged, refOf(slot.ID), person.UserID, map[string]any{"slot": slot.ID, "version": confirmed.Version, "source": duty.ByStandIn})
}
