package store

import (
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models/petition"
)

// What is sealed is read together with the key that opens it, in one question.
const (
	keyColumns   = "data_keys.draft_id AS dk_draft_id, data_keys.key_id AS dk_key_id, data_keys.wrapped AS dk_wrapped, data_keys.created_at AS dk_created_at, data_keys.destroyed_at AS dk_destroyed_at"
	keyOfDraft   = "LEFT JOIN data_keys ON data_keys.draft_id = drafts.id"
	keyOfSubject = "LEFT JOIN submissions ON submissions.id = petitioners.submission_id LEFT JOIN data_keys ON data_keys.draft_id = submissions.draft_id"
)

type keyedDraft struct {
	petition.Draft `gorm:"embedded"`
	By             petition.DataKey `gorm:"embedded;embeddedPrefix:dk_"`
}

type keyedPetitioner struct {
	petition.Petitioner `gorm:"embedded"`
	By                  petition.DataKey `gorm:"embedded;embeddedPrefix:dk_"`
}

func withKey(query *gorm.DB, table, join string) *gorm.DB {
	return query.Table(table).Select(table + ".*, " + keyColumns).Joins(join)
}

func (tx *Tx) firstDraft(op string, query *gorm.DB) (petition.Draft, error) {
	row, err := first[keyedDraft](op, withKey(query, "drafts", keyOfDraft))
	row.Draft.Key = row.By
	return row.Draft, err
}

func (tx *Tx) listDrafts(op string, query *gorm.DB, limit int) ([]petition.Draft, error) {
	rows, err := list[keyedDraft](op, withKey(query, "drafts", keyOfDraft), limit)
	var drafts []petition.Draft
	for _, row := range rows {
		row.Draft.Key = row.By
		drafts = append(drafts, row.Draft)
	}
	return drafts, err
}

func (tx *Tx) firstPetitioner(op string, query *gorm.DB) (petition.Petitioner, error) {
	row, err := first[keyedPetitioner](op, withKey(query, "petitioners", keyOfSubject))
	row.Petitioner.Key = row.By
	return row.Petitioner, err
}

func (tx *Tx) listPetitioners(op string, query *gorm.DB, limit int) ([]petition.Petitioner, error) {
	rows, err := list[keyedPetitioner](op, withKey(query, "petitioners", keyOfSubject), limit)
	var named []petition.Petitioner
	for _, row := range rows {
		row.Petitioner.Key = row.By
		named = append(named, row.Petitioner)
	}
	return named, err
}

// AddDataKey writes the key of a draft; Conflict when it has one.
func (tx *Tx) AddDataKey(k petition.DataKey) error {
	return classify("add data key", tx.db.Create(&k).Error)
}

// DataKey returns the key of a draft and of what it became.
func (tx *Tx) DataKey(draftID int64) (petition.DataKey, error) {
	return first[petition.DataKey]("find data key", tx.db.Where("draft_id = ?", draftID))
}

// DataKeysUnder returns data keys that a master key wraps, by draft.
func (tx *Tx) DataKeysUnder(keyID string, afterDraft int64, limit int) ([]petition.DataKey, error) {
	return list[petition.DataKey]("find data keys", tx.db.Where("key_id = ? AND draft_id > ?", keyID, afterDraft).Order("draft_id"), limit)
}

// MasterKeysInUse returns the ids of the master keys that wrap anything. It leaps through the index, however many data
// keys there are.
func (tx *Tx) MasterKeysInUse() ([]string, error) {
	var ids []string
	for last := ""; ; {
		found, err := list[petition.DataKey]("find master keys in use", tx.db.Select("key_id").Where("key_id > ?", last).Order("key_id"), 1)
		if err != nil || len(found) == 0 {
			return ids, err
		}
		last = found[0].KeyID
		ids = append(ids, last)
	}
}

// CountDataKeys counts what a master key wraps.
func (tx *Tx) CountDataKeys(keyID string) (int64, error) {
	var count int64
	err := tx.db.Model(&petition.DataKey{}).Where("key_id = ?", keyID).Count(&count).Error
	return count, classify("count data keys", err)
}

