package desk

import (
	"context"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// Escalate lays a case before every supervisor but the applicant, who each get a card to decide by.
func (d *Desk) Escalate(ctx context.Context, applicant, reference, reason string) error {
	return d.transact(ctx, func(w *work) error {
		person, err := w.actor(applicant, people.AskEscalation)
		if err != nil {
			return err
		}
		found, _, err := d.open(ctx, w, person, reference, people.AskEscalation)
		if err != nil {
			return err
		}
		switch reason = strings.TrimSpace(reason); {
		case utf8.RuneCountInString(reason) > petition.MaxText:
			return models.Errorf(models.Invalid, "呈报理由请不超过%d字。", petition.MaxText)
		case reason == "":
			return models.Errorf(models.Invalid, "请写明呈报理由，例如：呈报 %s 情况紧急，请协调人社局", found.Number)
		}
		plan, err := w.plan(approval.Escalation)
		if err != nil {
			return err
		}
		if !plan.On {
			return models.Errorf(models.Conflict, "本县没有开通呈报，请直接联系分管负责人。")
		}
		request, err := w.ask(plan, found, found.Number, person, reason, granted{})
		if err != nil {
			return err
		}
		return w.answerAsked(request, person)
	})
}

// approvalNotice describes a request with its case, the petitioner's name masked.
func (w *work) approvalNotice(r approval.Request, c petition.Case, applicant people.Person) (notice.Approval, error) {
	shown := notice.Approval{
		RequestID: r.ID, Version: max(r.Round, 1), CaseNumber: r.CaseNumber,
		Applicant: applicant.Title(), ApplicantUnit: applicant.UnitName,
		Reason: r.Reason, State: r.State, DecidedName: r.DecidedName, Opinion: r.Opinion, DecidedAt: r.DecidedAt,
	}
	shown.ApprovalMore = notice.ApprovalMore{
		Kind: r.Kind, StepName: r.StepPlan().Name, Voting: r.Voting(), MayPassUp: r.MayPassUp(), Lines: readGranted(r).Lines, Words: wordsFor(r),
	}
	shown.Votes.All, shown.Votes.Agreed, shown.Votes.Refused, shown.Votes.Abstained = r.Tally()
	if r.StepDue != nil {
		shown.Due = calendar.Stamp(*r.StepDue)
	}
	if err := w.unnameAll(c.ID, &shown.Reason, &shown.Opinion); err != nil || c.ID == 0 {
		return shown, err
	}
	lead, err := w.LeadPetitioner(c.ID)
	if err != nil {
		return notice.Approval{}, err
	}
	own := []petition.Personal{lead.Personal()}
	shown.Name, shown.Headcount, shown.Place = ordinarily(c, lead.MaskedName()), c.Headcount, ordinarily(c, c.IssuePlace)
	shown.Facts, shown.Demand, shown.RegisteredAt = secretMatter, ordinarily(c, petition.Redact(c.Demand, own)), c.RegisteredAt
	if !c.Confidential {
		shown.Facts = petition.Redact(c.Facts, own)
	}
	return shown, nil
}

// wordsFor is how a holder may also decide in words of the kind's own.
func wordsFor(r approval.Request) string {
	switch r.Kind {
	case approval.Extension:
		return "同意延期 " + r.CaseNumber
	case approval.Void:
		return "同意作废 " + r.CaseNumber
	}
	return ""
}

func (w *work) nameOf(userID string) string {
	person, err := w.Person(userID)
	if err != nil {
		return userID
	}
	return person.Name
}

func userIDs(staff []people.Person) []string {
	ids := make([]string, len(staff))
	for i, person := range staff {
		ids[i] = person.UserID
	}
	return ids
}
