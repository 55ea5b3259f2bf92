package desk

import (
	"context"
	"fmt"
	"slices"

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
		if at < 0 || !row.Open || h.clocks[at].DueLegal == row.DueLegal && h.clocks[at].DueInternal == row.DueInternal {
			continue
		}
		event := casework.Event{Step: casework.Recompute, Actor: SystemActor, Details: casework.Details{
			Clock: row.ClockKey, Was: row.DueLegal, Now: h.clocks[at].DueLegal, Reason: "放假安排有更新",
		}}
		if err := w.step(&h, event); err != nil {
			return moved, err
		}
		if err := w.tellRecomputed(h, row); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, w.keepClocks(&h) // provisional marks go as well
}

func (w *work) tellRecomputed(h handled, row casework.ClockRow) error {
	answering, err := w.answering(h, row)
	if err != nil {
		return err
	}
	event := h.events[len(h.events)-1]
	for _, person := range answering {
		told := notice.Text{Text: fmt.Sprintf("%s 的期限因放假安排更新重算：法定期限由%s改为%s。已告知过信访人日期的，请一并告知。",
			h.Number, event.Details.Was.Chinese(), event.Details.Now.Chinese())}
		if err := w.tell(fmt.Sprintf("recomputed:%d:%s", event.ID, person), person, notice.Plain, told); err != nil {
			return err
		}
	}
	return nil
}
