package desk

import (
	"context"

	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// ClockView is a case with its clocks, as asked for in the chat.
type ClockView struct {
	Number string
	Clocks []casework.CaseClock
}

// ClocksOfCase tells how every clock of a case stands, the most pressing first.
func (d *Desk) ClocksOfCase(ctx context.Context, reader, reference string) (ClockView, error) {
	var view ClockView
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, reader, people.ReadCases)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, tx, person, reference, people.ReadCases)
		if err != nil {
			return err
		}
		events, err := tx.EventsOf(found.ID)
		if err != nil {
			return err
		}
		clocks, err := d.clocksOf(tx, found, events)
		if err != nil {
			return err
		}
		err = asKept(tx, found.ID, clocks)
		view = ClockView{Number: found.Number, Clocks: casework.Nearest(clocks)}
		return err
	})
	return view, err
}

// ClockBoard lists what is due next: of the reader's own unit, or of the whole county for the bureau.
func (d *Desk) ClockBoard(ctx context.Context, reader string) ([]notice.ClockLine, error) {
	var lines []notice.ClockLine
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, reader, people.ReadCases)
		if err != nil {
			return err
		}
		unit := person.UnitCode
		if person.Has(people.Clerk, people.Supervisor, people.DutyOffice) {
			unit = ""
		}
		rows, err := tx.OpenClocks(unit, listLooked)
		if err != nil {
			return err
		}
		if rows, err = clocksSeenBy(tx, person, rows); err != nil {
			return err
		}
		lines, err = d.clockLines(tx, rows[:min(len(rows), MaxListed)])
		return err
	})
	return lines, err
}

// OldestUnresolved lists what has waited longest for its resolution.
func (d *Desk) OldestUnresolved(ctx context.Context, reader string) ([]notice.OldCase, error) {
	var board []notice.OldCase
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, reader, people.ReadCases)
		if err != nil {
			return err
		}
		unit := ""
		if !countyWide(person) {
			unit = person.UnitCode
		}
		oldest, err := oldestWaiting(tx, unit)
		board = oldest.boardFor(person)
		return err
	})
	return board, err
}
