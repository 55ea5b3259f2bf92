package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// The kinds of job that send a leader the bookings of his reception, and ask afterwards what came of them.
const (
	BookingListJob  = "booking_list"
	BookingAfterJob = "booking_after"
)

type bookingJob struct{ SlotID int64 }

func (w *work) planBookingJob(slot duty.Slot, uniq, kind string, due time.Time) error {
	payload, err := json.Marshal(bookingJob{SlotID: slot.ID})
	if err != nil {
		return fmt.Errorf("encode booking job: %w", err)
	}
	return w.Plan(queue.Job{Kind: kind, Ref: refOf(slot.ID), Uniq: uniq, Payload: string(payload), DueAt: due, CreatedAt: w.now})
}

// planBookingList sees to it that the leader's list is sent, or looked through again. The slot must be locked: then no
// change comes after the list was read and before its issue was counted.
func (w *work) planBookingList(slot duty.Slot) error {
	if slot.State == duty.Withdrawn || !w.now.Before(slot.EndsAt) {
		return nil
	}
	list, err := w.ReceptionList(slot.ID)
	if err != nil {
		return err
	}
	due := notice.BookingListDue(slot, w.now)
	if !due.Before(slot.EndsAt) {
		return nil // it would come when the reception is over
	}
	uniq := fmt.Sprintf("booking:list:%d:%d", slot.ID, list.Issue+1)
	return w.planBookingJob(slot, uniq, BookingListJob, due)
}

// RunBookingList sends the leader of a slot its bookings, or what has changed since. It can run any number of times.
func (d *Desk) RunBookingList(ctx context.Context, payload string) error {
	var job bookingJob
	if err := json.Unmarshal([]byte(payload), &job); err != nil {
		return fmt.Errorf("read booking job: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		slot, err := w.LockSlot(job.SlotID)
		if err != nil {
			return err
		}
		list, err := w.ReceptionList(slot.ID)
		if err != nil {
			return err
		}
		list.Issue++
		if slot.State != duty.Withdrawn && slot.UserID != "" && w.now.Before(slot.EndsAt) {
			if err := w.sendBookingList(slot, &list); err != nil {
				return err
			}
		}
		return w.SaveReceptionList(list)
	})
}

func (w *work) sendBookingList(slot duty.Slot, list *duty.ReceptionList) error {
	leader, err := w.Person(slot.UserID)
	if err != nil {
		return err
	}
	bookings, err := w.BookingsOn([]int64{slot.ID}, bookingsLooked)
	if err != nil {
		return err
	}
	heard, err := w.bookedCases(leader, bookings)
	if err != nil {
		return err
	}
	if err := w.tellUnheard(slot, leader, bookings, heard); err != nil {
		return err
	}
	had := list.Recipient == leader.UserID && list.Sent != ""
	sent := ""
	if len(heard) > 0 {
		sent = contentOf(heard)
	}
	if list.Recipient == leader.UserID && list.Sent == sent || !had && sent == "" {
		return nil
	}
	shown := notice.Booking{Step: notice.BookingListed}
	if had {
		shown.Step = notice.BookingRelisted
	}
	if shown.Slot, err = w.dutyNotice(slot); err != nil {
		return err
	}
	key := fmt.Sprintf("booking:list:%d:%d", slot.ID, list.Issue)
	if err := w.tellBookingList(key, leader.UserID, shown, heard, slot.EndsAt); err != nil {
		return err
	}
	list.Recipient, list.Sent, list.SentAt = leader.UserID, sent, &w.now
	if len(heard) == 0 {
		return nil
	}
	card := notice.List{Of: notice.ListReception, Words: refOf(slot.ID), Page: 1, TaskID: notice.ListTask(leader.UserID, key)}
	if err := w.desk.listReception(w.Tx, leader, &card); err != nil {
		return err
	}
	return w.card(card.TaskID, leader.UserID, notice.ListCard, card, &slot.EndsAt)
}

// linesPerText is how many lines fit one message.
const linesPerText = 10

func (w *work) tellBookingList(key, leader string, shown notice.Booking, cases []petition.Case, notAfter time.Time) error {
	lines, err := w.bookingLines(cases)
	if err != nil {
		return err
	}
	shown.Total = len(lines)
	for first := 0; first == 0 || first < len(lines); first += linesPerText {
		shown.First, shown.Lines = first+1, lines[first:min(first+linesPerText, len(lines))]
		row := w.row(fmt.Sprintf("%s:%d", key, first), leader, notice.BookingList, shown)
		row.NotAfter = &notAfter
		if err := w.Tell(row); err != nil {
			return err
		}
	}
	return nil
}

