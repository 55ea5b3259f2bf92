package desk

import (
	"context"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// Applicant supplements or withdraws what the person has asked for. reference may be left out when it is one only.
func (d *Desk) Applicant(ctx context.Context, by, reference string, doing approval.Doing, words string) error {
	return d.transact(ctx, func(w *work) error {
		if utf8.RuneCountInString(words) > petition.MaxText {
			return models.Errorf(models.Invalid, "请不超过%d字。", petition.MaxText)
		}
		asked, err := w.AskedBy(by, 200)
		if doing == approval.Supplement {
			asked, err = w.ReturnedTo(by, 200)
		}
		if err != nil {
			return err
		}
		if asked, err = requestsSeenBy(w, by, asked); err != nil {
			return err
		}
		asked, words = ofKind(asked, reference, words)
		request, err := approval.Match(asked, reference)
		if models.CodeOf(err) == models.NotFound {
			return w.notAsked(by, reference, doing)
		}
		if err != nil {
			return err
		}
		return w.decide(by, request.ID, Said{Doing: doing, Opinion: words})
	})
}

// notAsked says why there is nothing to supplement or withdraw.
func (w *work) notAsked(by, reference string, doing approval.Doing) error {
	person, err := w.Person(by)
	if err != nil {
		return err
	}
	if found, _, err := w.desk.open(w.ctx, w, person, reference, people.ReadCases); err == nil {
		all, err := w.RequestsOn(found.ID, 20)
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.Applicant == by {
				return models.Errorf(models.Conflict, "%s", strings.TrimSpace(r.Outcome()))
			}
		}
	}
	return models.Errorf(models.NotFound, "没有找到您可以%s的请示。", doing.Chinese())
}
