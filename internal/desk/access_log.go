package desk

import (
	"context"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// openFile hands a confidential file to somebody who says what for. The opening is on record before the file is out.
func (d *Desk) openFile(ctx context.Context, reader, reference, reason string) (CaseView, error) {
	var view CaseView
	err := d.transact(ctx, func(w *work) error {
		person, err := w.actor(reader, people.ReadCases)
		if err != nil {
			return err
		}
		if view, err = d.viewFor(ctx, w, person, reference); err != nil {
			return err
		}
		example := "查 " + view.Case.Number + " 核对移送材料。查阅会留下记录，由纪检监察机关查看"
		if err := people.CheckReason(reason, "这是检举控告件，查阅", example); err != nil {
			return err
		}
		opened := people.Access{CaseID: view.Case.ID, UserID: reader, Reason: petition.MaskText(reason), At: w.now}
		if err := w.AddAccess(&opened); err != nil {
			return err
		}
		view.Case.Facts, view.Case.Demand = petition.MaskText(view.Case.Facts), petition.MaskText(view.Case.Demand)
		if err := w.answer(reader, notice.CaseOpened, view); err != nil {
			return err
		}
		return w.record(ledger.FileOpened, view.Case.Number, reader, map[string]any{"access": opened.ID})
	})
	return view, err
}

// Opening is one opening of a confidential file.
type Opening struct {
	Number string
	Person string // title
	Unit   string
	Reason string
	At     time.Time
}

// accessLooked bounds how many openings are looked at for one list.
const accessLooked = 200

// AccessLog lists who opened confidential files lately, newest first; of one case when a reference is given. Whoever is
// barred from a case does not see that anybody opened it.
func (d *Desk) AccessLog(ctx context.Context, reader, reference string) ([]Opening, error) {
	var openings []Opening
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, reader, people.ReadAccessLog)
		if err != nil {
			return err
		}
		caseID := int64(0)
		if reference != "" {
			found, _, err := d.open(ctx, tx, person, reference, people.ReadAccessLog)
			if err != nil {
				return err
			}
			caseID = found.ID
		}
		log, err := tx.AccessLog(caseID, accessLooked)
		if err != nil {
			return err
		}
		openings, err = openingsSeen(tx, person, log)
		return err
	})
	return openings, err
}

func openingsSeen(tx Tx, reader people.Person, log []people.Access) ([]Opening, error) {
	readers := make([]string, len(log))
	for i, a := range log {
		readers[i] = a.UserID
	}
	cases, seen, err := aboutCases(tx, log, func(a people.Access) int64 { return a.CaseID })
	if err != nil {
		return nil, err
	}
	staff, err := tx.PeopleByID(unique(readers))
	if err != nil {
		return nil, err
	}
	who := map[string]people.Person{}
	for _, person := range staff {
		who[person.UserID] = person
	}
	var openings []Opening
	for _, a := range log {
		c := cases[a.CaseID]
		if seen.of(reader, c) == people.Hidden || len(openings) == MaxListed {
			continue
		}
		person := who[a.UserID]
		openings = append(openings, Opening{Number: c.Number, Person: person.Title(), Unit: person.UnitName, Reason: a.Reason, At: a.At})
	}
	return openings, nil
}

func unique[T comparable](values []T) []T {
	seen := map[T]bool{}
	var once []T
	for _, v := range values {
		if !seen[v] {
			seen[v] = true
			once = append(once, v)
		}
	}
	return once
}

// MakeOrdinary takes the clerk's word that a report under way is no accusation, or that it is one after all. draftID 0 means
// the report that the conversation is about. Once registered it stays as it is.
func (d *Desk) MakeOrdinary(ctx context.Context, clerk string, draftID, version int64, ordinary bool) error {
	return d.transact(ctx, func(w *work) error {
		draft, err := w.ownDraft(clerk, draftID)
		if err != nil {
			return err
		}
		switch {
		case draft.State == petition.DraftRegistered:
			return w.sayRegisteredAgain(draft)
		case draft.State == petition.DraftDiscarded:
			return errDiscarded()
		case draftID != 0 && version != draft.Version:
			return models.Errorf(models.Conflict, "这张卡片的内容后来有改动，请在最新的卡片上选择。")
		}
		draft.Report.Ordinary, draft.Report.Confidential = ordinary, !ordinary
		if err := w.saveDraft(&draft); err != nil {
			return err
		}
		if err := w.askOrShow(draft, petition.Parsed{}, "", nil); err != nil {
			return err
		}
		return w.record(ledger.MadeOrdinary, "draft-"+refOf(draft.ID), clerk, map[string]any{"ordinary": ordinary})
	})
}
