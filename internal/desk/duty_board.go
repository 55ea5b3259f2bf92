package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// boardRow is one line of the board with what it is about.
type boardRow struct {
	line notice.ListLine
	item notice.BoardItem
	slot duty.Slot // of id 0 when it concerns no one slot
}

// listBoard lists what is open at the duty office: the nearest shifts nobody has confirmed, messages that arrived nowhere, gaps
// and people who cannot be reached, open swaps.
func (d *Desk) listBoard(ctx context.Context, tx Tx, list *notice.List) error {
	rows, err := d.board(ctx, tx)
	if err != nil {
		return err
	}
	for _, row := range cut(list, 0, rows) {
		list.Lines = append(list.Lines, row.line)
	}
	return nil
}

func (d *Desk) board(ctx context.Context, tx Tx) ([]boardRow, error) {
	var rows []boardRow
	for _, part := range []func(context.Context, *work) ([]boardRow, error){d.boardShifts, d.boardLost, d.boardTroubles, d.boardSwaps} {
		found, err := part(ctx, &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()})
		if err != nil {
			return nil, err
		}
		rows = append(rows, found[:min(len(found), listLooked)]...)
	}
	return d.withoutMarked(tx, rows)
}

// withoutMarked leaves out what somebody has dealt with.
func (d *Desk) withoutMarked(tx Tx, rows []boardRow) ([]boardRow, error) {
	var marks []string
	for _, row := range rows {
		if row.item.Mark != "" {
			marks = append(marks, row.item.Mark)
		}
	}
	done, err := tx.Marked(marks)
	return slices.DeleteFunc(rows, func(r boardRow) bool { return slices.Contains(done, r.item.Mark) }), err
}

// boardShifts are the shifts of today and tomorrow that nobody has confirmed and that are not over, with their ladder's step.
func (d *Desk) boardShifts(_ context.Context, w *work) ([]boardRow, error) {
	slots, err := w.Slots(w.today().Add(-1), w.today().Add(1), slotsPerPlan)
	if err != nil {
		return nil, err
	}
	var rows []boardRow
	for _, slot := range slots {
		silent := slot.State == duty.Planned || slot.State == duty.Unconfirmed
		if !silent || slot.UserID == "" || !w.now.Before(slot.EndsAt) || len(rows) == listLooked {
			continue
		}
		ladder, _, err := w.ladderOf(slot)
		if err != nil {
			return nil, err
		}
		why := ladder.Reached(slot, w.now).Words()
		if !slot.CreatedAt.Before(slot.StartsAt) {
			why = "开始后才排班，没有提醒过"
		}
		row, err := w.slotRow(notice.ShiftLine, slot, why)
		if err != nil {
			return nil, err
		}
		row.item.Remind, row.item.Arrive = true, slot.Open(w.now)
		rows = append(rows, row)
	}
	return rows, nil
}

func (w *work) slotRow(what notice.ListWhat, slot duty.Slot, why string) (boardRow, error) {
	shown, err := w.dutyNotice(slot)
	row := boardRow{slot: slot, item: notice.BoardItem{What: what, Why: why, Duty: &shown}}
	row.line = notice.ListLine{
		What: what, Number: slotRef(slot), Day: slot.Day, Title: strings.Join([]string{slot.Post, shown.Person, why}, " "),
	}
	return row, err
}

// slotRef names a version of a slot in a list's line.
func slotRef(slot duty.Slot) string { return fmt.Sprintf("%d.%d", slot.ID, slot.Version) }

