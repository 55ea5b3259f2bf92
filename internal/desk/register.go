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
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// ConfirmVisit registers the report, of whatever channel, in the version the clerk saw. Confirming again answers with the same
// number; an older version shows the newest card instead. draftID 0 means the conversation's report.
func (d *Desk) ConfirmVisit(ctx context.Context, clerk string, draftID, version int64) error {
	return d.confirmVisit(ctx, clerk, draftID, version, false)
}

// ConfirmUnsure is ConfirmVisit for a clerk who cannot tell whether the matter repeats an earlier one: it is registered as a case
// of its own, and the bureau's supervisors are asked.
func (d *Desk) ConfirmUnsure(ctx context.Context, clerk string, draftID, version int64) error {
	return d.confirmVisit(ctx, clerk, draftID, version, true)
}

func (d *Desk) confirmVisit(ctx context.Context, clerk string, draftID, version int64, unsure bool) error {
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
			return errDiscarded()
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
		return w.registerDraft(draft, unsure)
	})
}

func (w *work) registerDraft(draft petition.Draft, unsure bool) error {
	task := notice.VisitTask(draft.ID, draft.Version)
	var open []alikeCase
	if unsure {
		clerk, err := w.Person(draft.Owner)
		if err != nil {
			return err
		}
		if open, _, err = w.alikeTo(clerk, draft.Report); err != nil {
			return err
		}
		if len(open) == 0 {
			return models.Errorf(models.Conflict, "没有查到可能重复的事项，不需要选「不确定」。核对无误请点「确认登记」，登记不受影响。")
		}
	}
	// Before the number is drawn: from then on every other registration of the county waits for this one.
	if err := w.leave(draft.Owner, VisitFlow, refOf(draft.ID)); err != nil {
		return err
	}
	draft.State, draft.UpdatedAt = petition.DraftRegistered, w.now
	registered, bars, err := w.register(&draft, w.registeredAt(draft), open)
	if err != nil {
		return err
	}
	if alike := draft.Report.Alike; len(alike) > 0 && len(open) == 0 {
		if err := w.record(ledger.RepeatsSetAside, registered.Number, draft.Owner, map[string]any{"alike": alike}); err != nil {
			return err
		}
	}
	visit := w.desk.visitOf(draft, task)
	visit.Number, visit.LeftOpen = registered.Number, len(open) > 0
	if visit.Recused, err = w.namedIn(bars, draft.Owner); err != nil {
		return err
	}
	if err := w.amend(task, "registered", draft.Owner, notice.VisitCardClosed, visit); err != nil {
		return err
	}
	visit.PrintURL = w.printURL(newReceipt(registered.Number))
	if err := w.tell("registered:"+registered.Number, draft.Owner, notice.CaseRegistered, visit); err != nil {
		return err
	}
	if err := w.handReceipt(draft.Owner, newReceipt(registered.Number)); err != nil {
		return err
	}
	return w.matchNamed(draft.Owner, draft.Report.Ticket, registered.Number)
}

