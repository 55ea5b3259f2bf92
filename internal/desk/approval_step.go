package desk

import (
	"fmt"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/statute"
)

// heldSteps wait for their approval, where the county wants it, before they are taken.
var heldSteps = map[casework.Step]approval.Kind{
	casework.Decline: approval.NonAcceptance, casework.AcceptSimple: approval.Simple, casework.IssueOpinion: approval.Opinion,
	casework.Complete: approval.Completion, casework.Certify: approval.Certification,
	casework.Uphold: approval.Jurisdiction, casework.Overrule: approval.Jurisdiction,
}

// askingSteps are taken at once and ask for something, which is then decided by request.
var askingSteps = map[casework.Step]approval.Kind{
	casework.AskExtension: approval.Extension, casework.AskVoid: approval.Void, casework.FindGrave: approval.Grave,
}

// decidingSteps are decisions of a request in words of the case's own, such as 同意延期.
var decidingSteps = map[casework.Step]struct {
	kind  approval.Kind
	doing approval.Doing
}{
	casework.ApproveExtension: {approval.Extension, approval.Agree},
	casework.RefuseExtension:  {approval.Extension, approval.Refuse},
	casework.Void:             {approval.Void, approval.Agree},
	casework.VoidRepeat:       {approval.Void, approval.Agree},
	casework.RefuseVoid:       {approval.Void, approval.Refuse},
}

// byApproval sees whether a step goes by way of a request. held tells that it was dealt with here.
func (w *work) byApproval(h *handled, person people.Person, asked StepAsked) (held bool, err error) {
	if way, ok := decidingSteps[asked.Step]; ok {
		return w.decideByStep(h, person, asked, way.kind, way.doing)
	}
	kind, ok := heldSteps[asked.Step]
	if !ok {
		return false, nil
	}
	plan, err := w.plan(kind)
	if err != nil || !plan.On {
		return false, err
	}
	return true, w.holdForApproval(h, person, asked, plan)
}

// holdForApproval keeps a lawful step with a request; it is taken when the request is granted.
func (w *work) holdForApproval(h *handled, person people.Person, asked StepAsked, plan approval.Plan) error {
	charge, err := w.mayTake(person, *h, asked.Step)
	if err != nil {
		return err
	}
	asked = w.onRecord(*h, asked)
	event := casework.Event{Step: asked.Step, ChargeNo: charge, Actor: person.UserID, Details: asked.Details}
	if err := w.mayStillTake(*h, event); err != nil {
		return err
	}
	number := h.Number
	if asked.number != "" {
		number = asked.number
	}
	does := granted{Step: asked.Step, ChargeNo: charge, Details: asked.Details}
	if o := asked.Details.Opinion; o != nil {
		does.Lines = []notice.Line{{Name: "处理", Value: o.Result}, {Name: "依据", Value: o.Basis}, {Name: "结论", Value: o.Outcome.Chinese()}}
	}
	request, err := w.ask(plan, h.Case, number, person, reasonFor(asked), does)
	if err != nil {
		return err
	}
	return w.answerAsked(request, person)
}

func reasonFor(asked StepAsked) string {
	if asked.Details.Reason != "" {
		return asked.Details.Reason
	}
	if o := asked.Details.Opinion; o != nil {
		return o.Facts + "；" + o.Reasons
	}
	return asked.Step.Chinese()
}

// decideByStep decides the pending request the words are about. Without one, or for somebody who has no part in it, the
// step goes its own way, as it always did.
func (w *work) decideByStep(h *handled, person people.Person, asked StepAsked, kind approval.Kind, doing approval.Doing) (bool, error) {
	pending, err := w.PendingRequest(kind, h.ID)
	if models.CodeOf(err) == models.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if readGranted(pending).Details.Submission != asked.Details.Submission {
		return false, nil
	}
	if _, err := w.mayTake(person, *h, asked.Step); err != nil {
		return false, err
	}
	pending, err = w.LockRequest(pending.ID)
	if err != nil {
		return false, err
	}
	pending = pending.Joined(candidate(person), person.UserID, w.now)
	act := approval.Act{Doing: doing, Text: asked.Details.Reason, Confirmed: true}
	effect, err := w.act(pending, person, act, actedBy{step: &asked})
	if err != nil || effect == nil {
		return true, err
	}
	*h = *effect
	return true, w.answerStep(*effect, person, asked)
}

// answerStep answers whose words took a step; the others have been told by the decision.
func (w *work) answerStep(h handled, person people.Person, asked StepAsked) error {
	news, err := w.newsOf(h, person, asked)
	if err != nil {
		return err
	}
	return w.answer(person.UserID, notice.StepTaken, news)
}

// afterStep opens the request that a step asks for, ends one that a step has made pointless, and answers instructions.
func (w *work) afterStep(h *handled, person people.Person, asked StepAsked) error {
	if kind, ok := askingSteps[asked.Step]; ok {
		return w.openFor(h, person, asked, kind)
	}
	if asked.Step == casework.ReportGrave {
		if err := w.endPending(h, person, approval.Grave, person.Name+"已报告"); err != nil {
			return err
		}
	}
	if answersInstruction[asked.Step] {
		return w.answerInstructions(h.ID, person, asked)
	}
	return nil
}

func (w *work) openFor(h *handled, person people.Person, asked StepAsked, kind approval.Kind) error {
	plan, err := w.plan(kind)
	if err != nil || !plan.On {
		return err
	}
	number, does := h.Number, granted{Details: asked.Details}
	switch kind {
	case approval.Extension:
		does.Lines = []notice.Line{{Name: "申请", Value: fmt.Sprintf("申请延期%d日", asked.Details.Days)}}
		for _, clock := range casework.Nearest(h.clocks) {
			if clock.Rule.ID == statute.C07 && clock.DueLegal != "" {
				does.Lines = append(does.Lines, notice.Line{Name: "原期限", Value: clock.DueLegal.Chinese()})
				break
			}
		}
	case approval.Void:
		does.Step = casework.Void
		if asked.Details.Submission != 0 {
			number, does.Step = asked.number, casework.VoidRepeat
		}
		does.Lines = []notice.Line{{Name: "说明", Value: "作废不删除记录，统计单列"}}
	}
	_, err = w.ask(plan, h.Case, number, person, asked.Details.Reason, does)
	if models.CodeOf(err) == models.Conflict && sentence(err) != "" {
		return nil // nobody is on record who could decide by card; the words remain
	}
	return err
}

// endPending ends a request whose purpose was reached in another way.
func (w *work) endPending(h *handled, person people.Person, kind approval.Kind, why string) error {
	pending, err := w.PendingRequest(kind, h.ID)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if pending, err = w.LockRequest(pending.ID); err != nil {
		return err
	}
	_, err = w.act(pending, person, approval.Act{Doing: approval.Moot, Text: why}, actedBy{step: &StepAsked{}})
	return err
}
