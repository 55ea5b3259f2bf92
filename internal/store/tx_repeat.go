package store

import (
	"maps"
	"slices"

	"gorm.io/gorm"

	"petitiondesk/models/petition"
)

// CreateSubmission writes a further submission of a case and sets the ids; Conflict when its draft or number is known. v is
// nil for everything but visits.
func (tx *Tx) CreateSubmission(s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner) error {
	c, err := tx.Case(s.CaseID)
	if err != nil {
		return err
	}
	return tx.createSubmission(s, v, petitioners, c.PlaceCode)
}

func (tx *Tx) createSubmission(s *petition.Submission, v *petition.Visit, petitioners []petition.Petitioner, place string) error {
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
	for i := range petitioners {
		p := &petitioners[i]
		p.ID, p.SubmissionID, p.CaseID, p.PlaceCode = 0, s.ID, s.CaseID, place
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

// Ways of finding earlier cases: by mobile, by identity number, by name and place, by place and topic. They share the limit.
const waysToRepeats = 4

// EarlierCases returns the cases that a report may repeat, closed ones too, at most limit; of each way of finding them
// the newest.
func (tx *Tx) EarlierCases(by petition.Sought, limit int) ([]petition.Earlier, error) {
	found := map[int64]*petition.Earlier{}
	each := limit / waysToRepeats
	note := func(ids []int64, mark func(*petition.Earlier)) {
		for _, id := range ids {
			if found[id] == nil {
				found[id] = &petition.Earlier{CaseID: id}
			}
			mark(found[id])
		}
	}
	for _, way := range []struct {
		value string
		who   *gorm.DB
		mark  func(*petition.Earlier)
	}{
		{by.MobileIndex, tx.db.Where("mobile_index = ?", by.MobileIndex), func(e *petition.Earlier) { e.SameMobile = true }},
		{by.IDIndex, tx.db.Where("id_index = ?", by.IDIndex), func(e *petition.Earlier) { e.SameID = true }},
		{by.NameIndex, tx.db.Where("name_index = ? AND place_code = ?", by.NameIndex, by.PlaceCode), func(e *petition.Earlier) { e.SameName = true }},
	} {
		if way.value == "" {
			continue
		}
		var ids []int64
		err := way.who.Model(&petition.Petitioner{}).Distinct().Order("case_id DESC").Limit(each).Pluck("case_id", &ids).Error
		if err != nil {
			return nil, classify("find earlier cases of a person", err)
		}
		note(ids, way.mark)
	}
	nearby, err := tx.casesNearby(by.PlaceCode, by.Topic, each)
	if err != nil {
		return nil, err
	}
	note(nearby, func(*petition.Earlier) {})
	return tx.describeEarlier(found)
}

// casesNearby returns the newest cases of a place, half of them on the topic: a person may have classified a like one
// otherwise.
func (tx *Tx) casesNearby(place, topic string, limit int) ([]int64, error) {
	if place == "" {
		return nil, nil
	}
	newest := func(ids *[]int64, limit int, where string, args ...any) error {
		err := tx.db.Model(&petition.Case{}).Where(where, args...).Order("id DESC").Limit(limit).Pluck("id", ids).Error
		return classify("find earlier cases of a place", err)
	}
	var alike, others []int64
	if topic != "" {
		if err := newest(&alike, limit/2, "place_code = ? AND topic = ?", place, topic); err != nil {
			return nil, err
		}
	}
	err := newest(&others, limit-len(alike), "place_code = ?", place)
	return append(alike, others...), err
}

func (tx *Tx) describeEarlier(found map[int64]*petition.Earlier) ([]petition.Earlier, error) {
	earlier := make([]petition.Earlier, 0, len(found))
	for part := range slices.Chunk(slices.Sorted(maps.Keys(found)), chunk) {
		var cases []petition.Case
		err := tx.db.Select("id", "place_code", "topic", "facts", "demand").Where("id IN ?", part).Order("id").Find(&cases).Error
		if err != nil {
			return nil, classify("find earlier cases", err)
		}
		for _, c := range cases {
			e := found[c.ID]
			e.PlaceCode, e.Topic, e.Facts = c.PlaceCode, c.Topic, c.Facts+c.Demand
			earlier = append(earlier, *e)
		}
	}
	return earlier, nil
}
