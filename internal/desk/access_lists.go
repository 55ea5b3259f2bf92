package desk

import (
	"slices"

	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// listLooked bounds how many rows are looked at for a list of MaxListed that not everybody may see whole.
const listLooked = 200

// clocksSeenBy keeps the clocks of cases of which the person may see at least the dates.
func clocksSeenBy(tx Tx, person people.Person, rows []casework.ClockRow) ([]casework.ClockRow, error) {
	cases, seen, err := aboutCases(tx, rows, func(row casework.ClockRow) int64 { return row.CaseID })
	return slices.DeleteFunc(rows, func(row casework.ClockRow) bool { return seen.of(person, cases[row.CaseID]) == people.Hidden }), err
}

// clocksSeenByAll keeps the clocks that each of several readers of one message may see.
func clocksSeenByAll(tx Tx, readers []people.Person, rows []casework.ClockRow) ([]casework.ClockRow, error) {
	var err error
	for _, reader := range readers {
		if rows, err = clocksSeenBy(tx, reader, rows); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// waiting is cases that wait for their resolution, oldest first, with what decides who may see them.
type waiting struct {
	cases []petition.Case
	seen  sights
}

// oldestWaiting reads the oldest unresolved cases; unit "" means every unit.
func oldestWaiting(tx Tx, unit string, looked int) (waiting, error) {
	cases, err := tx.OldestUnresolved(unit, looked)
	if err != nil {
		return waiting{}, err
	}
	seen, err := sightsOf(tx, cases...)
	return waiting{cases: cases, seen: seen}, err
}

// boardFor is what one person may see of them.
func (o waiting) boardFor(person people.Person) []notice.OldCase {
	var board []notice.OldCase
	for _, c := range o.cases {
		sight := o.seen.of(person, c)
		if sight == people.Hidden || len(board) == MaxListed {
			continue
		}
		line := notice.OldCase{
			Number: c.Number, State: c.State, Since: calendar.DayOf(c.RegisteredAt), ResolutionDue: c.ResolutionDue, Led: c.CaseLeader != "",
		}
		if sight.Shows(people.MatterField) {
			line.Place = ordinarily(c, c.IssuePlace)
		}
		board = append(board, line)
	}
	return board
}

// countyWide tells whether a person's lists are the whole county's: others read those of their own unit.
func countyWide(p people.Person) bool {
	return p.Has(people.Clerk, people.Supervisor, people.DutyOffice, people.Leader, people.Auditor)
}
