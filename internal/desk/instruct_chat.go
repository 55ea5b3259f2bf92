package desk

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// ProposeInstruction reads what a leader orders about a case and shows him whom it is for and by when, to be confirmed. An
// instruction never goes out without a unit and a date: the unit is asked for, the date is the customary one when he names none.
func (d *Desk) ProposeInstruction(ctx context.Context, by, reference, words string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.InstructUnits)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.InstructUnits)
		if err != nil {
			return err
		}
		if words = strings.TrimSpace(words); words == "" || utf8.RuneCountInString(words) > petition.MaxText {
			return models.Errorf(models.Invalid, "请写明批示内容（不超过%d字），例如：批示 %s 请人社局三日内核实", petition.MaxText, found.Number)
		}
		units, err := w.Units()
		if err != nil {
			return err
		}
		cal, err := w.calendar()
		if err != nil {
			return err
		}
		named, due := casework.ReadInstruction(words, units, w.today(), cal)
		if len(named) == 0 {
			return models.Errorf(models.Invalid, "请写明由哪个单位办理，例如：批示 %s 请人社局三日内核实", found.Number)
		}
		if due == "" {
			due = approval.CustomaryDue(w.today(), cal)
		}
		details := casework.Details{Reason: words}
		for _, unit := range named {
			details.Charges = append(details.Charges, casework.Order{Unit: unit.Code, Due: due})
		}
		if err := w.mayBeGiven(found, StepAsked{Step: casework.Assign, Details: details}); err != nil {
			return err
		}
		return w.showInstruction(found, by, details)
	})
}

func (w *work) showInstruction(c petition.Case, by string, details casework.Details) error {
	p := casework.Proposal{
		UserID: by, CaseID: c.ID, Number: c.Number, Version: c.Version, Task: notice.CaseTask(c.ID, c.Version, by, w.key), WrittenAt: w.now,
		Steps: []casework.Proposed{{Step: casework.Instruct, Details: details}},
	}
	if err := w.PutProposal(p); err != nil {
		return err
	}
	names, err := w.unitNames()
	if err != nil {
		return err
	}
	card := notice.Matter{TaskID: p.Task, Lines: proposedLines(p.Steps[0], names)}
	card.Number, card.State, card.Step = c.Number, c.State, casework.Instruct
	return w.card(p.Task, by, notice.StepProposed, card, nil)
}

// giveInstruction gives what was shown and confirmed.
func (w *work) giveInstruction(p casework.Proposal) error {
	person, err := w.actor(p.UserID, people.InstructUnits)
	if err != nil {
		return err
	}
	found, _, err := w.desk.open(w.ctx, w, person, p.Number, people.InstructUnits)
	if err != nil {
		return err
	}
	if err := w.DropProposal(p.UserID); err != nil {
		return err
	}
	details := p.Steps[0].Details
	if err := w.mayBeGiven(found, StepAsked{Step: casework.Assign, Details: details}); err != nil {
		return err
	}
	units, err := w.Units()
	if err != nil {
		return err
	}
	named := slices.DeleteFunc(units, func(u people.Unit) bool {
		return !slices.ContainsFunc(details.Charges, func(o casework.Order) bool { return o.Unit == u.Code })
	})
	order := approval.Request{CaseID: found.ID, CaseNumber: found.Number, Opinion: details.Reason}
	if err := w.order(order, person, named, details.Charges[0].Due); err != nil {
		return err
	}
	done := notice.Matter{TaskID: p.Task, Taken: true}
	done.Number, done.State, done.Step = found.Number, found.State, casework.Instruct
	if err := w.amend(p.Task, "answered", p.UserID, notice.CaseStepClosed, done); err != nil {
		return err
	}
	text := found.Number + " 的批示已下达，办理情况反馈后会告知您。"
	return w.answer(p.UserID, notice.Plain, notice.Text{Text: text})
}
