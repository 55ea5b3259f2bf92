package desk

import (
	"context"
	"strconv"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// Said is what somebody does to a request, from a card or in words.
type Said struct {
	Doing     approval.Doing
	Opinion   string
	Confirmed bool
	Card      string // task of the card that was pressed, "" = said in words
	Round     int64  // of that card
	To        string // whom it is handed to, by name or userid
}

var errNoRequest = models.Errorf(models.NotFound, "没有找到这份请示，发送「待办」可查看等您审批的事项。")

// Decide takes what a holder does from his card.
func (d *Desk) Decide(ctx context.Context, by string, requestID int64, said Said) error {
	return d.transact(ctx, func(w *work) error { return w.decide(by, requestID, said) })
}

// DecideByReply takes a decision written as 同意 0001 意见. reference may be left out when exactly one
// request waits for the person.
func (d *Desk) DecideByReply(ctx context.Context, by, reference string, said Said) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.Person(by); err != nil {
			_, err = w.actor(by, people.DecideRequests)
			return err
		}
		waiting, err := w.waitingFor(by, 1000)
		if err != nil {
			return err
		}
		waiting, said.Opinion = ofKind(waiting, reference, said.Opinion)
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
		return w.decide(by, request.ID, said)
	})
}

// ofKind narrows several requests on one case down to the kind the words begin with: 同意 0001 延期 情况属实.
func ofKind(waiting []approval.Request, reference, words string) ([]approval.Request, string) {
	first, rest, _ := strings.Cut(words, " ")
	var fits, others []approval.Request
	for _, r := range waiting {
		named := reference != "" && (r.CaseNumber == reference || strings.HasSuffix(r.CaseNumber, "-"+reference))
		if named && first == r.Kind.Chinese() {
			fits = append(fits, r)
		} else {
			others = append(others, r)
		}
	}
	if len(fits) == 1 && len(others) > 0 {
		return fits, strings.TrimSpace(rest)
	}
	return waiting, words
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
	pending, err := w.PendingOn(found.ID, 10)
	if err != nil || len(pending) == 0 {
		return approval.Request{}, otherwise
	}
	return pending[0], nil
}

// What a ReasonFlow waits for.
const (
	awaitReason = ""     // why it is rejected
	awaitMore   = "more" // what is to be supplemented
	awaitHand   = "hand" // whom it is handed to
)

// AwaitedReason gives the words a button was waiting for: the reason of a rejection, what is missing, or a name.
func (d *Desk) AwaitedReason(ctx context.Context, by, ref, words string) error {
	id, err := strconv.ParseInt(ref, 10, 64)
	if err != nil {
		return errNoRequest
	}
	return d.transact(ctx, func(w *work) error {
		dialogue, open, err := w.inFlow(by, ReasonFlow)
		if err != nil {
			return err
		}
		if !open || dialogue.Ref != ref {
			return models.Errorf(models.Conflict, "这句话没有作为驳回理由。如需驳回，请回复「驳回 编号 理由」。")
		}
		said := Said{Doing: approval.Refuse, Opinion: words}
		switch dialogue.Step {
		case awaitMore:
			said.Doing = approval.AskMore
		case awaitHand:
			said = Said{Doing: approval.HandOn, To: words}
		}
		return w.decide(by, id, said)
	})
}

// DropReason ends the wait for words; the request stays as it was.
func (d *Desk) DropReason(ctx context.Context, by, ref string) error {
	return d.transact(ctx, func(w *work) error {
		if err := w.leave(by, ReasonFlow, ref); err != nil {
			return err
		}
		return w.answer(by, notice.Plain, notice.Text{Text: "好的，这份请示没有改动，仍在等您审批。"})
	})
}

// decide carries out what somebody does to a request, or says in one sentence why not, or what is still missing.
func (w *work) decide(by string, requestID int64, said Said) error {
	person, err := w.Person(by)
	if err != nil || !person.Active {
		_, err = w.actor(by, people.DecideRequests)
		return err
	}
	request, err := w.LockRequest(requestID)
	if err == nil {
		err = w.seesRequest(person, request)
	}
	if models.CodeOf(err) == models.NotFound {
		return errNoRequest
	}
	if err != nil {
		return err
	}
	if said.Doing == approval.Recuse && request.CaseID > 0 {
		c, err := w.subject(request)
		if err != nil {
			return err
		}
		return w.recuse(c, person, person, said.Opinion)
	}
	act := approval.Act{Doing: said.Doing, Text: said.Opinion, Confirmed: said.Confirmed, Round: said.Round}
	if said.Doing == approval.HandOn && said.To != "" {
		to, err := w.personMeant(said.To)
		if err != nil {
			return err
		}
		if !to.Has(people.Supervisor, people.Leader, people.DutyOffice) {
			return models.Errorf(models.Forbidden, "%s不是领导、分管负责人或值班室人员，不能接手审批，请转交给其他负责人。", to.Name)
		}
		about, err := w.subject(request)
		if err != nil {
			return err
		}
		able, err := w.seatable(about, []people.Person{to})
		if err != nil {
			return err
		}
		if len(able) == 0 {
			return models.Errorf(models.Conflict, "这件事项不能由%s审批，请转交给其他负责人。", to.Name)
		}
		act.To = candidate(to)
	}
	_, err = w.act(request, person, act, actedBy{card: said.Card})
	return w.answerRefused(err, person, requestID, said)
}