// register writes the case with its submission, visit and petitioner, the draft, and the ledger entry; it tells who must keep out. Registration is
// unconditional (信访工作条例 Art. 19, 22): no rule stands between a report and its number. open are the cases of which it is left
// open whether it repeats them.
func (w *work) register(draft *petition.Draft, at time.Time, open []alikeCase) (petition.Case, []people.Bar, error) {
	clerk, r := draft.Owner, draft.Report.Guarded()
	day := calendar.DayOf(at)
	if err := w.mayRegister(); err != nil {
		return petition.Case{}, nil, err
	}
	bars, err := w.barsOf(r, clerk)
	if err != nil {
		return petition.Case{}, nil, err
	}
	key, err := w.newCommitKey(draft.ID)
	if err != nil {
		return petition.Case{}, nil, err
	}
	topics, err := w.desk.topicsIn(w.Tx)
	if err != nil {
		return petition.Case{}, nil, err
	}
	// The words as they were said stay sealed with the submission; what everybody who works on the case reads names nobody.
	registered := petition.Case{
		Number: provisional(key), Channel: r.Via(), IssuePlace: r.Place, PlaceCode: r.PlaceCode,
		Headcount: r.People(), Collective: w.desk.collective(r), Facts: petition.Redact(r.Facts, r.Named()), Demand: petition.Redact(r.Demand, r.Named()),
		State: petition.Registered, RegisteredBy: clerk, RegisteredAt: at, UpdatedAt: at, Version: 1,
		Level: petition.CountyLevel, TopicList: topics.Now(), Topic: topics.Find(r.Facts), Purpose: r.Purpose,
		Residence: r.Residence.Coarse(), Nationwide: r.Nationwide, Confidential: r.Confidential,
	}
	rules, err := statute.Pin(w.desk.jurisdiction, day)
	if err != nil {
		return petition.Case{}, nil, err
	}
	registered.RuleSet = rules.ID
	submission, visit := w.submissionOf(*draft, key)
	named := w.desk.petitioners(r, rules.Representatives.Most(r.People()))
	commit := commitTo(submission, key, named)
	if err := w.CreateCase(&registered, &submission, visit, named); err != nil {
		return petition.Case{}, nil, err
	}
	begun := casework.Event{CaseID: registered.ID, Step: casework.Register, Day: day, Actor: clerk, At: at}
	if received := r.ReceivedOn(day); received != day {
		begun.Details.Received = received
	}
	if err := w.AddEvent(&begun); err != nil {
		return petition.Case{}, nil, err
	}
	h := handled{Case: registered, events: []casework.Event{begun}}
	if err := w.keepClocks(&h); err != nil {
		return petition.Case{}, nil, err
	}
	if err := w.AttachmentsToCase(draft.ID, registered.ID); err != nil {
		return petition.Case{}, nil, err
	}
	if err := w.indexWords(registered); err != nil {
		return petition.Case{}, nil, err
	}
	if err := w.count(registered, submission, r); err != nil {
		return petition.Case{}, nil, err
	}
	left, err := w.leaveOpen(registered, clerk, open, bars)
	if err != nil {
		return petition.Case{}, nil, err
	}
	draft.CaseID = &registered.ID
	if err := w.UpdateDraft(draft); err != nil {
		return petition.Case{}, nil, err
	}
	if registered.Number, err = w.giveNumber(*draft, day, registered.ID, submission.ID); err != nil {
		return petition.Case{}, nil, err
	}
	submission.Number = registered.Number
	payload := registrationPayload(registered, submission)
	payload["commit"], payload["made_ordinary"] = commit, r.Ordinary
	if r.Paper != "" {
		payload["paper"] = true
	}
	if !at.Equal(w.now) {
		payload["registered_at"] = at
	}
	if err := w.record(ledger.CaseRegistered, registered.Number, clerk, payload); err != nil {
		return petition.Case{}, nil, err
	}
	if err := w.bar(registered, clerk, bars); err != nil {
		return petition.Case{}, nil, err
	}
	if _, err = w.issueReceipt(submission, at); err != nil || len(left) == 0 {
		return registered, bars, err
	}
	return registered, bars, w.layOpen(registered.Number, clerk, left)
}

// collective tells whether so many came or signed that the petition is a collective one, as the county counts today.
func (d *Desk) collective(r petition.Report) bool { return r.People() >= d.crowd }

// submissionOf is the report as a submission, and as a visit if it is one. Its number is still to be drawn.
func (w *work) submissionOf(draft petition.Draft, key commitKey) (petition.Submission, *petition.Visit) {
	r := draft.Report
	s := petition.Submission{
		DraftID: draft.ID, Channel: r.Via(), ReceivedAt: draft.CreatedAt, ReceivedBy: draft.Owner, Original: strings.Join(r.Original, "\n"),
		Number: provisional(key), CommitKey: key.kept, CollectiveFrom: w.desk.crowd, Postmark: r.Postmark, ReadBackAt: r.ReadBackAt,
		Nationwide: r.Nationwide,
	}
	if received := r.ReceivedOn(calendar.DayOf(draft.CreatedAt)); received != calendar.DayOf(draft.CreatedAt) {
		s.ReceivedAt = received.At(0)
	}
	if r.Via() != petition.VisitChannel {
		s.Signatories = r.People()
		return s, nil
	}
	return s, &petition.Visit{Headcount: r.Headcount, Collective: w.desk.collective(r)}
}

// provisional stands for a number until it is drawn, within the transaction only.
func provisional(key commitKey) string { return "~" + key.used[:24] }

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
	visit := w.desk.visitOf(draft, "")
	visit.Number, visit.Again = registered.Number, true
	return w.answer(draft.Owner, notice.CaseRegistered, visit)
}

func registrationPayload(c petition.Case, s petition.Submission) map[string]any {
	return map[string]any{
		"number": c.Number, "channel": c.Channel, "headcount": c.Headcount, "collective": c.Collective, "place": c.PlaceCode,
		"collective_from": s.CollectiveFrom, "nationwide": s.Nationwide, "read_back": s.ReadBackAt != nil,
		"confidential": c.Confidential,
	}
}
