package casework

import (
	"fmt"
	"slices"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

// Trigger is a reason to supervise (条例 Art. 40).
type Trigger string

// The triggers.
const (
	NoRecord        Trigger = "DB01" // half of the limit has passed without a record of handling
	AskedAgain      Trigger = "DB02" // the petitioner came again, or a superior asks
	NotRedone       Trigger = "DB03" // feedback that was sent back has not been given anew in five days
	AssistantSilent Trigger = "DB04" // an assisting unit has left no sign for three days
)

// How long a unit may take, in calendar days.
const (
	RedoDays  = 5
	SignalDay = 3
)

// Ground is one trigger as it holds for one unit, with its reason in a sentence.
type Ground struct {
	Trigger Trigger
	Unit    string
	Charge  int
	Since   calendar.Day // of the fact it rests on
	Why     string
}

// AskedAgainGround tells why a step by the petitioner or a superior is a reason to supervise, while a unit has the case.
func (m Matter) AskedAgainGround(e Event) (Ground, bool) {
	lead, led := m.Lead()
	if !led || m.CompletedOn != "" {
		return Ground{}, false
	}
	ground := Ground{Trigger: AskedAgain, Unit: lead.Unit, Charge: lead.No, Since: e.Day}
	switch e.Step {
	case Resubmit:
		ground.Why = fmt.Sprintf("信访人于%s就同一事项再次反映，责任单位自%s起承办", e.Day.Chinese(), lead.Given.Chinese())
	case SuperiorAsks:
		ground.Why = fmt.Sprintf("上级于%s过问此事，责任单位自%s起承办", e.Day.Chinese(), lead.Given.Chinese())
	default:
		return Ground{}, false
	}
	return ground, true
}

// NotRedoneGround tells whether the feedback of a charge that was sent back is missing after five days.
func (m Matter) NotRedoneGround(events []Event, charge int, today calendar.Day) (Ground, bool) {
	rejected, ok := lastOf(events, charge, RejectReport)
	if !ok || charge > len(m.Charges) {
		return Ground{}, false
	}
	c := m.Charges[charge-1]
	if !c.Active() || c.Reported != "" || today < rejected.Day.Add(RedoDays) {
		return Ground{}, false
	}
	return Ground{
		Trigger: NotRedone, Unit: c.Unit, Charge: charge, Since: rejected.Day,
		Why: fmt.Sprintf("反馈于%s退回，%d日内没有重新反馈", rejected.Day.Chinese(), RedoDays),
	}, true
}

// SilentAssistantGround tells whether an assisting unit has neither signed nor reported three days after it was asked.
func (m Matter) SilentAssistantGround(charge int, today calendar.Day) (Ground, bool) {
	if charge < 1 || charge > len(m.Charges) {
		return Ground{}, false
	}
	c := m.Charges[charge-1]
	if c.Lead || !c.Active() || c.Signed != "" || c.Reported != "" || today < c.Given.Add(SignalDay) {
		return Ground{}, false
	}
	return Ground{
		Trigger: AssistantSilent, Unit: c.Unit, Charge: charge, Since: c.Given,
		Why: fmt.Sprintf("协办单位自%s接到任务，%d日内没有签收，也没有反馈", c.Given.Chinese(), SignalDay),
	}, true
}

// NoRecordGround says that half of a limit has passed without a record of handling.
func NoRecordGround(clock CaseClock, charge int) Ground {
	return Ground{
		Trigger: NoRecord, Unit: clock.Unit, Charge: charge, Since: clock.Start,
		Why: fmt.Sprintf("%s（%s）自%s起算，期限已过半，还没有办理记录", clock.Rule.Title, clock.Rule.ID, clock.Start.Chinese()),
	}
}

func lastOf(events []Event, charge int, step Step) (Event, bool) {
	for _, e := range slices.Backward(events) {
		if e.Step == step && e.ChargeNo == charge {
			return e, true
		}
	}
	return Event{}, false
}

// Meant is the number of the charge a step is about: of the unit that the step names, where it may name one.
func (m Matter) Meant(charge int, step Step, details Details) int {
	if step != RejectReport || len(details.Charges) == 0 {
		return charge
	}
	named, _ := m.ChargeOf(details.Charges[0].Unit)
	return named.No
}

// ToldDate tells whether the petitioner was told when a limit ends: with the notice of reception he learns by when the
// matter is decided, with an opinion until when he may ask for its review.
func (m Matter) ToldDate(rule statute.RuleID) bool {
	switch rule {
	case statute.C07, statute.C09:
		return m.Noticed || m.Extension != nil && m.Extension.DeliveredOn != ""
	case statute.C10, statute.C12:
		return true
	}
	return false
}
