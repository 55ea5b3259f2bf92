package store_test

import (
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models/people"
	"petitiondesk/test/testenv"
)

// Only a server has two writers at a time; SQLite's transactions come one after another.
func TestTransactionsReadWhatOthersHaveCommitted(t *testing.T) {
	if testing.Short() {
		return // the quick loop has SQLite alone
	}
	s := migrated(t, testenv.MySQL(t))
	transact(t, s, func(tx *store.Tx) error {
		before, err := tx.Units()
		must(t, err)
		transact(t, s, func(other *store.Tx) error {
			return other.PutUnits([]people.Unit{{Code: "bureau", Name: "信访局", Kind: people.Bureau}})
		})
		after, err := tx.Units()
		if len(before) != 0 || len(after) != 1 {
			t.Errorf("read %d units, then %d", len(before), len(after))
		}
		return err
	})
}