// boardTroubles are coming duties with nobody on them, or with somebody whom messages do not reach.
func (d *Desk) boardTroubles(ctx context.Context, w *work) ([]boardRow, error) {
	troubles, err := d.troubles(w.Tx, func(ids []string) map[string]string { return d.unreachable(ctx, ids) })
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(troubles, func(a, b duty.Trouble) int { return startOf(a).Compare(startOf(b)) })
	var rows []boardRow
	for _, t := range troubles[:min(len(troubles), listLooked)] {
		row, err := w.troubleRow(t)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (w *work) troubleRow(t duty.Trouble) (boardRow, error) {
	what := notice.GapLine
	if t.Slot.UserID != "" {
		what = notice.ReachLine
	}
	row := boardRow{
		line: notice.ListLine{What: what, Day: t.Day, Title: t.Why},
		item: notice.BoardItem{What: what, Why: t.Why},
	}
	if t.Slot.ID != 0 {
		var err error
		if row, err = w.slotRow(what, t.Slot, t.Why); err != nil {
			return row, err
		}
		row.line.Title = t.Slot.Post + " " + t.Why
	}
	row.line.Number = troubleKey(t)
	if t.Slot.ID == 0 || what == notice.ReachLine {
		row.item.Mark = troubleKey(t) // an empty slot is dealt with by putting somebody there
	}
	return row, nil
}

// boardLost are messages of duty that ended as dead letters or too late, and still matter.
func (d *Desk) boardLost(_ context.Context, w *work) ([]boardRow, error) {
	kinds := make([]string, len(notice.DutyKinds))
	for i, kind := range notice.DutyKinds {
		kinds[i] = string(kind)
	}
	var rows []boardRow
	var last queue.Outbound
	for range lostLooked {
		lost, err := w.LostMessages(kinds, w.now.Add(-notice.BoardLooksBack), last, listLooked)
		if err != nil {
			return nil, err
		}
		marks := make([]string, len(lost))
		for i, message := range lost {
			marks[i] = notice.LostMark(message.ID)
		}
		done, err := w.Marked(marks)
		if err != nil {
			return nil, err
		}
		for i, message := range lost {
			if last = message; slices.Contains(done, marks[i]) {
				continue
			}
			row, matters, err := w.lostRow(message)
			if err != nil {
				return nil, err
			}
			if matters {
				rows = append(rows, row)
			}
		}
		if len(lost) < listLooked || len(rows) >= listLooked {
			break
		}
	}
	return rows, nil
}

// lostLooked is how many times a further part of the lost messages is looked through while those before are dealt with.
const lostLooked = 20

func (w *work) lostRow(message queue.Outbound) (row boardRow, matters bool, err error) {
	name, err := w.recipientName(message.Recipient)
	if err != nil {
		return row, false, err
	}
	why := name + "没有收到"
	row = boardRow{line: notice.ListLine{What: notice.LostLine, Day: calendar.DayOf(message.DueAt)}, item: notice.BoardItem{What: notice.LostLine, Why: why}}
	var about struct{ SlotID, Version int64 }
	if len(message.Data) > 0 {
		if err := json.Unmarshal(message.Data, &about); err != nil {
			return row, false, fmt.Errorf("read lost message: %w", err)
		}
	}
	if about.SlotID != 0 {
		slot, err := w.Slot(about.SlotID)
		if err != nil {
			return row, false, err
		}
		if notice.Kind(message.Kind) == notice.DutyReminder && notice.ReminderEnding(slot, about.Version, message.State) != notice.ReminderUndelivered {
			return row, false, nil
		}
		if row, err = w.slotRow(notice.LostLine, slot, why); err != nil {
			return row, false, err
		}
		row.item.Remind = message.Recipient == slot.UserID && slot.Version == about.Version && (slot.State == duty.Planned || slot.State == duty.Unconfirmed) && w.now.Before(slot.EndsAt)
	}
	row.line.Number, row.line.Title = notice.LostMark(message.ID), why
	row.item.Mark = row.line.Number
	return row, true, nil
}

// recipientName is how whoever was to get a message is called: a person by his title, a group by its stations.
func (w *work) recipientName(recipient string) (string, error) {
	if chat, group := duty.IsGroup(recipient); group {
		return groupName(w.Tx, chat)
	}
	person, err := w.Person(recipient)
	if models.CodeOf(err) == models.NotFound {
		return recipient, nil
	}
	return person.Title(), err
}

// boardSwaps are swaps on which somebody still has to say something.
func (d *Desk) boardSwaps(_ context.Context, w *work) ([]boardRow, error) {
	swaps, err := w.OpenSwaps(w.now, listLooked)
	if err != nil {
		return nil, err
	}
	var rows []boardRow
	for _, swap := range swaps {
		slot, err := w.Slot(swap.GiveID)
		if err != nil {
			return nil, err
		}
		row, err := w.slotRow(notice.SwapLine, slot, swap.State.Words())
		if err != nil {
			return nil, err
		}
		row.line.Number, row.item.SwapID = strconv.FormatInt(swap.ID, 10), swap.ID
		rows = append(rows, row)
	}
	return rows, nil
}

// OpenBoardItem sends a card of what can be done about a line of the board.
func (d *Desk) OpenBoardItem(ctx context.Context, officer string, what notice.ListWhat, number string) error {
	var item *notice.BoardItem
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, officer, people.EditDuty); err != nil {
			return err
		}
		rows, err := d.board(ctx, tx)
		if i := slices.IndexFunc(rows, func(r boardRow) bool { return r.line.What == what && r.line.Number == number }); i >= 0 {
			item = &rows[i].item
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case item == nil:
		return models.Errorf(models.NotFound, "这一项已经处理，不在看板上了。点「刷新」或发送「值班看板」看最新情况。")
	}
	return d.transact(ctx, func(w *work) error {
		item.TaskID = notice.ListTask(officer, "board-item:"+w.key)
		return w.card(item.TaskID, officer, notice.DutyBoardItem, item, nil)
	})
}

// tellBoard begins the duty office's day with what is open on its board, if anything is.
func (d *Desk) tellBoard(ctx context.Context) error {
	mark, due := notice.BoardMorningDue(d.clock.Now())
	if !due {
		return nil
	}
	counts := map[notice.ListWhat]int{}
	var untold []people.Person
	err := d.store.Read(ctx, func(tx Tx) error {
		office, err := dutyOffice(tx)
		for _, person := range office {
			told, failed := tx.Told(notice.ListTask(person.UserID, mark))
			if err = cmp.Or(err, failed); !told {
				untold = append(untold, person)
			}
		}
		if err != nil || len(untold) == 0 {
			return err
		}
		rows, err := d.board(ctx, tx)
		for _, row := range rows {
			counts[row.line.What]++
		}
		return err
	})
	if err != nil || len(untold) == 0 || len(counts) == 0 {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		for _, person := range untold {
			told := notice.BoardMorning{TaskID: notice.ListTask(person.UserID, mark), Day: w.today(), Counts: counts}
			if err := w.card(told.TaskID, person.UserID, notice.DutyBoardMorning, told, nil); err != nil {
				return err
			}
		}
		return nil
	})
}
