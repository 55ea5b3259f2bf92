package store

import (
	"cmp"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
)

const (
	maxEvents = 5000
	maxClocks = 1000
)

// UpdateCase writes what a step leaves of a case, if its version is still the one that was read; else Conflict.
func (tx *Tx) UpdateCase(c *petition.Case) error {
	result := tx.db.Model(&petition.Case{}).Where("id = ? AND version = ?", c.ID, c.Version).Updates(map[string]any{
		"state": c.State, "updated_at": c.UpdatedAt, "version": c.Version + 1, "unit_code": c.UnitCode,
		"responsible": c.Responsible, "first_handler": c.FirstHandler, "case_leader": c.CaseLeader,
		"resolution_due": c.ResolutionDue, "completed_on": c.CompletedOn, "resolved_on": c.ResolvedOn,
		"certified_on": c.CertifiedOn, "merged_into": c.MergedInto, "confidential": c.Confidential,
	})
	if result.Error != nil {
		return classify("update case", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("update case")
	}
	c.Version++
	return nil
}

// AddEvent writes a step of a case and sets its id.
func (tx *Tx) AddEvent(e *casework.Event) error {
	e.ID = 0
	return classify("add case event", tx.db.Create(e).Error)
}

// EventsOf returns the steps of a case, oldest first.
func (tx *Tx) EventsOf(caseID int64) ([]casework.Event, error) {
	return list[casework.Event]("find case events", tx.db.Where("case_id = ?", caseID).Order("id"), maxEvents)
}

// ClocksOf returns the clocks of a case in the order in which they began.
func (tx *Tx) ClocksOf(caseID int64) ([]casework.ClockRow, error) {
	return list[casework.ClockRow]("find clocks of a case", tx.db.Where("case_id = ?", caseID).Order("id"), maxClocks)
}

// Clock returns a clock by id.
func (tx *Tx) Clock(id int64) (casework.ClockRow, error) {
	return first[casework.ClockRow]("find clock", tx.db.Where("id = ?", id))
}

// SaveClocks inserts rows without an id, whose ids it sets, and updates the others. Where one has ended the case is to be
// locked before.
func (tx *Tx) SaveClocks(rows []casework.ClockRow) error {
	for i := range rows {
		var err error
		if rows[i].ID == 0 {
			err = tx.db.Create(&rows[i]).Error
		} else {
			err = tx.db.Model(&casework.ClockRow{}).Where("id = ?", rows[i].ID).Select("*").Omit("id").Updates(&rows[i]).Error
		}
		if err != nil {
			return classify("save clock", err)
		}
	}
	return tx.keepEndings(endedCases(rows))
}

// OpenClocks returns the clocks that await something, the nearest internal date first; unit "" means every unit.
func (tx *Tx) OpenClocks(unit string, limit int) ([]casework.ClockRow, error) {
	query := tx.db.Where("open = ? AND due_internal <> ''", true)
	if unit != "" {
		query = tx.db.Where("unit_code = ? AND open = ? AND due_internal <> ''", unit, true)
	}
	return list[casework.ClockRow]("find open clocks", query.Order("due_internal, case_id"), limit)
}

// NearestClocks returns the open clocks of some cases, the nearest internal date first.
func (tx *Tx) NearestClocks(caseIDs []int64) ([]casework.ClockRow, error) {
	var rows []casework.ClockRow
	for part := range slices.Chunk(caseIDs, chunk) {
		some, err := list[casework.ClockRow]("find nearest clocks", tx.db.Where("case_id IN ? AND open = ?", part, true).Order("due_internal, case_id"), maxEvents)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	slices.SortStableFunc(rows, func(a, b casework.ClockRow) int { return cmp.Compare(a.DueInternal, b.DueInternal) })
	return rows, nil
}

// OpenClocksAfter returns open clocks by id, those after the given one.
func (tx *Tx) OpenClocksAfter(id int64, limit int) ([]casework.ClockRow, error) {
	return list[casework.ClockRow]("find open clocks by id", tx.db.Where("id > ?", id).Where("open = ?", true).Order("id"), limit)
}

// CasesByID returns those of the cases that are there.
func (tx *Tx) CasesByID(ids []int64) ([]petition.Case, error) {
	var found []petition.Case
	for part := range slices.Chunk(ids, chunk) {
		cases, err := list[petition.Case]("find cases by id", tx.db.Where("id IN ?", part).Order("id"), chunk)
		if err != nil {
			return nil, err
		}
		found = append(found, cases...)
	}
	return found, nil
}

// CasesToSign returns the cases that a unit was given and has not signed for, the oldest first.
func (tx *Tx) CasesToSign(unit string, limit int) ([]petition.Case, error) {
	return list[petition.Case]("find cases to sign for",
		tx.db.Where("unit_code = ? AND state IN ?", unit, []petition.State{petition.Referred, petition.Assigned}).Order("id"), limit)
}

// OpenCasesOf returns the cases not completed for which a person is responsible, by id, those after the given one.
func (tx *Tx) OpenCasesOf(responsible string, afterID int64, limit int) ([]petition.Case, error) {
	return list[petition.Case]("find open cases of a person",
		tx.db.Where("responsible = ? AND completed_on = '' AND id > ?", responsible, afterID).Order("id"), limit)
}

// OpenCasesLedBy returns the cases not resolved of which a leader is in charge, by id, those after the given one.
func (tx *Tx) OpenCasesLedBy(leader string, afterID int64, limit int) ([]petition.Case, error) {
	return list[petition.Case]("find open cases of a leader",
		tx.db.Where("case_leader = ? AND resolved_on = '' AND id > ?", leader, afterID).Order("id"), limit)
}

// AddReminders writes the reminders that are not there yet.
func (tx *Tx) AddReminders(reminders []casework.Reminder) error {
	for i := range reminders {
		if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&reminders[i]).Error; err != nil {
			return classify("add reminder", err)
		}
	}
	return nil
}

// UntoldReminders returns what a person has not been told yet, oldest first.
func (tx *Tx) UntoldReminders(userID string, limit int) ([]casework.Reminder, error) {
	return list[casework.Reminder]("find reminders", tx.db.Where("recipient = ? AND told_at IS NULL", userID).Order("id"), limit)
}

// MarkTold notes that the reminders were told.
func (tx *Tx) MarkTold(ids []int64, at time.Time) error {
	for part := range slices.Chunk(ids, chunk) {
		if err := tx.db.Model(&casework.Reminder{}).Where("id IN ?", part).Updates(map[string]any{"told_at": at}).Error; err != nil {
			return classify("mark reminders", err)
		}
	}
	return nil
}

// ClocksByID returns those of the clocks that are there.
func (tx *Tx) ClocksByID(ids []int64) ([]casework.ClockRow, error) {
	var found []casework.ClockRow
	for part := range slices.Chunk(ids, chunk) {
		rows, err := list[casework.ClockRow]("find clocks by id", tx.db.Where("id IN ?", part).Order("id"), chunk)
		if err != nil {
			return nil, err
		}
		found = append(found, rows...)
	}
	return found, nil
}
