package store_test

import (
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/test/testenv"
)

// Only a server has two writers at a time; SQLite's transactions come one after another.
func TestTransactionsReadWhatOthersHaveCommitted(t *testing.T) {
	if testing.Short() {
		return // the quick loop has SQLite alone
	}
	s := migrated(t, testenv.MySQL(t))
	transact(t, s, func(tx *store.Tx) error {
		before, err := tx.Stations()
		must(t, err)
		transact(t, s, func(other *store.Tx) error {
			return other.PutStations([]duty.Station{{Code: "center", Name: "县人民来访接待中心"}})
		})
		after, err := tx.Stations()
		if len(before) != 0 || len(after) != 1 {
			t.Errorf("read %d stations, then %d", len(before), len(after))
		}
		return err
	})
}

// What a transaction remembers of people, units and dialogues is what it has written of them itself; the next one asks anew.
func TestTransactionsRememberWhatTheyWrite(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error {
			for _, name := range []string{"信访局", "县信访局"} {
				must(t, tx.PutUnits([]people.Unit{{Code: "bureau", Name: name, Kind: people.Bureau}}))
				units, err := tx.Units()
				must(t, err)
				units[0].Code = "spoilt by whoever got it"
				units, err = tx.Units()
				must(t, err)
				same(t, units, []people.Unit{{Code: "bureau", Name: name, Kind: people.Bureau}})
			}
			for _, roles := range [][]people.Role{{people.Clerk}, {people.Clerk, people.Handler}, nil} {
				must(t, tx.PutPeople([]people.Person{{UserID: "wangfang", Name: "王芳", UnitCode: "bureau", Active: true, Roles: roles}}))
				person, err := tx.Person("wangfang")
				must(t, err)
				same(t, person.Roles, roles)
				must(t, tx.SetRoles("wangfang", []people.Role{people.Leader}))
				person, err = tx.Person("wangfang")
				must(t, err)
				same(t, person.Roles, []people.Role{people.Leader})
			}
			_, err := tx.SetPersonActive("wangfang", false, start)
			must(t, err)
			if person, err := tx.Person("wangfang"); err != nil || person.Active {
				t.Errorf("%+v, %v", person, err)
			}
			dialogue := petition.Dialogue{UserID: "wangfang", Flow: "visit", UpdatedAt: start}
			for _, flow := range []string{"visit", "step", ""} {
				dialogue.Flow = flow
				must(t, tx.SaveDialogue(&dialogue))
				kept, err := tx.Dialogue("wangfang")
				must(t, err)
				same(t, kept, dialogue)
			}
			return nil
		})
		transact(t, s, func(tx *store.Tx) error {
			units, err := tx.Units()
			must(t, err)
			same(t, units[0].Name, "县信访局")
			person, err := tx.Person("wangfang")
			must(t, err)
			same(t, person.Active, false)
			return nil
		})
	})
}
