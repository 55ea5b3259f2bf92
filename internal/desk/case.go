package desk

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// MaxListed is the longest list shown in a chat.
const MaxListed = 10

// CaseView is a case as shown in chat: number, topic and masked name, nothing more of the person.
type CaseView struct {
	Case       petition.Case
	Name       string // masked
	Unit       string // name of the responsible unit
	CaseLeader string // title
	Times      int64  // how often it was brought forward
	Progress   []petition.Progress
	Requests   []approval.Request // newest first
	Related    []Relation
	VoidAsked  bool               // somebody has asked for a void, nobody has decided
	Amendments []notice.Amendment // oldest first
}

// FindCase looks a case up by its full number, or by today's serial.
func (d *Desk) FindCase(ctx context.Context, reader, reference string) (CaseView, error) {
	var view CaseView
	err := d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, reader, people.ReadCases)
		if err != nil {
			return err
		}
		found, err := d.findCase(ctx, tx, reference)
		if err != nil {
			return err
		}
		if err := keepFromAccused(tx, person, found); err != nil {
			return err
		}
		lead, err := tx.LeadPetitioner(found.ID)
		if err != nil {
			return err
		}
		view = CaseView{Case: found, Name: lead.MaskedName()}
		if err := view.inCharge(tx); err != nil {
			return err
		}
		if view.Times, err = tx.CountSubmissionsOf(found.ID); err != nil {
			return err
		}
		if err := view.relate(tx); err != nil {
			return err
		}
		if view.Progress, err = tx.ProgressOf(found.ID, 5); err != nil {
			return err
		}
		if view.Requests, err = tx.RequestsOn(found.ID, 3); err != nil {
			return err
		}
		view.Amendments, err = amendmentsOf(tx, found.ID)
		return err
	})
	return view, err
}

// relate adds the other cases this one has to do with.
func (v *CaseView) relate(tx CaseworkTx) error {
	events, err := tx.EventsOf(v.Case.ID)
	if err != nil {
		return err
	}
	matter := casework.Fold(events)
	v.VoidAsked = len(matter.VoidAsks) > 0
	v.Related, err = relations(tx, matter)
	return err
}

// inCharge adds the names of who has the case.
func (v *CaseView) inCharge(tx PeopleTx) error {
	if v.Case.UnitCode != "" {
		units, err := tx.Units()
		if err != nil {
			return err
		}
		for _, unit := range units {
			if unit.Code == v.Case.UnitCode {
				v.Unit = unit.Name
			}
		}
	}
	if v.Case.CaseLeader == "" {
		return nil
	}
	leader, err := tx.Person(v.Case.CaseLeader)
	v.CaseLeader = leader.Title()
	return err
}

func (d *Desk) findCase(ctx context.Context, tx CaseTx, reference string) (petition.Case, error) {
	found, _, err := d.findSubmission(ctx, tx, reference)
	return found, err
}

// findSubmission finds a submission by its number, and the case it belongs to now.
func (d *Desk) findSubmission(ctx context.Context, tx CaseTx, reference string) (petition.Case, petition.Submission, error) {
	if reference == "" {
		return petition.Case{}, petition.Submission{}, models.Errorf(models.Invalid, "请带上信访事项编号，例如 XF20261122-0001。")
	}
	number := d.numberMeant(ctx, reference)
	submission, err := tx.SubmissionByNumber(number)
	if models.CodeOf(err) == models.NotFound {
		return petition.Case{}, submission, models.Errorf(models.NotFound, "没有找到编号 %s，请核对后带上完整编号再试。", number)
	}
	if err != nil {
		return petition.Case{}, submission, err
	}
	found, err := tx.Case(submission.CaseID)
	return found, submission, err
}

// numberMeant is the full number of a reference, which may be a serial of the day.
func (d *Desk) numberMeant(ctx context.Context, reference string) string {
	if serial, err := strconv.ParseInt(reference, 10, 64); err == nil {
		return petition.Number(d.dayMeant(ctx), serial)
	}
	return reference
}

// dayMeant is the day a short number speaks of: the one on which it was written, however late it is handled.
func (d *Desk) dayMeant(ctx context.Context) calendar.Day {
	if turn := queue.TurnFrom(ctx); turn != nil && !turn.SaidAt.IsZero() {
		return calendar.DayOf(turn.SaidAt)
	}
	return d.today()
}

// MyWork is what one person has in hand.
type MyWork struct {
	Person people.Person
	Cases  []petition.Case
	Drafts []petition.Draft
}

// MyCases lists what the person registered and put aside lately.
func (d *Desk) MyCases(ctx context.Context, userID string) (MyWork, error) {
	var mine MyWork
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		if mine.Person, err = may(tx, userID, people.ReadCases); err != nil {
			return err
		}
		if mine.Cases, err = tx.CasesBy(userID, MaxListed); err != nil {
			return err
		}
		mine.Drafts, err = tx.DraftsOf(userID, unfinishedStates, MaxListed)
		return err
	})
	return mine, err
}

// AddProgress puts a line on the case's record of handling.
func (d *Desk) AddProgress(ctx context.Context, author, reference, text string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(author, people.RecordProgress); err != nil {
			return err
		}
		found, err := d.findCase(ctx, w, reference)
		if err != nil {
			return err
		}
		text = strings.TrimSpace(text)
		if text == "" || utf8.RuneCountInString(text) > petition.MaxText {
			return models.Errorf(models.Invalid, "请在编号后写明进展（不超过%d字），例如：进展 %s 已联系人社局核实", petition.MaxText, found.Number)
		}
		line := petition.Progress{CaseID: found.ID, Author: author, Text: text, At: w.now}
		if err := w.Tx.AddProgress(&line); err != nil {
			return err
		}
		if err := w.answer(author, notice.ProgressKept, notice.Case{Number: found.Number}); err != nil {
			return err
		}
		return w.record(ledger.ProgressRecorded, found.Number, author, map[string]any{"progress": line.ID})
	})
}

// NoCases tells whether nothing has been registered yet.
func (d *Desk) NoCases(ctx context.Context) (bool, error) {
	var count int64
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		count, err = tx.CountCases()
		return err
	})
	return count == 0, err
}
