package store_test

import (
	"slices"
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/people"
)

func TestBarsAndOpeningsAreKept(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		bars := []people.Bar{
			{CaseID: 1, UserID: "zhang", Ground: people.SameName, BarredBy: "wang", BarredAt: start},
			{CaseID: 1, UnitCode: "zjj", Ground: people.Accused, BarredBy: "wang", BarredAt: start},
			{CaseID: 2, UserID: "li", Ground: people.Kinship, BarredBy: "wang", BarredAt: start},
		}
		transact(t, s, func(tx *store.Tx) error {
			if err := tx.AddBars(bars); err != nil {
				return err
			}
			if err := tx.PutKin([]people.Kin{{UserID: "li", Name: "李大爷", Relation: "父亲"}, {UserID: "li", Name: "李大爷", Relation: "叔父"}}[1:]); err != nil {
				return err
			}
			for _, reason := range []string{"一", "二"} {
				if err := tx.AddAccess(&people.Access{CaseID: 1, UserID: "zhang", Reason: reason, At: start}); err != nil {
					return err
				}
			}
			return tx.AddEvent(&casework.Event{CaseID: 1, Step: casework.Refer, Day: today, Details: casework.Details{Charges: []casework.Order{{Unit: "rsj"}, {Unit: "jwjw"}}}})
		})
		transact(t, s, func(tx *store.Tx) error {
			found, err := tx.BarsOn([]int64{1, 2, 3})
			must(t, err)
			if len(found) != 3 || !found[0].Of(people.Person{UserID: "zhang"}) || !found[1].Of(people.Person{UserID: "x", UnitCode: "zjj"}) {
				t.Errorf("%+v", found)
			}
			must(t, tx.LiftBar(found[0].ID, "sun", "不是同一人", start))
			if err := tx.LiftBar(found[0].ID, "sun", "again", start); models.CodeOf(err) != models.Conflict {
				t.Errorf("lifted twice: %v", err)
			}
			found, err = tx.BarsOn([]int64{1})
			must(t, err)
			if found[0].Of(people.Person{UserID: "zhang"}) || found[0].LiftReason != "不是同一人" {
				t.Errorf("not lifted: %+v", found[0])
			}
			charged, err := tx.ChargedUnits([]int64{1, 2})
			must(t, err)
			if !slices.Equal(charged[1], []string{"rsj", "jwjw"}) || len(charged[2]) != 0 {
				t.Errorf("charged %v", charged)
			}
			kin, err := tx.KinCalled([]string{"李大爷", "nobody"})
			must(t, err)
			if len(kin) != 1 || kin[0].UserID != "li" {
				t.Errorf("kin %+v", kin)
			}
			log, err := tx.AccessLog(1, 5)
			must(t, err)
			newest, err := tx.AccessLog(0, 1)
			must(t, err)
			if len(log) != 2 || log[0].Reason != "二" || len(newest) != 1 || newest[0].Reason != "二" {
				t.Errorf("log %+v, newest %+v", log, newest)
			}
			return nil
		})
	})
}
