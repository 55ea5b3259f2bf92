package desk

import (
	"cmp"
	"slices"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// listTodo lists what waits for the person, the nearest date first.
func (d *Desk) listTodo(tx Tx, person people.Person, list *notice.List) error {
	lines, err := d.todoRequests(tx, person)
	if err != nil {
		return err
	}
	shifts, err := d.todoDuties(tx, person)
	if err != nil {
		return err
	}
	lines = append(lines, shifts...)
	repeats, err := d.todoRepeats(tx, person)
	if err != nil {
		return err
	}
	lines = append(lines, repeats...)
	if person.Has(people.Handler) {
		ofUnit, err := d.todoOfUnit(tx, person, list.Page*LinesOnCard+1)
		if err != nil {
			return err
		}
		lines = append(lines, ofUnit...)
	}
	slices.SortStableFunc(lines, func(a, b notice.ListLine) int { return cmp.Compare(todoBy(a), todoBy(b)) })
	list.Lines = cut(list, 0, lines)
	return nil
}

// todoBy is the date by which a line stands in its place: what is to be signed for waits from the day it was given, since its clocks
// begin with the signature.
func todoBy(line notice.ListLine) calendar.Day {
	if line.What == notice.SignLine {
		return line.Day
	}
	return whenDue(line.Due)
}

func (d *Desk) todoRequests(tx Tx, person people.Person) ([]notice.ListLine, error) {
	deciding, err := waitingFor(tx, person.UserID, d.today(), listLooked)
	if err != nil {
		return nil, err
	}
	returned, err := tx.ReturnedTo(person.UserID, listLooked)
	if err != nil {
		return nil, err
	}
	if returned, err = requestsSeenBy(tx, person.UserID, returned); err != nil {
		return nil, err
	}
	var lines []notice.ListLine
	for _, r := range deciding {
		seat, sits := r.SeatOf(person.UserID)
		lines = append(lines, requestLine(notice.DecideLine, r, !sits || seat.StandsIn()))
	}
	for _, r := range returned {
		lines = append(lines, requestLine(notice.SupplementLine, r, false))
	}
	return lines, nil
}

func requestLine(what notice.ListWhat, r approval.Request, standIn bool) notice.ListLine {
	line := notice.ListLine{What: what, Number: r.CaseNumber, Kind: r.Kind, StandIn: standIn, Day: calendar.DayOf(r.CreatedAt)}
	if r.StepDue != nil {
		line.Due = calendar.DayOf(*r.StepDue)
	}
	return line
}

func (d *Desk) todoDuties(tx Tx, person people.Person) ([]notice.ListLine, error) {
	slots, err := d.toConfirm(tx, person.UserID)
	if err != nil {
		return nil, err
	}
	var lines []notice.ListLine
	for _, s := range slots {
		lines = append(lines, notice.ListLine{What: notice.DutyDueLine, Title: s.Post, Day: s.Day, Due: s.Day})
	}
	return lines, nil
}

// todoOfUnit lists what a handler's unit was instructed to do, what it has to sign for, and its clocks, as many as a page needs; the whole county's are on
// the board 期限.
func (d *Desk) todoOfUnit(tx Tx, person people.Person, count int) ([]notice.ListLine, error) {
	given, err := tx.InstructionsTo(person.UnitCode, listLooked)
	if err != nil {
		return nil, err
	}
	if given, err = instructionsSeenBy(tx, person, given); err != nil {
		return nil, err
	}
	cases, _, err := aboutInstructions(tx, given)
	if err != nil {
		return nil, err
	}
	var lines []notice.ListLine
	for _, g := range given {
		lines = append(lines, notice.ListLine{What: notice.InstructionLine, Number: cases[g.CaseID].Number, Due: g.Due, Late: g.Late(d.today())})
	}
	if person.Has(people.Clerk, people.Supervisor, people.DutyOffice) {
		return lines, nil
	}
	unsigned, err := tx.CasesToSign(person.UnitCode, listLooked)
	if err != nil {
		return nil, err
	}
	if unsigned, err = seenBy(tx, person, people.Open, unsigned); err != nil {
		return nil, err
	}
	for _, c := range unsigned {
		lines = append(lines, notice.ListLine{What: notice.SignLine, Number: c.Number, Day: calendar.DayOf(c.UpdatedAt)})
	}
	clocks, err := d.boardOf(tx, person, person.UnitCode, count)
	for _, c := range clocks {
		lines = append(lines, notice.ListLine{What: notice.ClockDueLine, Number: c.Number, Title: c.Title, Due: c.Due, Late: c.OverdueSince != ""})
	}
	return lines, err
}