func contentOf(cases []petition.Case) string {
	hash := sha256.New()
	for _, c := range cases {
		fmt.Fprintln(hash, c.Number)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// bookedCases are the cases of bookings, in their order, that the person may see whole.
func (w *work) bookedCases(reader people.Person, bookings []duty.Booking) ([]petition.Case, error) {
	return bookedCases(w.Tx, reader, bookings)
}

func bookedCases(tx Tx, reader people.Person, bookings []duty.Booking) ([]petition.Case, error) {
	order := map[int64]int{}
	ids := make([]int64, len(bookings))
	for i, b := range bookings {
		ids[i], order[b.CaseID] = b.CaseID, i
	}
	cases, err := tx.CasesByID(ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(cases, func(a, b petition.Case) int { return order[a.ID] - order[b.ID] })
	cases = slices.DeleteFunc(cases, func(c petition.Case) bool { return c.State == petition.Voided })
	return seenBy(tx, reader, people.Open, cases)
}

// tellUnheard tells who booked what the leader of the slot may not hear, once, so that another day is found. Nothing is
// said of why.
func (w *work) tellUnheard(slot duty.Slot, leader people.Person, bookings []duty.Booking, heard []petition.Case) error {
	for _, b := range bookings {
		if slices.ContainsFunc(heard, func(c petition.Case) bool { return c.ID == b.CaseID }) {
			continue
		}
		key := fmt.Sprintf("booking:unheard:%d:%d:%s", b.ID, slot.ID, leader.UserID)
		if err := w.tellBooked(b, key, slot, notice.Booking{Step: notice.BookingUnheard}); err != nil {
			return err
		}
	}
	return nil
}

// bookingLines describes cases with what a leader must know of them; a few queries, however many there are.
func (w *work) bookingLines(cases []petition.Case) ([]notice.BookingLine, error) {
	topics, err := w.desk.topicsIn(w.Tx)
	if err != nil {
		return nil, err
	}
	units, err := w.unitNames()
	if err != nil {
		return nil, err
	}
	due, err := nearest(w.Tx, cases)
	if err != nil {
		return nil, err
	}
	leads, err := w.LeadsOf(idsOf(cases))
	if err != nil {
		return nil, err
	}
	names, times := map[int64]string{}, map[int64]map[int64]bool{}
	for _, lead := range leads {
		names[lead.CaseID] = lead.MaskedName()
		if times[lead.CaseID] == nil {
			times[lead.CaseID] = map[int64]bool{}
		}
		times[lead.CaseID][lead.SubmissionID] = true
	}
	lines := make([]notice.BookingLine, len(cases))
	for i, c := range cases {
		lines[i] = bookingLine(c, due[c.ID])
		lines[i].Topic, lines[i].Unit = ordinarily(c, topics.Name(c.TopicList, c.Topic)), units[c.UnitCode]
		lines[i].Name, lines[i].Earlier = ordinarily(c, names[c.ID]), max(0, len(times[c.ID])-1)
	}
	return lines, nil
}

func bookingLine(c petition.Case, clock casework.ClockRow) notice.BookingLine {
	return notice.BookingLine{Number: c.Number, State: c.State, Headcount: c.Headcount, Due: clock.DueInternal, Late: clock.OverdueSince != ""}
}

// listReception lists the open bookings of one reception for its leader, so that each case opens by a tap.
func (d *Desk) listReception(tx Tx, person people.Person, list *notice.List) error {
	slotID, err := strconv.ParseInt(list.Words, 10, 64)
	if err != nil {
		return models.Errorf(models.Invalid, "这张卡片已不能使用，请发送「预约」查看接访安排。")
	}
	slot, err := tx.Slot(slotID)
	if err != nil {
		return err
	}
	if slot.UserID != person.UserID || slot.State == duty.Withdrawn {
		return models.Errorf(models.Forbidden, "这次接访现在不是由您负责，请发送「值班」查看最新安排。")
	}
	bookings, err := tx.BookingsOn([]int64{slotID}, bookingsLooked)
	if err != nil {
		return err
	}
	cases, err := bookedCases(tx, person, bookings)
	if err != nil {
		return err
	}
	due, err := nearest(tx, cases)
	if err != nil {
		return err
	}
	list.Lines, err = caseLines(tx, cut(list, 0, cases), due)
	return err
}
