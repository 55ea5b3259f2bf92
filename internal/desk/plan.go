package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// Plan does what falls due by itself. Any replica may run it any number of times; when nothing is due it writes nothing.
// What fails keeps nothing else from being done.
func (d *Desk) Plan(ctx context.Context) error {
	var failed []error
	for _, plan := range []func(context.Context) error{
		d.PlanDuty, d.warnOfGaps, d.tellWeekAhead, d.tellGroups, d.tellBoard, d.warnOfCalendar,
		d.indexLittle, d.CloseMonths, d.showOldest, d.showUnproven, d.remindOfAnnualReport, d.watchDrafts, d.keepAnchors, d.planContacts,
	} {
		if err := ctx.Err(); err != nil {
			return errors.Join(append(failed, err)...)
		}
		failed = append(failed, plan(ctx))
	}
	return errors.Join(failed...)
}

// keepAnchors looks after the ledger's checkpoints: an older copy of the database is found, the day's checkpoint made, and
// the receipts of those on their way collected.
func (d *Desk) keepAnchors(ctx context.Context) error {
	_, unread := d.CheckAnchors(ctx)
	return errors.Join(unread, d.dailyCheckpoint(ctx), d.settleReceipts(ctx))
}

// showOldest sends the leaders and supervisors, once a week, the cases that wait longest for their resolution.
func (d *Desk) showOldest(ctx context.Context) error {
	cal, err := d.calendarNow(ctx)
	if err != nil {
		return err
	}
	key, due := notice.OldestBoardDue(d.clock.Now(), cal)
	if !due {
		return nil
	}
	boards := map[string][]notice.OldCase{}
	var readers []people.Person
	err = d.store.Read(ctx, func(tx Tx) error {
		oldest, err := oldestWaiting(tx, "", listLooked)
		if err != nil || len(oldest.longPending(d.today()).cases) == 0 {
			return err
		}
		readers, err = untoldReaders(tx, key)
		for _, reader := range readers {
			boards[reader.UserID] = oldest.longPending(d.today()).boardFor(reader)
		}
		return err
	})
	if err != nil || len(readers) == 0 {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		for reader, board := range boards {
			if len(board) == 0 {
				continue
			}
			if err := w.tell(key+":"+reader, reader, notice.OldestBoard, notice.Board{Cases: board}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o waiting) longPending(today calendar.Day) waiting {
	o.cases = slices.DeleteFunc(slices.Clone(o.cases), func(c petition.Case) bool {
		return calendar.DayOf(c.RegisteredAt) > today.Add(-notice.LongPending)
	})
	return o
}

// untoldReaders lists the leaders and supervisors who have not been sent this week's board.
func untoldReaders(tx Tx, key string) ([]people.Person, error) {
	var readers []people.Person
	for _, role := range []people.Role{people.Leader, people.Supervisor} {
		staff, err := tx.PeopleWith(role)
		if err != nil {
			return nil, err
		}
		for _, person := range staff {
			told, err := tx.Told(key + ":" + person.UserID)
			if err != nil {
				return nil, err
			}
			if !told && !slices.ContainsFunc(readers, func(p people.Person) bool { return p.UserID == person.UserID }) {
				readers = append(readers, person)
			}
		}
	}
	return readers, nil
}

// warnOfCalendar tells the duty office, once a week, that the public days of a coming year are not known.
func (d *Desk) warnOfCalendar(ctx context.Context) error {
	cal, err := d.calendarNow(ctx)
	if err != nil {
		return err
	}
	warning, due := notice.CalendarWarningDue(d.clock.Now(), cal)
	if !due {
		return nil
	}
	told := true
	err = d.store.Read(ctx, func(tx Tx) error {
		office, err := dutyOffice(tx)
		for _, person := range office {
			if err == nil && told {
				told, err = tx.Told(warning.Key + ":" + person.UserID)
			}
		}
		return err
	})
	if err != nil || told {
		return err
	}
	return d.transact(ctx, func(w *work) error {
		cal, err := w.calendar()
		if err != nil || cal.HasYear(warning.Year) {
			return err
		}
		told, err := d.provisional(w.Tx, warning.Year)
		if err != nil {
			return err
		}
		return w.tellDutyOffice(warning.Key, notice.CalendarMissing, told)
	})
}

const (
	provisionalLooked = 500
	provisionalShown  = 5
)

// provisional lists the clocks that cross the horizon of the calendar, the nearest in front.
func (d *Desk) provisional(tx Tx, year int) (notice.Calendar, error) {
	rows, err := tx.ProvisionalClocks(provisionalLooked)
	if err != nil {
		return notice.Calendar{}, err
	}
	slices.SortStableFunc(rows, func(a, b casework.ClockRow) int { return strings.Compare(string(a.DueInternal), string(b.DueInternal)) })
	office, err := dutyOffice(tx)
	if err != nil {
		return notice.Calendar{}, err
	}
	total := len(rows)
	if rows, err = clocksSeenByAll(tx, office, rows[:min(total, listLooked)]); err != nil {
		return notice.Calendar{}, err
	}
	lines, err := d.clockLines(tx, rows[:min(len(rows), provisionalShown)])
	return notice.Calendar{Year: year, Total: total, Clocks: lines}, err
}
