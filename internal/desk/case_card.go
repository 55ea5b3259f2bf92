package desk

import (
	"context"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// OpenCase gives the person a card of a case with the next steps that are lawful for him.
func (d *Desk) OpenCase(ctx context.Context, by, reference string) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.opened(by, reference)
		if err != nil {
			return err
		}
		card, err := w.caseCard(h, person)
		if err != nil {
			return err
		}
		card.TaskID = notice.CaseTask(h.ID, h.Version, by, w.key)
		return w.card(card.TaskID, by, notice.CaseCard, card, nil)
	})
}

// AskStep answers a tap on a step: the question whether to take it, or which words it still needs. It changes nothing.
func (d *Desk) AskStep(ctx context.Context, by, number string, version int64, step casework.Step) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.opened(by, number)
		if err != nil {
			return err
		}
		if err := w.stillNext(h, person, version, step); err != nil {
			return err
		}
		card, err := w.caseCard(h, person)
		if err != nil {
			return err
		}
		card.Step = step
		if !step.Wordless() {
			return w.askWords(card, by)
		}
		card.TaskID = notice.CaseTask(h.ID, h.Version, by, w.key)
		return w.card(card.TaskID, by, notice.CaseStepAsk, card, nil)
	})
}

// ConfirmStep takes the step that the card under task asks about.
func (d *Desk) ConfirmStep(ctx context.Context, by, number string, version int64, step casework.Step, task string) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.opened(by, number)
		if err != nil {
			return err
		}
		if err := w.stillNext(h, person, version, step); err != nil {
			return err
		}
		if !step.Wordless() {
			return models.Errorf(models.Invalid, "%s还需要写明内容，请发送「办理 %s」查看写法。", step.Chinese(), h.Number)
		}
		asked := StepAsked{Step: step}
		if step == casework.Accept {
			asked.Details.AcceptedOn = w.today()
		}
		if err := w.askedStep(&h, person, asked); err != nil {
			return err
		}
		return w.closeStep(h, person, step, task, true)
	})
}

// DropStep closes the card that asks about a step, which is not taken.
func (d *Desk) DropStep(ctx context.Context, by, number string, step casework.Step, task string) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.opened(by, number)
		if err != nil {
			return err
		}
		return w.closeStep(h, person, step, task, false)
	})
}

// closeStep amends the card of a question that was answered, and tells of the step that was taken.
func (w *work) closeStep(h handled, person people.Person, step casework.Step, task string, taken bool) error {
	card, err := w.caseCard(h, person)
	if err != nil {
		return err
	}
	card.TaskID, card.Step, card.Taken = task, step, taken
	if err := w.amend(task, "answered", person.UserID, notice.CaseStepClosed, card); err != nil || !taken {
		return err
	}
	return w.tellStep(h, person, StepAsked{Step: step})
}

// opened loads a case that the person may work on.
func (w *work) opened(by, reference string) (handled, people.Person, error) {
	person, err := w.actor(by, people.ReadCases)
	if err != nil {
		return handled{}, person, err
	}
	found, _, err := w.desk.open(w.ctx, w, person, reference, people.HandleCases) // a card of steps is more than an outline
	if err != nil {
		return handled{}, person, err
	}
	h, err := w.take(found)
	return h, person, err
}

// stillNext refuses what an old card proposes, and says what has changed.
func (w *work) stillNext(h handled, person people.Person, version int64, step casework.Step) error {
	if h.Version != version {
		last := h.events[len(h.events)-1]
		return models.Errorf(models.Conflict, "%s 在您打开卡片之后有了变化（最近一步：%s，现为「%s」），没有作任何改动。请发送「办理 %s」重新打开。",
			h.Number, last.Step.Chinese(), h.State.Chinese(), h.Number)
	}
	bureau, err := w.inBureau(person)
	if err != nil {
		return err
	}
	if !slices.Contains(h.matter.Next(person, bureau), step) {
		return models.Errorf(models.Forbidden, "%s现在不能由您办理，没有作任何改动。请发送「办理 %s」查看可以办理的步骤。", step.Chinese(), h.Number)
	}
	return nil
}

func (w *work) caseCard(h handled, person people.Person) (notice.Matter, error) {
	news, err := w.newsOf(h, person, StepAsked{})
	if err != nil {
		return notice.Matter{}, err
	}
	lead, err := w.LeadPetitioner(h.ID)
	if err != nil {
		return notice.Matter{}, err
	}
	bureau, err := w.inBureau(person)
	return notice.Matter{CaseStep: news, Version: h.Version, Name: ordinarily(h.Case, lead.MaskedName()), Next: h.matter.Next(person, bureau)}, err
}
