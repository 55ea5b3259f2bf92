package desk

import (
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// beside is something proposed like a step without being one of the case's way: who may do it, what would be refused, and how it is
// done. No later step of the case makes it wrong.
type beside struct {
	action people.Action
	fits   func(*work, handled, casework.Proposed) error
	take   func(*work, handled, people.Person, casework.Proposed) error
}

var besides = map[casework.Step]beside{
	casework.Note:     {people.RecordProgress, (*work).noteFits, (*work).takeNote},
	casework.Rate:     {people.RecordRatings, (*work).ratingFits, (*work).takeRating},
	casework.Instruct: {people.InstructUnits, (*work).instructionFits, (*work).giveInstruction},
}

// openedFor opens the case that a proposal is about, for whoever may do what it proposes.
func (w *work) openedFor(by, reference string, step casework.Step) (handled, people.Person, error) {
	beside, ok := besides[step]
	if !ok {
		return w.opened(by, reference)
	}
	person, err := w.actor(by, beside.action)
	if err != nil {
		return handled{}, person, err
	}
	h, err := w.openAs(person, reference, beside.action)
	return h, person, err
}

// mayPropose refuses a step to those who do not take it.
func (w *work) mayPropose(h handled, person people.Person, step casework.Step) error {
	if _, ok := besides[step]; ok {
		return nil // whoever could open the case for it may
	}
	_, err := w.mayTake(person, h, step)
	return err
}

func (w *work) noteFits(h handled, p casework.Proposed) error {
	if text := strings.TrimSpace(p.Details.Reason); text == "" || utf8.RuneCountInString(text) > petition.MaxText {
		return models.Errorf(models.Invalid, "请在编号后写明进展（不超过%d字），例如：进展 %s 已联系人社局核实", petition.MaxText, h.Number)
	}
	return nil
}

// takeNote puts a line on the case's record of handling.
func (w *work) takeNote(h handled, person people.Person, p casework.Proposed) error {
	if err := w.answer(person.UserID, notice.ProgressKept, notice.Case{Number: h.Number}); err != nil {
		return err
	}
	return w.noteLine(h.Case, person.UserID, strings.TrimSpace(p.Details.Reason))
}

// noteLine writes a line on the case's record of handling.
func (w *work) noteLine(c petition.Case, author, text string) error {
	line := petition.Progress{CaseID: c.ID, Author: author, Text: text, At: w.now}
	if err := w.AddProgress(&line); err != nil {
		return err
	}
	return w.record(ledger.ProgressRecorded, c.Number, author, map[string]any{"progress": line.ID})
}

func (w *work) ratingFits(_ handled, p casework.Proposed) error {
	if p.Grades.Office.Chinese() == "" || p.Grades.Unit.Chinese() == "" {
		return models.Errorf(models.Invalid, "请依次选对信访部门、对责任单位的评价：满意、基本满意、不满意。")
	}
	return nil
}

// takeRating records what a petitioner said about the petition office and the responsible unit. The newest answer on
// each counts; earlier ones stay on record.
func (w *work) takeRating(h handled, person people.Person, p casework.Proposed) error {
	code, err := w.unitOf(h.ID)
	if err != nil {
		return err
	}
	office, unit := p.Grades.Office, p.Grades.Unit
	rating := petition.Rating{CaseID: h.ID, RatedOn: w.today(), RecordedBy: person.UserID, RecordedAt: w.now}
	ofOffice, ofUnit := rating, rating
	ofOffice.Object, ofOffice.Grade = petition.RatedOffice, office
	ofUnit.Object, ofUnit.Grade, ofUnit.UnitCode = petition.RatedUnit, unit, code
	if err := w.AddRatings([]petition.Rating{ofOffice, ofUnit}); err != nil {
		return err
	}
	if err := w.answer(person.UserID, notice.CaseRated, notice.Rated{Number: h.Number, Office: office, Unit: unit}); err != nil {
		return err
	}
	return w.record(ledger.CaseRated, h.Number, person.UserID, map[string]any{"office": office, "unit": unit, "unit_code": code})
}

// unitOf is the unit under which the newest submission of a case counts.
func (w *work) unitOf(caseID int64) (string, error) {
	rows, err := w.CountedOf(caseID, maxSubmissions)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[len(rows)-1].UnitCode, nil
}
