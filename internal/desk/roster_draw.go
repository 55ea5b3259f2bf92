package desk

import (
	"context"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// RosterPage is what a picture of the roster shows, as the roster is when the picture is drawn.
func (d *Desk) RosterPage(ctx context.Context, of notice.RosterFileOf) (duty.MonthPage, error) {
	var page duty.MonthPage
	err := d.store.Read(ctx, func(tx Tx) error {
		cal, _, err := d.calendarIn(tx)
		if err != nil {
			return err
		}
		from, to := calendar.Month(of.From)
		slots, err := d.finalSlots(tx, from, to)
		if err != nil {
			return err
		}
		slots = slotsAt(slots, of.Station)
		ids := make([]string, len(slots))
		for i, s := range slots {
			ids[i] = s.UserID
		}
		staff, err := tx.PeopleByID(ids)
		if err != nil {
			return err
		}
		names := map[string]string{}
		for _, p := range staff {
			names[p.UserID] = p.Name
		}
		page = duty.Page(slots, duty.MonthSpan{From: of.From, To: of.To}, cal, duty.TellApart(names))
		page.Title, page.Part, page.Of = of.Title, of.Part, of.Of
		return nil
	})
	return page, err
}

// Findings is everything that the preview of a roster found, in order.
type Findings struct {
	Changes []SheetChange
	Wrong   []duty.SheetFault
}

// RosterFindings reads a roster that was sent once more; NotFound when it was dealt with, or is compared with another roster by now.
func (d *Desk) RosterFindings(ctx context.Context, of notice.RosterFileOf) (Findings, error) {
	var found Findings
	sent, err := d.rosterSent(ctx, of.Sheet)
	if err != nil {
		return found, err
	}
	if sent.State != petition.AttachmentKept || sent.err != nil {
		return found, models.Errorf(models.NotFound, "这份值班表已经处理过，核对清单不再发送。")
	}
	err = d.store.Read(ctx, func(tx Tx) error {
		w := &work{Tx: tx, desk: d, ctx: ctx, now: d.clock.Now()}
		preview, _, err := w.preview(sent)
		if err != nil {
			return err
		}
		if preview.Print() != of.Print {
			return models.Errorf(models.NotFound, "值班安排后来有变化，请以新的预览为准，这份核对清单不再发送。")
		}
		found = Findings{Changes: preview.Changes(), Wrong: preview.wrongPlaces()}
		return nil
	})
	return found, err
}

// RosterToPrint lists the roster that a sheet prints, with everybody's figures when it is of all stations.
func (d *Desk) RosterToPrint(ctx context.Context, of notice.RosterFileOf) ([]DutyLine, []FairnessLine, error) {
	lines, err := d.Roster(ctx, of.From, of.To, of.Station)
	if err != nil {
		return nil, nil, err
	}
	lines = slices.DeleteFunc(lines, func(l DutyLine) bool { return l.Slot.State == duty.Withdrawn })
	if of.Station != "" {
		return lines, nil, nil
	}
	totals, err := d.FairnessSheet(ctx, of.From, of.To)
	return lines, totals, err
}
