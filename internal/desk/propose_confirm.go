package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

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

// ErrNothingProposed tells that nothing of somebody's waits to be confirmed.
var ErrNothingProposed = models.Errorf(models.NotFound, "目前没有等您确认的内容，没有作任何改动。")

// proposalOn is what the card under task shows, "" for the last card; ErrNothingProposed when there is none.
func (w *work) proposalOn(by, task string) (casework.Proposal, error) {
	p, err := w.Proposal(by)
	switch {
	case models.CodeOf(err) == models.NotFound && task == "":
		return p, ErrNothingProposed
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

// RewriteProposal waits for other words in place of those on the card, which is closed. What was written stays where it is not
// written anew.
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
		if first.Words == "" {
			blank := []casework.Proposed{{Step: first.Step}}
			if err := w.wouldTake(h, person, []casework.Proposed{blank[0].Filled()}); err == nil {
				return w.goOn(h, person, blank, "") // it needs choices, no words
			}
		}
		if p.Task != "" {
			if err := w.closeCard(h, person, p, verdict{rewritten: true}); err != nil {
				return err
			}
		}
		return w.askWords(h, person, p.Steps, asking{wrote: first.Words})
	})
}

// DropProposal takes back what is on the card, or without a card whatever was begun last; nothing is done.
func (d *Desk) DropProposal(ctx context.Context, by, task string) error {
	return d.transact(ctx, func(w *work) error {
		p, err := w.proposalOn(by, task)
		nothing := errors.Is(err, ErrNothingProposed)
		if err != nil && !nothing {
			return err
		}
		waited, leaving := w.leaveSteps(by)
		if leaving != nil || nothing && !waited {
			return cmp.Or(leaving, err)
		}
		if task == "" {
			if err := w.answer(by, notice.Plain, notice.Text{Text: "好的，没有作任何改动。"}); err != nil {
				return err
			}
		}
		if nothing {
			return nil
		}
		if err := w.DropProposal(by); err != nil || p.Task == "" {
			return err
		}
		return w.closeUndone(p)
	})
}

// closeUndone closes the card of what was taken back, for somebody too who may no longer see the case.
func (w *work) closeUndone(p casework.Proposal) error {
	h, person, err := w.openedFor(p.UserID, p.Number, p.Steps[0].Step)
	if err == nil {
		return w.closeCard(h, person, p, verdict{})
	}
	if sentence(err) == "" {
		return err
	}
	outline := notice.Matter{CaseStep: notice.CaseStep{Number: p.Number, Step: p.Steps[0].Step}, TaskID: p.Task}
	return w.amend(p.Task, "closed", p.UserID, notice.CaseStepClosed, outline)
}
