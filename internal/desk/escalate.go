package desk

import (
	"context"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/ledger"
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
		if utf8.RuneCountInString(strings.TrimSpace(reason)) > petition.MaxText {
			return models.Errorf(models.Invalid, "呈报理由请不超过%d字。", petition.MaxText)
		}
		supervisors, err := w.deciders(found)
		if err != nil {
			return err
		}
		request, err := approval.New(approval.Escalation, found.ID, found.Number, applicant, reason, userIDs(supervisors), w.now)
		if err != nil {
			return err
		}
		pending, err := w.PendingRequest(approval.Escalation, found.ID)
		if err == nil {
			return models.Errorf(models.Conflict, "%s 已有一份呈报在等待审批（%s提出），有决定会立即告知。", found.Number, w.nameOf(pending.Applicant))
		}
		if models.CodeOf(err) != models.NotFound {
			return err
		}
		return w.escalate(person, found, request, supervisors)
	})
}

func (w *work) escalate(applicant people.Person, c petition.Case, request approval.Request, supervisors []people.Person) error {
	if err := w.CreateRequest(&request); err != nil {
		return err
	}
	shown, err := w.approvalNotice(request, c, applicant)
	if err != nil {
		return err
	}
	for _, supervisor := range supervisors {
		if supervisor.UserID == applicant.UserID {
			continue
		}
		shown.Holders = append(shown.Holders, supervisor.Title())
		task := notice.ApprovalTask(request.ID, supervisor.UserID)
		one := shown
		one.TaskID, one.Holders = task, nil
		if err := w.card(task, supervisor.UserID, notice.ApprovalCard, one, nil); err != nil {
			return err
		}
	}
	if err := w.answer(applicant.UserID, notice.ApprovalAsked, shown); err != nil {
		return err
	}
	return w.record(ledger.EscalationRequested, c.Number, applicant.UserID,
		map[string]any{"request": request.ID, "holders": request.Holders})
}

// approvalNotice describes a request with its case, the petitioner's name masked.
func (w *work) approvalNotice(r approval.Request, c petition.Case, applicant people.Person) (notice.Approval, error) {
	lead, err := w.LeadPetitioner(c.ID)
	if err != nil {
		return notice.Approval{}, err
	}
	return notice.Approval{
		RequestID: r.ID, Version: r.Version, CaseNumber: r.CaseNumber,
		Applicant: applicant.Title(), ApplicantUnit: applicant.UnitName,
		Name: ordinarily(c, petition.MaskName(lead.Name)), Headcount: c.Headcount, Place: ordinarily(c, c.IssuePlace),
		Facts: shownMatter(c), Demand: ordinarily(c, petition.MaskText(c.Demand)),
		Reason: petition.MaskText(r.Reason), RegisteredAt: c.RegisteredAt,
		State: r.State, DecidedName: r.DecidedName, Opinion: r.Opinion, DecidedAt: r.DecidedAt,
	}, nil
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