func (w *work) personMeant(name string) (people.Person, error) { return personMeant(w.Tx, name) }

// personMeant finds a colleague by name or userid.
func personMeant(tx PeopleTx, name string) (people.Person, error) {
	found, err := tx.PeopleNamed(strings.TrimSpace(name))
	switch {
	case err != nil:
		return people.Person{}, err
	case len(found) == 0:
		return people.Person{}, models.Errorf(models.NotFound, "人员名册里没有「%s」，请核对姓名。", name)
	case len(found) > 1:
		return people.Person{}, models.Errorf(models.Invalid, "叫「%s」的同事不止一位，请改用通讯录账号，例如：%s。", name, found[0].UserID)
	}
	return found[0], nil
}

// answerRefused turns a refusal into what helps: the question for the missing words, the second tap, or who was first.
func (w *work) answerRefused(err error, person people.Person, requestID int64, said Said) error {
	code := models.CodeOf(err)
	if sentence(err) == "" || code != models.Invalid && code != models.Conflict {
		return err
	}
	request, fault := w.Request(requestID)
	if fault != nil {
		return fault
	}
	by := person.UserID
	if code == models.Invalid {
		switch {
		case said.Doing == approval.Agree && request.WantsConfirm() && !said.Confirmed:
			return w.wantConfirm(by, request, said)
		case said.Doing == approval.Refuse:
			return w.wantWords(by, request, awaitReason)
		case said.Doing == approval.AskMore && said.Opinion == "":
			return w.wantWords(by, request, awaitMore)
		case said.Doing == approval.HandOn && said.To == "":
			return w.wantWords(by, request, awaitHand)
		}
		return err
	}
	return w.sayTooLate(by, request, said, sentence(err))
}

// wantConfirm asks for the second tap, on the card itself where there is one.
func (w *work) wantConfirm(by string, request approval.Request, said Said) error {
	shown, err := w.requestNotice(request)
	if err != nil {
		return err
	}
	if said.Card == "" {
		return w.answer(by, notice.ConfirmWanted, shown)
	}
	shown.TaskID = said.Card
	return w.amend(said.Card, w.key, by, notice.ApprovalConfirm, shown)
}

// TakeBackConfirm puts the card back as it was before the first tap.
func (d *Desk) TakeBackConfirm(ctx context.Context, by string, requestID int64, card string) error {
	return d.transact(ctx, func(w *work) error {
		request, err := w.Request(requestID)
		if err != nil {
			return err
		}
		shown, err := w.requestNotice(request)
		if err != nil {
			return err
		}
		if seat, ok := request.SeatOf(by); ok {
			shown = w.forSeat(shown, seat)
		}
		shown.TaskID = card
		return w.amend(card, w.key, by, notice.ApprovalShown, shown)
	})
}

// wantWords asks for words a button needs. In the middle of registering a visit the next words belong to the visit, so
// there they must come with the command.
func (w *work) wantWords(by string, request approval.Request, await string) error {
	dialogue, err := w.Dialogue(by)
	if err != nil {
		return err
	}
	if dialogue.Flow == VisitFlow && !stale(dialogue, w.now) {
		words := map[string]string{awaitReason: "驳回请写明理由，回复：驳回 %s 理由", awaitMore: "请回复：要求补充 %s 内容", awaitHand: "请回复：转交 %s 姓名"}[await]
		return w.answer(by, notice.Plain, notice.Text{Text: strings.Replace(words, "%s", request.CaseNumber, 1) + "。正在登记的来访没有变动。"})
	}
	if err := w.enter(by, ReasonFlow, await, refOf(request.ID)); err != nil {
		return err
	}
	wanted := notice.Approval{RequestID: request.ID, CaseNumber: request.CaseNumber}
	wanted.Kind, wanted.Await = request.Kind, await
	return w.answer(by, notice.ReasonWanted, wanted)
}

// sayTooLate tells somebody what had happened before, and brings the card he pressed up to date.
func (w *work) sayTooLate(by string, request approval.Request, said Said, why string) error {
	if err := w.leave(by, ReasonFlow, refOf(request.ID)); err != nil {
		return err
	}
	if said.Card != "" {
		shown, err := w.requestNotice(request)
		if err != nil {
			return err
		}
		shown.TaskID = said.Card
		if seat, ok := request.EverSeated(by); ok {
			shown.Mine, shown.Gone = seat.Verdict, seat.Gone
		}
		if err := w.amend(said.Card, w.key, by, notice.ApprovalClosed, shown); err != nil {
			return err
		}
	}
	return w.answer(by, notice.Plain, notice.Text{Text: why})
}
