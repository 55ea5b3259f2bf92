package casework

import (
	"petitiondesk/models"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// guardRuling holds for disputes over who is competent (条例 Art. 24) and for feedback that is sent back.
func (m Matter) guardRuling(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case SubmitDispute:
		return m.guardSubmit(t, refuse)
	case DecideDispute:
		return m.guardDecision(t, refuse)
	case RejectReport:
		if t.ChargeNo < 1 || t.ChargeNo > len(m.Charges) || m.Charges[t.ChargeNo-1].Reported == "" {
			return refuse("该单位还没有反馈办理结果，没有可以退回的反馈")
		}
	}
	return nil
}

func (m Matter) guardSubmit(t Taken, refuse func(string, ...any) error) error {
	body := t.Details.Body
	switch {
	case body == nil || body.Name == "":
		return models.Errorf(models.Invalid, "请写明由谁裁定：共同的上一级，例如 县政府；没有共同上一级的写 联席会议。")
	case m.Disputed != nil:
		return refuse("已提请%s裁定，裁定后请登记结果", m.Disputed.Name)
	case body.Level != JointConference && !OneAbove(t.Level, body.Level):
		return refuse("受理争议由共同的上一级裁定，%s（%s）不是%s的上一级；没有共同上一级的由联席会议协调", body.Name, body.Level.Chinese(), t.Level.Chinese())
	}
	return nil
}

func (m Matter) guardDecision(t Taken, refuse func(string, ...any) error) error {
	switch {
	case m.Disputed == nil:
		return refuse("还没有提请裁定，请先发送「争议 编号 县政府 理由」")
	case len(t.Details.Charges) != 1 || t.Details.Charges[0].Unit == "":
		return models.Errorf(models.Invalid, "请写明裁定由哪个单位办理，例如：裁定 编号 县人社局 理由。")
	}
	return m.guardAccused(t.Details.Charges, refuse)
}

// applyRuling follows what was decided about a unit's charge.
func (m *Matter) applyRuling(e Event, before petition.State) {
	switch e.Step {
	case SubmitDispute:
		m.Disputed = e.Details.Body
	case DecideDispute:
		m.decideDispute(e, before)
	case RejectReport:
		m.Charges[e.ChargeNo-1].Reported = ""
	case RouteAccusation:
		m.endCharges(e.Day)
		m.Accusation, m.Disputed, m.Advice = e.Details.Accusation, nil, false
	}
}

// decideDispute leaves the case with its unit, or gives it to the one that was named. Either may not return it again.
func (m *Matter) decideDispute(e Event, before petition.State) {
	m.Disputed = nil
	unit := e.Details.Charges[0].Unit
	if lead, ok := m.Lead(); ok && lead.Unit == unit {
		m.Charges[lead.No-1].Ruled = true
		m.State = before
		if lead.Signed != "" {
			m.State = petition.Signed
		}
		return
	}
	m.endCharges(e.Day)
	m.Charges = append(m.Charges, Charge{No: len(m.Charges) + 1, Unit: unit, Lead: true, Given: e.Day, Ruled: true})
	m.Progress = false
}

// followRuling starts and stops the clocks of these steps. A feedback that was sent back was none: its limit goes on.
func (t *timeline) followRuling(e Event, round int) {
	lead, _ := t.matter.Lead()
	switch e.Step {
	case SubmitDispute:
		t.add(statute.C05, lead.No, "", statute.Start{Kind: statute.DisputeRaised, Day: e.Day})
	case DecideDispute:
		t.to(statute.C05, lead.No, statute.Stop{Kind: statute.DisputeDecided, Day: e.Day})
		unit := e.Details.Charges[0].Unit
		if unit == lead.Unit {
			return
		}
		t.lapseCharges(e.Day, "受理争议已裁定由其他单位办理")
		if tr, ok := t.tracks[roundKey(statute.C07, round)]; ok {
			tr.unit = unit
		}
	case RejectReport:
		if tr, ok := t.tracks[clockKey(statute.C08, e.ChargeNo)]; ok {
			tr.drop(statute.AssignmentReported)
		}
	default:
		t.followOrders(e, round)
	}
}

// drop takes back the completions of a kind.
func (tr *track) drop(kind statute.EventKind) {
	var kept []statute.Event
	for _, event := range tr.events {
		if stop, ok := event.(statute.Stop); !ok || stop.Kind != kind {
			kept = append(kept, event)
		}
	}
	tr.events = kept
}
