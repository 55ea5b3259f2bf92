package desk

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// AskAmendment asks a second person to correct how many people came. Until he agrees nothing
// changes, and afterwards both are shown: what was registered and what became of it.
func (d *Desk) AskAmendment(ctx context.Context, by, reference string, kind ledger.AmendKind, headcount int, reason string) error {
	return d.transact(ctx, func(w *work) error {
		clerk, err := w.actor(by, people.AskAmendment)
		if err != nil {
			return err
		}
		asked, err := w.newAmendment(clerk, reference, kind, headcount, strings.TrimSpace(reason))
		if err != nil {
			return err
		}
		if err := w.AddAmendment(&asked); err != nil {
			return err
		}
		return w.tellAmendment(asked, clerk)
	})
}

func (w *work) newAmendment(clerk people.Person, reference string, kind ledger.AmendKind, headcount int, reason string) (ledger.AmendRequest, error) {
	found, _, err := w.desk.open(w.ctx, w, clerk, reference, people.AskAmendment)
	if err != nil {
		return ledger.AmendRequest{}, err
	}
	number := reference
	if !strings.HasPrefix(reference, "XF") {
		number = found.Number
	}
	row, err := w.countedOf(found.ID, number)
	if err != nil {
		return ledger.AmendRequest{}, err
	}
	switch {
	case reason == "" || utf8.RuneCountInString(reason) > 200:
		return ledger.AmendRequest{}, models.Errorf(models.Invalid, "请写明理由（不超过200字，不写姓名电话），例如：更正 %s 6人 原表漏记1人", number)
	case kind == ledger.CorrectHeadcount && (headcount < 1 || headcount > 9999):
		return ledger.AmendRequest{}, models.Errorf(models.Invalid, "请写明更正后的人数和理由，例如：更正 %s 6人 原表漏记1人", number)
	case row.Voided:
		return ledger.AmendRequest{}, models.Errorf(models.Conflict, "%s 已经作废，不能再更正。", number)
	case kind == ledger.CorrectHeadcount && row.Headcount == headcount:
		return ledger.AmendRequest{}, models.Errorf(models.Conflict, "%s 登记的就是%d人，没有作改动。", number, headcount)
	}
	return ledger.AmendRequest{
		SubmissionID: row.SubmissionID, CaseID: found.ID, Number: number, Kind: kind, Was: row.Headcount, Value: headcount,
		Reason: reason, State: ledger.AmendAsked, AskedBy: clerk.UserID, AskedAt: w.now, Version: 1,
	}, nil
}

// countedOf is how the submission that bears a number counts now.
func (w *work) countedOf(caseID int64, number string) (statistics.Counted, error) {
	rows, err := w.CountedOf(caseID, maxSubmissions)
	if err != nil {
		return statistics.Counted{}, err
	}
	submission, err := w.SubmissionByNumber(number)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return statistics.Counted{}, err
	}
	for _, row := range rows {
		if row.SubmissionID == submission.ID {
			return row, nil
		}
	}
	return statistics.Counted{}, models.Errorf(models.NotFound, "没有找到编号 %s，请核对后带上完整编号再试。", number)
}

func (w *work) tellAmendment(asked ledger.AmendRequest, clerk people.Person) error {
	shown := amendmentNotice(asked, clerk.Title(), "")
	c, err := w.Case(asked.CaseID)
	if err != nil {
		return err
	}
	deciders, err := w.PeopleWith(people.Supervisor)
	if err != nil {
		return err
	}
	heard, err := w.mayHear(c, userIDs(deciders))
	if err != nil {
		return err
	}
	for _, decider := range heard.ids {
		if decider == asked.AskedBy {
			continue
		}
		key := fmt.Sprintf("amend:%d:%s", asked.ID, decider)
		if err := w.tell(key, decider, notice.AmendAsked, shown); err != nil {
			return err
		}
	}
	answer := fmt.Sprintf("%s 的更正申请（序号 %d）已提交，须由分管负责人核准；核准之前登记不变。", asked.Number, asked.ID)
	if err := w.answer(asked.AskedBy, notice.Plain, notice.Text{Text: answer}); err != nil {
		return err
	}
	return w.record(ledger.CorrectionAsked, asked.Number, asked.AskedBy, amendmentRecord(asked))
}

func amendmentNotice(a ledger.AmendRequest, asker, decider string) notice.Amendment {
	return notice.Amendment{
		ID: a.ID, Number: a.Number, Kind: a.Kind, State: a.State, Was: a.Was, Value: a.Value, Reason: petition.MaskText(a.Reason),
		AskedBy: asker, Decided: decider, Opinion: petition.MaskText(a.Opinion),
	}
}

