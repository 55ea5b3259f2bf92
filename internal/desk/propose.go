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

// askWords asks for the words that a step still needs; what is written next is taken for them. A report under way is not
// disturbed: then they are to be sent with the number.
func (w *work) askWords(card notice.Matter, by string) error {
	dialogue, err := w.Dialogue(by)
	if err != nil {
		return err
	}
	if card.Asked = dialogue.Flow != VisitFlow || stale(dialogue, w.now); card.Asked {
		if err := w.enter(by, StepFlow, string(card.Step), card.Number); err != nil {
			return err
		}
	}
	return w.answer(by, notice.CaseStepWords, card)
}

// AskWords asks for the words of a step that somebody began to write without them.
func (d *Desk) AskWords(ctx context.Context, by, reference string, step casework.Step) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.opened(by, reference)
		if err != nil {
			return err
		}
		if _, err := w.mayTake(person, h, step); err != nil {
			return err
		}
		card, err := w.caseCard(h, person)
		if err != nil {
			return err
		}
		card.Step = step
		return w.askWords(card, by)
	})
}

// DropWords ends the wait for a step's words, or takes back what was written; nothing is done.
func (d *Desk) DropWords(ctx context.Context, by string) error {
	return d.transact(ctx, func(w *work) error {
		if err := w.enter(by, "", "", ""); err != nil {
			return err
		}
		if err := w.DropProposal(by); err != nil {
			return err
		}
		return w.answer(by, notice.Plain, notice.Text{Text: "好的，没有作任何改动。"})
	})
}

// Propose takes what somebody wrote for the next step of a case and shows it for him to confirm; nothing is done yet. What
// would be refused is refused now, and the words are waited for again.
func (d *Desk) Propose(ctx context.Context, by, reference string, asked []StepAsked) error {
	return d.transact(ctx, func(w *work) error {
		_, open, err := w.inFlow(by, StepFlow)
		if err != nil {
			return err
		}
		if !open {
			return models.Errorf(models.Conflict, "这句话等得太久，没有作任何改动。请发送「办理 %s」重新开始。", reference)
		}
		h, person, err := w.opened(by, reference)
		if err != nil {
			return err
		}
		proposed := make([]casework.Proposed, len(asked))
		for i, a := range asked {
			proposed[i] = casework.Proposed{Step: a.Step, Details: a.Details}
		}
		if err := w.wouldTake(h, person, asked[0]); err != nil {
			return err
		}
		if err := w.enter(by, "", "", ""); err != nil {
			return err
		}
		return w.showProposal(h, person, casework.Proposal{UserID: by, CaseID: h.ID, Number: reference, Steps: proposed, WrittenAt: w.now}, "")
	})
}

// wouldTake refuses what taking the step would refuse.
func (w *work) wouldTake(h handled, person people.Person, asked StepAsked) error {
	event, err := w.eventAsked(h, person, asked)
	if err != nil {
		return err
	}
	return w.mayStillTake(h, event)
}

func (w *work) showProposal(h handled, person people.Person, p casework.Proposal, changed string) error {
	p.Version, p.Task = h.Version, notice.CaseTask(h.ID, h.Version, person.UserID, w.key)
	if err := w.PutProposal(p); err != nil {
		return err
	}
	card, err := w.caseCard(h, person)
	if err != nil {
		return err
	}
	units, err := w.unitNames()
	if err != nil {
		return err
	}
	card.TaskID, card.Step, card.Changed = p.Task, p.Steps[0].Step, changed
	for _, step := range p.Steps {
		card.Lines = append(card.Lines, proposedLines(step, units)...)
	}
	for i := range card.Lines {
		if err := w.unnameAll(h.ID, &card.Lines[i].Value); err != nil {
			return err
		}
	}
	return w.card(p.Task, person.UserID, notice.StepProposed, card, nil)
}

// proposedLines says in words what a step is about to do.
func proposedLines(p casework.Proposed, units map[string]string) []notice.Line {
	lines := []notice.Line{{Name: "办理", Value: p.Step.Chinese()}}
	if p.Step == casework.Instruct {
		lines = nil
	}
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
	if d.Way != "" {
		add("途径", d.Way.Chinese())
	}
	if d.Days > 0 {
		add("延长", fmt.Sprintf("%d日", d.Days))
	}
	if d.Due != "" {
		add("期限", d.Due.Chinese())
	}
	if d.Body != nil {
		add("机关", d.Body.Name)
	}
	if d.Proof != nil {
		add("送达", d.Proof.Chinese())
	}
	add("内容", d.Reason)
	if o := d.Opinion; o != nil {
		add("请求", o.Request)
		add("处理", o.Result)
		add("结论", o.Outcome.Chinese())
	}
	return lines
}

