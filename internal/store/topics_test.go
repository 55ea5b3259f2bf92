package store_test

import (
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

func TestTopicEditions(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		if id := read(t, s, (*store.Tx).NewestTopicEdition); id != 0 {
			t.Errorf("an empty table has %d", id)
		}
		add := func(list petition.TopicList, version int, names ...string) petition.TopicEdition {
			e := petition.TopicEdition{TopicList: list, Version: version, Source: "file", ImportedBy: "system", ImportedAt: start}
			for i, name := range names {
				e.Entries = append(e.Entries, petition.TopicEntry{Position: i + 1, Code: numbered("t", i), Name: name, Crosswalk: "2023:labour"})
			}
			transact(t, s, func(tx *store.Tx) error { return tx.AddTopicEdition(&e) })
			return e
		}
		add("2026", 1, "劳动")
		newest := add("2026", 2, "劳动", "医疗")
		other := add("2025", 1, "教育")
		editions := read(t, s, (*store.Tx).TopicEditions)
		if len(editions) != 2 || editions[0].ID != other.ID || editions[1].ID != newest.ID || len(editions[1].Entries) != 2 ||
			editions[1].Entries[1].Name != "医疗" || editions[1].Entries[1].Crosswalk != "2023:labour" {
			t.Errorf("got %+v", editions)
		}
		if id := read(t, s, (*store.Tx).NewestTopicEdition); id != other.ID {
			t.Errorf("the newest is %d", id)
		}
		err := s.Transact(t.Context(), func(tx *store.Tx) error {
			return tx.AddTopicEdition(&petition.TopicEdition{TopicList: "2026", Version: 2})
		})
		if models.CodeOf(err) != models.Conflict {
			t.Errorf("the same version again: %v", err)
		}
	})
}

func TestPetitionersAreIndexedByBatches(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		register(t, s, "XF20261123-0001", 7)
		all := read(t, s, func(tx *store.Tx) ([]petition.Petitioner, error) { return tx.PetitionersAfter(0, 9) })
		if len(all) == 0 {
			t.Fatal("nobody is there")
		}
		was := all[0]
		changed := was
		changed.NameIndex, changed.MobileIndex, changed.IDIndex, changed.Name = "n", "m", "i", "not written"
		transact(t, s, func(tx *store.Tx) error {
			if err := tx.SetPetitionerIndexes([]petition.Petitioner{changed}); err != nil {
				return err
			}
			if err := tx.SetProgress("batch", "key one", 1, start); err != nil {
				return err
			}
			return tx.SetProgress("batch", "key one", was.ID, start)
		})
		now := read(t, s, func(tx *store.Tx) ([]petition.Petitioner, error) { return tx.PetitionersAfter(was.ID-1, 1) })
		changed.Name = was.Name
		same(t, now, []petition.Petitioner{changed})
		for mark, want := range map[string]int64{"key one": was.ID, "key two": 0} {
			if got := read(t, s, func(tx *store.Tx) (int64, error) { return tx.Progress("batch", mark) }); got != want {
				t.Errorf("under %s it has come to %d, want %d", mark, got, want)
			}
		}
	})
}
