package app

import (
	"context"
	"fmt"
	"strings"

	"petitiondesk/handlers"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/receipt"
	"petitiondesk/internal/sheet"
	"petitiondesk/models/notice"
)

// rosterFile makes what is sent of the roster as a file or picture.
func rosterFile(d *desk.Desk) handlers.MakeRosterFile {
	return func(ctx context.Context, of notice.RosterFileOf) ([]byte, error) {
		if of.Kind != notice.RosterPicture {
			return rosterSheet(ctx, d, of)
		}
		page, err := d.RosterPage(ctx, of)
		if err != nil {
			return nil, err
		}
		return receipt.Month(page)
	}
}

func rosterSheet(ctx context.Context, d *desk.Desk, of notice.RosterFileOf) ([]byte, error) {
	switch of.Kind {
	case notice.RosterTemplate:
		lines, _, err := d.RosterToPrint(ctx, of)
		if err != nil {
			return nil, err
		}
		stations, posts, err := d.DutyWords(ctx)
		if err != nil {
			return nil, err
		}
		duties := printedLines(lines)
		for i := range duties {
			if duties[i].Person != "" {
				duties[i].Remark = "现为" + duties[i].Person
			}
		}
		return sheet.Template(of.Title, duties, stations, posts)
	case notice.RosterMonth:
		lines, totals, err := d.RosterToPrint(ctx, of)
		if err != nil {
			return nil, err
		}
		return sheet.Month(of.Title, printedLines(lines), printedTotals(totals))
	case notice.RosterFindings:
		found, err := d.RosterFindings(ctx, of)
		if err != nil {
			return nil, err
		}
		return sheet.Findings(of.Title, findingsOf(found))
	}
	return nil, fmt.Errorf("make file of roster: kind %q is not known", of.Kind)
}

func findingsOf(found desk.Findings) []sheet.Finding {
	var lines []sheet.Finding
	for _, f := range found.Wrong {
		lines = append(lines, sheet.Finding{Cell: f.Cell, Kind: "请修改", Text: f.Text})
	}
	for _, c := range found.Changes {
		kind := "调整"
		if c.Before == "" {
			kind = "补上"
		}
		text := fmt.Sprintf("%s %s %s：%s → %s", c.Slot.Day.Chinese(), c.Row.Station, c.Slot.Post, orNobody(c.Before), c.After)
		lines = append(lines, sheet.Finding{Cell: c.Row.Cell, Kind: kind, Text: text})
	}
	return lines
}

func printedLines(lines []desk.DutyLine) []sheet.Line {
	printed := make([]sheet.Line, len(lines))
	for i, l := range lines {
		name := l.Person[strings.LastIndex(l.Person, " ")+1:]
		printed[i] = sheet.Line{Day: l.Slot.Day, Station: l.Station, Post: l.Slot.Post, Hours: l.Slot.Hours(), Person: name}
	}
	return printed
}

func printedTotals(totals []desk.FairnessLine) []sheet.Total {
	figures := make([]sheet.Total, len(totals))
	for i, t := range totals {
		figures[i] = sheet.Total{Person: t.Person, Tally: t.Tally}
	}
	return figures
}
