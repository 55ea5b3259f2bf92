package store_test

import (
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// While the content of a picture is fetched, its words may come, and the other way round: whoever writes second must look again,
// or one of them is lost.
func TestAttachmentIsWrittenAsItWasRead(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		loose := petition.Attachment{Origin: "inbox:1", Owner: "wang", Kind: petition.ImageAttachment, State: petition.AttachmentWaiting, ReceivedAt: start}
		transact(t, s, func(tx *store.Tx) error { return tx.AddAttachment(&loose) })

		bound, kept := loose, loose
		bound.DraftID, kept.State = 7, petition.AttachmentKept
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateAttachment(bound, loose) })
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.UpdateAttachment(kept, loose) }), models.Conflict)
		transact(t, s, func(tx *store.Tx) error {
			kept.DraftID = 7
			return tx.UpdateAttachment(kept, bound)
		})
		transact(t, s, func(tx *store.Tx) error { return tx.AttachmentsToCase(7, 9) })
		erased := kept
		erased.State = petition.AttachmentErased
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.UpdateAttachment(erased, kept) }), models.Conflict)
		transact(t, s, func(tx *store.Tx) error {
			found, err := tx.Attachment(loose.ID)
			if found.DraftID != 7 || found.CaseID != 9 || found.State != petition.AttachmentKept {
				t.Errorf("ended as %+v", found)
			}
			return err
		})
	})
}
