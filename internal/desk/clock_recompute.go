package desk

import (
	"context"
	"fmt"
	"slices"

	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
)

// clocksPerSweep bounds one transaction of RecomputeClocks.
const clocksPerSweep = 200

// RecomputeClocks reckons every open clock anew after the calendar has changed. A date that moves is a fact of its own,
// written with both dates; ended clocks keep what they ended with. It tells how many dates moved.
func (d *Desk) RecomputeClocks(ctx context.Context) (moved int, err error) {
	for after := int64(0); ; {
		var rows []casework.ClockRow
		err := d.store.Read(ctx, func(tx Tx) (err error) {
			rows, err = tx.OpenClocksAfter(after, clocksPerSweep)
			return err
		})
		if err != nil || len(rows) == 0 {
			return moved, err
		}
		after = rows[len(rows)-1].ID
		var now int
		err = d.transact(ctx, func(w *work) (err error) {
			now, err = w.recompute(rows)
			return err
		})
		if err != nil {
			return moved, err
		}
		moved += now
	}
}

func (w *work) recompute(rows []casework.ClockRow) (moved int, err error) {
	var seen []int64
	for _, row := range rows {
		if slices.Contains(seen, row.CaseID) {
			continue
		}
		seen = append(seen, row.CaseID)
		n, err := w.recomputeCase(row.CaseID)
		if err != nil {
			return 0, err
		}
		moved += n
	}
	return moved, nil
}

func (w *work) recomputeCase(caseID int64) (moved int, err error) {
	c, err := w.Case(caseID)
	if err != nil {
		return 0, err
	}
	h, err := w.take(c)
	if err != nil {
		return 0, err
	}
	kept, err := w.ClocksOf(caseID)
	if err != nil {
		return 0, err
	}
	for _, row := range kept {
		at := slices.IndexFunc(h.clocks, func(c casework.CaseClock) bool { return c.Key == row.ClockKey })
		if at < 0 || !row.Open || row.Settled() || h.clocks[at].DueLegal == row.DueLegal && h.clocks[at].DueInternal == row.DueInternal {
			continue
		}
		event := casework.Event{Step: casework.Recompute, Actor: SystemActor, Details: casework.Details{
			Clock: row.ClockKey, Was: row.DueLegal, Now: h.clocks[at].DueLegal, Reason: "放假安排有更新",
		}}
		if err := w.step(&h, event); err != nil {
			return moved, err
		}
		if err := w.tellRecomputed(h, row, event.Details.Now); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, w.keepClocks(&h) // provisional marks go as well
}

// tellRecomputed tells whoever answers for the clock, and asks the office to tell the petitioner where he knows the old date.
func (w *work) tellRecomputed(h handled, row casework.ClockRow, now calendar.Day) error {
	told, err := w.recomputed(h, row, now)
	if err != nil {
		return err
	}
	answering, err := w.answering(h, row)
	if err != nil {
		return err
	}
	if row.DueInternal == "" {
		answering = nil // a petitioner's window: nobody but him has anything to do in it
	}
	heard, err := w.mayHear(h.Case, answering)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("recomputed:%d:v%d", row.ID, row.Version)
	for _, person := range heard.ids {
		if err := w.tell(key+":"+person, person, notice.ClockRecomputed, told); err != nil {
			return err
		}
	}
	if !told.PetitionerTold {
		return nil
	}
	office, err := w.officeOf(h)
	if err != nil {
		return err
	}
	if heard, err = w.mayHear(h.Case, office); err != nil {
		return err
	}
	for _, person := range heard.ids {
		if err := w.tell("newdate:"+key+":"+person, person, notice.PetitionerToTell, told); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) recomputed(h handled, row casework.ClockRow, now calendar.Day) (notice.Recomputed, error) {
	units, err := w.unitNames()
	told := notice.Recomputed{
		Number: h.Number, Rule: row.Rule, Unit: units[row.UnitCode], Was: row.DueLegal, Now: now,
		PetitionerTold: h.matter.ToldDate(row.Rule),
	}
	at := slices.IndexFunc(h.clocks, func(c casework.CaseClock) bool { return c.Key == row.ClockKey })
	if at >= 0 {
		clock := h.clocks[at]
		told.Title, told.Article, told.Provisional = clock.Rule.Title, clock.Rule.Article(), clock.Provisional
	}
	return told, err
}

// officeOf is who sees to the petitioner: the clerk who registered him, or the duty office when he has left.
func (w *work) officeOf(h handled) ([]string, error) {
	clerks, err := w.PeopleByID([]string{h.RegisteredBy})
	if err != nil {
		return nil, err
	}
	for _, clerk := range clerks {
		if clerk.Active {
			return []string{clerk.UserID}, nil
		}
	}
	office, err := dutyOffice(w.Tx)
	return userIDs(office), err
}
