package store

import (
	"gorm.io/gorm"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// CreateCase writes a case with the submission that began it and sets all ids. It fails with code Conflict when
// the number is taken or the draft was registered before.
func (tx *Tx) CreateCase(c *petition.Case, s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error {
	if err := tx.InsertCase(c); err != nil {
		return err
	}
	s.CaseID = c.ID
	return tx.createSubmission(s, v, petitioners, c.PlaceCode)
}

// InsertCase writes a case whose submission is to be moved to it, and sets its id.
func (tx *Tx) InsertCase(c *petition.Case) error {
	c.ID = 0
	return classify("create case", tx.db.Create(c).Error)
}

// MoveSubmission makes a submission one of another case; Conflict when it is not one of fromCase.
func (tx *Tx) MoveSubmission(id, fromCase, toCase int64) error {
	result := tx.db.Model(&petition.Submission{}).Where("id = ? AND case_id = ?", id, fromCase).Update("case_id", toCase)
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("move submission")
	}
	if result.Error != nil {
		return classify("move submission", result.Error)
	}
	const place = "(SELECT cases.place_code FROM cases WHERE cases.id = ?)"
	err := tx.db.Exec("UPDATE petitioners SET case_id = ?, place_code = "+place+" WHERE submission_id = ?", toCase, toCase, id).Error
	if err != nil {
		return classify("move petitioners", err)
	}
	return classify("move receipt", tx.db.Model(&petition.Receipt{}).Where("submission_id = ?", id).Update("case_id", toCase).Error)
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

// SubmissionByID returns a submission.
func (tx *Tx) SubmissionByID(id int64) (petition.Submission, error) {
	return first[petition.Submission]("find submission by id", tx.db.Where("id = ?", id))
}

// SubmissionByNumber returns a submission by its full number. A process of an older version may have left the number of
// a first submission to the case alone.
func (tx *Tx) SubmissionByNumber(number string) (petition.Submission, error) {
	s, err := first[petition.Submission]("find submission by number", tx.db.Where("number = ?", number))
	if models.CodeOf(err) != models.NotFound {
		return s, err
	}
	c, err := first[petition.Case]("find case by number", tx.db.Where("number = ?", number))
	if err != nil {
		return s, err
	}
	s, err = first[petition.Submission]("find first submission", tx.db.Where("case_id = ?", c.ID).Order("id").Limit(1))
	s.Number = number
	return s, err
}

// CaseByNumber returns the case that the submission of that number belongs to.
func (tx *Tx) CaseByNumber(number string) (petition.Case, error) {
	s, err := tx.SubmissionByNumber(number)
	if err != nil {
		return petition.Case{}, err
	}
	return tx.Case(s.CaseID)
}

// CasesBy returns the cases a person registered, newest first.
func (tx *Tx) CasesBy(userID string, limit int) ([]petition.Case, error) {
	return list[petition.Case]("find cases of person", tx.db.Where("registered_by = ?", userID).Order("id DESC"), limit)
}

// LeadsOf returns who speaks for the cases, of each submission, in the order of their coming.
func (tx *Tx) LeadsOf(caseIDs []int64) ([]petition.Petitioner, error) {
	ofCases := tx.db.Model(&petition.Submission{}).Select("id").Where("case_id IN ?", caseIDs)
	return tx.listPetitioners("find lead petitioners", tx.db.Where("petitioners.submission_id IN (?) AND petitioners.role = ?", ofCases, petition.Lead).
		Order("petitioners.submission_id, petitioners.id"), maxSubmissionsOf)
}

// maxSubmissionsOf is more submissions than the cases of one page have.
const maxSubmissionsOf = 5000

// LeadPetitioner returns who speaks for the newest submission of a case: its lead, or else the first named.
func (tx *Tx) LeadPetitioner(caseID int64) (petition.Petitioner, error) {
	newest := tx.db.Model(&petition.Submission{}).Select("MAX(id)").Where("case_id = ?", caseID)
	return tx.firstPetitioner("find lead petitioner", tx.db.Where("petitioners.submission_id = (?)", newest).
		Order("CASE WHEN petitioners.role = 'lead' THEN 0 ELSE 1 END, petitioners.id"))
}

// FillResidence adds to a case what it does not have yet of the petitioner's residences.
func (tx *Tx) FillResidence(caseID int64, r petition.Residence) error {
	for _, part := range []struct{ column, said, codeColumn, code string }{
		{"registered_residence", r.RegisteredResidence, "registered_code", r.RegisteredCode},
		{"habitual_residence", r.HabitualResidence, "habitual_code", r.HabitualCode},
	} {
		if part.said == "" {
			continue
		}
		err := tx.db.Model(&petition.Case{}).Where("id = ? AND "+part.column+" = ''", caseID).
			Updates(map[string]any{part.column: part.said, part.codeColumn: part.code}).Error
		if err != nil {
			return classify("fill in residence", err)
		}
	}
	return nil
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
