package desk

import (
	"errors"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
)

// actedBy says how an act came.
type actedBy struct {
	card string     // task of the card that was pressed
	step *StepAsked // the words of a case's step, which are answered as such
}

// act does something to a request that the transaction has locked: the decision, its effect, its history, everybody's
// cards, what comes next. It returns the case when the effect was a step of it.
func (w *work) act(request approval.Request, person people.Person, act approval.Act, how actedBy) (*handled, error) {
	request, standing, err := w.standing(request, person)
	if err != nil {
		return nil, err
	}
	cal, err := w.calendar()
	if err != nil {
		return nil, err
	}
	about, err := w.subject(request)
	if err != nil {
		return nil, err
	}
	var fault error
	act.By, act.Standing, act.Now, act.Cal, act.Seat = person.UserID, standing, w.now, cal, w.seater(about, &fault)
	if act.Name == "" {
		act.Name = person.Name
	}
	after, entry, err := request.Do(act)
	if fault != nil {
		return nil, fault
	}
	if err != nil {
		return nil, err
	}
	effect, err := w.carryOut(after, person)
	if why := sentence(err); why != "" && after.State == approval.Approved {
		// It can no longer be granted: the request ends, and everybody is told why.
		act.Doing, act.Text = approval.Moot, why
		if after, entry, err = request.Do(act); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	if act.Doing == approval.Supplement {
		after = after.Recarded(seatedUsers(after.Open()), w.now)
	}
	return effect, w.keepActed(request, after, entry, act, person, effect, how)
}

func (w *work) keepActed(before, after approval.Request, entry approval.Entry, act approval.Act, person people.Person, effect *handled, how actedBy) error {
	if err := w.SaveRequest(after, entry); err != nil {
		return err
	}
	if act.By != "" && act.By != SystemActor {
		if err := w.leave(act.By, ReasonFlow, refOf(after.ID)); err != nil {
			return err
		}
	}
	if err := w.tellActed(before, after, act, person, how.step != nil && effect != nil); err != nil {
		return err
	}
	if err := w.amendPressed(before, after, act, how); err != nil {
		return err
	}
	kind := ledger.RequestActed
	if after.Kind == approval.Escalation && (after.State == approval.Approved || after.State == approval.Rejected) {
		kind = ledger.EscalationDecided
	}
	actor := act.By
	if actor == "" {
		actor = SystemActor
	}
	payload := map[string]any{"request": after.ID, "kind": after.Kind, "doing": entry.Doing, "state": after.State, "step": after.Step, "version": after.Version}
	if entry.For != "" {
		payload["for"] = entry.For
	}
	if err := w.record(kind, after.CaseNumber, actor, payload); err != nil {
		return err
	}
	return w.planTick(after)
}

// amendPressed closes a card of an earlier round that was pressed, beside the person's present one.
func (w *work) amendPressed(before, after approval.Request, act approval.Act, how actedBy) error {
	seat, ok := after.EverSeated(act.By)
	if how.card == "" || ok && taskOf(after, seat) == how.card {
		return nil
	}
	shown, err := w.requestNotice(after)
	if err != nil {
		return err
	}
	shown.TaskID, shown.Mine, shown.Gone = how.card, seat.Verdict, seat.Gone
	return w.amend(how.card, w.key, act.By, "approval_closed", shown)
}

// sentence is what a refusal of the domain says, "" for every other error, such as a row that somebody else has changed.
func sentence(err error) string {
	if e, ok := errors.AsType[*models.Error](err); ok && e.Code != models.InternalCode {
		return e.Message
	}
	return ""
}
