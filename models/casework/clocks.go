package casework

import (
	"cmp"
	"fmt"
	"slices"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// CaseClock is one statutory clock of a case. Several run side by side; none stands for another.
type CaseClock struct {
	Key        string // stable within the case, such as C03.2: the rule and what it is about
	Unit       string // who answers, "" = the petition bureau or the petitioner
	Submission int    // place of the further submission it is about, 0 = the case
	statute.Clock
}

// Nearest returns all the clocks, what is most pressing first.
func Nearest(clocks []CaseClock) []CaseClock {
	sorted := slices.Clone(clocks)
	slices.SortStableFunc(sorted, func(a, b CaseClock) int { return statute.Compare(a.Clock, b.Clock) })
	return sorted
}

func clockKey(rule statute.RuleID, n int) string { return fmt.Sprintf("%s.%d", rule, n) }

func roundKey(rule statute.RuleID, round int) string { return clockKey(rule, round) }

func find(clocks []CaseClock, key string) (CaseClock, bool) {
	i := slices.IndexFunc(clocks, func(c CaseClock) bool { return c.Key == key })
	if i < 0 {
		return CaseClock{}, false
	}
	return clocks[i], true
}

// track gathers the facts of one clock.
type track struct {
	rule       statute.RuleID
	key        string
	unit       string
	submission int
	events     []statute.Event
}

// Clocks reckons every clock of a case from its events, the rules pinned on registration and the calendar.
func Clocks(events []Event, rules statute.RuleSet, cal *calendar.Calendar, today calendar.Day) []CaseClock {
	t := timeline{tracks: map[string]*track{}, matter: Matter{merged: map[int64]bool{}}}
	for _, e := range events {
		t.follow(e)
		t.matter.apply(e)
	}
	t.decide(rules, cal, today)
	clocks := make([]CaseClock, 0, len(t.order))
	for _, key := range t.order {
		tr := t.tracks[key]
		rule, err := rules.Rule(tr.rule)
		if err != nil {
			continue // the set has no such rule
		}
		clocks = append(clocks, CaseClock{Key: key, Unit: tr.unit, Submission: tr.submission, Clock: statute.Reckon(rule, tr.events, cal, today)})
	}
	return clocks
}

// timeline turns the steps of a case into the facts of its clocks.
type timeline struct {
	matter   Matter // before the event at hand
	tracks   map[string]*track
	order    []string
	accepted []acceptance
	late     []Event  // overdue, of clocks that are found only in the end
	taken    []taking // acceptances taken over from other cases
	into     *Event   // the merge into another case that holds
}

// acceptance is what C07 and C09 of one round rest on.
type acceptance struct {
	round    int
	notice   string // key of the lead unit's C03
	unit     string
	stated   calendar.Day
	decided  bool // the notice says that the matter is accepted
	elsewise bool // led to another procedure, declined, answered or passed on
	simple   bool
}

func (t *timeline) track(rule statute.RuleID, n int, unit string) *track {
	return t.named(rule, clockKey(rule, n), unit)
}

func (t *timeline) named(rule statute.RuleID, key, unit string) *track {
	if _, ok := t.tracks[key]; !ok {
		t.tracks[key] = &track{rule: rule, key: key}
		t.order = append(t.order, key)
	}
	if unit != "" {
		t.tracks[key].unit = unit
	}
	return t.tracks[key]
}

func (t *timeline) add(rule statute.RuleID, n int, unit string, events ...statute.Event) {
	tr := t.track(rule, n, unit)
	tr.events = append(tr.events, events...)
}

// to adds facts to a clock that may not have been started.
func (t *timeline) to(rule statute.RuleID, n int, events ...statute.Event) {
	if tr, ok := t.tracks[clockKey(rule, n)]; ok {
		tr.events = append(tr.events, events...)
	}
}

func (t *timeline) follow(e Event) {
	start := func(kind statute.EventKind) statute.Event { return statute.Start{Kind: kind, Day: e.Day} }
	stop := func(kind statute.EventKind) statute.Event {
		return statute.Stop{Kind: kind, Day: e.Day, Postmark: e.Details.Postmark}
	}
	round := max(t.matter.Round, 1)
	lead, _ := t.matter.Lead()
	t.followFurther(e, lead)
	switch e.Step {
	case Register:
		t.add(statute.C01, 1, "", start(statute.Arrived), stop(statute.Registered))
		t.add(statute.C02, 1, "", statute.Start{Kind: statute.Arrived, Day: cmp.Or(e.Details.Received, e.Day)})
	case Reopen:
		t.lapseRound(e.Day)
		t.add(statute.C02, round+1, "", start(statute.Arrived))
	case Refer, Assign, Reassign:
		t.to(statute.C02, round, stop(statute.Dispatched))
		t.dispatch(e)
	case Reply, File, Transfer:
		t.to(statute.C02, round, stop(statute.Dispatched))
		t.elsewise(lead, e.Day, "已"+e.Step.Chinese())
	case Sign:
		t.sign(e)
	case Object:
		t.to(statute.C04, e.ChargeNo, stop(statute.ObjectionFiled))
		t.add(statute.C05, e.ChargeNo, "", start(statute.DisputeRaised))
	case Uphold:
		t.to(statute.C05, e.ChargeNo, stop(statute.DisputeDecided))
		t.lapseCharges(e.Day, "异议成立，材料已交还")
	case Overrule:
		t.to(statute.C05, e.ChargeNo, stop(statute.DisputeDecided))
	case Accept, AcceptSimple:
		t.accept(lead, e)
	case Redirect, Decline:
		t.elsewise(lead, e.Day, "")
	case ContactUnclear:
		if e.Details.Submission == 0 {
			t.to(statute.C03, lead.No, statute.ContactUnclear{Day: e.Day})
		}
	case DeliverNotice:
		if e.Details.Submission == 0 {
			t.to(statute.C03, lead.No, delivery(e, statute.ReceptionNoticeDelivered))
		}
	case ToOrdinary:
		t.to(statute.C09, round, statute.LapsedOn{Day: e.Day, Why: "已转为普通程序，受理日不变"})
	case IssueOpinion:
		t.to(statute.C09, round, stop(statute.HandlingOpinionIssued))
	case DeliverOpinion:
		t.add(statute.C07, round, lead.Unit, delivery(e, statute.HandlingOpinionDelivered))
		t.add(statute.C10, round, "", delivery(e, statute.HandlingOpinionDelivered))
	case DeliverExtension:
		t.extend(e, round)
	case ReportBack:
		t.to(statute.C08, e.ChargeNo, stop(statute.AssignmentReported))
	case Overdue:
		if tr, ok := t.tracks[e.Details.Clock]; ok {
			tr.events = append(tr.events, statute.OverdueWritten{Since: e.Details.Since})
		} else {
			t.late = append(t.late, e)
		}
	case MergeFrom, SplitFrom, UndoSplitOff:
		t.taken = append(t.taken, taking{e.Step, e.Details.Other, round, e.Details.Accepted})
	case UndoMergeFrom:
		t.taken = slices.DeleteFunc(t.taken, func(k taking) bool { return k.step == MergeFrom && k.from == e.Details.Other })
	case MergeInto:
		t.into = &e
	case UndoMerge:
		t.into = nil
	default:
		t.followReview(e, round)
	}
}

func (t *timeline) followReview(e Event, round int) {
	stop := func(kind statute.EventKind) statute.Event {
		return statute.Stop{Kind: kind, Day: e.Day, Postmark: e.Details.Postmark}
	}
	switch e.Step {
	case RequestReview:
		t.to(statute.C10, round, stop(statute.ReviewRequested))
		t.add(statute.C11, round, "", statute.Start{Kind: statute.ReviewRequestReceived, Day: e.Day})
	case IssueReview:
		t.to(statute.C11, round, stop(statute.ReviewOpinionIssued))
	case DeliverReview:
		t.add(statute.C12, round, "", delivery(e, statute.ReviewOpinionDelivered))
	case RequestReexamination:
		t.to(statute.C12, round, stop(statute.ReexaminationRequested))
		t.add(statute.C13, round, "", statute.Start{Kind: statute.ReexaminationRequestReceived, Day: e.Day})
	case BeginHearing:
		t.to(statute.C13, round, statute.HearingBegin{Day: e.Day})
	case EndHearing:
		t.to(statute.C13, round, statute.HearingEnd{Day: e.Day})
	case IssueReexamination:
		t.to(statute.C13, round, stop(statute.ReexaminationOpinionIssued))
	case FindGrave:
		t.add(statute.C06, t.matter.Graves+1, "", statute.Start{Kind: statute.GraveMatterFound, Day: e.Day})
	case ReportGrave:
		t.to(statute.C06, t.matter.Reported+1, statute.Stop{Kind: statute.GraveMatterReported, Day: e.Day})
	case Suggest:
		t.add(statute.C18, t.matter.Suggested+1, "", statute.Start{Kind: statute.SuggestionToUnitMade, Day: e.Day, OrderedDue: e.Details.Due})
	case Adopt:
		t.to(statute.C18, t.matter.Adopted+1, statute.Stop{Kind: statute.AdoptionReported, Day: e.Day})
	default:
		t.followRuling(e, round)
	}
}

func delivery(e Event, kind statute.EventKind) statute.Event {
	p := e.Details.Proof
	if p == nil {
		return statute.Delivery{Kind: kind, Postmark: e.Day}
	}
	d := statute.Delivery{Kind: kind, Way: p.Way, Day: e.Day, Witness: p.Witness, Tracking: p.Tracking}
	if p.Way == statute.Posted {
		d.Day, d.Postmark = p.Arrived, e.Day
	}
	return d
}

func (t *timeline) dispatch(e Event) {
	if e.Step == Reassign {
		t.lapseCharges(e.Day, "已改由其他单位办理")
	}
	for i, order := range e.Details.Charges {
		n := len(t.matter.Charges) + 1 + i
		if e.Step != Refer {
			t.add(statute.C08, n, order.Unit, statute.Start{Kind: statute.Assigned, Day: e.Day, OrderedDue: order.Due})
		}
		// Acceptance stays with the case, whoever decides it.
		if i == 0 {
			if tr, ok := t.tracks[roundKey(statute.C07, max(t.matter.Round, 1))]; ok {
				tr.unit = order.Unit
			}
		}
	}
}

// lapseCharges ends what the units owed that no longer have the case.
func (t *timeline) lapseCharges(day calendar.Day, why string) {
	for _, charge := range t.matter.Charges {
		if !charge.Active() {
			continue
		}
		for _, rule := range []statute.RuleID{statute.C03, statute.C04, statute.C08} {
			t.to(rule, charge.No, statute.LapsedOn{Day: day, Why: why})
		}
		t.lapseNotices(charge.No, day, why)
	}
}

func (t *timeline) sign(e Event) {
	charge := t.matter.Charges[e.ChargeNo-1]
	received := statute.Start{Kind: statute.ReceivedByUnit, Day: e.Day}
	if charge.Lead {
		t.add(statute.C03, charge.No, charge.Unit, received)
		t.accepted = append(t.accepted, acceptance{round: max(t.matter.Round, 1), notice: clockKey(statute.C03, charge.No), unit: charge.Unit})
	}
	if !charge.Ruled { // what was ruled on cannot be returned
		t.add(statute.C04, charge.No, charge.Unit, received)
	}
}

// accept notes what the notice says; C07 and C09 are started in the end, when it is known whether it came in time.
func (t *timeline) accept(lead Charge, e Event) {
	for i := range t.accepted {
		if a := &t.accepted[i]; a.notice == clockKey(statute.C03, lead.No) {
			a.decided, a.stated, a.simple = true, e.Details.AcceptedOn, e.Step == AcceptSimple
			if a.simple {
				t.track(statute.C09, a.round, a.unit)
			}
			t.track(statute.C07, a.round, a.unit)
		}
	}
	t.to(statute.C04, lead.No, statute.LapsedOn{Day: e.Day, Why: "已决定受理"})
}

func (t *timeline) elsewise(lead Charge, day calendar.Day, why string) {
	for i := range t.accepted {
		if t.accepted[i].notice == clockKey(statute.C03, lead.No) {
			t.accepted[i].elsewise = true
		}
	}
	t.to(statute.C04, lead.No, statute.LapsedOn{Day: day, Why: "已作出告知"})
	if why != "" {
		round := max(t.matter.Round, 1)
		t.to(statute.C03, lead.No, statute.LapsedOn{Day: day, Why: why})
		t.to(statute.C07, round, statute.LapsedOn{Day: day, Why: why})
		t.to(statute.C09, round, statute.LapsedOn{Day: day, Why: why})
	}
}

// extend hands the one extension to C07 when its notice has reached the petitioner.
func (t *timeline) extend(e Event, round int) {
	asked := t.matter.Extension
	if asked == nil || !proven(e.Details.Proof) {
		return
	}
	t.to(statute.C07, round, statute.Extension{
		Days: asked.Days, RequestedBy: asked.RequestedBy, ApprovedBy: asked.ApprovedBy, ApprovedAs: statute.UnitHead,
		ApprovedOn: asked.ApprovedOn, NoticeDelivered: deliveredOn(e),
	})
}

func (t *timeline) lapseRound(day calendar.Day) {
	t.lapseCharges(day, "信访人再次反映，重新办理")
	for _, rule := range []statute.RuleID{statute.C10, statute.C12} {
		t.to(rule, max(t.matter.Round, 1), statute.LapsedOn{Day: day, Why: "信访人再次反映，重新办理"})
	}
}

const whyMerged = "已并入前件，以前件的期限为准"

func (t *timeline) lapseRoundBut03(day calendar.Day) {
	const why = whyMerged
	round := max(t.matter.Round, 1)
	if t.matter.State == petition.Registered {
		t.to(statute.C02, round, statute.LapsedOn{Day: day, Why: why})
	}
	for _, rule := range []statute.RuleID{statute.C07, statute.C09} {
		t.to(rule, round, statute.LapsedOn{Day: day, Why: why})
	}
	for _, charge := range t.matter.Charges {
		for _, rule := range []statute.RuleID{statute.C04, statute.C08} {
			t.to(rule, charge.No, statute.LapsedOn{Day: day, Why: why})
		}
	}
}

// decide starts the clocks to decide the case, which rest on how the notice of reception came out (条例 Art. 23, 31(6)):
// a unit that never told the petitioner owes its decision from the day it received the matter.
func (t *timeline) decide(rules statute.RuleSet, cal *calendar.Calendar, today calendar.Day) {
	for _, a := range t.accepted {
		rule, err := rules.Rule(statute.C03)
		if err != nil || a.elsewise {
			continue
		}
		notice := statute.Reckon(rule, t.tracks[a.notice].events, cal, today)
		start, ok := statute.Acceptance(notice, a.stated)
		if !ok {
			continue
		}
		t.startDeciding(a, start)
	}
	t.settleMerges()
	if t.into != nil {
		t.lapseRoundBut03(t.into.Day)
	}
	t.settleFurther()
}

func (t *timeline) startDeciding(a acceptance, start statute.Start) {
	tr := t.track(statute.C07, a.round, a.unit)
	tr.events = append([]statute.Event{start}, tr.events...)
	if a.decided && a.simple {
		t.add(statute.C09, a.round, a.unit, start)
	}
}

// taking is the acceptance of another case that counts for this one as well.
type taking struct {
	step     Step
	from     int64
	round    int
	accepted calendar.Day
}

// settleMerges takes over what was promised of cases that are now part of this one, or of which it was part.
func (t *timeline) settleMerges() {
	for _, k := range t.taken {
		if k.accepted != "" {
			t.add(statute.C07, k.round, "", statute.Start{Kind: statute.Accepted, Day: k.accepted})
		}
	}
	for _, e := range t.late {
		if tr, ok := t.tracks[e.Details.Clock]; ok {
			tr.events = append(tr.events, statute.OverdueWritten{Since: e.Details.Since})
		}
	}
}

// DecidingSince is the day from which the time to decide counts, "" while it does not.
func DecidingSince(clocks []CaseClock, round int) calendar.Day {
	clock, _ := find(clocks, roundKey(statute.C07, round))
	return clock.Start
}
