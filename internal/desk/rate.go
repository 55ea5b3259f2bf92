package desk

import (
	"context"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// Rate records what a petitioner said about the petition office and the responsible unit. The newest answer on
// each counts; earlier ones stay on record.
func (d *Desk) Rate(ctx context.Context, by, reference string, office, unit petition.Grade) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.RecordRatings)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.RecordRatings)
		if err != nil {
			return err
		}
		if office.Chinese() == "" || unit.Chinese() == "" {
			return models.Errorf(models.Invalid, "请依次写明对信访部门、对责任单位的评价，可用 满意、基本满意、不满意，例如：评价 %s 满意 基本满意", found.Number)
		}
		code, err := w.unitOf(found.ID)
		if err != nil {
			return err
		}
		rating := petition.Rating{CaseID: found.ID, RatedOn: w.today(), RecordedBy: by, RecordedAt: w.now}
		ofOffice, ofUnit := rating, rating
		ofOffice.Object, ofOffice.Grade = petition.RatedOffice, office
		ofUnit.Object, ofUnit.Grade, ofUnit.UnitCode = petition.RatedUnit, unit, code
		if err := w.AddRatings([]petition.Rating{ofOffice, ofUnit}); err != nil {
			return err
		}
		if err := w.answer(by, notice.CaseRated, notice.Rated{Number: found.Number, Office: office, Unit: unit}); err != nil {
			return err
		}
		return w.record(ledger.CaseRated, found.Number, by, map[string]any{"office": office, "unit": unit, "unit_code": code})
	})
}

// unitOf is the unit under which the newest submission of a case counts.
func (w *work) unitOf(caseID int64) (string, error) {
	rows, err := w.CountedOf(caseID, maxSubmissions)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[len(rows)-1].UnitCode, nil
}
