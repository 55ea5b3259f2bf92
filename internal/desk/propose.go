package desk

import (
	"cmp"
	"context"
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// Propose takes what somebody wrote in one message for the next step of a case and shows it for him to confirm; nothing is done
// yet. What is left out is asked for; words that would be refused are refused now, and better ones waited for.
func (d *Desk) Propose(ctx context.Context, by, reference string, steps []casework.Proposed) error {
	return d.transact(ctx, func(w *work) error { return w.propose(by, reference, steps) })
}

// ProposeWords does it with the words that a step was waiting for, together with what was written of it before.
func (d *Desk) ProposeWords(ctx context.Context, by, reference string, steps []casework.Proposed) error {
	return d.transact(ctx, func(w *work) error {
		_, open, err := w.inFlow(by, StepFlow)
		if err != nil {
			return err
		}
		if !open {
			return models.Errorf(models.Conflict, "这句话等得太久，没有作任何改动。请发送「办理 %s」重新开始。", reference)
		}
		before, err := known(w, by, reference, casework.Proposed{Step: steps[0].Step}, w.today())
		if err != nil {
			return err
		}
		steps[0] = steps[0].Over(before)
		return w.propose(by, reference, steps)
	})
}

func (w *work) propose(by, reference string, steps []casework.Proposed) error {
	h, person, err := w.openedFor(by, reference, steps[0].Step)
	if err != nil {
		return err
	}
	err = w.goOn(h, person, steps, "")
	if why := sentence(err); why != "" && models.CodeOf(err) == models.Invalid && steps[0].Words != "" {
		return w.askAgain(h, person, steps, why)
	}
	return err
}

// AskAgain answers why words could not be read as a step and waits for better ones, of whoever may take the step.
func (d *Desk) AskAgain(ctx context.Context, by, reference string, unread casework.Proposed, why string) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.openedFor(by, reference, unread.Step)
		if err != nil {
			return err
		}
		if err := w.mayPropose(h, person, unread.Step); err != nil {
			return err
		}
		return w.askAgain(h, person, []casework.Proposed{unread}, why)
	})
}

// askAgain answers why words were refused and waits for better ones; what could be read of them is kept.
func (w *work) askAgain(h handled, person people.Person, steps []casework.Proposed, why string) error {
	awaited, err := w.await(h, person, steps)
	if err != nil {
		return err
	}
	if awaited {
		why += "\n请直接回复更正后的内容；不办理了请回复「取消」。"
	}
	return w.answer(person.UserID, notice.Plain, notice.Text{Text: why})
}

// goOn asks for what a step still needs, first what is chosen, then what is written, and shows it to be confirmed once it needs
// nothing more. turned is the card on which something was just chosen: it shows what comes next.
func (w *work) goOn(h handled, person people.Person, steps []casework.Proposed, turned string) error {
	filled := append([]casework.Proposed{steps[0].Filled()}, steps[1:]...)
	err := w.wouldTake(h, person, filled)
	unwritten := models.CodeOf(err) == models.Invalid && steps[0].Words == ""
	switch question := steps[0].Question(); {
	case err != nil && !unwritten:
		return cmp.Or(w.wouldTake(h, person, steps), err) // names what is still to be chosen too
	case question.Open():
		return w.showQuestion(h, person, steps, question, turned)
	case unwritten:
		return w.askWords(h, person, steps, asking{chosen: steps[0].Chosen(), turned: turned})
	}
	steps, note, err := w.untilHeld(steps)
	if err != nil {
		return err
	}
	return w.showProposal(h, person, steps, note, turned)
}

// untilHeld leaves out what cannot be done in one go with a step that is approved first, and says so.
func (w *work) untilHeld(steps []casework.Proposed) (now []casework.Proposed, note string, err error) {
	kind, ok := heldSteps[steps[0].Step]
	if !ok || len(steps) == 1 {
		return steps, "", nil
	}
	plan, err := w.plan(kind)
	if err != nil || !plan.On {
		return steps, "", err
	}
	note = fmt.Sprintf("%s须先审批，%s请在批准之后再登记。", steps[0].Step.Chinese(), steps[1].Step.Chinese())
	return steps[:1], note, nil
}

// wouldTake refuses what taking the steps would refuse.
func (w *work) wouldTake(h handled, person people.Person, steps []casework.Proposed) error {
	if beside, ok := besides[steps[0].Step]; ok {
		return beside.fits(w, h, steps[0])
	}
	for i, proposed := range steps {
		event, err := w.eventAsked(h, person, askedOf(proposed).about(h.Case, h.submission))
		if err != nil {
			return err
		}
		after, err := w.lawful(h, event)
		if err != nil || i == len(steps)-1 {
			return err
		}
		h.events, h.matter = append(h.events[:len(h.events):len(h.events)], event), after
		h.show(after)
		if h.clocks, err = w.desk.clocksOf(w.Tx, h.Case, h.events); err != nil {
			return err
		}
	}
	return nil
}

func askedOf(p casework.Proposed) StepAsked { return StepAsked{Step: p.Step, Details: p.Details} }

// Choose takes the answer to what a card asks of a step, and goes on.
func (d *Desk) Choose(ctx context.Context, by, task, word string) error {
	return d.transact(ctx, func(w *work) error {
		p, err := w.proposalOn(by, task)
		if err != nil {
			return err
		}
		if err := w.ofToday(p); err != nil {
			return err
		}
		if _, ok := p.Steps[0].Answered(word); !ok {
			return models.Errorf(models.Conflict, "这张卡片上已经选过了，没有作任何改动。请看最新的卡片。")
		}
		return w.choose(p, word, task)
	})
}

// ChooseByWord takes the answer that was written instead of tapped; ErrNothingProposed when the words are not just that.
func (d *Desk) ChooseByWord(ctx context.Context, by, word string) error {
	return d.transact(ctx, func(w *work) error {
		p, err := w.proposalOn(by, "")
		if err != nil {
			return err
		}
		if _, ok := p.Steps[0].Answered(word); !ok || p.Task == "" || w.ofToday(p) != nil {
			return ErrNothingProposed
		}
		return w.choose(p, word, "")
	})
}

func (w *work) choose(p casework.Proposal, word, turned string) error {
	h, person, err := w.openedFor(p.UserID, p.Number, p.Steps[0].Step)
	if err != nil {
		return err
	}
	p.Steps[0], _ = p.Steps[0].Answered(word)
	err = w.goOn(h, person, p.Steps, turned)
	if models.CodeOf(err) == models.Invalid { // the choice takes words of its own
		return w.askWords(h, person, p.Steps, asking{chosen: p.Steps[0].Chosen(), turned: turned})
	}
	return err
}
