package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// InstructionJob asks after an instruction that awaits its answer.
const InstructionJob = "instruction"

// answersInstruction are the steps of a unit that answer what it was instructed to do.
var answersInstruction = map[casework.Step]bool{casework.ReportBack: true, casework.Reply: true, casework.IssueOpinion: true}

// instruct makes what a granted escalation orders binding: the units its words name are given the matter, or are asked
// about it, by a date.
func (w *work) instruct(r approval.Request, by people.Person) error {
	if r.State != approval.Approved || r.Opinion == "" || r.CaseID <= 0 {
		return nil
	}
	units, err := w.Units()
	if err != nil {
		return err
	}
	cal, err := w.calendar()
	if err != nil {
		return err
	}
	named, due := casework.ReadInstruction(r.Opinion, units, w.today(), cal)
	if named, err = w.instructable(r, by, named); err != nil || len(named) == 0 {
		return err
	}
	if due == "" {
		due = approval.CustomaryDue(w.today(), cal)
	}
	return w.order(r, by, named, due)
}

// order gives units what was instructed, by a date, and the case itself to them when no unit has it.
func (w *work) order(r approval.Request, by people.Person, named []people.Unit, due calendar.Day) error {
	for _, unit := range named {
		given := approval.Instruction{
			RequestID: r.ID, CaseID: r.CaseID, UnitCode: unit.Code, Due: due, Text: r.Opinion, GivenBy: by.UserID, GivenAt: w.now, Open: true,
		}
		if err := w.AddInstruction(&given); err != nil {
			return err
		}
		if err := w.planInstruction(given); err != nil {
			return err
		}
		if err := w.tellInstructed(given, r, unit, by); err != nil {
			return err
		}
		payload := map[string]any{"request": r.ID, "instruction": given.ID, "unit": unit.Code, "due": due}
		if err := w.record(ledger.InstructionGiven, r.CaseNumber, by.UserID, payload); err != nil {
			return err
		}
	}
	return w.assignInstructed(r, by, named, due)
}

// instructable keeps the units that may be given the case, and tells who decided of the others.
func (w *work) instructable(r approval.Request, by people.Person, named []people.Unit) ([]people.Unit, error) {
	c, err := w.Case(r.CaseID)
	if err != nil {
		return nil, err
	}
	var able []people.Unit
	for _, unit := range named {
		asked := StepAsked{Step: casework.Assign, Details: casework.Details{Charges: []casework.Order{{Unit: unit.Code}}}}
		err := w.mayBeGiven(c, asked)
		if err == nil {
			able = append(able, unit)
			continue
		}
		why := sentence(err)
		if why == "" {
			return nil, err
		}
		if err := w.answer(by.UserID, notice.Plain, notice.Text{Text: "没有向" + unit.Name + "下达批示：" + why}); err != nil {
			return nil, err
		}
	}
	return able, nil
}

// assignInstructed gives a case that no unit has yet to the units named, by the instruction's date.
func (w *work) assignInstructed(r approval.Request, by people.Person, named []people.Unit, due calendar.Day) error {
	c, err := w.Case(r.CaseID)
	if err != nil || c.State != petition.Registered {
		return err
	}
	h, err := w.take(c)
	if err != nil {
		return err
	}
	orders := make([]casework.Order, len(named))
	for i, unit := range named {
		orders[i] = casework.Order{Unit: unit.Code, Due: due}
	}
	event := casework.Event{Step: casework.Assign, Actor: by.UserID, Details: casework.Details{Charges: orders, Reason: r.Opinion}}
	return w.step(&h, event)
}

func (w *work) tellInstructed(i approval.Instruction, r approval.Request, unit people.Unit, by people.Person) error {
	c, err := w.Case(i.CaseID)
	if err != nil {
		return err
	}
	told, err := w.workersOf(i.UnitCode)
	if err != nil {
		return err
	}
	shown := notice.Instruction{
		CaseNumber: r.CaseNumber, Unit: unit.Name, Due: i.Due, Text: i.Text, By: by.Title(), Place: ordinarily(c, c.IssuePlace), Facts: shownMatter(c),
		Assigned: c.State == petition.Registered,
	}
	if err := w.unnameAll(c.ID, &shown.Text); err != nil {
		return err
	}
	heard, err := w.mayHear(c, told)
	if err != nil {
		return err
	}
	for _, person := range heard.ids {
		if err := w.tell(fmt.Sprintf("instruction:%d:%s", i.ID, person), person, notice.InstructionGiven, shown); err != nil {
			return err
		}
	}
	return nil
}

