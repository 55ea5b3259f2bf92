package desk

import (
	"context"
	"fmt"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// EarlierVisit is a visit taken on paper before the desk was in use, with what has become of it since.
type EarlierVisit struct {
	Clerk      string
	At         time.Time
	Report     petition.Report
	Progress   []petition.Progress // Author, Text, At
	Escalation *EarlierDecision    // nil when it was not laid before the supervisors
}

// EarlierDecision is how an escalation on paper ended.
type EarlierDecision struct {
	Reason    string
	DecidedBy string
	Verdict   approval.State
	Opinion   string
	At        time.Time
}

// EnterEarlier registers visits taken earlier, oldest first, under the numbers of their days. It tells nobody.
func (d *Desk) EnterEarlier(ctx context.Context, visits []EarlierVisit) error {
	return d.transact(ctx, func(w *work) error {
		for n, v := range visits {
			if err := w.enterEarlier(n, v); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *work) enterEarlier(n int, v EarlierVisit) error {
	if _, err := w.actor(v.Clerk, people.RegisterVisit); err != nil {
		return err
	}
	at := models.Instant(v.At)
	draft := petition.Draft{
		Origin: fmt.Sprintf("earlier:%s:%d", at.Format(time.RFC3339), n), Owner: v.Clerk,
		State: petition.DraftRegistered, Report: v.Report, Version: 1, CreatedAt: at, UpdatedAt: at,
	}
	if err := w.CreateDraft(&draft); err != nil {
		return err
	}
	registered, _, err := w.register(&draft, at, nil)
	if err != nil {
		return err
	}
	if err := w.routeEarlier(registered, v); err != nil {
		return err
	}
	for _, line := range v.Progress {
		line.CaseID = registered.ID
		if err := w.AddProgress(&line); err != nil {
			return err
		}
	}
	if v.Escalation == nil {
		return nil
	}
	return w.enterEarlierDecision(registered, *v.Escalation)
}

// routeEarlier gives an earlier visit to the unit that has worked on it since, or else to the township: on paper it was
// referred, signed for and accepted on its day.
func (w *work) routeEarlier(c petition.Case, v EarlierVisit) error {
	unit := c.PlaceCode
	for _, line := range v.Progress {
		author, err := w.Person(line.Author)
		if err != nil {
			return err
		}
		unit = author.UnitCode
	}
	if unit == "" {
		return nil
	}
	h, err := w.take(c)
	if err != nil {
		return err
	}
	day := calendar.DayOf(c.RegisteredAt)
	for _, e := range []casework.Event{
		{Step: casework.Refer, Details: casework.Details{Charges: []casework.Order{{Unit: unit}}}},
		{Step: casework.Sign, ChargeNo: 1},
		{Step: casework.Accept, ChargeNo: 1, Details: casework.Details{AcceptedOn: day}},
		{Step: casework.DeliverNotice, ChargeNo: 1, Details: casework.Details{Proof: &casework.Proof{Way: statute.Signed}}},
	} {
		e.Day, e.Actor = day, v.Clerk
		if err := w.step(&h, e); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) enterEarlierDecision(c petition.Case, e EarlierDecision) error {
	decider, err := w.Person(e.DecidedBy)
	if err != nil {
		return err
	}
	request, err := approval.New(approval.Escalation, c.ID, c.Number, c.RegisteredBy, e.Reason, []string{decider.UserID}, c.RegisteredAt)
	if err != nil {
		return err
	}
	if err := w.CreateRequest(&request); err != nil {
		return err
	}
	decided, err := request.Decide(decider.UserID, decider.Name, e.Verdict, e.Opinion, e.At)
	if err != nil {
		return err
	}
	if err := w.SaveDecision(decided); err != nil {
		return err
	}
	return w.record(ledger.EscalationDecided, c.Number, decider.UserID,
		map[string]any{"request": decided.ID, "state": decided.State, "version": decided.Version, "decided_at": e.At})
}
