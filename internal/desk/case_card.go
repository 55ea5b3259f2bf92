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

// AskStep answers a tap on a step: what it still needs, or the question whether to take it. It changes nothing of the case.
func (d *Desk) AskStep(ctx context.Context, by, number string, version int64, step casework.Step) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.opened(by, number)
		if err != nil {
			return err
		}
		if err := w.stillNext(h, person, version, step); err != nil {
			return err
		}
		return w.goOn(h, person, []casework.Proposed{{Step: step}}, "")
	})
}

// ChooseStep asks which of the steps that one word can mean is meant: of those that are lawful now. One alone is gone on with.
func (d *Desk) ChooseStep(ctx context.Context, by, reference string, among []casework.Step) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.opened(by, reference)
		if err != nil {
			return err
		}
		var lawful []casework.Step
		var refused error
		for _, step := range among {
			err := w.wouldTake(h, person, []casework.Proposed{casework.Proposed{Step: step}.Filled()})
			if err == nil || models.CodeOf(err) == models.Invalid { // words are missing, nothing else
				lawful = append(lawful, step)
			} else if sentence(err) == "" {
				return err
			} else if refused == nil {
				refused = err
			}
		}
		switch len(lawful) {
		case 0:
			return refused
		case 1:
			return w.goOn(h, person, []casework.Proposed{{Step: lawful[0]}}, "")
		}
		card, err := w.caseCard(h, person)
		if err != nil {
			return err
		}
		card.TaskID, card.Number, card.Next = notice.CaseTask(h.ID, h.Version, by, w.key), h.submission.Number, lawful
		return w.card(card.TaskID, by, notice.CaseCard, card, nil)
	})
}

// opened loads a case that the person may work on.
func (w *work) opened(by, reference string) (handled, people.Person, error) {
	person, err := w.actor(by, people.ReadCases)
	if err != nil {
		return handled{}, person, err
	}
	h, err := w.openAs(person, reference, people.HandleCases) // a card of steps is more than an outline
	return h, person, err
}

// openAs loads a case for an action that the person's sight of it must permit.
func (w *work) openAs(person people.Person, reference string, action people.Action) (handled, error) {
	found, submission, sight, err := w.desk.look(w.ctx, w, person, reference, action)
	if err != nil {
		return handled{}, err
	}
	h, err := w.take(found)
	h.submission, h.sight = submission, sight
	return h, err
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
	if slices.Contains(casework.Usual(), step) && !slices.Contains(h.matter.Next(person, bureau), step) {
		return models.Errorf(models.Forbidden, "%s现在不能由您办理，没有作任何改动。请发送「办理 %s」查看可以办理的步骤。", step.Chinese(), h.Number)
	}
	return nil
}

func (w *work) caseCard(h handled, person people.Person) (notice.Matter, error) {
	if !h.sight.Shows(people.MatterField) {
		return notice.Matter{CaseStep: notice.CaseStep{Number: h.Number, State: h.State}, Version: h.Version}, nil
	}
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
