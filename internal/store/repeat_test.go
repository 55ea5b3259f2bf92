package store_test

import (
	"slices"
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models/petition"
)

func earlier(t *testing.T, s *store.Store, by petition.Sought, limit int) []petition.Earlier {
	t.Helper()
	return read(t, s, func(tx *store.Tx) ([]petition.Earlier, error) { return tx.EarlierCases(by, limit) })
}

// However many others share a name, a place or a telephone, the oldest case of the same person is still found.
func TestNoRepeatIsLostInACrowd(t *testing.T) {
	const limit = 20
	onEach(t, func(t *testing.T, s *store.Store) {
		serial := 0
		enter := func(place, topic string, person petition.Petitioner) int64 {
			serial++
			c, sub, v, _ := newCase(numbered("XF20261123-", serial), int64(serial))
			c.PlaceCode, c.Topic = place, topic
			transact(t, s, func(tx *store.Tx) error { return tx.CreateCase(c, sub, v, []petition.Petitioner{person}) })
			return c.ID
		}
		sought := petition.Sought{IDIndex: "id", MobileIndex: "mobile", NameIndex: "name", PlaceCode: "here", Topic: "labour"}
		byID := enter("there", "", petition.Petitioner{IDIndex: "id"})
		byMobile := enter("there", "", petition.Petitioner{MobileIndex: "mobile"})
		byName := enter("here", "", petition.Petitioner{NameIndex: "name"})
		byTopic := enter("here", "labour", petition.Petitioner{})
		for range 2 * limit {
			enter("there", "labour", petition.Petitioner{NameIndex: "name"})
			enter("here", "housing", petition.Petitioner{})
		}
		again := petition.Petitioner{MobileIndex: "mobile"} // one matter, brought forward over and over
		pressing := enter("there", "", again)
		for range 2 * limit {
			serial++
			more := petition.Submission{CaseID: pressing, DraftID: int64(serial), Number: numbered("XF20261123-", serial), ReceivedAt: start}
			transact(t, s, func(tx *store.Tx) error {
				return tx.CreateSubmission(&more, &petition.Visit{Headcount: 1}, []petition.Petitioner{again})
			})
		}
		got := earlier(t, s, sought, limit)
		if len(got) > limit {
			t.Errorf("%d cases are compared, at most %d may be", len(got), limit)
		}
		for what, id := range map[string]int64{"identity number": byID, "mobile": byMobile, "name": byName, "topic": byTopic, "newest": pressing} {
			if !slices.ContainsFunc(got, func(e petition.Earlier) bool { return e.CaseID == id }) {
				t.Errorf("the case of the same %s is lost", what)
			}
		}
	})
}
