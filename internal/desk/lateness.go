package desk

import (
	"fmt"
	"slices"

	"petitiondesk/models/casework"
)

// noteLateness writes down, once, every limit of the case that was missed: with the step that finds it, whether the check
// of that morning has run or not, so that no later step, calendar or rule can make it undone.
func (w *work) noteLateness(h *handled, step casework.Step) error {
	if step == casework.Overdue {
		return nil
	}
	for _, clock := range h.clocks {
		if !clock.Late() || clock.Rule.PetitionerWindow || latenessWritten(h.events, clock.Key) {
			continue
		}
		event := casework.Event{Step: casework.Overdue, Actor: SystemActor, Details: casework.Details{Clock: clock.Key, Since: clock.OverdueSince}}
		if err := w.step(h, event); err != nil {
			return err
		}
	}
	return nil
}

func latenessWritten(events []casework.Event, clock string) bool {
	return slices.ContainsFunc(events, func(e casework.Event) bool { return e.Step == casework.Overdue && e.Details.Clock == clock })
}

// asKept gives clocks that have ended, or were missed, the dates they are on record with: a calendar learnt later
// rewrites none of them.
func asKept(tx CaseworkTx, caseID int64, clocks []casework.CaseClock) error {
	rows, err := tx.ClocksOf(caseID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		at := slices.IndexFunc(clocks, func(c casework.CaseClock) bool { return c.Key == row.ClockKey })
		if at < 0 || !row.Settled() {
			continue
		}
		clock := &clocks[at]
		if clock.DueLegal == row.DueLegal && clock.OverdueSince == row.OverdueSince {
			continue
		}
		clock.DueUnrolled, clock.DueLegal, clock.DueInternal = row.DueUnrolled, row.DueLegal, row.DueInternal
		clock.State, clock.OverdueSince, clock.Provisional = row.State, row.OverdueSince, row.Provisional
		clock.Explanation = append(clock.Explanation, fmt.Sprintf(
			"日历或者起算后来有更新；这一期限已经结束或者逾期，仍按当时的日期：法定%s，%s。", row.DueLegal.Chinese(), row.State.Chinese()))
	}
	return nil
}

// unitAndHead lists those who work on the case and the heads of the responsible unit.
func (w *work) unitAndHead(h handled) ([]string, error) {
	told, err := w.handlersOf(h)
	if err != nil {
		return nil, err
	}
	heads, err := w.headsOf(h.UnitCode)
	told = append(told, heads...)
	slices.Sort(told)
	return slices.Compact(told), err
}
