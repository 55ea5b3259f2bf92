package store

import (
	"petitiondesk/models/petition"
)

// AddReceipt writes the receipt of a submission; Conflict when it has one.
func (tx *Tx) AddReceipt(r *petition.Receipt) error {
	return classify("add receipt", tx.db.Create(r).Error)
}

// Receipt returns the receipt of a submission by its number.
func (tx *Tx) Receipt(number string) (petition.Receipt, error) {
	return first[petition.Receipt]("find receipt", tx.db.Where("number = ?", number))
}

// ReissueReceipt raises the issue of a receipt that is still as it was read, then r.Issue.
func (tx *Tx) ReissueReceipt(r *petition.Receipt) error {
	result := tx.db.Model(&petition.Receipt{}).Where("submission_id = ? AND issue = ?", r.SubmissionID, r.Issue).
		Updates(map[string]any{"issue": r.Issue + 1, "issued_at": r.IssuedAt})
	if result.Error != nil {
		return classify("reissue receipt", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("reissue receipt")
	}
	r.Issue++
	return nil
}

// PetitionersOf returns the people named in a submission, the lead first, each with the key that opens it.
func (tx *Tx) PetitionersOf(submissionID int64, limit int) ([]petition.Petitioner, error) {
	return tx.listPetitioners("find petitioners", tx.db.Where("petitioners.submission_id = ?", submissionID).
		Order("CASE WHEN petitioners.role = 'lead' THEN 0 ELSE 1 END, petitioners.id"), limit)
}

// NewestRatings returns what was said last about each object of a case.
func (tx *Tx) NewestRatings(caseID int64) ([]petition.Rating, error) {
	newest := tx.db.Model(&petition.Rating{}).Select("MAX(id)").Where("case_id = ?", caseID).Group("object")
	return list[petition.Rating]("find newest ratings", tx.db.Where("id IN (?)", newest).Order("object"), 10)
}
