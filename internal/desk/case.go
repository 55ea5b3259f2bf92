package desk

import (
	"context"
	"strconv"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
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
	Sight      people.Sight

	Attachments string // 照片2、语音1
}

// FindCase looks a case up by its full number, or by today's serial. Opening a confidential file takes a reason, which is
// logged in the transaction that hands the file over; answered tells that it was.
func (d *Desk) FindCase(ctx context.Context, reader, reference, reason string) (view CaseView, answered bool, err error) {
	err = d.store.Read(ctx, func(tx Tx) error {
		person, err := may(tx, reader, people.ReadCases)
		if err != nil {
			return err
		}
		view, err = d.viewFor(ctx, tx, person, reference)
		return err
	})
	if err != nil || !view.Case.Confidential || !view.Sight.Shows(people.MatterField) {
		return view, false, err
	}
	view, err = d.openFile(ctx, reader, reference, reason)
	return view, true, err
}

func (d *Desk) viewFor(ctx context.Context, tx Tx, person people.Person, reference string) (CaseView, error) {
	found, _, sight, err := d.look(ctx, tx, person, reference, people.ReadCases)
	if err != nil {
		return CaseView{}, err
	}
	if !sight.Shows(people.MatterField) {
		return outlineOf(found), nil
	}
	lead, err := tx.LeadPetitioner(found.ID)
	if err != nil {
		return CaseView{}, err
	}
	view := CaseView{Case: found, Name: lead.MaskedName(), Sight: sight}
	if err := view.inCharge(tx); err != nil {
		return view, err
	}
	if view.Times, err = tx.CountSubmissionsOf(found.ID); err != nil {
		return view, err
	}
	if err := view.relate(tx, person); err != nil {
		return view, err
	}
	if view.Progress, err = tx.ProgressOf(found.ID, 5); err != nil {
		return view, err
	}
	if view.Requests, err = tx.RequestsOn(found.ID, 3); err != nil {
		return view, err
	}
	if view.Amendments, err = amendmentsOf(tx, found.ID); err != nil {
		return view, err
	}
	have, err := tx.AttachmentsOfCase(found.ID)
	if err != nil {
		return view, err
	}
	view.Attachments = petition.CountAttachments(have)
	return view, view.unname(&work{Tx: tx, desk: d, ctx: ctx})
}

// unname masks the petitioner in what was written about the case.
func (v *CaseView) unname(w *work) error {
	var written []*string
	for i := range v.Progress {
		written = append(written, &v.Progress[i].Text)
	}
	for i := range v.Requests {
		written = append(written, &v.Requests[i].Reason, &v.Requests[i].Opinion)
	}
	for i := range v.Amendments {
		written = append(written, &v.Amendments[i].Reason, &v.Amendments[i].Opinion)
	}
	return w.unnameAll(v.Case.ID, written...)
}

// outlineOf is what may be seen of a case by somebody who need not know what it says.
func outlineOf(c petition.Case) CaseView {
	return CaseView{Sight: people.Outline, Case: petition.Case{
		Number: c.Number, Channel: c.Channel, State: c.State, RegisteredAt: c.RegisteredAt, UpdatedAt: c.UpdatedAt,
		CompletedOn: c.CompletedOn, ResolvedOn: c.ResolvedOn, CertifiedOn: c.CertifiedOn, Confidential: c.Confidential,
	}}
}

// relate adds the other cases this one has to do with.
func (v *CaseView) relate(tx Tx, reader people.Person) error {
	events, err := tx.EventsOf(v.Case.ID)
	if err != nil {
		return err
	}
	matter := casework.Fold(events)
	v.VoidAsked = len(matter.VoidAsks) > 0
	if v.Related, err = relations(tx, reader, matter); err != nil {
		return err
	}
	open, err := leftOpenWith(tx, reader, v.Case.ID)
	v.Related = append(v.Related, open...)
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

// findSubmission finds a submission by its number, and the case it belongs to now.
func (d *Desk) findSubmission(ctx context.Context, tx CaseTx, reference string) (petition.Case, petition.Submission, error) {
	if reference == "" {
		return petition.Case{}, petition.Submission{}, models.Errorf(models.Invalid, "请带上信访事项编号，例如 XF20261122-0001。")
	}
	submission, err := tx.SubmissionByNumber(d.numberMeant(ctx, reference))
	if models.CodeOf(err) == models.NotFound {
		return petition.Case{}, submission, d.noSuchCase(ctx, reference)
	}
	if err != nil {
		return petition.Case{}, submission, err
	}
	found, err := tx.Case(submission.CaseID)
	return found, submission, err
}

// numberMeant is the full number that a reference stands for.
func (d *Desk) numberMeant(ctx context.Context, reference string) string {
	if serial, err := strconv.ParseInt(reference, 10, 64); err == nil {
		return petition.Number(d.dayMeant(ctx), serial)
	}
	return reference
}

// noSuchCase says that there is no such number; of a case that the person may not see it says exactly the same.
func (d *Desk) noSuchCase(ctx context.Context, reference string) error {
	return models.Errorf(models.NotFound, "没有找到编号 %s，请核对后带上完整编号再试。", d.numberMeant(ctx, reference))
}

// dayMeant is the day a short number speaks of: the one on which it was written, however late it is handled.
func (d *Desk) dayMeant(ctx context.Context) calendar.Day {
	if turn := queue.TurnFrom(ctx); turn != nil && !turn.SaidAt.IsZero() {
		return calendar.DayOf(turn.SaidAt)
	}
	return d.today()
}

// Unfinished lists the reports a person has begun and put aside, in the order in which 继续 counts them.
func (d *Desk) Unfinished(ctx context.Context, userID string) ([]petition.Draft, error) {
	var drafts []petition.Draft
	err := d.store.Read(ctx, func(tx Tx) error {
		if _, err := may(tx, userID, people.ReadCases); err != nil {
			return err
		}
		var err error
		drafts, err = unfinished(tx, userID)
		return err
	})
	return drafts, err
}

func unfinished(tx Tx, userID string) ([]petition.Draft, error) {
	return tx.DraftsOf(userID, unfinishedStates, MaxListed)
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
