package casework

import (
	"petitiondesk/models"
	"petitiondesk/models/statute"
)

// guardOrders holds for what a failing leadership team is held to (条例 Art. 39 ¶3): listing and rectification name a date.
func (m Matter) guardOrders(t Taken, refuse func(string, ...any) error) error {
	switch t.Step {
	case ListSupervision, OrderRectification:
		if t.Details.Due == "" || t.Details.Due < t.Day {
			return models.Errorf(models.Invalid, "%s必须写明今后的期限，例如：%s 编号 2026-12-31 事由。", t.Step.Chinese(), t.Step.Chinese())
		}
	case ReportRectification:
		if m.Rectified >= m.Ordered {
			return refuse("没有待报告的挂牌督办或整改")
		}
	}
	return nil
}

func (m *Matter) applyOrders(e Event) {
	switch e.Step {
	case AcceptAdvice:
		m.Advice, m.Noticed = true, false
	case AnswerAdvice:
		m.Progress = true
	case ListSupervision, OrderRectification:
		m.Ordered++
	case ReportRectification:
		m.Rectified++
	}
}

// followOrders starts and stops the clocks of advice, accusations and orders. None of them is a decision: advice is studied
// and answered, an accusation goes its own way, and neither runs on C07.
func (t *timeline) followOrders(e Event, round int) {
	lead, _ := t.matter.Lead()
	arrived := t.matter.Arrived
	stop := func(kind statute.EventKind) statute.Event { return statute.Stop{Kind: kind, Day: e.Day} }
	switch e.Step {
	case AcceptAdvice:
		t.add(statute.C16, round, lead.Unit, statute.Start{Kind: statute.SuggestionReceived, Day: e.Day})
		t.elsewise(lead, e.Day, "")
	case AnswerAdvice:
		t.to(statute.C02, round, stop(statute.Dispatched))
		t.elsewise(lead, e.Day, "已回复建议意见")
		t.add(statute.C16, round, lead.Unit, statute.Start{Kind: statute.SuggestionReceived, Day: arrived}, stop(statute.SuggestionAnswered))
	case RouteAccusation:
		t.to(statute.C02, round, stop(statute.Dispatched))
		t.lapseCharges(e.Day, "检举控告已移送有权机关")
		t.elsewise(lead, e.Day, "检举控告已移送有权机关")
		t.add(statute.C17, round, "", statute.Start{Kind: statute.AccusationReceived, Day: arrived}, stop(statute.AccusationTransferred))
	case ListSupervision, OrderRectification:
		ordered := statute.Start{Kind: statute.RectificationOrdered, Day: e.Day, OrderedDue: e.Details.Due}
		t.add(statute.C19, t.matter.Ordered+1, lead.Unit, ordered)
	case ReportRectification:
		t.to(statute.C19, t.matter.Rectified+1, stop(statute.RectificationReported))
	}
}
