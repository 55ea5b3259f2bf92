package desk

import (
	"context"
	"strconv"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// Decide takes a holder's decision from his card.
func (d *Desk) Decide(ctx context.Context, by string, requestID int64, verdict approval.State, opinion string) error {
	return d.transact(ctx, func(w *work) error {
		request, err := w.Request(requestID)
		if models.CodeOf(err) == models.NotFound {
			return models.Errorf(models.NotFound, "没有找到这份呈报，发送「待办」可查看等您审批的事项。")
		}
		if err != nil {
			return err
		}
		return w.decide(by, request, verdict, opinion, true)
	})
}

// DecideByReply takes a decision written as 同意 0001 意见. reference may be left out when exactly one
// request waits for the person.
func (d *Desk) DecideByReply(ctx context.Context, by, reference string, verdict approval.State, opinion string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.Person(by); err != nil {
			_, err = w.actor(by, people.DecideRequests)
			return err
		}
		waiting, err := w.WaitingFor(by, 1000)
		if err != nil {
			return err
		}
		if waiting, err = requestsSeenBy(w, by, waiting); err != nil {
			return err
		}
		request, err := approval.Match(waiting, reference)
		switch {
		case models.CodeOf(err) == models.NotFound && reference != "":
			request, err = w.notWaiting(by, reference, err)
		case err == nil && reference != request.CaseNumber:
			err = w.onlyOneMeant(by, reference, request)
		}
		if err != nil {
			return err
		}
		return w.decide(by, request, verdict, opinion, false)
	})
}

// onlyOneMeant refuses a short number that a newer request bears as well, though it no longer waits: the person
// may have that one before him.
func (w *work) onlyOneMeant(by, reference string, waiting approval.Request) error {
	if reference == "" {
		return nil
	}
	held, err := w.HeldBy(by, "", 200)
	if err != nil {
		return err
	}
	if held, err = requestsSeenBy(w, by, held); err != nil {
		return err
	}
	for _, r := range held {
		if r.ID > waiting.ID && r.CaseNumber != waiting.CaseNumber && strings.HasSuffix(r.CaseNumber, "-"+reference) {
			return models.Errorf(models.Invalid, "编号 %s 不止一件，请带上完整编号再回复：%s（待审批）、%s（已办）。", reference, waiting.CaseNumber, r.CaseNumber)
		}
	}
	return nil
}

// notWaiting finds the request a reply names though it no longer, or never, waits for the person, so that the
// answer can say why. otherwise is returned when there is none.
func (w *work) notWaiting(by, reference string, otherwise error) (approval.Request, error) {
	held, err := w.HeldBy(by, "", 200)
	if err != nil {
		return approval.Request{}, err
	}
	if held, err = requestsSeenBy(w, by, held); err != nil {
		return approval.Request{}, err
	}
	for _, r := range held {
		if r.CaseNumber == reference || strings.HasSuffix(r.CaseNumber, "-"+reference) {
			return r, nil
		}
	}
	person, err := w.Person(by)
	if err != nil {
		return approval.Request{}, err
	}
	found, _, err := w.desk.open(w.ctx, w, person, reference, people.ReadCases)
	if err != nil {
		return approval.Request{}, otherwise
	}
	request, err := w.PendingRequest(approval.Escalation, found.ID)
	if err != nil {
		return approval.Request{}, otherwise
	}
	return request, nil
}

// AwaitedReason gives the reason a rejection was waiting for.
func (d *Desk) AwaitedReason(ctx context.Context, by, ref, reason string) error {
	id, err := strconv.ParseInt(ref, 10, 64)
	if err != nil {
		return models.Errorf(models.NotFound, "没有找到这份呈报，发送「待办」可查看等您审批的事项。")
	}
	return d.transact(ctx, func(w *work) error {
		dialogue, open, err := w.inFlow(by, ReasonFlow)
		if err != nil {
			return err
		}
		if !open || dialogue.Ref != ref {
			return models.Errorf(models.Conflict, "这句话没有作为驳回理由。如需驳回，请回复「驳回 编号 理由」。")
		}
		request, err := w.Request(id)
		if err != nil {
			return err
		}
		return w.decide(by, request, approval.Rejected, reason, false)
	})
}

// DropReason ends the wait for a reason; the request stays as it was.
func (d *Desk) DropReason(ctx context.Context, by, ref string) error {
	return d.transact(ctx, func(w *work) error {
		if err := w.leave(by, ReasonFlow, ref); err != nil {
			return err
		}
		return w.answer(by, notice.Plain, notice.Text{Text: "好的，这份呈报没有改动，仍在等您审批。"})
	})
}

