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
		lines, err = d.boardOf(tx, person, unit, MaxListed)
		return err
	})
	return lines, err
}

// boardOf lists the clocks of a unit, "" of all, that a person may see. It looks at more of them only where he may not see
// enough of the nearest.
func (d *Desk) boardOf(tx Tx, person people.Person, unit string, count int) ([]notice.ClockLine, error) {
	var seen []casework.ClockRow
	for _, looked := range []int{min(2*count, listLooked), listLooked} {
		rows, err := tx.OpenClocks(unit, looked)
		if err != nil {
			return nil, err
		}
		all := len(rows) < looked
		if seen, err = clocksSeenBy(tx, person, rows); err != nil {
			return nil, err
		}
		if all || len(seen) >= count {
			break
		}
	}
	return d.clockLines(tx, seen[:min(len(seen), count)])
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
		for _, looked := range []int{2 * MaxListed, listLooked} {
			oldest, err := oldestWaiting(tx, unit, looked)
			if err != nil {
				return err
			}
			board = oldest.boardFor(person)
			if len(board) == MaxListed || len(oldest.cases) < looked {
				break
			}
		}
		return nil
	})
	return board, err
}
