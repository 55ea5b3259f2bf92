package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

// SupervisionJob looks, some days after a step, whether the unit has answered it.
const SupervisionJob = "supervision"

// supervisionCheck is the payload of a SupervisionJob.
type supervisionCheck struct {
	CaseID  int64
	Trigger casework.Trigger
	Charge  int
	Event   int64
}

// watch draws what a step means for supervision (条例 Art. 40): what must be looked at later, and what is a reason at once.
func (w *work) watch(h handled, e casework.Event) error {
	switch e.Step {
	case casework.Refer, casework.Assign, casework.Reassign:
		for _, charge := range h.matter.Charges[len(h.matter.Charges)-len(e.Details.Charges):] {
			if charge.Lead {
				continue
			}
			if err := w.planSupervision(h, casework.AssistantSilent, charge.No, e, casework.SignalDay); err != nil {
				return err
			}
		}
	case casework.RejectReport:
		return w.planSupervision(h, casework.NotRedone, e.ChargeNo, e, casework.RedoDays)
	case casework.Resubmit, casework.SuperiorAsks:
		if ground, ok := h.matter.AskedAgainGround(e); ok {
			return w.advise(h, ground, fmt.Sprintf("%s:%d", ground.Trigger, e.ID))
		}
	}
	return nil
}

func (w *work) planSupervision(h handled, trigger casework.Trigger, charge int, e casework.Event, days int) error {
	cal, err := w.calendar()
	if err != nil {
		return err
	}
	payload, err := json.Marshal(supervisionCheck{CaseID: h.ID, Trigger: trigger, Charge: charge, Event: e.ID})
	if err != nil {
		return fmt.Errorf("encode supervision check: %w", err)
	}
	return w.Plan(queue.Job{
		Kind: SupervisionJob, Ref: refOf(h.ID), Uniq: fmt.Sprintf("supervise:%s:%d:%d", trigger, e.ID, charge),
		Payload: string(payload), DueAt: notice.SupervisionAt(e.Day.Add(days), cal), CreatedAt: w.now,
	})
}

// RunSupervision tells the bureau of a reason to supervise, if it holds by now.
func (d *Desk) RunSupervision(ctx context.Context, payload string) error {
	var check supervisionCheck
	if err := json.Unmarshal([]byte(payload), &check); err != nil {
		return fmt.Errorf("read supervision check: %w", err)
	}
	return d.transact(ctx, func(w *work) error {
		c, err := w.Case(check.CaseID)
		if err != nil {
			return err
		}
		h, err := w.take(c)
		if err != nil {
			return err
		}
		ground, holds := h.matter.SilentAssistantGround(check.Charge, w.today())
		if check.Trigger == casework.NotRedone {
			ground, holds = h.matter.NotRedoneGround(h.events, check.Charge, w.today())
		}
		if !holds {
			return nil
		}
		return w.advise(h, ground, fmt.Sprintf("%s:%d:%d", check.Trigger, check.Event, check.Charge))
	})
}

// adviseNoRecord tells the bureau, once for a clock, that half of it has passed without a record of handling.
func (w *work) adviseNoRecord(h handled, row casework.ClockRow) error {
	silent, err := w.silent(h)
	if err != nil || !silent || row.UnitCode == "" {
		return err
	}
	at := slices.IndexFunc(h.clocks, func(c casework.CaseClock) bool { return c.Key == row.ClockKey })
	if at < 0 {
		return nil
	}
	lead, _ := h.matter.Lead()
	return w.advise(h, casework.NoRecordGround(h.clocks[at], lead.No), fmt.Sprintf("%s:%d", casework.NoRecord, row.ID))
}

// advise tells the bureau's supervisors why a case should be supervised. It decides nothing: they do.
func (w *work) advise(h handled, ground casework.Ground, key string) error {
	all, err := w.bureauSupervisors()
	if err != nil {
		return err
	}
	heard, err := w.mayHear(h.Case, all)
	bureau := heard.ids
	if err != nil || len(bureau) == 0 {
		return err
	}
	told, err := w.Told("supervise:" + key + ":" + bureau[0])
	if err != nil || told {
		return err
	}
	units, err := w.unitNames()
	if err != nil {
		return err
	}
	data := notice.Supervision{
		Number: h.Number, Trigger: ground.Trigger, Unit: units[ground.Unit], Why: ground.Why, Place: ordinarily(h.Case, h.IssuePlace),
		Facts: shownMatter(h.Case),
	}
	for _, person := range bureau {
		if err := w.tell("supervise:"+key+":"+person, person, notice.SupervisionDue, data); err != nil {
			return err
		}
	}
	return w.record(ledger.SupervisionAdvised, h.Number, SystemActor, map[string]any{
		"trigger": ground.Trigger, "unit": ground.Unit, "charge": ground.Charge, "since": ground.Since,
	})
}

// bureauSupervisors lists the supervisors of the petition bureau, or all of them where it has none.
func (w *work) bureauSupervisors() ([]string, error) { return bureauSupervisorsOf(w.Tx) }

func bureauSupervisorsOf(tx PeopleTx) ([]string, error) {
	staff, err := tx.PeopleWith(people.Supervisor)
	if err != nil {
		return nil, err
	}
	units, err := tx.Units()
	if err != nil {
		return nil, err
	}
	bureaus := map[string]bool{}
	for _, unit := range units {
		bureaus[unit.Code] = unit.Kind == people.Bureau
	}
	var bureau []string
	for _, person := range staff {
		if bureaus[person.UnitCode] {
			bureau = append(bureau, person.UserID)
		}
	}
	if len(bureau) == 0 {
		return userIDs(staff), nil
	}
	return bureau, nil
}