func (w *work) decide(by string, request approval.Request, verdict approval.State, opinion string, byCard bool) error {
	person, err := w.Person(by)
	if err != nil || !person.Active {
		_, err = w.actor(by, people.DecideRequests)
		return err
	}
	if err := w.seesRequest(person, request); err != nil {
		return err
	}
	decided, err := request.Decide(by, person.Name, verdict, opinion, w.now)
	switch models.CodeOf(err) {
	case "":
	case models.Invalid:
		return w.wantReason(by, request)
	case models.Conflict:
		return w.sayDecided(by, request, byCard)
	default:
		return err
	}
	if _, err := w.actor(by, people.DecideRequests); err != nil {
		return err
	}
	if err := w.SaveDecision(decided); err != nil {
		return err
	}
	return w.tellDecision(decided, person)
}

// wantReason asks for the reason of a rejection. In the middle of registering a visit the next words belong to
// the visit, so there the reason must come with the word 驳回.
func (w *work) wantReason(by string, request approval.Request) error {
	dialogue, err := w.Dialogue(by)
	if err != nil {
		return err
	}
	if dialogue.Flow == VisitFlow && !stale(dialogue, w.now) {
		return w.answer(by, notice.Plain, notice.Text{Text: "驳回请写明理由，回复：驳回 " + request.CaseNumber + " 理由。正在登记的来访没有变动。"})
	}
	if err := w.enter(by, ReasonFlow, "", refOf(request.ID)); err != nil {
		return err
	}
	return w.answer(by, notice.ReasonWanted, notice.Approval{RequestID: request.ID, CaseNumber: request.CaseNumber})
}

// sayDecided tells a late decider who was first, and brings his card up to date.
func (w *work) sayDecided(by string, request approval.Request, byCard bool) error {
	if err := w.leave(by, ReasonFlow, refOf(request.ID)); err != nil {
		return err
	}
	if byCard {
		shown, err := w.requestNotice(request)
		if err != nil {
			return err
		}
		shown.TaskID = notice.ApprovalTask(request.ID, by)
		if err := w.amend(shown.TaskID, w.key, by, notice.ApprovalClosed, shown); err != nil {
			return err
		}
	}
	return w.answer(by, notice.Plain, notice.Text{Text: request.Outcome()})
}

func (w *work) requestNotice(request approval.Request) (notice.Approval, error) {
	found, err := w.Case(request.CaseID)
	if err != nil {
		return notice.Approval{}, err
	}
	applicant, err := w.Person(request.Applicant)
	if err != nil {
		return notice.Approval{}, err
	}
	return w.approvalNotice(request, found, applicant)
}

// tellDecision tells the applicant, closes every holder's card and records the decision.
func (w *work) tellDecision(decided approval.Request, decider people.Person) error {
	shown, err := w.requestNotice(decided)
	if err != nil {
		return err
	}
	if err := w.leave(decider.UserID, ReasonFlow, refOf(decided.ID)); err != nil {
		return err
	}
	tasks := make([]string, len(decided.Holders))
	for i, holder := range decided.Holders {
		tasks[i] = notice.ApprovalTask(decided.ID, holder)
	}
	unsent, err := w.CancelUnsent(tasks...)
	if err != nil {
		return err
	}
	never := map[string]bool{}
	for _, task := range unsent {
		never[task] = true
	}
	open, err := w.stillOpen(decided.CaseID, append([]string{decided.Applicant}, decided.Holders...))
	if err != nil {
		return err
	}
	for i, holder := range decided.Holders {
		if never[tasks[i]] || !open[holder] {
			continue
		}
		one := shown
		one.TaskID = tasks[i]
		if err := w.amend(one.TaskID, "decided", holder, notice.ApprovalClosed, one); err != nil {
			return err
		}
	}
	key := "decided:" + refOf(decided.ID)
	if open[decided.Applicant] {
		if err := w.tell(key, decided.Applicant, notice.ApprovalOutcome, shown); err != nil {
			return err
		}
	}
	if err := w.tell(key+":decider", decider.UserID, notice.ApprovalDone, shown); err != nil {
		return err
	}
	return w.record(ledger.EscalationDecided, decided.CaseNumber, decider.UserID,
		map[string]any{"request": decided.ID, "state": decided.State, "version": decided.Version})
}

// Waiting lists the requests that wait for the person, oldest first.
func (d *Desk) Waiting(ctx context.Context, userID string) ([]approval.Request, error) {
	var waiting []approval.Request
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		if waiting, err = tx.WaitingFor(userID, listLooked); err != nil {
			return err
		}
		waiting, err = requestsSeenBy(tx, userID, waiting)
		waiting = waiting[:min(len(waiting), MaxListed)]
		return err
	})
	return waiting, err
}
