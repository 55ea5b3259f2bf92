package desk

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

// newCommitKey makes the key of one submission's commitment.
func newCommitKey() (string, error) {
	var key [16]byte
	if _, err := rand.Read(key[:]); err != nil {
		return "", fmt.Errorf("make a commitment key: %w", err)
	}
	return hex.EncodeToString(key[:]), nil
}

func commitTo(s petition.Submission, named []petition.Petitioner) string {
	return ledger.Commit([]byte(s.CommitKey), petition.Committed(s, named)...)
}