// workersOf lists a unit's handlers, or its heads where it has none.
func (w *work) workersOf(unit string) ([]string, error) {
	staff, err := w.PeopleIn(unit)
	if err != nil {
		return nil, err
	}
	var told []string
	for _, person := range staff {
		if person.Has(people.Handler) {
			told = append(told, person.UserID)
		}
	}
	if len(told) == 0 {
		return w.headsOf(unit)
	}
	return told, nil
}

// answerInstructions closes what a unit was instructed to do, and tells who instructed it.
func (w *work) answerInstructions(caseID int64, person people.Person, asked StepAsked) error {
	open, err := w.OpenInstructions(caseID, 100)
	if err != nil {
		return err
	}
	for _, i := range open {
		if i.UnitCode != person.UnitCode {
			continue
		}
		at := w.now
		i.Open, i.Answer, i.AnsweredBy, i.AnsweredAt = false, reasonFor(asked), person.UserID, &at
		if err := w.AnswerInstruction(i); err != nil {
			return err
		}
		c, err := w.Case(i.CaseID)
		if err != nil {
			return err
		}
		shown := notice.Instruction{CaseNumber: c.Number, Unit: person.UnitName, Due: i.Due, Text: i.Text, By: person.Title(), Answer: i.Answer, Late: w.today() > i.Due}
		if err := w.unnameAll(c.ID, &shown.Text, &shown.Answer); err != nil {
			return err
		}
		heard, err := w.mayHear(c, []string{i.GivenBy})
		if err != nil {
			return err
		}
		for _, reader := range heard.ids {
			if err := w.tell(fmt.Sprintf("instruction:%d:answered", i.ID), reader, notice.InstructionAnswered, shown); err != nil {
				return err
			}
		}
		if err := w.record(ledger.InstructionAnswered, c.Number, person.UserID, map[string]any{"instruction": i.ID, "step": asked.Step}); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) planInstruction(i approval.Instruction) error {
	cal, err := w.calendar()
	if err != nil {
		return err
	}
	due := i.NextReminder(w.now, cal)
	payload, err := json.Marshal(i.ID)
	if err != nil {
		return fmt.Errorf("encode instruction: %w", err)
	}
	return w.Plan(queue.Job{
		Kind: InstructionJob, Ref: refOf(i.ID), Uniq: fmt.Sprintf("instruction:%d:%d", i.ID, due.Unix()),
		Payload: string(payload), DueAt: due, CreatedAt: w.now,
	})
}

// RunInstruction reminds a unit of an open instruction, and once it is late those above it.
func (d *Desk) RunInstruction(ctx context.Context, payload string) error {
	var id int64
	if err := json.Unmarshal([]byte(payload), &id); err != nil {
		return fmt.Errorf("read instruction: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		i, err := w.Instruction(id)
		if models.CodeOf(err) == models.NotFound || err == nil && !i.Open {
			return nil
		}
		if err != nil {
			return err
		}
		c, err := w.Case(i.CaseID)
		if err != nil {
			return err
		}
		told, err := w.workersOf(i.UnitCode)
		if err != nil {
			return err
		}
		if i.Late(w.today()) {
			heads, err := w.headsOf(i.UnitCode)
			if err != nil {
				return err
			}
			told = append(append(told, heads...), i.GivenBy)
		}
		names, err := w.unitNames()
		if err != nil {
			return err
		}
		heard, err := w.mayHear(c, told)
		if err != nil {
			return err
		}
		shown := notice.Instruction{CaseNumber: c.Number, Unit: names[i.UnitCode], Due: i.Due, Text: i.Text, By: w.nameOf(i.GivenBy), Late: i.Late(w.today())}
		if err := w.unnameAll(c.ID, &shown.Text); err != nil {
			return err
		}
		for _, person := range heard.ids {
			key := fmt.Sprintf("instruction:%d:%s:%s", i.ID, w.today(), person)
			if err := w.tell(key, person, notice.InstructionDue, shown); err != nil {
				return err
			}
		}
		return w.planInstruction(i)
	})
}
