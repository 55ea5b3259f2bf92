package desk

import (
	"encoding/json"
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// granted is what granting a request does, as it is kept with it: the step of the case that was asked for.
type granted struct {
	Step     casework.Step    `json:",omitempty"`
	ChargeNo int              `json:",omitempty"`
	Details  casework.Details `json:",omitzero"`
	Days     int              `json:",omitempty"`
	Lines    []notice.Line    `json:",omitempty"` // what the card shows beside the case
}

// plan is a kind as the county wants it now.
func (w *work) plan(kind approval.Kind) (approval.Plan, error) {
	settings, err := w.Settings()
	if err != nil {
		return approval.Plan{}, err
	}
	plan, ok := approval.InForce(kind, settings)
	if !ok {
		return plan, &models.Error{Code: models.InternalCode, Op: "find approval kind " + string(kind)}
	}
	return plan, nil
}

// ask opens a request and sends its cards. Conflict when the case has one of the kind waiting, or nobody may decide it.
func (w *work) ask(plan approval.Plan, c petition.Case, number string, applicant people.Person, reason string, does granted) (approval.Request, error) {
	pending, err := w.PendingRequest(plan.Kind, c.ID)
	if err == nil {
		return pending, models.Errorf(models.Conflict, "%s 已有一份%s在等待审批（%s提出），有决定会立即告知。", pending.CaseNumber, plan.Kind.Chinese(), w.nameOf(pending.Applicant))
	}
	if models.CodeOf(err) != models.NotFound {
		return pending, err
	}
	payload, err := json.Marshal(does)
	if err != nil {
		return pending, fmt.Errorf("encode what is asked: %w", err)
	}
	cal, err := w.calendar()
	if err != nil {
		return pending, err
	}
	var fault error
	request, entry, err := approval.Begin(plan, approval.Asked{
		CaseID: c.ID, CaseNumber: number, Applicant: candidate(applicant), Reason: reason, Payload: string(payload),
	}, w.seater(c, &fault), w.now, cal)
	if fault != nil {
		return request, fault
	}
	if err != nil {
		return request, err
	}
	if err := w.AddRequest(&request, entry); err != nil {
		return request, err
	}
	if err := w.sendCards(request, request.Open()); err != nil {
		return request, err
	}
	kind := ledger.RequestAsked
	if plan.Kind == approval.Escalation {
		kind = ledger.EscalationRequested
	}
	if err := w.record(kind, number, applicant.UserID, map[string]any{
		"request": request.ID, "kind": plan.Kind, "version": plan.Version, "holders": seatedUsers(request.Open()),
	}); err != nil {
		return request, err
	}
	return request, w.planTick(request)
}

// answerAsked tells the applicant who decides.
func (w *work) answerAsked(request approval.Request, applicant people.Person) error {
	shown, err := w.requestNotice(request)
	if err != nil {
		return err
	}
	for _, seat := range request.Open() {
		name := seat.Name
		if seat.StandsIn() {
			name += "（代" + w.nameOf(seat.Principal) + "）"
		}
		shown.Holders = append(shown.Holders, name)
	}
	return w.answer(applicant.UserID, notice.ApprovalAsked, shown)
}

func seatedUsers(seats []approval.Seat) []string {
	users := make([]string, len(seats))
	for i, seat := range seats {
		users[i] = seat.UserID
	}
	return users
}

func readGranted(r approval.Request) granted {
	var does granted
	_ = json.Unmarshal([]byte(r.Payload), &does) // a request of the first version has none
	return does
}
