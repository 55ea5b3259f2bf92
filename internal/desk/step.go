package desk

import (
	"cmp"
	"context"
	"slices"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// StepAsked is a step as somebody asks for it. Day "" means today.
type StepAsked struct {
	Step    casework.Step
	Day     calendar.Day
	Details casework.Details

	number string // of the further submission it is about, "" = the case
}

// handled is a case in the hands of a verb, with all that its next step depends on.
type handled struct {
	petition.Case
	events []casework.Event
	matter casework.Matter
	clocks []casework.CaseClock

	submission petition.Submission // by whose number it was opened
	sight      people.Sight        // of whoever opened it
}

// takeAll takes steps that belong together, about the submission by whose number the case was opened. held tells that one of
// them goes by way of a request, which was dealt with. Each step is checked anew: permission, table and guards; then come the
// event, the case, its clocks, the jobs of their ladders and the ledger entry.
func (w *work) takeAll(h *handled, person people.Person, asked []StepAsked) (held bool, err error) {
	for i := range asked {
		asked[i] = asked[i].about(h.Case, h.submission)
		if held, err := w.byApproval(h, person, asked[i]); held || err != nil {
			return held, err
		}
		if err := w.askedStep(h, person, asked[i]); err != nil {
			return false, err
		}
		if err := w.afterStep(h, person, asked[i]); err != nil {
			return false, err
		}
	}
	return false, nil
}

// about makes the step one of a further submission, where it was asked for by such a one's number.
func (a StepAsked) about(c petition.Case, s petition.Submission) StepAsked {
	if s.Number == c.Number {
		return a
	}
	a.Details.Submission, a.number = s.ID, s.Number
	switch a.Step {
	case casework.Void:
		a.Step = casework.VoidRepeat
	case casework.Restore:
		a.Step = casework.RestoreRepeat
	}
	return a
}

func (w *work) askedStep(h *handled, person people.Person, asked StepAsked) error {
	event, err := w.eventAsked(*h, person, asked)
	if err != nil {
		return err
	}
	return w.step(h, event)
}

// eventAsked is the step as it would be written down, once it is sure that the person may take it and that the case may be given to
// those it names.
func (w *work) eventAsked(h handled, person people.Person, asked StepAsked) (casework.Event, error) {
	charge, err := w.mayTake(person, h, asked.Step)
	if err != nil {
		return casework.Event{}, err
	}
	if err := w.mayBeGiven(h.Case, asked); err != nil {
		return casework.Event{}, err
	}
	charge = h.matter.Meant(charge, asked.Step, asked.Details)
	asked = w.onRecord(h, asked)
	if asked.Step == casework.DecideDispute {
		asked.Details.Body = h.matter.Disputed // who was asked decided
	}
	return casework.Event{Step: asked.Step, ChargeNo: charge, Day: asked.Day, Actor: person.UserID, Details: asked.Details}, nil
}

// onRecord adds to a notice of acceptance what the record says: the day it states, and what speaks for the simple procedure.
func (w *work) onRecord(h handled, asked StepAsked) StepAsked {
	if asked.Step == casework.Accept || asked.Step == casework.AcceptSimple {
		asked.Details.AcceptedOn = cmp.Or(asked.Details.AcceptedOn, asked.Day, w.today())
	}
	if asked.Step == casework.AcceptSimple {
		asked.Details.Simple = simpleFacts(h, asked.Details.Simple)
	}
	return asked
}

// simpleFacts adds what the record says about the simple procedure to what the unit says.
func simpleFacts(h handled, said casework.SimpleFacts) casework.SimpleFacts {
	said.FirstPetition = h.matter.Round == 1 && h.Nationwide != petition.RepeatNationwide && !slices.ContainsFunc(h.events, func(e casework.Event) bool {
		return e.Step == casework.Resubmit || e.Step == casework.MergeFrom
	})
	said.Clear = true // the unit says so by choosing the procedure
	said.ManyParties = said.ManyParties || h.Collective
	return said
}

// Units lists every unit, for those who name one in words.
func (d *Desk) Units(ctx context.Context) ([]people.Unit, error) {
	var units []people.Unit
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		units, err = tx.Units()
		return err
	})
	return units, err
}

// PersonNamed finds a colleague by name; several of one name must be told apart by userid.
func (d *Desk) PersonNamed(ctx context.Context, name string) (people.Person, error) {
	var found people.Person
	err := d.store.Read(ctx, func(tx Tx) (err error) {
		found, err = personMeant(tx, name)
		return err
	})
	return found, err
}

// take loads what a step of a case depends on.
func (w *work) take(c petition.Case) (handled, error) {
	events, err := w.EventsOf(c.ID)
	if err != nil {
		return handled{}, err
	}
	h := handled{Case: c, events: events, matter: casework.Fold(events)}
	h.clocks, err = w.desk.clocksOf(w.Tx, c, events)
	return h, err
}

func (d *Desk) clocksOf(tx CalendarTx, c petition.Case, events []casework.Event) ([]casework.CaseClock, error) {
	set, err := statute.SetByID(c.RuleSet)
	if err != nil {
		return nil, err
	}
	cal, _, err := d.calendarIn(tx)
	if err != nil {
		return nil, err
	}
	return casework.Clocks(events, set, cal, d.today()), nil
}

