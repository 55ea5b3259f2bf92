package desk

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

// commitKey is the key of one submission's commitment: what it is reckoned with, and what the row keeps of it.
type commitKey struct{ used, kept string }

// newCommitKey makes the key of the commitment to what a draft becomes. Where people are sealed it follows from the draft's
// data key, so that the row tells nothing and the key ends with an erasure.
func (w *work) newCommitKey(draftID int64) (commitKey, error) {
	if tx, ok := w.Tx.(*sealedTx); ok {
		_, key, err := tx.keyOf(draftID, petition.DataKey{})
		if err != nil {
			return commitKey{}, err
		}
		if key != nil {
			return commitKey{used: derivedCommitKey(key, draftID), kept: petition.SealedCommit}, nil
		}
	}
	var key [16]byte
	if _, err := rand.Read(key[:]); err != nil {
		return commitKey{}, fmt.Errorf("make a commitment key: %w", err)
	}
	text := hex.EncodeToString(key[:])
	return commitKey{used: text, kept: text}, nil
}

func derivedCommitKey(dataKey []byte, draftID int64) string {
	mac := hmac.New(sha256.New, dataKey)
	mac.Write([]byte("petitiondesk ledger commitment of " + keyOwner(draftID)))
	return hex.EncodeToString(mac.Sum(nil))
}

func commitTo(s petition.Submission, key commitKey, named []petition.Petitioner) string {
	return ledger.Commit([]byte(key.used), petition.Committed(s, named)...)
}

// Register opens what commitments bind, and the keys of those that were sealed.
func (tx *sealedTx) Register(numbers []string) ([]petition.Entered, error) {
	rows, err := tx.Tx.Register(numbers)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if err := tx.openRegistered(&rows[i]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (tx *sealedTx) openRegistered(row *petition.Entered) error {
	switch {
	case row.Key.DraftID == 0:
		return nil // nothing is sealed
	case row.Key.Destroyed():
		row.CommitKey = ""
		return nil
	case tx.sealer == nil:
		row.Locked = true
		return nil
	}
	key, err := tx.open(row.Key)
	if err != nil {
		return err
	}
	if row.CommitKey == petition.SealedCommit {
		row.CommitKey = derivedCommitKey(key, row.DraftID)
	}
	if row.Sealed != nil {
		original, err := tx.sealer.Open(key, originalPlace, row.Sealed)
		if err != nil {
			return err
		}
		row.Original = string(original)
	}
	for i, p := range row.Named {
		if p.Sealed == nil {
			continue
		}
		var own petition.Personal
		if err := tx.openJSON(key, petitionerPlace(p), p.Sealed, &own); err != nil {
			return err
		}
		row.Named[i] = p.With(own)
	}
	return nil
}
