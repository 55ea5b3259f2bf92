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
	if clock.Late() && row.OverdueSince == "" {
		event := casework.Event{Step: casework.Overdue, Actor: SystemActor, Details: casework.Details{Clock: clock.Key, Since: clock.OverdueSince}}
		if err := w.step(&h, event); err != nil {
			return err
		}
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
	recipients, err := w.reminded(h, row, step)
	if err != nil {
		return err
	}
	cal, err := w.calendar()
	if err != nil {
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
	case statute.HalfTime:
		var silent bool
		if silent, err = w.silent(h); silent && row.UnitCode != "" {
			above, err = w.supervisors()
		}
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
	if h.Responsible != "" && row.UnitCode == h.UnitCode {
		return []string{h.Responsible}, nil
	}
	staff, err := w.PeopleIn(row.UnitCode)
	var handlers []string
	for _, person := range staff {
		if person.Has(people.Handler) {
			handlers = append(handlers, person.UserID)
		}
	}
	if len(handlers) == 0 && err == nil {
		return w.supervisors() // a unit without staff here is the bureau's to call
	}
	return handlers, err
}

func (w *work) supervisors() ([]string, error) {
	staff, err := w.PeopleWith(people.Supervisor)
	return userIDs(staff), err
}

// digestLines is how many clocks one message names; the rest are counted.
const digestLines = 12

// RunDigest tells a person of everything he has not been told, in one message.
func (d *Desk) RunDigest(ctx context.Context, person string) error {
	return d.transact(ctx, func(w *work) error {
		reminders, err := w.UntoldReminders(person, 1000)
		if err != nil || len(reminders) == 0 {
			return err
		}
		digest, err := w.digest(reminders)
		if err != nil {
			return err
		}
		ids := make([]int64, len(reminders))
		for i, r := range reminders {
			ids[i] = r.ID
		}
		if err := w.MarkTold(ids, w.now); err != nil || len(digest.Lines) == 0 {
			return err
		}
		return w.answer(person, notice.ClockDigest, digest)
	})
}

// digest describes the clocks that still await something, the most pressing first.
func (w *work) digest(reminders []casework.Reminder) (notice.Digest, error) {
	steps := map[int64]statute.StepName{}
	var ids []int64
	for _, r := range reminders {
		if _, seen := steps[r.ClockID]; !seen {
			ids = append(ids, r.ClockID)
		}
		steps[r.ClockID] = r.Step // the latest one
	}
	rows, err := w.ClocksByID(ids)
	if err != nil {
		return notice.Digest{}, err
	}
	rows = slices.DeleteFunc(rows, func(r casework.ClockRow) bool { return !r.Open })
	lines, err := w.desk.clockLines(w.Tx, rows)
	if err != nil {
		return notice.Digest{}, err
	}
	for i := range lines {
		lines[i].Step = steps[lines[i].ClockID]
	}
	digest := notice.Digest{Total: len(lines), Lines: lines[:min(len(lines), digestLines)]}
	return digest, nil
}

// clockLines describes clocks with the cases they belong to, the nearest internal date first.
func (d *Desk) clockLines(tx Tx, rows []casework.ClockRow) ([]notice.ClockLine, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.CaseID
	}
	slices.Sort(ids)
	cases, err := tx.CasesByID(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	numbers := map[int64]string{}
	for _, c := range cases {
		numbers[c.ID] = c.Number
	}
	lines := make([]notice.ClockLine, 0, len(rows))
	for _, row := range rows {
		title := string(row.Rule)
		if set, err := statute.SetByID(row.RuleSet); err == nil {
			if rule, err := set.Rule(row.Rule); err == nil {
				title = rule.Title
			}
		}
		lines = append(lines, notice.ClockLine{
			ClockID: row.ID, Number: numbers[row.CaseID], Title: title, Due: row.DueInternal, DueLegal: row.DueLegal,
			OverdueSince: row.OverdueSince, Provisional: row.Provisional,
		})
	}
	slices.SortStableFunc(lines, func(a, b notice.ClockLine) int { return compareDays(a.Due, b.Due) })
	return lines, nil
}

func compareDays(a, b calendar.Day) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

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

// ClockView is a case with its clocks, as asked for in the chat.
type ClockView struct {
	Number string
	Clocks []statute.Clock
}

// ClocksOfCase tells how every clock of a case stands, the most pressing first.
func (d *Desk) ClocksOfCase(ctx context.Context, reader, reference string) (ClockView, error) {
	var view ClockView
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.ReadCases); err != nil {
			return err
		}
		found, err := d.findCase(ctx, tx, reference)
		if err != nil {
			return err
		}
		events, err := tx.EventsOf(found.ID)
		if err != nil {
			return err
		}
		clocks, err := d.clocksOf(tx, found, events)
		view = ClockView{Number: found.Number, Clocks: statute.Nearest(bare(clocks))}
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
		rows, err := tx.OpenClocks(unit, MaxListed)
		if err != nil {
			return err
		}
		lines, err = d.clockLines(tx, rows)
		return err
	})
	return lines, err
}

// OldestUnresolved lists what has waited longest for its resolution.
func (d *Desk) OldestUnresolved(ctx context.Context, reader string) ([]notice.OldCase, error) {
	var board []notice.OldCase
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, reader, people.ReadCases); err != nil {
			return err
		}
		var err error
		board, err = oldestCases(tx)
		return err
	})
	return board, err
}

func oldestCases(tx CaseworkTx) ([]notice.OldCase, error) {
	cases, err := tx.OldestUnresolved(MaxListed)
	board := make([]notice.OldCase, len(cases))
	for i, c := range cases {
		board[i] = notice.OldCase{
			Number: c.Number, State: c.State, Since: calendar.DayOf(c.RegisteredAt), Place: c.IssuePlace,
			ResolutionDue: c.ResolutionDue, Led: c.CaseLeader != "",
		}
	}
	return board, err
}
