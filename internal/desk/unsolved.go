package desk

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// MaxReply is the longest reply on the public page, in characters.
const MaxReply = 1000

// Replied is what a "not solved" reply became, with the receipt of the new submission.
type Replied struct {
	Receipt  notice.Receipt
	Code     string
	Reopened bool
}

// StillUnsolved registers what the holder of a receipt writes after an answer as a further submission of the case, with a
// number of its own; the case is handled anew where its way allows. form is the page's form: sending it again is one reply.
func (d *Desk) StillUnsolved(ctx context.Context, who Holder, form, text string) (Replied, error) {
	var number string
	var reopened bool
	err := d.transact(ctx, func(w *work) error {
		number, reopened = "", false
		r, err := d.holder(w, who)
		if err != nil {
			return err
		}
		text = strings.TrimSpace(text)
		if text == "" || utf8.RuneCountInString(text) > MaxReply || strings.ContainsRune(text, 0) {
			return models.Errorf(models.Invalid, "请写明哪里没有解决，不超过%d字。", MaxReply)
		}
		origin := "web:" + r.Number + ":" + form
		draft, err := w.DraftByOrigin(origin)
		if err == nil {
			s, err := w.SubmissionOfDraft(draft.ID)
			number = s.Number
			return err
		}
		if models.CodeOf(err) != models.NotFound {
			return err
		}
		number, reopened, err = w.reply(r, origin, text)
		return err
	})
	if err != nil {
		return Replied{}, err
	}
	shown, code, err := d.ReceiptShown(ctx, number)
	return Replied{Receipt: shown, Code: code, Reopened: reopened}, err
}

// reply writes the further submission and everything that follows from it.
func (w *work) reply(r petition.Receipt, origin, text string) (number string, reopened bool, err error) {
	c, err := caseOf(w, r)
	if err != nil {
		return "", false, err
	}
	draft := petition.Draft{
		Origin: origin, Owner: PetitionerActor, State: petition.DraftRegistered, CaseID: &c.ID, Version: 1, CreatedAt: w.now, UpdatedAt: w.now,
		Report: petition.Report{Facts: text, Headcount: 1, Original: []string{text}},
	}
	if err := w.CreateDraft(&draft); err != nil {
		return "", false, err
	}
	named, err := w.PetitionersOf(r.SubmissionID, maxPetitioners)
	if err != nil {
		return "", false, err
	}
	h, err := w.take(c)
	if err != nil {
		return "", false, err
	}
	if err := w.mayRegister(); err != nil {
		return "", false, err
	}
	key, err := w.newCommitKey(draft.ID)
	if err != nil {
		return "", false, err
	}
	s := petition.Submission{
		CaseID: c.ID, DraftID: draft.ID, Channel: petition.WebChannel, ReceivedAt: w.now, ReceivedBy: PetitionerActor,
		Original: text, Number: provisional(key), CommitKey: key.kept,
	}
	commit := commitTo(s, key, named)
	if err := w.CreateSubmission(&s, nil, named); err != nil {
		return "", false, err
	}
	if err := w.countRepeat(h.Case, s, draft.Report, w.today()); err != nil {
		return "", false, err
	}
	if reopened, err = w.reopenOrResubmit(&h, s); err != nil {
		return "", false, err
	}
	if s.Number, err = w.drawNumber(w.today(), 0, s.ID); err != nil {
		return "", false, err
	}
	payload := map[string]any{
		"submission": s.ID, "case": c.Number, "receipt": r.Number, "reopened": reopened, "channel": s.Channel,
		"headcount": draft.Report.People(), "collective": w.desk.collective(draft.Report), "commit": commit,
	}
	if err := w.record(ledger.SubmissionJoined, s.Number, PetitionerActor, payload); err != nil {
		return "", false, err
	}
	if _, err := w.issueReceipt(s, w.now); err != nil {
		return "", false, err
	}
	return s.Number, reopened, w.tellUnsolved(h, s, text, reopened)
}

// reopenOrResubmit begins another round where the case's way allows it, and else notes that the matter came again.
func (w *work) reopenOrResubmit(h *handled, s petition.Submission) (reopened bool, err error) {
	again := casework.Event{Step: casework.Reopen, Actor: PetitionerActor, Details: casework.Details{Other: s.ID, Reason: "信访人反映尚未解决"}}
	switch err := w.step(h, again); models.CodeOf(err) {
	case "":
		return true, nil
	case models.Conflict:
		if overtaken(err) {
			return false, err
		}
	default:
		return false, err
	}
	return false, w.step(h, casework.Event{Step: casework.Resubmit, Actor: PetitionerActor, Details: casework.Details{Other: s.ID}})
}

// tellUnsolved tells the clerk who registered the case, or the supervisors when he has left, what was written; the units in
// charge learn only that something was: it may be a complaint about them (条例 Art. 30 ¶3), which the bureau must see first.
func (w *work) tellUnsolved(h handled, s petition.Submission, text string, reopened bool) error {
	atBureau := []string{h.RegisteredBy}
	clerks, err := w.PeopleByID(atBureau)
	if err != nil {
		return err
	}
	if len(clerks) == 0 || !clerks[0].Active {
		if atBureau, err = w.supervisors(); err != nil {
			return err
		}
	}
	working, err := w.handlersOf(h)
	if err != nil {
		return err
	}
	readers, err := w.mayHear(h.Case, atBureau)
	if err != nil {
		return err
	}
	heard, err := w.mayHear(h.Case, append(working, readers.ids...))
	if err != nil {
		return err
	}
	news := notice.Unsolved{Number: s.Number, Case: h.Number, Text: ordinarily(h.Case, text), Reopened: reopened}
	if err := w.unnameAll(h.ID, &news.Text); err != nil {
		return err
	}
	for _, person := range readers.ids {
		if err := w.tell("unsolved:"+s.Number+":"+person, person, notice.StillUnsolved, news); err != nil {
			return err
		}
	}
	news.Text = ""
	for _, person := range heard.ids {
		if slices.Contains(readers.ids, person) {
			continue
		}
		if err := w.tell("unsolved:"+s.Number+":"+person, person, notice.StillUnsolved, news); err != nil {
			return err
		}
	}
	return nil
}
