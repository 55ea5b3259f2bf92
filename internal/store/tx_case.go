package store

import (
	"gorm.io/gorm"

	"petitiondesk/models/petition"
)

// CreateCase writes a case with the submission that began it and sets all ids. It fails with code Conflict when
// the number is taken or the draft was registered before.
func (tx *Tx) CreateCase(c *petition.Case, s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error {
	c.ID, s.ID = 0, 0
	if err := tx.db.Create(c).Error; err != nil {
		return classify("create case", err)
	}
	s.CaseID = c.ID
	return tx.CreateSubmission(s, v, petitioners)
}

// NumberRegistration gives a submission its number, and the case it began, unless caseID is 0. It fails with code Conflict
// when the number is taken.
func (tx *Tx) NumberRegistration(caseID, submissionID int64, number string) error {
	if caseID != 0 {
		if err := tx.db.Model(&petition.Case{}).Where("id = ?", caseID).UpdateColumn("number", number).Error; err != nil {
			return classify("number case", err)
		}
	}
	return classify("number submission", tx.db.Model(&petition.Submission{}).Where("id = ?", submissionID).Update("number", number).Error)
}

// Case returns a case by id.
func (tx *Tx) Case(id int64) (petition.Case, error) {
	return first[petition.Case]("find case", tx.db.Where("id = ?", id))
}

// CaseByNumber returns a case by its full number, or by that of one of its submissions.
func (tx *Tx) CaseByNumber(number string) (petition.Case, error) {
	s, err := first[petition.Submission]("find case by number", tx.db.Where("number = ?", number))
	if err != nil {
		return petition.Case{}, err
	}
	return tx.Case(s.CaseID)
}

// CasesBy returns the cases a person registered, newest first.
func (tx *Tx) CasesBy(userID string, limit int) ([]petition.Case, error) {
	return list[petition.Case]("find cases of person", tx.db.Where("registered_by = ?", userID).Order("id DESC"), limit)
}

// LeadPetitioner returns who speaks for the newest submission of a case: its lead, or else the first named.
func (tx *Tx) LeadPetitioner(caseID int64) (petition.Petitioner, error) {
	newest := tx.db.Model(&petition.Submission{}).Select("MAX(id)").Where("case_id = ?", caseID)
	return first[petition.Petitioner]("find lead petitioner", tx.db.Where("submission_id = (?)", newest).
		Order("CASE WHEN role = 'lead' THEN 0 ELSE 1 END, id"))
}

// AddProgress writes a line and sets its id.
func (tx *Tx) AddProgress(p *petition.Progress) error {
	p.ID = 0
	return classify("add progress", tx.db.Create(p).Error)
}

// ProgressOf returns a case's lines, newest first.
func (tx *Tx) ProgressOf(caseID int64, limit int) ([]petition.Progress, error) {
	return list[petition.Progress]("find progress", tx.db.Where("case_id = ?", caseID).Order("id DESC"), limit)
}

// CountCases counts all cases.
func (tx *Tx) CountCases() (int64, error) {
	var count int64
	err := tx.db.Model(&petition.Case{}).Count(&count).Error
	return count, classify("count cases", err)
}

// first returns the first row of a query, or code NotFound.
func first[T any](op string, query *gorm.DB) (T, error) {
	var row T
	err := query.Take(&row).Error
	return row, classify(op, err)
}

// list returns at most limit rows of a query.
func list[T any](op string, query *gorm.DB, limit int) ([]T, error) {
	if limit <= 0 {
		return nil, nil
	}
	var rows []T
	err := query.Limit(limit).Find(&rows).Error
	return rows, classify(op, err)
}
