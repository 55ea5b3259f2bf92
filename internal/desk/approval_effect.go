package desk

import (
	"petitiondesk/models/approval"
	"petitiondesk/models/casework"
	"petitiondesk/models/people"
)

// effects are what ends of requests do beside the steps of a case, each in the transaction of the decision. A kind that is
// not here does nothing more. An error with a sentence means that it can no longer be granted.
var effects = map[approval.Kind]func(w *work, r approval.Request, by people.Person) error{
	approval.Escalation: (*work).instruct,
}

// OnDecided adds what the end of a kind's requests does, such as the exchange of two duties. It is called once, at start.
func OnDecided(kind approval.Kind, effect func(w *work, r approval.Request, by people.Person) error) {
	effects[kind] = effect
}

// carryOut does what the request's new state means: the step of the case that was granted, refused or dropped.
func (w *work) carryOut(r approval.Request, by people.Person) (*handled, error) {
	w.effect = ""
	if r.State.Waits() || r.State == approval.Ended {
		return nil, nil
	}
	if effect := effects[r.Kind]; effect != nil {
		if err := effect(w, r, by); err != nil {
			return nil, err
		}
	}
	step, ok := stepOf(r)
	if !ok {
		return nil, nil
	}
	c, err := w.Case(r.CaseID)
	if err != nil {
		return nil, err
	}
	h, err := w.take(c)
	if err != nil {
		return nil, err
	}
	event := eventOf(r, step, by, h)
	if err := w.step(&h, event); err != nil {
		return nil, err
	}
	w.effect = step.Chinese()
	if r.State != approval.Approved {
		return &h, nil
	}
	return &h, w.tellEffect(h, r, by, step)
}

// tellEffect tells those whom the step concerns and who have not heard of the decision otherwise.
func (w *work) tellEffect(h handled, r approval.Request, by people.Person, step casework.Step) error {
	news, err := w.newsOf(h, by, StepAsked{Step: step, Details: readGranted(r).Details})
	if err != nil {
		return err
	}
	heard := w.carded
	w.carded = map[string]bool{}
	for user := range heard {
		w.carded[user] = true
	}
	w.carded[r.Applicant] = true
	for _, seat := range r.Everyone() {
		w.carded[seat.UserID] = true
	}
	err = w.tellConcerned(h, by, news)
	w.carded = heard
	return err
}

// stepOf is the step of the case that the request's end takes.
func stepOf(r approval.Request) (casework.Step, bool) {
	does := readGranted(r)
	var steps map[approval.State]casework.Step
	switch r.Kind {
	case approval.Extension:
		steps = map[approval.State]casework.Step{
			approval.Approved: casework.ApproveExtension, approval.Rejected: casework.RefuseExtension,
			approval.Withdrawn: casework.DropExtension, approval.Lapsed: casework.DropExtension,
		}
	case approval.Void:
		void := does.Step
		if void == "" {
			void = casework.Void
		}
		steps = map[approval.State]casework.Step{
			approval.Approved: void, approval.Rejected: casework.RefuseVoid, approval.Withdrawn: casework.DropVoid, approval.Lapsed: casework.DropVoid,
		}
	case approval.Grave:
		steps = map[approval.State]casework.Step{approval.Approved: casework.ReportGrave}
	default:
		steps = map[approval.State]casework.Step{approval.Approved: does.Step}
	}
	step := steps[r.State]
	return step, step != ""
}

func eventOf(r approval.Request, step casework.Step, by people.Person, h handled) casework.Event {
	does := readGranted(r)
	lead, _ := h.matter.Lead()
	e := casework.Event{Step: step, ChargeNo: lead.No, Actor: by.UserID, Details: casework.Details{Reason: r.Opinion, Submission: does.Details.Submission}}
	switch r.Kind {
	case approval.Extension:
	case approval.Void:
		e.ChargeNo = 0
	case approval.Grave:
		e.ChargeNo = 0
		if e.Details.Reason == "" {
			e.Details.Reason = r.DecidedName + "同意报告"
		}
	default:
		// What the unit asked for is the unit's step; who granted it is in the request's history.
		e.ChargeNo, e.Actor, e.Details = does.ChargeNo, r.Applicant, does.Details
	}
	if e.Details.Reason == "" && (step == casework.RefuseExtension || step == casework.RefuseVoid) {
		e.Details.Reason = "未获同意"
	}
	return e
}

// mayStillTake refuses a step that is not lawful as things stand.
func (w *work) mayStillTake(h handled, e casework.Event) error {
	_, err := w.lawful(h, e)
	return err
}

// lawful is the case as a step would leave it, without taking it.
func (w *work) lawful(h handled, e casework.Event) (casework.Matter, error) {
	level, err := w.levelOf(h.UnitCode)
	if err != nil {
		return h.matter, err
	}
	if e.Day == "" {
		e.Day = w.today()
	}
	e.CaseID, e.At = h.ID, w.now
	return h.matter.Take(casework.Taken{Event: e, Today: w.today(), Clocks: h.clocks, Level: level})
}
