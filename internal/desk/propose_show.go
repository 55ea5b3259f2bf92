package desk

import (
	"context"
	"fmt"

	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// askWords asks for the words that a step still needs; what is written next is taken for them. A report under way is not
// disturbed: then they are to be sent with the number.
func (w *work) askWords(h handled, person people.Person, p casework.Proposed, turned string) error {
	card, err := w.caseCard(h, person)
	if err != nil {
		return err
	}
	card.Number, card.Step, card.Chosen, card.Wrote = h.submission.Number, p.Step, p.Chosen(), p.Words
	if card.Asked, err = w.await(person.UserID, p, card.Number); err != nil {
		return err
	}
	if err := w.unnameAll(h.ID, &card.Wrote); err != nil {
		return err
	}
	if turned != "" {
		waiting := casework.Proposal{UserID: person.UserID, CaseID: h.ID, Number: card.Number, Version: h.Version, Steps: []casework.Proposed{p}, WrittenAt: w.now}
		if err := w.PutProposal(waiting); err != nil {
			return err
		}
		closed := card
		closed.TaskID = turned
		if err := w.amend(turned, w.key, person.UserID, notice.CaseStepClosed, closed); err != nil {
			return err
		}
	}
	return w.answer(person.UserID, notice.CaseStepWords, card)
}

// await takes the next message for the words of a step, unless a report is under way.
func (w *work) await(by string, p casework.Proposed, number string) (bool, error) {
	dialogue, err := w.Dialogue(by)
	if err != nil || dialogue.Flow == VisitFlow && !stale(dialogue, w.now) {
		return false, err
	}
	return true, w.enter(by, StepFlow, AwaitedStep(p.Step, p.Chosen()), number)
}

// StillAwaits makes sure that a handler read the words of a step by what is awaited now, and not by an old cached copy: the same
// words mean another thing after a choice.
func (d *Desk) StillAwaits(ctx context.Context, by, awaited, reference string) error {
	return d.store.Read(ctx, func(tx Tx) error {
		dialogue, err := tx.Dialogue(by)
		if err != nil || dialogue.Flow != StepFlow || dialogue.Step == awaited && dialogue.Ref == reference {
			return err
		}
		d.forget(ctx, by)
		return ErrMisled
	})
}

// AwaitedStep names in a dialogue the step whose words are awaited, and what has been chosen for it.
func AwaitedStep(step casework.Step, chosen string) string {
	if chosen == "" {
		return string(step)
	}
	return string(step) + " " + chosen
}

// showQuestion asks for a choice, on a new card or on the one where the last choice was made. It can be answered in words as well.
func (w *work) showQuestion(h handled, person people.Person, steps []casework.Proposed, question casework.Question, turned string) error {
	if _, err := w.await(person.UserID, steps[0], h.submission.Number); err != nil {
		return err
	}
	return w.showSteps(h, person, steps, notice.Matter{Question: question}, turned)
}

func (w *work) showProposal(h handled, person people.Person, steps []casework.Proposed, changed, turned string) error {
	if err := w.leaveSteps(person.UserID); err != nil {
		return err
	}
	return w.showSteps(h, person, steps, notice.Matter{Changed: changed}, turned)
}

// showSteps keeps what is proposed and shows it on a card, with what the shown says beside the case itself.
func (w *work) showSteps(h handled, person people.Person, steps []casework.Proposed, shown notice.Matter, turned string) error {
	p := casework.Proposal{
		UserID: person.UserID, CaseID: h.ID, Number: h.submission.Number, Version: h.Version, Steps: steps, WrittenAt: w.now, Task: turned,
	}
	if turned == "" {
		p.Task = notice.CaseTask(h.ID, h.Version, person.UserID, w.key)
	}
	if err := w.PutProposal(p); err != nil {
		return err
	}
	card, err := w.caseCard(h, person)
	if err != nil {
		return err
	}
	card.TaskID, card.Number, card.Step, card.Question, card.Changed = p.Task, p.Number, steps[0].Step, shown.Question, shown.Changed
	if card.Lines, err = w.linesOf(h, steps); err != nil {
		return err
	}
	if turned != "" {
		return w.amend(turned, w.key, person.UserID, notice.StepTurned, card)
	}
	return w.card(p.Task, person.UserID, notice.StepProposed, card, nil)
}

func (w *work) linesOf(h handled, steps []casework.Proposed) ([]notice.Line, error) {
	units, err := w.unitNames()
	if err != nil {
		return nil, err
	}
	var lines []notice.Line
	for _, step := range steps {
		lines = append(lines, proposedLines(step, units)...)
		if step.Details.Person != "" {
			lines = append(lines, notice.Line{Name: "人员", Value: w.nameOf(step.Details.Person)})
		}
	}
	for i := range lines {
		if err := w.unnameAll(h.ID, &lines[i].Value); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// verdict is what became of a proposal: it was taken, or goes by way of a request, or neither.
type verdict struct{ taken, held bool }

// closeCard changes the card of a proposal to what became of it.
func (w *work) closeCard(h handled, person people.Person, p casework.Proposal, v verdict) error {
	card, err := w.caseCard(h, person)
	if err != nil {
		return err
	}
	card.TaskID, card.Number, card.Step, card.Taken, card.Held = p.Task, p.Number, p.Steps[0].Step, v.taken, v.held
	return w.amend(p.Task, "closed", p.UserID, notice.CaseStepClosed, card)
}

// proposedLines says in words what a step is about to do.
func proposedLines(p casework.Proposed, units map[string]string) []notice.Line {
	var lines []notice.Line
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, notice.Line{Name: name, Value: value})
		}
	}
	if _, beside := besideNames[p.Step]; !beside {
		add("办理", p.Step.Chinese())
	}
	d := p.Details
	for _, order := range d.Charges {
		value := units[order.Unit]
		if order.Due != "" {
			value += "，" + order.Due.Chinese() + "前"
		}
		add("单位", value)
	}
	add("途径", d.Way.Chinese())
	if d.Days > 0 {
		add("延长", fmt.Sprintf("%d日", d.Days))
	}
	if d.Due != "" {
		add("期限", d.Due.Chinese())
	}
	if d.Body != nil {
		add("机关", d.Body.Name)
	}
	if d.Postmark != "" {
		add("邮戳", d.Postmark.Chinese())
	}
	if d.Proof != nil {
		add("送达", d.Proof.Chinese())
	}
	if a := d.Accusation; a != nil {
		add("移送", a.Organ())
		add("被反映", units[a.Accused])
	}
	add("采纳", d.Adoption.Chinese())
	add("信访部门", p.Grades.Office.Chinese())
	add("责任单位", p.Grades.Unit.Chinese())
	add("内容", d.Reason)
	if o := d.Opinion; o != nil {
		add("请求", o.Request)
		add("处理", o.Result)
		add("依据", o.Basis)
		add("结论", o.Outcome.Chinese())
	}
	return lines
}

// besideNames are the steps that a card names in its title alone.
var besideNames = map[casework.Step]bool{casework.Instruct: true, casework.Note: true, casework.Rate: true}
