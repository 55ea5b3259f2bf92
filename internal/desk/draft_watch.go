package desk

import (
	"context"
	"slices"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// draftsWatched is how many reports one round looks after.
const draftsWatched = 50

// watchDrafts looks after unfinished reports in office hours: their clerks are reminded once, and after a working day those who
// head the desk learn of them. Somebody came: that is to be registered (条例 Art. 22). Nothing is ever registered by itself.
func (d *Desk) watchDrafts(ctx context.Context) error {
	now := d.clock.Now()
	cal, err := d.calendarNow(ctx)
	if err != nil || !notice.OfficeHours(now, cal) {
		return err
	}
	overdue := func(draft petition.Draft) bool { return !draft.PassedOnAt(cal).After(now) }
	for _, stage := range []struct {
		was    petition.Watched
		begun  time.Time
		fits   func(petition.Draft) bool
		attend func(*work, petition.Draft) error
	}{
		{petition.Unwatched, now, func(petition.Draft) bool { return true }, (*work).remindOfDraft},
		{petition.Reminded, now.AddDate(0, 0, -1), overdue, (*work).passDraftOn},
	} {
		var forgotten []petition.Draft
		err := d.store.Read(ctx, func(tx Tx) (err error) {
			forgotten, err = tx.ForgottenDrafts(stage.was, stage.begun, now.Add(-petition.RemindAfter), draftsWatched)
			return err
		})
		if err != nil {
			return err
		}
		for _, draft := range slices.DeleteFunc(forgotten, func(draft petition.Draft) bool { return !stage.fits(draft) }) {
			if err := d.transact(ctx, func(w *work) error { return stage.attend(w, draft) }); err != nil && models.CodeOf(err) != models.Conflict {
				return err // Conflict: another replica did it
			}
		}
	}
	return nil
}

func (w *work) remindOfDraft(draft petition.Draft) error {
	if err := w.WatchDraft(draft.ID, petition.Unwatched, petition.Reminded); err != nil {
		return err
	}
	clerk, err := w.Person(draft.Owner)
	if err != nil || !clerk.Active || len(draft.Report.Original) == 0 {
		return err
	}
	return w.tell("draft:"+refOf(draft.ID)+":reminded", draft.Owner, notice.DraftForgotten, forgottenOf(draft, clerk))
}

func forgottenOf(draft petition.Draft, clerk people.Person) notice.Forgotten {
	return notice.Forgotten{DraftID: draft.ID, Channel: draft.Report.Via(), Clerk: clerk.Title(), BegunAt: draft.BegunAt()}
}

// passDraftOn tells the supervisors of the bureau, but for those whom the report itself keeps out, and its clerk.
func (w *work) passDraftOn(draft petition.Draft) error {
	if err := w.WatchDraft(draft.ID, petition.Reminded, petition.PassedOn); err != nil || len(draft.Report.Original) == 0 {
		return err
	}
	clerk, err := w.Person(draft.Owner)
	if err != nil {
		return err
	}
	told, err := w.headsFor(draft)
	if err != nil {
		return err
	}
	for _, head := range told {
		shown := forgottenOf(draft, clerk)
		shown.MayTake = head.May(people.RegisterVisit) && head.UserID != draft.Owner
		shown.TaskID = notice.ForgottenTask(draft.ID, head.UserID)
		if err := w.card(shown.TaskID, head.UserID, notice.DraftPassedOn, shown, nil); err != nil {
			return err
		}
	}
	if clerk.Active && len(told) > 0 {
		shown := forgottenOf(draft, clerk)
		shown.PassedOn = true
		if err := w.tell("draft:"+refOf(draft.ID)+":passed_on", draft.Owner, notice.DraftForgotten, shown); err != nil {
			return err
		}
	}
	return w.record(ledger.DraftPassedOn, "draft-"+refOf(draft.ID), SystemActor, map[string]any{"begun": draft.BegunAt(), "heads": len(told)})
}

// headsFor lists who heads the desk and may know of a report.
func (w *work) headsFor(draft petition.Draft) ([]people.Person, error) {
	bars, err := w.barsOf(draft.Report.Guarded(), SystemActor)
	if err != nil {
		return nil, err
	}
	ids, err := w.bureauSupervisors()
	if err != nil {
		return nil, err
	}
	heads, err := w.PeopleByID(ids)
	slices.SortFunc(heads, func(a, b people.Person) int { return slices.Index(ids, a.UserID) - slices.Index(ids, b.UserID) })
	return slices.DeleteFunc(heads, func(p people.Person) bool {
		return slices.ContainsFunc(bars, func(b people.Bar) bool { return b.Of(p) })
	}), err
}

// TakeOverDraft gives somebody who heads the desk a report that was passed on to him, to finish it himself.
func (d *Desk) TakeOverDraft(ctx context.Context, by string, draftID int64) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(by, people.RegisterVisit)
		if err != nil {
			return err
		}
		draft, err := w.Draft(draftID)
		if err != nil {
			return err
		}
		heads, err := w.headsFor(draft)
		if err != nil {
			return err
		}
		switch {
		case !slices.ContainsFunc(heads, func(p people.Person) bool { return p.UserID == by }) || draft.Watched != petition.PassedOn:
			return models.Errorf(models.Forbidden, "这份登记没有转给您，没有作任何改动。")
		case draft.State == petition.DraftRegistered:
			return models.Errorf(models.Conflict, "这份登记已经由%s办完，不必再接手。", w.nameOf(draft.Owner))
		case draft.State == petition.DraftDiscarded:
			return models.Errorf(models.Conflict, "这份登记已由%s取消。如来访属实，请重新登记。", w.nameOf(draft.Owner))
		case draft.Owner == by:
			return models.Errorf(models.Conflict, "这份登记已经在您手里，发送「我的」可以继续。")
		}
		return w.takeOver(draft, person, heads)
	})
}

func (w *work) takeOver(draft petition.Draft, person people.Person, heads []people.Person) error {
	before := draft.Owner
	clerk, err := w.Person(before)
	if err != nil {
		return err
	}
	if err := w.leave(before, VisitFlow, refOf(draft.ID)); err != nil {
		return err
	}
	aside, err := w.setAside(person.UserID)
	if err != nil {
		return err
	}
	draft.Owner, draft.State = person.UserID, petition.DraftOpen
	if err := w.saveDraft(&draft); err != nil {
		return err
	}
	taken := forgottenOf(draft, clerk)
	taken.Taken = person.Title()
	for _, head := range heads {
		taken.TaskID = notice.ForgottenTask(draft.ID, head.UserID)
		if err := w.amend(taken.TaskID, "taken:"+person.UserID, head.UserID, notice.DraftTaken, taken); err != nil {
			return err
		}
	}
	if clerk.Active {
		if err := w.tell("draft:"+refOf(draft.ID)+":taken:"+w.key, before, notice.DraftForgotten, taken); err != nil {
			return err
		}
	}
	if err := w.record(ledger.DraftTaken, "draft-"+refOf(draft.ID), person.UserID, map[string]any{"from": before}); err != nil {
		return err
	}
	return w.askOrShow(draft, petition.Parsed{}, "", func(v *notice.Visit) { v.SetAside = aside })
}
