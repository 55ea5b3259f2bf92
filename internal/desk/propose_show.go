package desk

import (
	"context"
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// asking is what is told when words are asked for: what has been chosen, what was written before, and the card on which the choice
// was made, which is closed.
type asking struct{ chosen, wrote, turned string }

// askWords asks for the words that a step still needs; what is written next is taken for them. A report under way is not
// disturbed: then they are to be sent with the number.
func (w *work) askWords(h handled, person people.Person, steps []casework.Proposed, a asking) error {
	card, err := w.caseCard(h, person)
	if err != nil {
		return err
	}
	card.Number, card.Step, card.Chosen, card.Wrote = h.submission.Number, steps[0].Step, a.chosen, a.wrote
	if card.Asked, err = w.await(h, person, steps); err != nil {
		return err
	}
	if err := w.unnameAll(h.ID, &card.Wrote); err != nil {
		return err
	}
	if a.turned != "" {
		closed := card
		closed.TaskID = a.turned
		if err := w.amend(a.turned, w.key, person.UserID, notice.CaseStepClosed, closed); err != nil {
			return err
		}
	}
	return w.answer(person.UserID, notice.CaseStepWords, card)
}

// await takes the next message for the words of a step, unless a report is under way. What is known of the step waits with it in
// place of whatever was proposed before, so that no 确认 takes that.
func (w *work) await(h handled, person people.Person, steps []casework.Proposed) (bool, error) {
	dialogue, err := w.Dialogue(person.UserID)
	if err != nil || dialogue.Flow == VisitFlow && !stale(dialogue, w.now) {
		return false, err
	}
	if err := w.PutProposal(w.proposalOf(h, person, steps, "")); err != nil {
		return false, err
	}
	return true, w.enter(person.UserID, StepFlow, string(steps[0].Step), h.submission.Number)
}

func (w *work) proposalOf(h handled, person people.Person, steps []casework.Proposed, task string) casework.Proposal {
	return casework.Proposal{
		UserID: person.UserID, CaseID: h.ID, Number: h.submission.Number, Version: h.Version, Steps: steps, WrittenAt: w.now, Task: task,
	}
}

// AwaitedStep is the step whose words somebody's next message is taken for, with what has been chosen for it, and the number of its
// case. It is read from the store: the same words mean another thing after a choice.
func (d *Desk) AwaitedStep(ctx context.Context, by string) (step casework.Proposed, number string, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		dialogue, err := tx.Dialogue(by)
		if err != nil {
			return err
		}
		if dialogue.Flow != StepFlow || stale(dialogue, d.clock.Now()) {
			d.forget(ctx, by)
			return ErrMisled
		}
		number, step = dialogue.Ref, casework.Proposed{Step: casework.Step(dialogue.Step)}
		step, err = known(tx, by, number, step, d.today())
		return err
	})
	return step, number, err
}

// known is the step with what was written and chosen of it today.
func known(tx Tx, by, reference string, step casework.Proposed, today calendar.Day) (casework.Proposed, error) {
	p, err := tx.Proposal(by)
	if models.CodeOf(err) == models.NotFound {
		return step, nil
	}
	if err != nil || p.Number != reference || p.Steps[0].Step != step.Step || calendar.DayOf(p.WrittenAt) != today {
		return step, err
	}
	return p.Steps[0], nil
}

// leaveSteps ends the wait for a step's words and tells whether there was one; another dialogue is not disturbed.
func (w *work) leaveSteps(by string) (waited bool, err error) {
	dialogue, err := w.Dialogue(by)
	if err != nil || dialogue.Flow != StepFlow {
		return false, err
	}
	return true, w.enter(by, "", "", "")
}

// showQuestion asks for a choice, on a new card or on the one where the last choice was made. It can be answered in words as well.
func (w *work) showQuestion(h handled, person people.Person, steps []casework.Proposed, question casework.Question, turned string) error {
	if _, err := w.await(h, person, steps); err != nil {
		return err
	}
	return w.showSteps(h, person, steps, notice.Matter{Question: question}, turned)
}

func (w *work) showProposal(h handled, person people.Person, steps []casework.Proposed, changed, turned string) error {
	if _, err := w.leaveSteps(person.UserID); err != nil {
		return err
	}
	return w.showSteps(h, person, steps, notice.Matter{Changed: changed}, turned)
}

// showSteps keeps what is proposed and shows it on a card, with what the shown says beside the case itself.
func (w *work) showSteps(h handled, person people.Person, steps []casework.Proposed, shown notice.Matter, turned string) error {
	task := turned
	if turned == "" {
		task = notice.CaseTask(h.ID, h.Version, person.UserID, w.key)
	}
	p := w.proposalOf(h, person, steps, task)
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
	if notice.Crowded(card.Lines) {
		for _, page := range notice.Pages(card.Lines) {
			whole := notice.Matter{CaseStep: notice.CaseStep{Number: p.Number, Step: card.Step}, Lines: page}
			if err := w.answer(person.UserID, notice.StepInFull, whole); err != nil {
				return err
			}
		}
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
	for i, step := range steps {
		if i > 0 { // the first one is in the title
			lines = append(lines, notice.Line{Name: "并且", Value: step.Step.Chinese()})
		}
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
type verdict struct{ taken, held, rewritten bool }

// closeCard changes the card of a proposal to what became of it.
func (w *work) closeCard(h handled, person people.Person, p casework.Proposal, v verdict) error {
	card, err := w.caseCard(h, person)
	if err != nil {
		return err
	}
	card.TaskID, card.Number, card.Step, card.Taken, card.Held, card.Rewritten = p.Task, p.Number, p.Steps[0].Step, v.taken, v.held, v.rewritten
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
		add("事实", o.Facts)
		add("理由", o.Reasons)
		add("处理", o.Result)
		add("依据", o.Basis)
		add("结论", o.Outcome.Chinese())
	}
	return lines
}
