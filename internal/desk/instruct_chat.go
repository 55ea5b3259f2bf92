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
		return w.propose(by, reference, []casework.Proposed{{Step: casework.Instruct, Details: details, Words: words}})
	})
}

func (w *work) instructionFits(h handled, p casework.Proposed) error {
	return w.mayBeGiven(h.Case, StepAsked{Step: casework.Assign, Details: p.Details})
}

// giveInstruction gives what was shown and confirmed.
func (w *work) giveInstruction(h handled, person people.Person, p casework.Proposed) error {
	if err := w.instructionFits(h, p); err != nil {
		return err
	}
	units, err := w.Units()
	if err != nil {
		return err
	}
	named := slices.DeleteFunc(units, func(u people.Unit) bool {
		return !slices.ContainsFunc(p.Details.Charges, func(o casework.Order) bool { return o.Unit == u.Code })
	})
	order := approval.Request{CaseID: h.ID, CaseNumber: h.Number, Opinion: p.Details.Reason}
	if err := w.order(order, person, named, p.Details.Charges[0].Due); err != nil {
		return err
	}
	return w.answer(person.UserID, notice.Plain, notice.Text{Text: h.Number + " 的批示已下达，办理情况反馈后会告知您。"})
}
