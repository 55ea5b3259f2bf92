package desk

import (
	"cmp"
	"context"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
)

// Staff looks a colleague up; code Forbidden when the person is not, or no longer, on the staff.
func (d *Desk) Staff(ctx context.Context, userID string) (people.Person, error) {
	var person people.Person
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		person, err = may(tx, userID, people.ReadDuty)
		return err
	})
	return person, err
}

// County is what an import describes.
type County struct {
	Units    []people.Unit
	People   []people.Person
	Stations []duty.Station
	Groups   []duty.Group
	Rules    []duty.Rule
	Posts    []duty.Post
	Periods  []duty.Period
	Cards    []duty.Card

	Approvals []approval.Plan
	Kin       []people.Kin
	Villages  []people.Village
}

// Import brings the county up to date: matched by code and userid, nothing deleted, all or nothing. Importing
// the same again changes nothing that matters.
func (d *Desk) Import(ctx context.Context, county County) error {
	err := d.transact(ctx, func(w *work) error {
		if err := w.PutUnits(county.Units); err != nil {
			return err
		}
		if err := w.PutPeople(county.People); err != nil {
			return err
		}
		if err := w.PutStations(county.Stations); err != nil {
			return err
		}
		if err := w.PutRules(county.Rules); err != nil {
			return err
		}
		if err := w.setKinds(county.Approvals); err != nil {
			return err
		}
		if err := cmp.Or(w.PutKin(county.Kin), w.PutVillages(county.Villages)); err != nil {
			return err
		}
		if err := w.putDutyOrders(county); err != nil {
			return err
		}
		return w.record(ledger.CountyImported, "county", SystemActor, map[string]int{
			"units": len(county.Units), "people": len(county.People), "stations": len(county.Stations), "rules": len(county.Rules),
			"kin": len(county.Kin),
		})
	})
	if err != nil {
		return err
	}
	return d.PlanDuty(ctx)
}

func (w *work) putDutyOrders(county County) error {
	if err := w.PutPosts(county.Posts); err != nil {
		return err
	}
	if err := w.PutPeriods(county.Periods); err != nil {
		return err
	}
	for _, group := range county.Groups {
		if err := w.SetGroup(group.Station, group.ChatID); err != nil {
			return err
		}
	}
	return w.PutDutyCards(county.Cards)
}

// Ready tells whether the store answers.
func (d *Desk) Ready(ctx context.Context) error {
	return d.store.Read(ctx, func(tx Tx) error {
		_, err := tx.LedgerHead()
		if err != nil && models.CodeOf(err) == models.NotFound {
			return models.Errorf(models.Unavailable, "数据库尚未初始化，请先运行 migrate。")
		}
		return err
	})
}