// mayTake checks that the person belongs to the party that takes the step, and finds the charge it is about.
func (w *work) mayTake(person people.Person, h handled, step casework.Step) (charge int, err error) {
	line, ok := casework.TransitionOf(step)
	if !ok {
		return 0, &models.Error{Code: models.InternalCode, Op: "take step " + string(step)}
	}
	bureau, err := w.inBureau(person)
	if err != nil {
		return 0, err
	}
	charge, ok = h.matter.Permits(person, bureau, line.By)
	if !ok {
		return 0, models.Errorf(models.Forbidden, "%s由%s办理，这件事项现不在您的办理范围内。", step.Chinese(), line.By.Chinese())
	}
	return charge, nil
}

func (w *work) inBureau(person people.Person) (bool, error) {
	units, err := w.Units()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(units, func(u people.Unit) bool {
		return u.Code == person.UnitCode && u.Kind == people.Bureau
	}), nil
}

// step takes one lawful step: it writes the event and everything that follows from it, but tells nobody.
func (w *work) step(h *handled, e casework.Event) error {
	if e.Day == "" {
		e.Day = w.today()
	}
	e.CaseID, e.At = h.ID, w.now
	if err := w.noteLateness(h, e.Step); err != nil { // before the step: none may hide it
		return err
	}
	level, err := w.levelOf(h.UnitCode)
	if err != nil {
		return err
	}
	after, err := h.matter.Take(casework.Taken{Event: e, Today: w.today(), Clocks: h.clocks, Level: level})
	if err != nil {
		return err
	}
	if err := w.AddEvent(&e); err != nil {
		return err
	}
	if err := w.barStep(h, e); err != nil {
		return err
	}
	void, _ := h.matter.VoidAsked(e.Details.Submission)
	h.events, h.matter = append(h.events, e), after
	unit := h.UnitCode
	h.show(after)
	h.UpdatedAt = w.now
	if err := w.UpdateCase(&h.Case); err != nil {
		return err
	}
	if err := w.recountStep(h, e.Step, unit); err != nil {
		return err
	}
	if err := w.keepClocks(h); err != nil {
		return err
	}
	err = w.record(ledger.CaseStep, h.Number, e.Actor, map[string]any{
		"event": e.ID, "step": e.Step, "day": e.Day, "charge": e.ChargeNo, "state": h.State, "unit": h.UnitCode,
	})
	if err != nil {
		return err
	}
	if err := w.recordVoid(h, e, void); err != nil {
		return err
	}
	if err := w.settleOvertaken(h.Case, e); err != nil {
		return err
	}
	if err := w.endBookingOfEnded(h.Case, e.Actor); err != nil {
		return err
	}
	if err := w.noteLateness(h, e.Step); err != nil {
		return err
	}
	return w.watch(*h, e)
}

// show brings the case's own row in line with the matter.
func (h *handled) show(m casework.Matter) {
	h.State, h.Responsible, h.FirstHandler, h.CaseLeader = m.State, m.Responsible, m.FirstHandler, m.CaseLeader
	h.ResolutionDue, h.CompletedOn, h.ResolvedOn, h.CertifiedOn = m.ResolutionDue, m.CompletedOn, m.ResolvedOn, m.CertifiedOn
	h.MergedInto, h.UnitCode = m.MergedInto, ""
	h.Confidential = h.Confidential || m.Accusation != nil
	if lead, ok := m.Lead(); ok {
		h.UnitCode = lead.Unit
	}
}

var unitLevels = map[people.UnitKind]casework.OfficeLevel{
	people.Township: casework.TownshipOffice, people.Department: casework.CountyDepartment, people.Bureau: casework.CountyDepartment,
	people.Discipline: casework.CountyDepartment, people.Organisation: casework.CountyDepartment,
}

func (w *work) levelOf(unit string) (casework.OfficeLevel, error) {
	units, err := w.Units()
	for _, u := range units {
		if u.Code == unit {
			return unitLevels[u.Kind], err
		}
	}
	return casework.CountyDepartment, err
}

// keepClocks reckons the clocks of a case anew and keeps what has changed, with the next job of each that moved.
func (w *work) keepClocks(h *handled) error {
	var err error
	if h.clocks, err = w.desk.clocksOf(w.Tx, h.Case, h.events); err != nil {
		return err
	}
	kept, err := w.ClocksOf(h.ID)
	if err != nil {
		return err
	}
	was := map[string]casework.ClockRow{}
	for _, row := range kept {
		was[row.ClockKey] = row
	}
	var changed, moved []casework.ClockRow
	var facts []casework.ClockFact
	var running []casework.CaseClock
	for _, clock := range h.clocks {
		before := was[clock.Key]
		row, change, move := clock.Row(h.ID).Follows(before, w.today(), w.now)
		if !change {
			continue
		}
		if fact, known := before.Before(row, w.today()); known {
			facts = append(facts, fact)
		}
		changed = append(changed, row)
		if move && row.Open {
			moved, running = append(moved, row), append(running, clock)
		}
	}
	if err := w.SaveClocks(changed); err != nil {
		return err
	}
	if err := w.AddClockFacts(facts); err != nil {
		return err
	}
	for _, row := range changed { // with the ids that saving gave them
		for i := range moved {
			if moved[i].ClockKey == row.ClockKey {
				moved[i].ID = row.ID
			}
		}
	}
	for i, row := range moved {
		if err := w.planClock(row, running[i], w.today().Add(-1)); err != nil {
			return err
		}
	}
	return nil
}