// Rewrap writes keys as another master key wraps them, where they are still under the one named in was, and returns how
// many that were.
func (tx *Tx) Rewrap(keys []petition.DataKey, was string) (int, error) {
	done := 0
	for _, k := range keys {
		result := tx.db.Model(&petition.DataKey{}).Where("draft_id = ? AND key_id = ?", k.DraftID, was).
			Updates(map[string]any{"key_id": k.KeyID, "wrapped": k.Wrapped})
		if result.Error != nil {
			return done, classify("rewrap data key", result.Error)
		}
		done += int(result.RowsAffected)
	}
	return done, nil
}

// SubmissionsOf returns the submissions of a case, oldest first.
func (tx *Tx) SubmissionsOf(caseID, afterID int64, limit int) ([]petition.Submission, error) {
	return list[petition.Submission]("find submissions", tx.db.Where("case_id = ? AND id > ?", caseID, afterID).Order("id"), limit)
}

// EraseSubmission destroys the key of a submission and blanks what tells who it was from.
func (tx *Tx) EraseSubmission(s petition.Submission, at time.Time) error {
	destroyed := map[string]any{"key_id": "", "wrapped": nil, "destroyed_at": at}
	result := tx.db.Model(&petition.DataKey{}).Where("draft_id = ? AND destroyed_at IS NULL", s.DraftID).Updates(destroyed)
	if result.Error != nil {
		return classify("destroy data key", result.Error)
	}
	if result.RowsAffected == 0 {
		// There was no key yet: a destroyed one keeps anything from being sealed there again, and says what happened.
		k := petition.DataKey{DraftID: s.DraftID, CreatedAt: at, DestroyedAt: &at}
		if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&k).Error; err != nil {
			return classify("destroy data key", err)
		}
	}
	blank := map[string]any{"name": "", "mobile": "", "id_number": "", "mobile_index": "", "id_index": "", "name_index": "", "tail_index": ""}
	if err := tx.db.Model(&petition.Petitioner{}).Where("submission_id = ?", s.ID).Updates(blank).Error; err != nil {
		return classify("erase petitioners", err)
	}
	if err := tx.db.Model(&petition.Submission{}).Where("id = ?", s.ID).Updates(map[string]any{"original": "", "commit_key": ""}).Error; err != nil {
		return classify("erase original", err)
	}
	err := tx.db.Model(&petition.Draft{}).Where("id = ?", s.DraftID).Updates(map[string]any{"report": "{}"}).Error
	return classify("erase draft", err)
}

// LockDrafts returns drafts in order of id and keeps others from changing them until the transaction ends.
func (tx *Tx) LockDrafts(afterID int64, limit int) ([]petition.Draft, error) {
	drafts, err := list[petition.Draft]("lock drafts", tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("id > ?", afterID).Order("id"), limit)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(drafts))
	for i, d := range drafts {
		ids[i] = d.ID
	}
	keys, err := list[petition.DataKey]("find data keys of drafts", tx.db.Where("draft_id IN ?", ids), limit)
	for _, k := range keys {
		if at := slices.Index(ids, k.DraftID); at >= 0 {
			drafts[at].Key = k
		}
	}
	return drafts, err
}

// PutSealed writes, for rows that were kept in the clear, what was sealed of them in their place.
func (tx *Tx) PutSealed(d petition.Draft, s *petition.Submission, petitioners []petition.Petitioner) error {
	err := tx.db.Model(&petition.Draft{}).Where("id = ?", d.ID).Updates(map[string]any{"report": "{}", "sealed": d.Sealed}).Error
	if err != nil || s == nil {
		return classify("seal draft", err)
	}
	err = tx.db.Model(&petition.Submission{}).Where("id = ?", s.ID).Updates(map[string]any{"original": "", "sealed": s.Sealed}).Error
	if err != nil {
		return classify("seal submission", err)
	}
	for _, p := range petitioners {
		sealed := map[string]any{"name": "", "mobile": "", "id_number": "", "sealed": p.Sealed}
		if err := tx.db.Model(&petition.Petitioner{}).Where("id = ?", p.ID).Updates(sealed).Error; err != nil {
			return classify("seal petitioner", err)
		}
	}
	return nil
}
