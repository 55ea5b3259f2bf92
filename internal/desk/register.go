package desk

import (
	"context"
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// ConfirmVisit registers the report in the version the clerk saw. Confirming again answers with the same
// number; an older version shows the newest card instead. draftID 0 means the conversation's report.
func (d *Desk) ConfirmVisit(ctx context.Context, clerk string, draftID, version int64) error {
	return d.transact(ctx, func(w *work) error {
		draft, err := w.ownDraft(clerk, draftID)
		if err != nil {
			return err
		}
		if draftID == 0 {
			version = draft.Version
		}
		switch {
		case draft.State == petition.DraftRegistered:
			return w.sayRegisteredAgain(draft)
		case draft.State == petition.DraftDiscarded:
			return models.Errorf(models.Conflict, "这份登记已取消。如来访仍需登记，请发送「来访」重新开始。")
		case version != draft.Version && draft.State == petition.DraftKept:
			draft.State = petition.DraftOpen
			if err := w.saveDraft(&draft); err != nil {
				return err
			}
			return w.askOrShow(draft, petition.Parsed{}, "", nil)
		case len(draft.Report.Gaps()) > 0:
			return draft.Report.Ready()
		case version != draft.Version:
			return models.Errorf(models.Conflict, "这张卡片的内容后来有改动，请在最新的卡片上确认登记。")
		}
		if err := draft.Report.Ready(); err != nil {
			return err
		}
		return w.registerDraft(draft)
	})
}

func (w *work) registerDraft(draft petition.Draft) error {
	task := notice.VisitTask(draft.ID, draft.Version)
	// Before the number is drawn: from then on every other registration of the county waits for this one.
	if err := w.leave(draft.Owner, VisitFlow, refOf(draft.ID)); err != nil {
		return err
	}
	repeats, err := w.repeats(draft.Report)
	if err != nil {
		return err
	}
	registered, err := w.register(draft, w.now)
	if err != nil {
		return err
	}
	// What was alike when somebody took the matter for one of its own.
	if len(repeats) > 0 {
		if err := w.record(ledger.RepeatsSetAside, registered.Number, draft.Owner, map[string]any{"alike": numbersOf(repeats)}); err != nil {
			return err
		}
	}
	draft.State, draft.CaseID = petition.DraftRegistered, &registered.ID
	if err := w.saveDraft(&draft); err != nil {
		return err
	}
	visit := notice.NewVisit(draft, task)
	visit.Number = registered.Number
	if err := w.amend(task, "registered", draft.Owner, notice.VisitCardClosed, visit); err != nil {
		return err
	}
	return w.tell("registered:"+registered.Number, draft.Owner, notice.CaseRegistered, visit)
}

// register writes the case with its submission, visit and petitioner, and the ledger entry. Registration is
// unconditional (信访工作条例 Art. 19, 22): no rule stands between a report and its number.
func (w *work) register(draft petition.Draft, at time.Time) (petition.Case, error) {
	clerk, r := draft.Owner, draft.Report
	day := calendar.DayOf(at)
	if err := w.mayRegister(); err != nil {
		return petition.Case{}, err
	}
	key, err := newCommitKey()
	if err != nil {
		return petition.Case{}, err
	}
	collective := r.Headcount >= petition.CollectiveFrom
	registered := petition.Case{
		Number: provisional(key), Channel: petition.VisitChannel, IssuePlace: r.Place, PlaceCode: r.PlaceCode,
		Headcount: r.Headcount, Collective: collective, Facts: r.Facts, Demand: r.Demand,
		State: petition.Registered, RegisteredBy: clerk, RegisteredAt: at, UpdatedAt: at, Version: 1,
		Level: petition.CountyLevel, TopicList: petition.TopicsNow, Topic: petition.FindTopic(r.Facts),
	}
	rules, err := statute.Pin(w.desk.jurisdiction, day)
	if err != nil {
		return petition.Case{}, err
	}
	registered.RuleSet = rules.ID
	submission := petition.Submission{
		Number: registered.Number, DraftID: draft.ID, Channel: petition.VisitChannel, ReceivedAt: draft.CreatedAt, ReceivedBy: clerk,
		Original: strings.Join(r.Original, "\n"), CommitKey: key,
	}
	visit := petition.Visit{Headcount: r.Headcount, Collective: collective}
	named := w.desk.petitioners(r)
	if err := w.CreateCase(&registered, &submission, &visit, named); err != nil {
		return petition.Case{}, err
	}
	begun := casework.Event{CaseID: registered.ID, Step: casework.Register, Day: day, Actor: clerk, At: at}
	if err := w.AddEvent(&begun); err != nil {
		return petition.Case{}, err
	}
	h := handled{Case: registered, events: []casework.Event{begun}}
	if err := w.keepClocks(&h); err != nil {
		return petition.Case{}, err
	}
	if err := w.count(registered, submission, visit); err != nil {
		return petition.Case{}, err
	}
	if registered.Number, err = w.drawNumber(day, registered.ID, submission.ID); err != nil {
		return petition.Case{}, err
	}
	payload := registrationPayload(registered)
	payload["commit"] = commitTo(submission, named)
	if !at.Equal(w.now) {
		payload["registered_at"] = at
	}
	return registered, w.record(ledger.CaseRegistered, registered.Number, clerk, payload)
}

// provisional stands for a number until it is drawn, within the transaction only.
func provisional(commitKey string) string { return "~" + commitKey[:24] }

// drawNumber gives a submission, and the case it begins (0 = none), the next number of the day. It comes after everything else
// of a registration: from then on every other one of the county waits for the commit.
func (w *work) drawNumber(day calendar.Day, caseID, submissionID int64) (string, error) {
	serial, err := w.NextSerial(day)
	if err != nil {
		return "", err
	}
	number := petition.Number(day, serial)
	return number, w.NumberRegistration(caseID, submissionID, number)
}

// sayRegisteredAgain answers a further confirmation with the number already given.
func (w *work) sayRegisteredAgain(draft petition.Draft) error {
	registered, err := w.SubmissionOfDraft(draft.ID)
	if err != nil {
		return err
	}
	visit := notice.NewVisit(draft, "")
	visit.Number, visit.Again = registered.Number, true
	return w.answer(draft.Owner, notice.CaseRegistered, visit)
}

func registrationPayload(c petition.Case) map[string]any {
	return map[string]any{
		"number": c.Number, "channel": c.Channel, "headcount": c.Headcount, "collective": c.Collective, "place": c.PlaceCode,
	}
}
