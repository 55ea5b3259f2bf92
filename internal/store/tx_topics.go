package store

import (
	"slices"

	"petitiondesk/models/petition"
)

// maxTopicEditions is the imports of many decades.
const maxTopicEditions = 2000

// TopicEditions returns the newest version of each imported list of topics, with its entries.
func (tx *Tx) TopicEditions() ([]petition.TopicEdition, error) {
	all, err := list[petition.TopicEdition]("find topic lists", tx.db.Order("topic_list, version DESC"), maxTopicEditions)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	newest := slices.CompactFunc(all, func(a, b petition.TopicEdition) bool { return a.TopicList == b.TopicList })
	for i := range newest {
		err := tx.db.Where("edition_id = ?", newest[i].ID).Order("position").Find(&newest[i].Entries).Error
		if err != nil {
			return nil, classify("find topics", err)
		}
	}
	return newest, nil
}

// NewestTopicEdition returns the highest id, 0 when there is none.
func (tx *Tx) NewestTopicEdition() (int64, error) {
	newest, err := list[petition.TopicEdition]("find newest topic list", tx.db.Select("id").Order("id DESC"), 1)
	if err != nil || len(newest) == 0 {
		return 0, err
	}
	return newest[0].ID, nil
}

// AddTopicEdition writes an edition with its entries and sets its id; Conflict when the list has that version.
func (tx *Tx) AddTopicEdition(e *petition.TopicEdition) error {
	e.ID = 0
	if err := tx.db.Create(e).Error; err != nil {
		return classify("create topic list", err)
	}
	rows := slices.Clone(e.Entries)
	for i := range rows {
		rows[i].EditionID = e.ID
	}
	for part := range slices.Chunk(rows, chunk) {
		if err := tx.db.Create(&part).Error; err != nil {
			return classify("create topics", err)
		}
	}
	return nil
}
