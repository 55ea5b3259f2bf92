package store

import (
	"slices"

	"petitiondesk/models/calendar"
)

// maxEditions is the imports of many decades.
const maxEditions = 2000

// Editions returns the newest version of each year's notice, by year, with its days.
func (tx *Tx) Editions() ([]calendar.Edition, error) {
	all, err := list[calendar.Edition]("find calendar notices", tx.db.Order("notice_year, version DESC"), maxEditions)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	newest := slices.CompactFunc(all, func(a, b calendar.Edition) bool { return a.NoticeYear == b.NoticeYear })
	ids := make([]int64, len(newest))
	for i, edition := range newest {
		ids[i] = edition.ID
	}
	var days []calendar.EditionDay
	if err := tx.db.Where("notice_id IN ?", ids).Order("notice_id, day").Find(&days).Error; err != nil {
		return nil, classify("find public days", err)
	}
	byID := map[int64][]calendar.EditionDay{}
	for _, day := range days {
		byID[day.NoticeID] = append(byID[day.NoticeID], day)
	}
	for i := range newest {
		for _, d := range byID[newest[i].ID] {
			newest[i].Days = append(newest[i].Days,
				calendar.PublicDay{Day: d.Day, Off: d.Off, Name: d.Name, NoticeYear: newest[i].NoticeYear})
		}
	}
	return newest, nil
}

// NewestEdition returns the highest id, 0 when there is none.
func (tx *Tx) NewestEdition() (int64, error) {
	newest, err := list[calendar.Edition]("find newest calendar notice", tx.db.Select("id").Order("id DESC"), 1)
	if err != nil || len(newest) == 0 {
		return 0, err
	}
	return newest[0].ID, nil
}

// AddEdition writes an edition with its days and sets its id; Conflict when the year has that version.
func (tx *Tx) AddEdition(e *calendar.Edition) error {
	e.ID = 0
	if err := tx.db.Create(e).Error; err != nil {
		return classify("create calendar notice", err)
	}
	for part := range slices.Chunk(e.Days, chunk) {
		rows := make([]calendar.EditionDay, len(part))
		for i, d := range part {
			rows[i] = calendar.EditionDay{NoticeID: e.ID, Day: d.Day, Off: d.Off, Name: d.Name}
		}
		if err := tx.db.Create(&rows).Error; err != nil {
			return classify("create public days", err)
		}
	}
	return nil
}
