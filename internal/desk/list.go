package desk

import (
	"cmp"
	"context"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// LinesOnCard is how many lines a page has: the rows of one card (doc 90236).
const LinesOnCard = 6

// mostPages bounds how far a list is turned; what is older is found with more words.
const mostPages = listLooked / LinesOnCard

// List reads a page of a list, 1 the first; words are what a search is for. A page past the end is empty.
func (d *Desk) List(ctx context.Context, reader string, of notice.ListOf, words string, page int) (notice.List, error) {
	list := notice.List{Of: of, Words: words, Page: max(1, min(page, mostPages))}
	err := d.store.Read(ctx, func(tx Tx) error {
		action := people.ReadCases
		if of == notice.ListBoard {
			action = people.EditDuty
		}
		person, err := may(tx, reader, action)
		if err != nil {
			return err
		}
		switch of {
		case notice.ListBoard:
			list.SeenAt = d.clock.Now()
			return d.listBoard(ctx, tx, &list)
		case notice.ListMine:
			return d.listMine(tx, person, &list)
		case notice.ListTodo:
			return d.listTodo(tx, person, &list)
		case notice.ListFound:
			return d.listFound(tx, person, &list)
		case notice.ListReception:
			return d.listReception(tx, person, &list)
		}
		return models.Errorf(models.Invalid, "没有这份列表，请发送「待办」或「我的」。")
	})
	return list, err
}

// SendList sends a page as a card, or turns the card that was pressed to it.
func (d *Desk) SendList(ctx context.Context, reader string, list notice.List, card string) error {
	return d.transact(ctx, func(w *work) error {
		if card != "" {
			list.TaskID = card
			return w.amend(card, w.key, reader, notice.ListTurned, list)
		}
		list.TaskID = notice.ListTask(reader, w.key)
		return w.card(list.TaskID, reader, notice.ListCard, list, nil)
	})
}

// cut takes what is on the page out of lines of which enough were read; before is how many stand in front of them.
func cut[T any](list *notice.List, before int, lines []T) []T {
	within := func(n int) int { return max(0, min(n-before, len(lines))) }
	first := (list.Page - 1) * LinesOnCard
	list.More = first+LinesOnCard < before+len(lines) && list.Page < mostPages
	return lines[within(first):within(first+LinesOnCard)]
}

// listMine lists what the person registered lately: first what still awaits something, by its nearest internal date.
func (d *Desk) listMine(tx Tx, person people.Person, list *notice.List) error {
	cases, err := tx.CasesBy(person.UserID, listLooked)
	if err != nil {
		return err
	}
	if cases, err = seenBy(tx, person, people.Open, cases); err != nil {
		return err
	}
	due, err := nearest(tx, cases)
	if err != nil {
		return err
	}
	slices.SortStableFunc(cases, func(a, b petition.Case) int {
		return cmp.Compare(whenDue(due[a.ID].DueInternal), whenDue(due[b.ID].DueInternal))
	})
	drafts, err := unfinished(tx, person.UserID)
	if err != nil {
		return err
	}
	var lines []notice.ListLine
	for i, draft := range drafts {
		lines = append(lines, notice.ListLine{
			What: notice.DraftLine, Nth: i + 1, Name: petition.MaskName(draft.Report.Name), Title: petition.Redact(draft.Report.Facts, draft.Report.Named()),
		})
	}
	list.Lines = cut(list, 0, lines)
	ofCases, err := caseLines(tx, cut(list, len(lines), cases), due)
	list.Lines = append(list.Lines, ofCases...)
	return err
}

// whenDue sorts what awaits nothing to the end.
func whenDue(day calendar.Day) calendar.Day {
	if day == "" {
		return "9999-12-31"
	}
	return day
}

func idsOf(cases []petition.Case) []int64 {
	ids := make([]int64, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	return ids
}

// nearest is the open clock of each case whose internal date is next.
func nearest(tx Tx, cases []petition.Case) (map[int64]casework.ClockRow, error) {
	rows, err := tx.NearestClocks(idsOf(cases))
	due := map[int64]casework.ClockRow{}
	for _, row := range rows {
		if _, there := due[row.CaseID]; !there {
			due[row.CaseID] = row
		}
	}
	return due, err
}

func caseLines(tx Tx, cases []petition.Case, due map[int64]casework.ClockRow) ([]notice.ListLine, error) {
	leads, err := tx.LeadsOf(idsOf(cases))
	if err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, lead := range leads {
		names[lead.CaseID] = lead.MaskedName()
	}
	lines := make([]notice.ListLine, len(cases))
	for i, c := range cases {
		clock := due[c.ID]
		lines[i] = notice.ListLine{
			What: notice.CaseLine, Number: c.Number, State: c.State, Name: ordinarily(c, names[c.ID]), Place: ordinarily(c, c.IssuePlace),
			Day: calendar.DayOf(c.RegisteredAt), Due: clock.DueInternal, Late: clock.OverdueSince != "",
		}
	}
	return lines, nil
}

// listFound lists what a search brought.
func (d *Desk) listFound(tx Tx, person people.Person, list *notice.List) error {
	places, err := placesOf(tx)
	if err != nil {
		return err
	}
	sought, err := petition.ReadSearch(list.Words, places)
	if err != nil {
		return err
	}
	if list.Page == 1 {
		list.Page = min(sought.Page, mostPages)
	}
	if !sought.Public() {
		list.Words = ""
	}
	result, err := d.search(tx, person, sought, (list.Page-1)*LinesOnCard, LinesOnCard)
	if err != nil {
		return err
	}
	if result.named {
		list.Words = ""
	}
	due, err := nearest(tx, result.cases)
	if err != nil {
		return err
	}
	list.More, list.Partial = result.more && list.Page < mostPages, result.partial
	list.Lines, err = caseLines(tx, result.cases, due)
	return err
}
