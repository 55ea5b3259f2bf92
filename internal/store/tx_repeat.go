package store

import (
	"slices"

	"petitiondesk/models/petition"
)

// CreateSubmission writes a further submission of a case and sets the ids; Conflict when its draft or number is known. v is
// nil for everything but visits.
func (tx *Tx) CreateSubmission(s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error {
	s.ID = 0
	if err := tx.db.Create(s).Error; err != nil {
		return classify("create submission", err)
	}
	if v != nil {
		v.SubmissionID = s.ID
		if err := tx.db.Create(v).Error; err != nil {
			return classify("create visit", err)
		}
	}
	return tx.CreatePetitioners(s.ID, petitioners)
}

// CreatePetitioners writes who is named in a submission and sets the ids.
func (tx *Tx) CreatePetitioners(submissionID int64, petitioners []petition.Petitioner) error {
	for i := range petitioners {
		petitioners[i].ID, petitioners[i].SubmissionID = 0, submissionID
	}
	for part := range slices.Chunk(petitioners, chunk) {
		if err := tx.db.Create(&part).Error; err != nil {
			return classify("create petitioners", err)
		}
	}
	return nil
}

// SubmissionOfDraft returns what a draft became.
func (tx *Tx) SubmissionOfDraft(draftID int64) (petition.Submission, error) {
	return first[petition.Submission]("find submission of draft", tx.db.Where("draft_id = ?", draftID))
}

// CountSubmissionsOf tells how often a matter was brought forward.
func (tx *Tx) CountSubmissionsOf(caseID int64) (int64, error) {
	var count int64
	err := tx.db.Model(&petition.Submission{}).Where("case_id = ?", caseID).Count(&count).Error
	return count, classify("count submissions of a case", err)
}

// EarlierCases returns the cases that a report by such a person from such a place may repeat, closed ones too, the newest
// of each kind first. Each way of finding is bounded by limit.
func (tx *Tx) EarlierCases(mobile, id, name, place string, limit int) ([]petition.Earlier, error) {
	found := map[int64]*petition.Earlier{}
	for _, by := range []struct {
		column, value string
		mark          func(*petition.Earlier)
	}{
		{"mobile_index", mobile, func(e *petition.Earlier) { e.SameMobile = true }},
		{"id_index", id, func(e *petition.Earlier) { e.SameID = true }},
		{"name_index", name, func(e *petition.Earlier) { e.SameName = true }},
	} {
		if by.value == "" {
			continue
		}
		var ids []int64
		err := tx.db.Model(&petition.Petitioner{}).
			Joins("JOIN submissions ON submissions.id = petitioners.submission_id").
			Where("petitioners."+by.column+" = ?", by.value).
			Order("petitioners.submission_id DESC").Limit(limit).Pluck("submissions.case_id", &ids).Error
		if err != nil {
			return nil, classify("find earlier cases of a person", err)
		}
		for _, caseID := range ids {
			if found[caseID] == nil {
				found[caseID] = &petition.Earlier{CaseID: caseID}
			}
			by.mark(found[caseID])
		}
	}
	return tx.describeEarlier(found, place, limit)
}

func (tx *Tx) describeEarlier(found map[int64]*petition.Earlier, place string, limit int) ([]petition.Earlier, error) {
	var nearby []int64
	if place != "" {
		err := tx.db.Model(&petition.Case{}).Where("place_code = ?", place).Order("id DESC").Limit(limit).Pluck("id", &nearby).Error
		if err != nil {
			return nil, classify("find earlier cases of a place", err)
		}
	}
	for _, caseID := range nearby {
		if found[caseID] == nil {
			found[caseID] = &petition.Earlier{CaseID: caseID}
		}
	}
	ids := make([]int64, 0, len(found))
	for caseID := range found {
		ids = append(ids, caseID)
	}
	slices.Sort(ids)
	cases, err := tx.CasesByID(ids)
	if err != nil {
		return nil, err
	}
	earlier := make([]petition.Earlier, 0, len(cases))
	for _, c := range cases {
		e := found[c.ID]
		e.PlaceCode, e.Topic, e.Facts = c.PlaceCode, c.Topic, c.Facts+c.Demand
		earlier = append(earlier, *e)
	}
	return earlier, nil
}