// ConfirmProposal takes the step that was written and shown on a card. When the case has changed meanwhile and the step is lawful
// still, he is shown what changed and asked once more: nothing that he wrote is lost.
func (d *Desk) ConfirmProposal(ctx context.Context, by, task string) error {
	return d.transact(ctx, func(w *work) error {
		p, err := w.proposalOn(by, task)
		if err != nil {
			return err
		}
		if p.Steps[0].Step == casework.Instruct {
			return w.giveInstruction(p)
		}
		h, person, err := w.opened(by, p.Number)
		if err != nil {
			return err
		}
		if h.Version != p.Version {
			return w.proposeAgain(h, person, p)
		}
		return w.takeProposed(h, person, p)
	})
}

// proposalOn is what the card under task shows. It lasts for its day: the dates that were read from its words do not.
func (w *work) proposalOn(by, task string) (casework.Proposal, error) {
	p, err := w.Proposal(by)
	switch {
	case models.CodeOf(err) == models.NotFound || err == nil && p.Task != task:
		return p, models.Errorf(models.Conflict, "这张卡片的内容后来改过或者已经办理，请在最新的卡片上确认。")
	case err == nil && calendar.DayOf(p.WrittenAt) != w.today():
		return p, models.Errorf(models.Conflict, "这张卡片是%s填写的，里面的日期需要重新计算，没有作任何改动。请按卡片上的内容重新填写。", calendar.DayOf(p.WrittenAt).Chinese())
	}
	return p, err
}

func (w *work) proposeAgain(h handled, person people.Person, p casework.Proposal) error {
	last := h.events[len(h.events)-1]
	changed := fmt.Sprintf("您填写之后，%s已由%s%s，现为「%s」。", h.Number, w.nameOf(last.Actor), last.Step.Chinese(), h.State.Chinese())
	if err := w.wouldTake(h, person, StepAsked{Step: p.Steps[0].Step, Details: p.Steps[0].Details}); err != nil {
		why := sentence(err)
		if why == "" {
			return err
		}
		return models.Errorf(models.Conflict, "%s没有作任何改动：%s您写的内容还在这张卡片上。", changed, why)
	}
	if err := w.amend(p.Task, "changed", person.UserID, notice.CaseStepClosed, notice.Matter{TaskID: p.Task, CaseStep: notice.CaseStep{Number: h.Number, State: h.State, Step: p.Steps[0].Step}}); err != nil {
		return err
	}
	return w.showProposal(h, person, p, changed)
}

func (w *work) takeProposed(h handled, person people.Person, p casework.Proposal) error {
	_, submission, err := w.desk.findSubmission(w.ctx, w, p.Number)
	if err != nil {
		return err
	}
	if err := w.DropProposal(person.UserID); err != nil {
		return err
	}
	asked := make([]StepAsked, len(p.Steps))
	for i, step := range p.Steps {
		asked[i] = StepAsked{Step: step.Step, Details: step.Details}
	}
	held, err := w.takeAll(&h, person, submission, asked)
	if err != nil {
		return err
	}
	card, err := w.caseCard(h, person)
	if err != nil {
		return err
	}
	card.TaskID, card.Step, card.Taken, card.Held = p.Task, asked[0].Step, !held, held
	if err := w.amend(p.Task, "answered", person.UserID, notice.CaseStepClosed, card); err != nil || held {
		return err
	}
	return w.tellStep(h, person, asked[0])
}

// RewriteProposal waits for other words in place of those on the card.
func (d *Desk) RewriteProposal(ctx context.Context, by, task string) error {
	return d.transact(ctx, func(w *work) error {
		p, err := w.proposalOn(by, task)
		if err != nil {
			return err
		}
		if p.Steps[0].Step == casework.Instruct {
			return models.Errorf(models.Invalid, "请把批示重新发送一遍，例如：批示 %s %s", p.Number, p.Steps[0].Details.Reason)
		}
		h, person, err := w.opened(by, p.Number)
		if err != nil {
			return err
		}
		card, err := w.caseCard(h, person)
		if err != nil {
			return err
		}
		card.Step, card.Number = p.Steps[0].Step, p.Number
		return w.askWords(card, by)
	})
}

// MoreSteps turns a case's card to its further steps.
func (d *Desk) MoreSteps(ctx context.Context, by, number string, page int, task string) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.opened(by, number)
		if err != nil {
			return err
		}
		card, err := w.caseCard(h, person)
		if err != nil {
			return err
		}
		card.TaskID, card.Page = task, page
		return w.amend(task, w.key, by, notice.CaseCardTurned, card)
	})
}
