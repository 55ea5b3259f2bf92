package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// Propose takes what somebody wrote in one message for the next step of a case and shows it for him to confirm; nothing is done
// yet. What would be refused is refused now; what is left out is asked for.
func (d *Desk) Propose(ctx context.Context, by, reference string, steps []casework.Proposed) error {
	return d.transact(ctx, func(w *work) error {
		return w.propose(by, reference, steps)
	})
}

// ProposeWords does it with the words that a step was waiting for. What would be refused is refused now, and the words are waited
// for again.
func (d *Desk) ProposeWords(ctx context.Context, by, reference string, steps []casework.Proposed) error {
	return d.transact(ctx, func(w *work) error {
		_, open, err := w.inFlow(by, StepFlow)
		if err != nil {
			return err
		}
		if !open {
			return models.Errorf(models.Conflict, "这句话等得太久，没有作任何改动。请发送「办理 %s」重新开始。", reference)
		}
		if steps, err = w.overWritten(by, reference, steps); err != nil {
			return err
		}
		return w.propose(by, reference, steps)
	})
}

func (w *work) propose(by, reference string, steps []casework.Proposed) error {
	h, person, err := w.openedFor(by, reference, steps[0].Step)
	if err != nil {
		return err
	}
	return w.goOn(h, person, steps, "")
}

// overWritten adds what was written before of the same step, while it waited for better words.
func (w *work) overWritten(by, reference string, steps []casework.Proposed) ([]casework.Proposed, error) {
	was, err := w.Proposal(by)
	switch {
	case models.CodeOf(err) == models.NotFound:
		return steps, nil
	case err != nil:
		return nil, err
	case was.Number == reference && calendar.DayOf(was.WrittenAt) == w.today():
		steps[0] = steps[0].Over(was.Steps[0])
	}
	return steps, nil
}

// leaveSteps ends the wait for a step's words; another dialogue is not disturbed.
func (w *work) leaveSteps(by string) error {
	dialogue, err := w.Dialogue(by)
	if err != nil || dialogue.Flow != StepFlow {
		return err
	}
	return w.enter(by, "", "", "")
}

