package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/people"
)

func TestPeople(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		units := []people.Unit{{Code: "xfj", Name: "信访局", Kind: people.Bureau}, {Code: "cg", Name: "城关镇", Kind: people.Township}}
		zhang := people.Person{UserID: "zhang", Name: "张三", UnitCode: "xfj", Post: "窗口", Roles: []people.Role{people.Clerk, people.Handler}, Active: true}
		wang := people.Person{UserID: "wang", Name: "王五", UnitCode: "none", Roles: []people.Role{people.Clerk}, Active: true}
		li := people.Person{UserID: "li", Name: "李四", UnitCode: "cg", Roles: []people.Role{people.Clerk}}
		transact(t, s, func(tx *store.Tx) error {
			if err := tx.PutUnits(units); err != nil {
				return err
			}
			return tx.PutPeople([]people.Person{zhang, wang, li})
		})
		zhang.UnitName, li.UnitName = "信访局", "城关镇"

		person := func(id string) (people.Person, error) {
			var p people.Person
			err := s.Read(t.Context(), func(tx *store.Tx) (err error) { p, err = tx.Person(id); return err })
			return p, err
		}
		got, err := person("zhang")
		must(t, err)
		same(t, got, zhang)
		_, err = person("nobody")
		wantCode(t, err, models.NotFound)

		same(t, read(t, s, func(tx *store.Tx) ([]people.Person, error) { return tx.PeopleWith(people.Clerk) }),
			[]people.Person{wang, zhang})
		if found := read(t, s, func(tx *store.Tx) ([]people.Person, error) {
			return tx.PeopleByID([]string{"li", "nobody", "zhang"})
		}); len(found) != 2 {
			t.Errorf("found %v", found)
		}
		same(t, read(t, s, (*store.Tx).Units), []people.Unit{units[1], units[0]})

		// Written again: changed, not doubled; roles are replaced.
		zhang.Post, zhang.Roles = "科长", []people.Role{people.Supervisor}
		transact(t, s, func(tx *store.Tx) error { return tx.PutPeople([]people.Person{zhang}) })
		got, err = person("zhang")
		must(t, err)
		same(t, got, zhang)

		for _, want := range []bool{true, false} {
			transact(t, s, func(tx *store.Tx) error {
				changed, err := tx.SetPersonActive("zhang", false, start)
				if changed != want {
					t.Errorf("deactivating: changed is %v, want %v", changed, want)
				}
				return err
			})
		}
		got, err = person("zhang")
		must(t, err)
		if got.Active {
			t.Error("still active")
		}
	})
}

func TestManyPeopleAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		var staff []people.Person
		for i := range 450 {
			staff = append(staff, people.Person{UserID: numbered("p", i), Name: "员", Roles: []people.Role{people.Leader}, Active: true})
		}
		transact(t, s, func(tx *store.Tx) error { return tx.PutPeople(staff) })
		found := read(t, s, func(tx *store.Tx) ([]people.Person, error) { return tx.PeopleWith(people.Leader) })
		same(t, found, staff)
	})
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