func amendmentRecord(a ledger.AmendRequest) ledger.Amendment {
	return ledger.Amendment{
		Amendment: a.ID, Number: a.Number, Headcount: a.Was, To: a.Value, Reason: petition.MaskText(a.Reason), AskedBy: a.AskedBy,
	}
}

// DecideAmendment takes the second person's word.
func (d *Desk) DecideAmendment(ctx context.Context, by string, id int64, agree bool, opinion string) error {
	return d.transact(ctx, func(w *work) error {
		decider, err := w.actor(by, people.DecideAmendment)
		if err != nil {
			return err
		}
		asked, err := w.amendmentFor(decider, id)
		if err != nil {
			return err
		}
		decided, err := asked.Decide(by, agree, strings.TrimSpace(opinion), w.now)
		if err != nil {
			return err
		}
		return w.decideAmendment(decided, decider)
	})
}

// amendmentFor finds a correction that waits, about a case that the person may see.
func (w *work) amendmentFor(decider people.Person, id int64) (ledger.AmendRequest, error) {
	asked, err := w.Amendment(id)
	if err == nil {
		_, _, err = w.desk.open(w.ctx, w, decider, asked.Number, people.DecideAmendment)
	}
	if models.CodeOf(err) == models.NotFound {
		err = models.Errorf(models.NotFound, "没有序号为 %d 的更正申请，请核对序号。", id)
	}
	return asked, err
}

func (w *work) decideAmendment(a ledger.AmendRequest, decider people.Person) error {
	row, err := w.countedOf(a.CaseID, a.Number)
	if err != nil {
		return err
	}
	a.Was = row.Headcount // another correction may have come first
	s, err := w.SubmissionByNumber(a.Number)
	if err != nil {
		return err
	}
	from, kind := s.CollectiveFrom, ledger.AmendmentRefused
	if a.State == ledger.AmendAgreed {
		if row.Voided {
			return models.Errorf(models.Conflict, "%s 已经作废，不能再更正。", a.Number)
		}
		kind = ledger.SubmissionCorrected
		if err := w.amendRegister(a, from); err != nil {
			return err
		}
	}
	if err := w.UpdateAmendment(a); err != nil {
		return err
	}
	asker, err := w.Person(a.AskedBy)
	if err != nil {
		return err
	}
	shown := amendmentNotice(a, asker.Title(), decider.Title())
	c, err := w.Case(a.CaseID)
	if err != nil {
		return err
	}
	heard, err := w.mayHear(c, []string{a.AskedBy, decider.UserID})
	if err != nil {
		return err
	}
	for _, person := range heard.ids {
		if err := w.tell(fmt.Sprintf("amended:%d:%s", a.ID, person), person, notice.AmendDecided, shown); err != nil {
			return err
		}
	}
	payload := amendmentRecord(a)
	payload.Kind, payload.CollectiveFrom = string(a.Kind), from
	return w.record(kind, a.Number, decider.UserID, payload)
}

// amendRegister changes how the submission counts from today on. What was known on earlier days stays known.
func (w *work) amendRegister(a ledger.AmendRequest, collectiveFrom int) error {
	c, err := w.Case(a.CaseID)
	if err != nil {
		return err
	}
	collective := a.Value >= collectiveFrom
	if a.Kind == ledger.CorrectHeadcount && c.Number == a.Number {
		if err := w.CorrectHeadcount(c.ID, a.Value, collective, w.now); err != nil {
			return err
		}
	}
	return w.recount(a.CaseID, func(row *statistics.Counted) {
		if row.SubmissionID == a.SubmissionID {
			row.Headcount, row.Collective = a.Value, collective
		}
	})
}

// amendmentsOf lists what was asked to be voided or corrected in a case.
func amendmentsOf(tx Tx, caseID int64) ([]notice.Amendment, error) {
	rows, err := tx.AmendmentsOf(caseID, MaxListed)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var ids []string
	for _, a := range rows {
		ids = append(ids, a.AskedBy, a.DecidedBy)
	}
	staff, err := tx.PeopleByID(ids)
	titles := map[string]string{}
	for _, person := range staff {
		titles[person.UserID] = person.Title()
	}
	shown := make([]notice.Amendment, len(rows))
	for i, a := range rows {
		shown[i] = amendmentNotice(a, titles[a.AskedBy], titles[a.DecidedBy])
	}
	return shown, err
}
