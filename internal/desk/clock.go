package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
	"petitiondesk/models/statute"
)

// The kinds of job that keep the clocks: a step of one clock's ladder, and the one message that tells a person
// of everything that fell due together.
const (
	ClockJob  = "clock_step"
	DigestJob = "clock_digest"
)

// clockStep is the payload of a ClockJob.
type clockStep struct {
	ClockID int64
	Version int64
	Step    statute.StepName
	Day     calendar.Day
}

// planClock writes the one open job of a clock, its next step after a day.
func (w *work) planClock(row casework.ClockRow, clock casework.CaseClock, after calendar.Day) error {
	cal, err := w.calendar()
	if err != nil {
		return err
	}
	step, ok := notice.NextClockStep(clock.Clock, cal, after)
	if !ok {
		return nil
	}
	payload, err := json.Marshal(clockStep{ClockID: row.ID, Version: row.Version, Step: step.Name, Day: step.Day})
	if err != nil {
		return fmt.Errorf("encode clock step: %w", err)
	}
	return w.Plan(queue.Job{
		Kind: ClockJob, Ref: refOf(row.ID), Uniq: fmt.Sprintf("clock:%d:v%d:%s", row.ID, row.Version, step.Name),
		Payload: string(payload), DueAt: step.Due, CreatedAt: w.now,
	})
}

// RunClockStep does the next step of a clock's ladder: it writes a lateness down once, notes who must be reminded, and
// plans the step after. Steps missed meanwhile are not made up for: the one that counts today stands for them.
func (d *Desk) RunClockStep(ctx context.Context, payload string) error {
	var step clockStep
	if err := json.Unmarshal([]byte(payload), &step); err != nil {
		return fmt.Errorf("read clock step: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		row, err := w.Clock(step.ClockID)
		if err != nil || row.Version != step.Version || !row.Open {
			return err
		}
		c, err := w.Case(row.CaseID)
		if err != nil {
			return err
		}
		h, err := w.take(c)
		if err != nil {
			return err
		}
		return w.runClockStep(h, row, step)
	})
}

func (w *work) runClockStep(h handled, row casework.ClockRow, step clockStep) error {
	at := slices.IndexFunc(h.clocks, func(c casework.CaseClock) bool { return c.Key == row.ClockKey })
	if at < 0 || !h.clocks[at].Open() {
		return w.keepClocks(&h)
	}
	clock := h.clocks[at]
	cal, err := w.calendar()
	if err != nil {
		return err
	}
	if err := w.noteLateness(&h, ""); err != nil {
		return err
	}
	after := step.Day
	if step.Step == notice.OverdueCheck {
		after = step.Day.Add(-1)
	} else {
		if now := notice.StepOfToday(clock.Clock, cal, step.Step, w.today()); now != step.Step {
			missed := map[string]any{"clock": clock.Key, "due": step.Step, "run": now, "day": step.Day}
			if err := w.record(ledger.ClockStepsMissed, h.Number, SystemActor, missed); err != nil {
				return err
			}
			step.Step, after = now, w.today()
		}
		if err := w.remind(h, row, step.Step); err != nil {
			return err
		}
	}
	return w.planClock(row, clock, after)
}

// remind notes everybody who must learn of a step, and sees to it that each gets one message.
func (w *work) remind(h handled, row casework.ClockRow, step statute.StepName) error {
	reminded, err := w.reminded(h, row, step)
	if err != nil {
		return err
	}
	heard, err := w.mayHear(h.Case, reminded)
	if err != nil {
		return err
	}
	recipients := heard.ids
	cal, err := w.calendar()
	if err != nil {
		return err
	}
	if err := w.adviseNoRecord(h, row); err != nil {
		return err
	}
	var reminders []casework.Reminder
	for _, person := range recipients {
		reminders = append(reminders, casework.Reminder{
			ClockID: row.ID, Version: row.Version, Step: step, Recipient: person, Day: w.today(),
		})
		due := notice.DigestDue(person, w.now, cal, row.Rule == statute.C06)
		err := w.Plan(queue.Job{
			Kind: DigestJob, Ref: person, Uniq: "digest:" + person + ":" + due.Format(time.RFC3339),
			Payload: person, DueAt: due, CreatedAt: w.now,
		})
		if err != nil {
			return err
		}
	}
	return w.AddReminders(reminders)
}

// reminded lists who must learn of a step: those who work on it, and from the due date on those above them.
func (w *work) reminded(h handled, row casework.ClockRow, step statute.StepName) ([]string, error) {
	told, err := w.answering(h, row)
	if err != nil {
		return nil, err
	}
	var above []string
	switch step {
	case statute.ToUnitHead:
		above, err = w.headsOf(row.UnitCode)
		if len(above) == 0 && err == nil {
			above, err = w.supervisors()
		}
	case statute.ToCaseLeader:
		above = []string{h.CaseLeader}
		if h.CaseLeader == "" {
			above, err = w.supervisors()
		}
	case statute.ToJointConference:
		if above, err = w.supervisors(); err == nil {
			var office []people.Person
			office, err = dutyOffice(w.Tx)
			above = append(above, userIDs(office)...)
		}
	}
	told = append(told, above...)
	slices.Sort(told)
	return slices.Compact(told), err
}

// silent tells whether the responsible unit has left no record of handling since it was given the case: at half time a
// reason for supervision (条例 Art. 40).
func (w *work) silent(h handled) (bool, error) {
	lead, led := h.matter.Lead()
	if !led || h.matter.Progress {
		return false, nil
	}
	lines, err := w.ProgressOf(h.ID, 1)
	return err == nil && (len(lines) == 0 || lines[0].At.Before(lead.Given.At(0))), err
}

// answering lists the people who work on what a clock awaits.
func (w *work) answering(h handled, row casework.ClockRow) ([]string, error) {
	if row.UnitCode == "" {
		return []string{h.RegisteredBy}, nil
	}
	responsible := ""
	if row.UnitCode == h.UnitCode {
		responsible = h.Responsible
	}
	handlers, err := w.handling(h.Case, row.UnitCode, responsible)
	if len(handlers) == 0 && err == nil {
		return w.supervisors() // a unit without staff here is the bureau's to call
	}
	return handlers, err
}

func (w *work) supervisors() ([]string, error) {
	staff, err := w.PeopleWith(people.Supervisor)
	return userIDs(staff), err
}