// goOn asks for what a step still needs, first what is chosen, then what is written, and shows it to be confirmed once it needs
// nothing more. turned is the card on which something was just chosen: it shows what comes next.
func (w *work) goOn(h handled, person people.Person, steps []casework.Proposed, turned string) error {
	if first := &steps[0]; first.Step == casework.Accept && first.Details.AcceptedOn == "" {
		first.Details.AcceptedOn = w.today()
	}
	filled := append([]casework.Proposed{steps[0].Filled()}, steps[1:]...)
	err := w.wouldTake(h, person, filled)
	unwritten := models.CodeOf(err) == models.Invalid && steps[0].Words == ""
	switch question := steps[0].Question(); {
	case err != nil && !unwritten:
		return cmp.Or(w.wouldTake(h, person, steps), err) // names what is still to be chosen too
	case question.Open():
		return w.showQuestion(h, person, steps, question, turned)
	case unwritten:
		return w.askWords(h, person, steps[0], turned)
	}
	return w.showProposal(h, person, steps, "", turned)
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

// ChooseByWord takes the answer that was written instead of tapped; NotFound when the words are not just that.
func (d *Desk) ChooseByWord(ctx context.Context, by, word string) error {
	return d.transact(ctx, func(w *work) error {
		p, err := w.proposalOn(by, "")
		if err != nil {
			return err
		}
		if _, ok := p.Steps[0].Answered(word); !ok || p.Task == "" || w.ofToday(p) != nil {
			return &models.Error{Code: models.NotFound, Op: "choose by word"}
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
	return w.goOn(h, person, p.Steps, turned)
}

// AskAgain answers why words could not be taken and waits for better ones; what could be read of them is kept.
func (d *Desk) AskAgain(ctx context.Context, by, reference string, steps []casework.Proposed, why string) error {
	return d.transact(ctx, func(w *work) error {
		h, person, err := w.openedFor(by, reference, steps[0].Step)
		if err != nil {
			return err
		}
		if err := w.mayPropose(h, person, steps[0].Step); err != nil {
			return err
		}
		awaited, err := w.await(by, steps[0], h.submission.Number)
		if err != nil {
			return err
		}
		if awaited {
			p := casework.Proposal{UserID: by, CaseID: h.ID, Number: h.submission.Number, Version: h.Version, Steps: steps, WrittenAt: w.now}
			if err := w.PutProposal(p); err != nil {
				return err
			}
			why += "\n请直接回复更正后的内容；不办理了请回复「取消」。"
		}
		return w.answer(by, notice.Plain, notice.Text{Text: why})
	})
}

// ConfirmProposal takes the step that was written and shown on a card; without a card, by the word 确认, on the last one. When the
// case has changed meanwhile and the step is lawful still, he is shown what changed and asked once more: nothing that he wrote is
// lost.
func (d *Desk) ConfirmProposal(ctx context.Context, by, task string) error {
	return d.transact(ctx, func(w *work) error {
		p, err := w.proposalOn(by, task)
		if err != nil {
			return err
		}
		if err := w.ofToday(p); err != nil {
			return err
		}
		if p.Task == "" {
			return models.Errorf(models.Invalid, "%s %s还没有写清，请直接回复更正后的内容，没有作任何改动。", p.Steps[0].Step.Chinese(), p.Number)
		}
		if question := p.Steps[0].Question(); question.Open() {
			return models.Errorf(models.Invalid, "%s %s还没有选%s，请先在卡片上点选，没有作任何改动。", p.Steps[0].Step.Chinese(), p.Number, question.About)
		}
		h, person, err := w.openedFor(by, p.Number, p.Steps[0].Step)
		if err != nil {
			return err
		}
		if _, beside := besides[p.Steps[0].Step]; !beside && h.Version != p.Version {
			if last, changed := h.changedSince(p.WrittenAt); changed {
				return w.proposeAgain(h, person, p, last)
			}
		}
		return w.takeProposed(h, person, p)
	})
}

// proposalOn is what the card under task shows, "" for the last card.
func (w *work) proposalOn(by, task string) (casework.Proposal, error) {
	p, err := w.Proposal(by)
	switch {
	case models.CodeOf(err) == models.NotFound && task == "":
		return p, models.Errorf(models.NotFound, "目前没有等您确认的内容，没有作任何改动。")
	case models.CodeOf(err) == models.NotFound || err == nil && task != "" && p.Task != task:
		return p, models.Errorf(models.Conflict, "这张卡片的内容后来改过或者已经办理，请在最新的卡片上确认。")
	}
	return p, err
}

// ofToday refuses to go on with what was written on another day: the dates that were read from its words do not last.
func (w *work) ofToday(p casework.Proposal) error {
	if day := calendar.DayOf(p.WrittenAt); day != w.today() {
		return models.Errorf(models.Conflict, "这张卡片是%s填写的，里面的日期需要重新计算，没有作任何改动。请按卡片上的内容重新填写。", day.Chinese())
	}
	return nil
}

// crossing is how much earlier than a card an event may be dated that was not yet there when the card was made.
const crossing = time.Minute

// changedSince is the last that was done to the case since then. What the program notes down by itself, such as a lateness, leaves
// the case as somebody saw it.
func (h handled) changedSince(at time.Time) (last casework.Event, changed bool) {
	for _, e := range slices.Backward(h.events) {
		if e.Step != casework.Overdue && e.Step != casework.Recompute {
			return e, !e.At.Before(at.Add(-crossing))
		}
	}
	return last, false
}

func (w *work) proposeAgain(h handled, person people.Person, p casework.Proposal, last casework.Event) error {
	who := "信访人"
	if last.Actor != PetitionerActor {
		who = w.nameOf(last.Actor)
	}
	changed := fmt.Sprintf("您填写之后，%s已由%s%s，现为「%s」。", h.Number, who, last.Step.Chinese(), h.State.Chinese())
	if err := w.wouldTake(h, person, p.Steps); err != nil {
		why := sentence(err)
		if why == "" {
			return err
		}
		return models.Errorf(models.Conflict, "%s没有作任何改动：%s您写的内容还在这张卡片上。", changed, why)
	}
	if err := w.closeCard(h, person, p, verdict{}); err != nil {
		return err
	}
	return w.showProposal(h, person, p.Steps, changed, "")
}

func (w *work) takeProposed(h handled, person people.Person, p casework.Proposal) error {
	if err := w.DropProposal(person.UserID); err != nil {
		return err
	}
	if beside, ok := besides[p.Steps[0].Step]; ok {
		if err := w.closeCard(h, person, p, verdict{taken: true}); err != nil {
			return err
		}
		return beside.take(w, h, person, p.Steps[0])
	}
	asked := make([]StepAsked, len(p.Steps))
	for i, step := range p.Steps {
		asked[i] = askedOf(step)
	}
	held, err := w.takeAll(&h, person, asked)
	if err != nil {
		return err
	}
	if err := w.closeCard(h, person, p, verdict{taken: !held, held: held}); err != nil || held {
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
		first := p.Steps[0]
		if first.Step == casework.Instruct {
			return models.Errorf(models.Invalid, "请把批示重新发送一遍，例如：批示 %s %s", p.Number, first.Details.Reason)
		}
		h, person, err := w.openedFor(by, p.Number, first.Step)
		if err != nil {
			return err
		}
		blank := casework.Proposed{Step: first.Step}
		if err := w.wouldTake(h, person, []casework.Proposed{blank.Filled()}); err == nil {
			return w.goOn(h, person, []casework.Proposed{blank}, "") // it needs choices, no words
		}
		blank.Words = first.Words
		return w.askWords(h, person, blank, "")
	})
}

// DropProposal takes back what is on the card, which is closed; nothing is done.
func (d *Desk) DropProposal(ctx context.Context, by, task string) error {
	return d.transact(ctx, func(w *work) error {
		p, err := w.proposalOn(by, task)
		if err != nil {
			return err
		}
		h, person, err := w.openedFor(by, p.Number, p.Steps[0].Step)
		if err != nil {
			return err
		}
		if err := w.DropProposal(by); err != nil {
			return err
		}
		if task == "" {
			if err := w.answer(by, notice.Plain, notice.Text{Text: untouched}); err != nil || p.Task == "" {
				return err
			}
		}
		return w.closeCard(h, person, p, verdict{})
	})
}

const untouched = "好的，没有作任何改动。"

// DropWords ends the wait for a step's words, or takes back what was written; nothing is done.
func (d *Desk) DropWords(ctx context.Context, by string) error {
	return d.transact(ctx, func(w *work) error {
		if err := w.enter(by, "", "", ""); err != nil {
			return err
		}
		if err := w.DropProposal(by); err != nil {
			return err
		}
		return w.answer(by, notice.Plain, notice.Text{Text: untouched})
	})
}
