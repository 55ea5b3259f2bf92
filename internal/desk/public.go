package desk

import (
	"context"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// PetitionerActor stands in the record for whoever holds a receipt.
const PetitionerActor = "petitioner"

// Holder is what somebody typed to prove that a receipt is his.
type Holder struct {
	Number, Code string
}

// Window is a right of the petitioner that ends on a day.
type Window struct {
	What    string
	Until   calendar.Day
	Article string
}

// PublicView is all that the public page shows of a petition: nothing that names a person or tells the matter.
type PublicView struct {
	Number       string
	JoinedTo     string // number of the case it is handled with, "" when it is its own
	RegisteredAt time.Time
	Office       string
	Unit         string // name of the responsible unit
	State        petition.State
	Promise      notice.Promise
	Windows      []Window
	ShortHash    string
	Rateable     bool
	OfficeGrade  petition.Grade // what was said last, "" = nothing yet
	UnitGrade    petition.Grade
}

// errNoSuchReceipt is the one answer to an unknown number, a wrong code and a petition that is no longer on record.
func errNoSuchReceipt() error {
	return models.Errorf(models.NotFound, "没有找到，请核对编号和查询码。")
}

// holder finds the receipt that number and code open together. Unknown numbers take the same steps as wrong codes.
func (d *Desk) holder(tx Tx, who Holder) (petition.Receipt, error) {
	number := petition.ReadNumber(who.Number)
	r, err := tx.Receipt(number)
	unknown := models.CodeOf(err) == models.NotFound
	if err != nil && !unknown {
		return petition.Receipt{}, err
	}
	if unknown {
		r = petition.Receipt{Number: number, Issue: 1}
	}
	if opens := r.Opens(d.indexKey, who.Code); !opens || unknown {
		return petition.Receipt{}, errNoSuchReceipt()
	}
	return r, nil
}

// caseOf is the case a receipt stands for now, the one it was merged into if so.
func caseOf(tx Tx, r petition.Receipt) (petition.Case, error) {
	c, err := tx.Case(r.CaseID)
	if err == nil {
		c, err = survivorOf(tx, c)
	}
	if models.CodeOf(err) == models.NotFound {
		return c, errNoSuchReceipt()
	}
	return c, err
}

// Ask tells the holder of a receipt where the petition stands.
func (d *Desk) Ask(ctx context.Context, who Holder) (PublicView, error) {
	var view PublicView
	err := d.store.Read(ctx, func(tx Tx) error {
		r, err := d.holder(tx, who)
		if err != nil {
			return err
		}
		c, err := caseOf(tx, r)
		if err != nil {
			return err
		}
		view, err = d.publicView(tx, r, c)
		return err
	})
	return view, err
}

func (d *Desk) publicView(tx Tx, r petition.Receipt, c petition.Case) (PublicView, error) {
	view := PublicView{
		Number: r.Number, RegisteredAt: r.RegisteredAt, State: c.State, ShortHash: r.ShortHash(), Rateable: c.Rateable(),
	}
	if c.Number != r.Number {
		view.JoinedTo = c.Number
	}
	units, err := tx.Units()
	if err != nil {
		return view, err
	}
	for _, unit := range units {
		if unit.Code == c.UnitCode {
			view.Unit = unit.Name
		}
		if unit.Kind == people.Bureau && view.Office == "" {
			view.Office = unit.Name
		}
	}
	events, err := tx.EventsOf(c.ID)
	if err != nil {
		return view, err
	}
	clocks, err := d.clocksOf(tx, c, events)
	if err != nil {
		return view, err
	}
	view.Promise, view.Windows = promise(clocks), windows(clocks)
	ratings, err := tx.NewestRatings(c.ID)
	for _, rating := range ratings {
		if rating.Object == petition.RatedOffice {
			view.OfficeGrade = rating.Grade
		} else {
			view.UnitGrade = rating.Grade
		}
	}
	return view, err
}

func windows(clocks []casework.CaseClock) []Window {
	var open []Window
	for _, clock := range casework.Nearest(clocks) {
		if clock.Rule.PetitionerWindow && clock.State == statute.Running && clock.DueLegal != "" {
			open = append(open, Window{What: clock.Rule.Title, Until: clock.DueLegal, Article: clock.Rule.Article()})
		}
	}
	return open
}

// RateOwn records what the holder of a receipt says of the petition office and of the responsible unit, once an answer was
// given. Saying the same again changes nothing.
func (d *Desk) RateOwn(ctx context.Context, who Holder, office, unit petition.Grade) error {
	return d.transact(ctx, func(w *work) error {
		r, err := d.holder(w, who)
		if err != nil {
			return err
		}
		c, err := caseOf(w, r)
		if err != nil {
			return err
		}
		if office.Chinese() == "" || unit.Chinese() == "" {
			return models.Errorf(models.Invalid, "请对信访部门和责任单位各选一项。")
		}
		if !c.Rateable() {
			return models.Errorf(models.Conflict, "答复以后才能评价，请到时再来。")
		}
		code, err := w.unitOf(c.ID)
		if err != nil {
			return err
		}
		said := petition.Rating{CaseID: c.ID, RatedOn: w.today(), RecordedBy: PetitionerActor, RecordedAt: w.now, Own: true}
		ofOffice, ofUnit := said, said
		ofOffice.Object, ofOffice.Grade = petition.RatedOffice, office
		ofUnit.Object, ofUnit.Grade, ofUnit.UnitCode = petition.RatedUnit, unit, code
		was, err := w.NewestRatings(c.ID)
		if err != nil || saidBefore(was, ofOffice) && saidBefore(was, ofUnit) {
			return err
		}
		if err := w.AddRatings([]petition.Rating{ofOffice, ofUnit}); err != nil {
			return err
		}
		payload := map[string]any{"office": office, "unit": unit, "unit_code": code, "own": true, "receipt": r.Number}
		return w.record(ledger.CaseRated, c.Number, PetitionerActor, payload)
	})
}

func saidBefore(was []petition.Rating, now petition.Rating) bool {
	for _, r := range was {
		if r.Object == now.Object && r.Own && r.Grade == now.Grade && r.UnitCode == now.UnitCode {
			return true
		}
	}
	return false
}
