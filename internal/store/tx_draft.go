package store

import (
	"encoding/json"
	"fmt"
	"time"

	"petitiondesk/models/petition"
)

// Draft returns a draft by id.
func (tx *Tx) Draft(id int64) (petition.Draft, error) {
	return tx.firstDraft("find draft", tx.db.Where("drafts.id = ?", id))
}

// DraftByOrigin returns the draft that an inbound message began.
func (tx *Tx) DraftByOrigin(origin string) (petition.Draft, error) {
	return tx.firstDraft("find draft by origin", tx.db.Where("drafts.origin = ?", origin))
}

// DraftsOf returns a person's drafts in the given states, newest first.
func (tx *Tx) DraftsOf(owner string, states []petition.DraftState, limit int) ([]petition.Draft, error) {
	return tx.listDrafts("find drafts", tx.db.Where("drafts.owner = ? AND drafts.state IN ?", owner, states).Order("drafts.id DESC"), limit)
}

// DraftsDiscarded returns the reports that a person gave up after an instant, the one given up last first.
func (tx *Tx) DraftsDiscarded(owner string, after time.Time, limit int) ([]petition.Draft, error) {
	return tx.listDrafts("find discarded drafts", tx.db.Where("drafts.owner = ? AND drafts.state = ? AND drafts.updated_at > ?", owner,
		petition.DraftDiscarded, after).Order("drafts.updated_at DESC, drafts.id DESC"), limit)
}

// CreateDraft writes a new draft and sets its id; Conflict when its origin has one.
func (tx *Tx) CreateDraft(d *petition.Draft) error {
	d.ID = 0
	return classify("create draft", tx.db.Create(d).Error)
}

// ForgottenDrafts returns unfinished reports of a stage that were begun before an instant and lay still since another, the
// oldest first.
func (tx *Tx) ForgottenDrafts(stage petition.Watched, begunBefore, stillSince time.Time, limit int) ([]petition.Draft, error) {
	unfinished := []petition.DraftState{petition.DraftOpen, petition.DraftKept}
	return tx.listDrafts("find forgotten drafts", tx.db.Where("drafts.state IN ? AND drafts.watched = ? AND drafts.created_at <= ? AND drafts.updated_at <= ?",
		unfinished, stage, begunBefore, stillSince).Order("drafts.created_at, drafts.id"), limit)
}

// WatchDraft notes what was told about a report; Conflict when it was noted already.
func (tx *Tx) WatchDraft(id int64, was, now petition.Watched) error {
	result := tx.db.Model(&petition.Draft{}).Where("id = ? AND watched = ?", id, was).UpdateColumn("watched", now) // updated_at is when its words changed
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("watch draft")
	}
	return classify("watch draft", result.Error)
}

// UpdateDraft writes the draft if it still has the version that was read, then raises d.Version.
func (tx *Tx) UpdateDraft(d *petition.Draft) error {
	// gorm applies no serializer to the values of a map.
	report, err := json.Marshal(d.Report)
	if err != nil {
		return fmt.Errorf("update draft: encode report: %w", err)
	}
	result := tx.db.Model(&petition.Draft{}).Where("id = ? AND version = ?", d.ID, d.Version).
		Updates(map[string]any{
			"owner": d.Owner, "state": d.State, "report": string(report), "sealed": d.Sealed, "case_id": d.CaseID,
			"version": d.Version + 1, "updated_at": d.UpdatedAt,
		})
	if result.Error != nil {
		return classify("update draft", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("update draft")
	}
	d.Version++
	return nil
}

// RedateDraft changes when a draft was begun.
func (tx *Tx) RedateDraft(id int64, at time.Time) error {
	return classify("redate draft", tx.db.Model(&petition.Draft{}).Where("id = ?", id).UpdateColumn("created_at", at).Error)
}

// Dialogue returns where a person's conversation stands; Version is 0 when there is none.
func (tx *Tx) Dialogue(userID string) (petition.Dialogue, error) {
	if tx.remembered != nil {
		if kept, ok := tx.remembered.dialogues[userID]; ok {
			return kept, nil
		}
	}
	found, err := list[petition.Dialogue]("find dialogue", tx.db.Where("user_id = ?", userID), 1)
	if err != nil || len(found) == 0 {
		return petition.Dialogue{UserID: userID}, err
	}
	tx.remembered.keepDialogue(found[0])
	return found[0], nil
}

// SaveDialogue writes the dialogue if it still has the version that was read, then raises d.Version.
func (tx *Tx) SaveDialogue(d *petition.Dialogue) error {
	if d.Version == 0 {
		row := *d
		row.Version = 1
		if err := tx.db.Create(&row).Error; err != nil {
			return classify("create dialogue", err)
		}
		*d = row
		tx.remembered.keepDialogue(row)
		return nil
	}
	result := tx.db.Model(&petition.Dialogue{}).Where("user_id = ? AND version = ?", d.UserID, d.Version).
		Updates(map[string]any{
			"flow": d.Flow, "step": d.Step, "ref": d.Ref, "version": d.Version + 1, "updated_at": d.UpdatedAt,
		})
	if result.Error != nil {
		return classify("save dialogue", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("save dialogue")
	}
	d.Version++
	tx.remembered.keepDialogue(*d)
	return nil
}
