package store

import (
	"slices"
	"time"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

const (
	// maxBars is more than a case has: the people and units of one accusation.
	maxBars = 2000
	// maxKin is more people than share a name.
	maxKin = 1000
)

// BarsOn returns every bar on the cases, ended ones too, in the order in which they were written.
func (tx *Tx) BarsOn(caseIDs []int64) ([]people.Bar, error) {
	var bars []people.Bar
	for part := range slices.Chunk(caseIDs, chunk) {
		some, err := list[people.Bar]("find bars", tx.db.Where("case_id IN ?", part).Order("case_id, id"), maxBars)
		if err != nil {
			return nil, err
		}
		bars = append(bars, some...)
	}
	return bars, nil
}

// AddBars writes bars and sets their ids.
func (tx *Tx) AddBars(bars []people.Bar) error {
	if len(bars) == 0 {
		return nil
	}
	return classify("add bars", tx.db.Create(&bars).Error)
}

// CopyBars gives a person's bars, ended ones too, and his register of kin to another userid of his.
func (tx *Tx) CopyBars(from, to string) error {
	bars, err := list[people.Bar]("find bars of a person", tx.db.Where("user_id = ?", from).Order("case_id"), maxBars)
	if err != nil {
		return err
	}
	for i := range bars {
		bars[i].ID, bars[i].UserID = 0, to
	}
	if err := tx.AddBars(bars); err != nil {
		return err
	}
	kin, err := list[people.Kin]("find kin of a person", tx.db.Where("user_id = ?", from).Order("name"), maxKin)
	if err != nil {
		return err
	}
	for i := range kin {
		kin[i].UserID = to
	}
	return tx.PutKin(kin)
}

// LiftBar ends a bar that has not ended; else Conflict.
func (tx *Tx) LiftBar(id int64, by, reason string, at time.Time) error {
	result := tx.db.Model(&people.Bar{}).Where("id = ? AND lifted_at IS NULL", id).
		Updates(map[string]any{"lifted_at": at, "lifted_by": by, "lift_reason": reason})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("lift bar")
	}
	return classify("lift bar", result.Error)
}

// ChargedUnits returns the units that have or had charge of the cases, or were instructed to answer about them.
func (tx *Tx) ChargedUnits(caseIDs []int64) (map[int64][]string, error) {
	giving := []casework.Step{casework.Refer, casework.Assign, casework.Reassign, casework.DecideDispute}
	charged := map[int64][]string{}
	for part := range slices.Chunk(caseIDs, chunk) {
		events, err := list[casework.Event]("find charges", tx.db.Where("case_id IN ? AND step IN ?", part, giving).Order("case_id, id"), maxEvents)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			for _, order := range e.Details.Charges {
				charged[e.CaseID] = append(charged[e.CaseID], order.Unit)
			}
		}
		given, err := list[approval.Instruction]("find instructed units", tx.db.Select("case_id", "unit_code").Where("case_id IN ?", part), maxEvents)
		if err != nil {
			return nil, err
		}
		for _, i := range given {
			charged[i.CaseID] = append(charged[i.CaseID], i.UnitCode)
		}
	}
	return charged, nil
}

// AskedOn returns who was asked to decide about the cases.
func (tx *Tx) AskedOn(caseIDs []int64) (map[int64][]string, error) {
	asked := map[int64][]string{}
	for part := range slices.Chunk(caseIDs, chunk) {
		var rows []struct {
			CaseID int64
			UserID string
		}
		err := tx.db.Table("approval_requests").Select("approval_requests.case_id, approval_holders.user_id").
			Joins("JOIN approval_holders ON approval_holders.request_id = approval_requests.id").
			Where("approval_requests.case_id IN ?", part).Limit(maxEvents).Scan(&rows).Error
		if err != nil {
			return nil, classify("find who was asked", err)
		}
		for _, row := range rows {
			asked[row.CaseID] = append(asked[row.CaseID], row.UserID)
		}
	}
	return asked, nil
}

// PeopleCalled returns the active staff who bear one of the names.
func (tx *Tx) PeopleCalled(names []string) ([]people.Person, error) {
	var found []people.Person
	for part := range slices.Chunk(names, chunk) {
		staff, err := tx.readStaff(tx.staff().Where("people.name IN ? AND people.active = ?", part, true).Order("people.user_id").Limit(maxStaff))
		if err != nil {
			return nil, err
		}
		found = append(found, staff...)
	}
	return found, nil
}

// KinCalled returns the entries of the register of kin with one of the names.
func (tx *Tx) KinCalled(names []string) ([]people.Kin, error) {
	var found []people.Kin
	for part := range slices.Chunk(names, chunk) {
		kin, err := list[people.Kin]("find kin", tx.db.Where("name IN ?", part).Order("name, user_id"), maxKin)
		if err != nil {
			return nil, err
		}
		found = append(found, kin...)
	}
	return found, nil
}

// PutKin inserts or updates entries by person and name.
func (tx *Tx) PutKin(kin []people.Kin) error { return put(tx.db, "write kin", kin) }

// AddAccess writes that somebody opened a file.
func (tx *Tx) AddAccess(a *people.Access) error {
	a.ID = 0
	return classify("add access", tx.db.Create(a).Error)
}

// AccessLog returns openings, newest first, of one case if caseID is given.
func (tx *Tx) AccessLog(caseID int64, limit int) ([]people.Access, error) {
	query := tx.db.Where("id > 0")
	if caseID != 0 {
		query = tx.db.Where("case_id = ?", caseID)
	}
	return list[people.Access]("find accesses", query.Order("id DESC"), limit)
}

// OldestUnresolved returns the cases that wait longest for their resolution; unit "" means every unit.
func (tx *Tx) OldestUnresolved(unit string, limit int) ([]petition.Case, error) {
	query := tx.db.Where("resolved_on = '' AND merged_into = 0 AND state <> ?", petition.Voided)
	if unit != "" {
		query = query.Where("unit_code = ?", unit)
	}
	return list[petition.Case]("find oldest unresolved cases", query.Order("id"), limit)
}

// CountsConfidential tells whether anything that counts in a period belongs to a confidential case.
func (tx *Tx) CountsConfidential(period statistics.Period, asOf calendar.Day) (bool, error) {
	var found []int64
	err := tx.db.Table("cases").Select("cases.id").
		Joins("JOIN counted_submissions ON counted_submissions.case_id = cases.id").
		Where("cases.confidential = ? AND counted_submissions.registered_on BETWEEN ? AND ?", true, period.From, period.To).
		Where("counted_submissions.known_from <= ? AND counted_submissions.known_to >= ?", asOf, asOf).
		Limit(1).Scan(&found).Error
	return len(found) > 0, classify("look for confidential cases", err)
}
