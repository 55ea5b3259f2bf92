package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

const (
	notePlace    = "attachments.note"
	contentPlace = "attachments.content"
)

// sealing is the sealed store's transaction within tx.
func sealing(tx Tx) *sealedTx {
	if w, ok := tx.(*work); ok {
		tx = w.Tx
	}
	sealed, _ := tx.(*sealedTx)
	return sealed
}

// sealPart seals a part of an attachment under its own key, which is made with the first part. Without keys it stays as it is.
func (tx *sealedTx) sealPart(a petition.Attachment, place string, plain []byte) ([]byte, error) {
	_, key, err := tx.keyOf(a.KeyID(), petition.DataKey{})
	if err != nil || key == nil {
		return plain, err
	}
	return tx.sealer.Seal(tx.ctx, key, place, plain)
}

// sealAhead seals a part under the key that its attachment has; ok is false when the key is still to be made.
func (tx *sealedTx) sealAhead(a petition.Attachment, place string, plain []byte) (sealed []byte, ok bool, err error) {
	if tx.sealer == nil {
		return plain, true, nil
	}
	k, err := tx.Tx.DataKey(a.KeyID())
	if models.CodeOf(err) == models.NotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	key, err := tx.open(k)
	if err != nil || key == nil {
		return nil, false, err
	}
	sealed, err = tx.sealer.Seal(tx.ctx, key, place, plain)
	return sealed, true, err
}

// openPart opens a part of an attachment. NotFound when its key was destroyed by law.
func (tx *sealedTx) openPart(a petition.Attachment, place string, kept []byte) ([]byte, error) {
	k, err := tx.Tx.DataKey(a.KeyID())
	if models.CodeOf(err) == models.NotFound {
		return kept, nil // there were no keys when it was kept
	}
	if err != nil {
		return nil, err
	}
	key, err := tx.open(k)
	if err == nil && key == nil {
		err = models.Errorf(models.NotFound, "这份附件已依法删除。")
	}
	if err != nil {
		return nil, err
	}
	return tx.sealer.Open(key, place, kept)
}

func noteOf(tx Tx, a petition.Attachment) (petition.AttachmentNote, error) {
	var note petition.AttachmentNote
	if len(a.Sealed) == 0 {
		return note, nil
	}
	plain, err := sealing(tx).openPart(a, notePlace, a.Sealed)
	if err != nil {
		return note, err
	}
	if json.Unmarshal(plain, &note) != nil {
		return note, fmt.Errorf("decode note of attachment %d", a.ID) // the cause may quote what it could not read
	}
	return note, nil
}

// contentOf fetches the content of an attachment, which may lie far away and so is fetched outside any reading, and opens it.
func (d *Desk) contentOf(ctx context.Context, a petition.Attachment) (content []byte, err error) {
	const sealedAtMost = petition.MaxAttachment + 4096
	kept, err := d.files.Get(ctx, a.Blob(), sealedAtMost)
	if err != nil {
		return nil, err
	}
	err = d.store.Read(ctx, func(tx Tx) error {
		content, err = sealing(tx).openPart(a, contentPlace, kept)
		return err
	})
	return content, err
}
