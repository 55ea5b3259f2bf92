package desk

import (
	"context"
	"time"

	"petitiondesk/models/petition"
)

// AttachmentTx reads and writes attachments.
type AttachmentTx interface {
	AddAttachment(a *petition.Attachment) error        // sets ID; Conflict when its message has brought one
	UpdateAttachment(a, was petition.Attachment) error // Conflict when its state or what it belongs to is not as it was
	Attachment(id int64) (petition.Attachment, error)
	AttachmentFrom(origin string) (petition.Attachment, error)
	WaitingRosters(owner string, since time.Time) ([]petition.Attachment, error)   // sent since, not yet dealt with, in order
	AttachmentsOfDraft(draftID int64) ([]petition.Attachment, error)               // in order
	AttachmentsOfCase(caseID int64) ([]petition.Attachment, error)                 // in order
	LooseAttachments(owner string, since time.Time) ([]petition.Attachment, error) // in order, the newest at least
	AttachmentsToCase(draftID, caseID int64) error
	DestroyKey(id int64, at time.Time) error
}

// Files keeps contents of attachments by key.
type Files interface {
	Put(ctx context.Context, key string, content []byte) error
	Get(ctx context.Context, key string, limit int64) ([]byte, error)
	Delete(ctx context.Context, key string) error
}

// FetchMedia fetches what somebody sent from the platform. Error: NotFound when it is there no more, Invalid when it is longer
// than limit bytes.
type FetchMedia func(ctx context.Context, mediaID string, limit int64) ([]byte, error)
