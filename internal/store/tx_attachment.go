package store

import (
	"slices"
	"time"

	"petitiondesk/models/petition"
)

// AddAttachment writes an attachment and sets its id; Conflict when its message has brought one.
func (tx *Tx) AddAttachment(a *petition.Attachment) error {
	a.ID = 0
	return classify("add attachment", tx.db.Create(a).Error)
}

// UpdateAttachment writes all of an attachment that changes, if its state and what it belongs to are still as read in was; else
// Conflict.
func (tx *Tx) UpdateAttachment(a, was petition.Attachment) error {
	as := tx.db.Where("id = ? AND state = ? AND draft_id = ? AND case_id = ?", was.ID, was.State, was.DraftID, was.CaseID)
	result := as.Model(&petition.Attachment{}).Updates(map[string]any{
		"draft_id": a.DraftID, "case_id": a.CaseID, "state": a.State, "size": a.Size, "hash": a.Hash, "sealed": a.Sealed,
	})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("update attachment")
	}
	return classify("update attachment", result.Error)
}

// Attachment returns one attachment.
func (tx *Tx) Attachment(id int64) (petition.Attachment, error) {
	return first[petition.Attachment]("find attachment", tx.db.Where("id = ?", id))
}

// AttachmentFrom returns the attachment that a message or an upload has brought.
func (tx *Tx) AttachmentFrom(origin string) (petition.Attachment, error) {
	return first[petition.Attachment]("find attachment", tx.db.Where("origin = ?", origin))
}

// WaitingRosters returns the rosters that a person sent since an instant and that nobody has dealt with, in order.
func (tx *Tx) WaitingRosters(owner string, since time.Time) ([]petition.Attachment, error) {
	loose := tx.db.Where("owner = ? AND draft_id = 0 AND case_id = 0 AND received_at >= ?", owner, since)
	open := loose.Where("kind = ? AND state IN ?", petition.RosterAttachment, []petition.AttachmentState{petition.AttachmentWaiting, petition.AttachmentKept})
	return list[petition.Attachment]("find waiting rosters", open.Order("received_at, id"), petition.MaxAttachments)
}

// AttachmentsOfDraft returns what was sent with a report, in order.
func (tx *Tx) AttachmentsOfDraft(draftID int64) ([]petition.Attachment, error) {
	return list[petition.Attachment]("find attachments", tx.db.Where("draft_id = ?", draftID).Order("id"), petition.MaxAttachments)
}

// AttachmentsOfCase returns what belongs to a case, in order.
func (tx *Tx) AttachmentsOfCase(caseID int64) ([]petition.Attachment, error) {
	return list[petition.Attachment]("find attachments", tx.db.Where("case_id = ?", caseID).Order("id"), 10*petition.MaxAttachments)
}

// LooseAttachments returns what a person sent since an instant that waits for its words, in order; of too many, the newest.
func (tx *Tx) LooseAttachments(owner string, since time.Time) ([]petition.Attachment, error) {
	newest, err := list[petition.Attachment]("find loose attachments",
		tx.db.Where("owner = ? AND draft_id = 0 AND case_id = 0 AND received_at >= ?", owner, since).Order("received_at DESC, id DESC"), 2*petition.MaxAttachments)
	slices.Reverse(newest)
	return newest, err
}

// AttachmentsToCase gives what was sent with a report to the case it became, or with 0, 0 as draft, moves nothing.
func (tx *Tx) AttachmentsToCase(draftID, caseID int64) error {
	if draftID == 0 {
		return nil
	}
	err := tx.db.Model(&petition.Attachment{}).Where("draft_id = ?", draftID).UpdateColumn("case_id", caseID).Error
	return classify("attach to case", err)
}

// DestroyKey destroys a data key, as a lawful erasure does.
func (tx *Tx) DestroyKey(id int64, at time.Time) error {
	err := tx.db.Model(&petition.DataKey{}).Where("draft_id = ?", id).Updates(map[string]any{"key_id": "", "wrapped": nil, "destroyed_at": at}).Error
	return classify("destroy data key", err)
}
