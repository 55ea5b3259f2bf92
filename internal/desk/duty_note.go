package desk

import (
	"context"
	"fmt"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

const (
	// handOverFor is how long after the end of a duty its person still hands over.
	handOverFor = 12 * time.Hour
	// noteLasts is how long a note is shown to those who come after.
	noteLasts   = 7 * 24 * time.Hour
	maxNote     = 500 // characters
	slotsNearby = 50
)

// HandOver keeps what the shift leaves to the next one and tells whoever comes next on the post.
func (d *Desk) HandOver(ctx context.Context, userID, text string) error {
	if len([]rune(text)) == 0 || len([]rune(text)) > maxNote {
		return models.Errorf(models.Invalid, "请在「交班」后写明交接内容，不超过%d字，例如：交班 张某反映的事项已联系人社局，明早答复。", maxNote)
	}
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(userID, people.ReadDuty); err != nil {
			return err
		}
		slot, err := w.shiftOf(userID)
		if err != nil {
			return err
		}
		note := duty.Note{SlotID: slot.ID, Station: slot.Station, Post: slot.Post, Author: userID, Text: text, CreatedAt: w.now}
		if err := w.AddNote(&note); err != nil {
			return err
		}
		answer := "交班内容已记录，下一班的提醒里会带上。"
		next, ok, err := w.shiftAfter(slot)
		if err != nil {
			return err
		}
		if ok {
			shown, err := w.dutyNotice(next)
			if err != nil {
				return err
			}
			shown.Note = text
			if err := w.tell(fmt.Sprintf("handover:%d", note.ID), next.UserID, notice.DutyHandover, shown); err != nil {
				return err
			}
			answer = "交班内容已记录，并已告知下一班：" + shown.Person + "（" + shown.Day.Chinese() + "）。"
		}
		if err := w.answer(userID, notice.Plain, notice.Text{Text: answer}); err != nil {
			return err
		}
		return w.record(ledger.DutyHandedOver, refOf(slot.ID), userID, map[string]any{"slot": slot.ID, "note": note.ID})
	})
}

// shiftOf finds the duty a person is on, or has just ended.
func (w *work) shiftOf(userID string) (duty.Slot, error) {
	slots, err := w.SlotsOf(userID, w.today().Add(-2), w.today(), MaxListed)
	if err != nil {
		return duty.Slot{}, err
	}
	for i := len(slots) - 1; i >= 0; i-- {
		s := slots[i]
		if s.State != duty.Withdrawn && !w.now.Before(s.StartsAt) && w.now.Before(s.EndsAt.Add(handOverFor)) {
			return s, nil
		}
	}
	return duty.Slot{}, models.Errorf(models.NotFound, "您现在没有在值的班。交班请在值班期间或下班后%d小时内发送。", int(handOverFor.Hours()))
}

func (w *work) shiftAfter(slot duty.Slot) (duty.Slot, bool, error) {
	slots, err := w.SlotsOn(slot.Station, slot.Post, slot.Day, slotsNearby)
	if err != nil {
		return duty.Slot{}, false, err
	}
	for _, s := range slots {
		if !s.StartsAt.Before(slot.EndsAt) && s.State != duty.Withdrawn && s.UserID != "" && s.UserID != slot.UserID {
			return s, true, nil
		}
	}
	return duty.Slot{}, false, nil
}

// noteFor is what the last shift left for this one, "" when there is nothing of these days.
func (w *work) noteFor(slot duty.Slot) (string, error) {
	note, err := w.LastNote(slot.Station, slot.Post)
	if models.CodeOf(err) == models.NotFound {
		return "", nil
	}
	if err != nil || note.CreatedAt.Before(w.now.Add(-noteLasts)) {
		return "", err
	}
	return note.Text, nil
}

// Arrived lets the duty office put on record that somebody was there, whatever the phone said.
func (d *Desk) Arrived(ctx context.Context, officer, name string, day calendar.Day) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(officer, people.EditDuty); err != nil {
			return err
		}
		person, err := w.oneNamed(name)
		if err != nil {
			return err
		}
		slots, err := w.SlotsOf(person.UserID, day, day, MaxListed)
		if err != nil {
			return err
		}
		for _, slot := range slots {
			if slot.State == duty.Withdrawn || slot.ArrivedAt != nil {
				continue
			}
			if w.now.Before(slot.StartsAt.Add(-duty.ArrivalLead)) {
				return models.Errorf(models.Invalid, "%s的这一班还没有开始，请在开始前一小时内或开始后登记。", slot.Day.Chinese())
			}
			return w.arrived(officer, person, slot)
		}
		return models.Errorf(models.NotFound, "%s在%s没有待登记到岗的班。", person.Name, day.Chinese())
	})
}

func (w *work) arrived(officer string, person people.Person, slot duty.Slot) error {
	slot, shown, err := w.putArrival(slot, duty.ByOffice, officer)
	if err != nil {
		return err
	}
	return w.sayPlain(officer, fmt.Sprintf("已登记到岗：%s %s %s %s。", person.Title(), slot.Day.Chinese(), shown.Station, slot.Post))
}
