package casework

import (
	"slices"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// Charge is one unit's responsibility for a case. Its number is its place in the case, from 1.
type Charge struct {
	No       int
	Unit     string
	Lead     bool
	Assigned bool         // 交办, with a date of its own; else 转送
	Due      calendar.Day // the order's date
	Given    calendar.Day
	Signed   calendar.Day
	Ended    calendar.Day // returned or given to another unit
	Reported calendar.Day
	Ruled    bool // an objection or a dispute was ruled on: it may not be returned again
}

// Active tells whether the unit still has the case.
func (c Charge) Active() bool { return c.Ended == "" }

// Extension is the one lengthening of the limit to decide a case.
type Extension struct {
	Days        int
	Reason      string
	RequestedBy string
	ApprovedBy  string
	ApprovedOn  calendar.Day
	DeliveredOn calendar.Day
}

// Matter is a case as its events leave it.
type Matter struct {
	State      petition.State
	Round      int // 1, and one more with each reopening
	Arrived    calendar.Day
	LastDay    calendar.Day
	Charges    []Charge
	Accepted   bool
	AcceptedOn calendar.Day // as stated in the notice
	Simple     bool
	Route      Route
	Noticed    bool // the notice of reception was delivered
	Mediating  bool
	Settled    bool
	Extension  *Extension
	Opinion    *Opinion
	Executed   bool
	Review     *Body
	Reexamined *Body
	Hearing    bool
	Graves     int // grave matters found
	Reported   int // of them reported
	Suggested  int
	Adopted    int
	Disputed   *Body // who is to decide which unit is competent, nil while nobody is asked
	Advice     bool  // taken as advice (条例 Art. 29): studied and answered, not decided
	Accusation *Accusation
	Ordered    int // listed supervisions and rectifications ordered
	Rectified  int // of them reported on

	Responsible   string
	FirstHandler  string
	CaseLeader    string
	ResolutionDue calendar.Day
	CompletedOn   calendar.Day
	ResolvedOn    calendar.Day
	CertifiedOn   calendar.Day
	MergedInto    int64
	Progress      bool // a record of handling since the case was given to a unit

	Further  []Further // submissions after the first, in the order in which they came
	Linked   []int64   // cases about a neighbouring matter
	SplitOf  int64     // case this one was split off, 0 = none
	VoidAsks []VoidAsk // voids that somebody has asked for and nobody has decided

	before petition.State // of a merge or a void, for when it is undone
	merged map[int64]bool
}

// Lead is the unit responsible for the case now.
func (m Matter) Lead() (Charge, bool) {
	for _, c := range m.Charges {
		if c.Lead && c.Active() {
			return c, true
		}
	}
	return Charge{}, false
}

// ChargeOf finds the unit's charge of the case.
func (m Matter) ChargeOf(unit string) (Charge, bool) {
	for _, c := range m.Charges {
		if c.Unit == unit && c.Active() {
			return c, true
		}
	}
	return Charge{}, false
}

// Fold tells how the events leave a case. Events are in the order in which they were recorded, the registration first.
func Fold(events []Event) Matter {
	m := Matter{merged: map[int64]bool{}}
	for _, e := range events {
		m.apply(e)
	}
	return m
}

// apply follows one event that was lawful when it was taken.
func (m *Matter) apply(e Event) {
	before := m.State
	if t, ok := TransitionOf(e.Step); ok && t.To != "" {
		m.State = t.To
	}
	if e.Day > m.LastDay {
		m.LastDay = e.Day
	}
	switch e.Step {
	case Register:
		m.State, m.Round, m.Arrived = petition.Registered, 1, e.Day
	case Refer, Assign, Reassign, Sign, Object, Uphold, Overrule, ReportBack:
		m.applyCharge(e, before)
	case Accept, AcceptSimple, Redirect, ToOrdinary, DeliverNotice, BeginMediation, Settle, EndMediation:
		m.applyReception(e)
	case AskExtension, ApproveExtension, RefuseExtension, DropExtension, DeliverExtension:
		m.applyExtension(e)
	case MergeInto, MergeFrom, UndoMerge, UndoMergeFrom, Link, Unlink:
		m.applyMerge(e, before)
	case Resubmit, SplitOff, SplitFrom, UndoSplitOff:
		m.applyFurther(e)
	case AskVoid, RefuseVoid, DropVoid, Void, VoidRepeat, Restore, RestoreRepeat:
		m.applyVoid(e, before)
	case SubmitDispute, DecideDispute, RejectReport, RouteAccusation:
		m.applyRuling(e, before)
	case Reopen:
		m.reopen(e.Day)
	default:
		m.applyOutcome(e)
		m.applyCare(e)
		m.applyOrders(e)
	}
	if e.Details.Proof != nil && !proven(e.Details.Proof) {
		m.State = before // posted, not yet arrived
	}
}

func (m *Matter) applyCharge(e Event, before petition.State) {
	switch e.Step {
	case Refer, Assign, Reassign:
		if e.Step == Reassign {
			m.endCharges(e.Day)
		}
		for i, order := range e.Details.Charges {
			m.Charges = append(m.Charges, Charge{
				No: len(m.Charges) + 1, Unit: order.Unit, Lead: i == 0, Assigned: e.Step != Refer, Due: order.Due, Given: e.Day,
			})
		}
		if m.FirstHandler == "" && len(m.Charges) > 0 {
			m.FirstHandler = m.Charges[0].Unit
		}
		m.Progress, m.Advice, m.Disputed = false, false, nil
	case Sign:
		charge := &m.Charges[e.ChargeNo-1]
		charge.Signed = e.Day
		if !charge.Lead {
			m.State = before // the case follows its lead unit
		}
	case Uphold:
		m.endCharges(e.Day)
		m.Disputed = nil
	case Overrule:
		m.Charges[e.ChargeNo-1].Ruled, m.Disputed = true, nil
	case ReportBack:
		m.Charges[e.ChargeNo-1].Reported = e.Day
		m.Progress = true
	case Object:
	}
}

func (m *Matter) endCharges(day calendar.Day) {
	for i := range m.Charges {
		if m.Charges[i].Active() {
			m.Charges[i].Ended = day
		}
	}
}

func (m *Matter) applyReception(e Event) {
	switch e.Step {
	case Accept, AcceptSimple:
		if !m.Accepted {
			m.AcceptedOn = e.Details.AcceptedOn
		}
		m.Accepted, m.Simple, m.Noticed = true, e.Step == AcceptSimple, false
	case Redirect:
		m.Route, m.Noticed = e.Details.Way, false
	case DeliverNotice:
		m.noticed(e)
	case ToOrdinary:
		m.Simple = false
	case BeginMediation:
		m.Mediating = true
	case Settle:
		m.Mediating, m.Settled = false, true
	case EndMediation:
		m.Mediating = false
	}
}

func (m *Matter) applyExtension(e Event) {
	switch e.Step {
	case AskExtension:
		m.Extension = &Extension{Days: e.Details.Days, Reason: e.Details.Reason, RequestedBy: e.Actor}
	case ApproveExtension:
		granted := *m.Extension
		granted.ApprovedBy, granted.ApprovedOn = e.Actor, e.Day
		m.Extension = &granted
	case RefuseExtension, DropExtension:
		m.Extension = nil // another may be asked for, before the limit ends
	case DeliverExtension:
		if proven(e.Details.Proof) {
			told := *m.Extension
			told.DeliveredOn = deliveredOn(e)
			m.Extension = &told
		}
	}
}

func (m *Matter) applyMerge(e Event, before petition.State) {
	switch e.Step {
	case MergeInto:
		m.MergedInto, m.before = e.Details.Other, before
	case UndoMerge:
		m.MergedInto, m.State = 0, m.before
	case MergeFrom:
		m.merged[e.Details.Other] = true
	case UndoMergeFrom:
		delete(m.merged, e.Details.Other)
	case Link:
		m.Linked = append(m.Linked, e.Details.Other)
	case Unlink:
		m.Linked = slices.DeleteFunc(m.Linked, func(id int64) bool { return id == e.Details.Other })
	}
}

// reopen begins another round: the case is routed anew, what was decided before stays on record.
func (m *Matter) reopen(day calendar.Day) {
	m.endCharges(day)
	m.Round++
	m.Accepted, m.AcceptedOn, m.Simple, m.Route, m.Noticed = false, "", false, "", false
	m.Mediating, m.Settled, m.Extension, m.Opinion, m.Executed = false, false, nil, nil, false
	m.Review, m.Reexamined, m.Hearing = nil, nil, false
	m.CompletedOn, m.ResolvedOn, m.CertifiedOn = "", "", ""
	m.Disputed, m.Advice = nil, false
}

func (m *Matter) applyOutcome(e Event) {
	switch e.Step {
	case IssueOpinion, IssueReview, IssueReexamination:
		m.Opinion, m.Progress = e.Details.Opinion, true
	case Execute:
		m.Executed = true
	case RequestReview:
		m.Review = e.Details.Body
	case RequestReexamination:
		m.Reexamined = e.Details.Body
	case BeginHearing:
		m.Hearing = true
	case EndHearing:
		m.Hearing = false
	case Complete:
		m.CompletedOn = e.Day
	case Resolve:
		m.ResolvedOn = e.Day
	case Certify:
		m.CertifiedOn = e.Day
	}
}

func (m *Matter) applyCare(e Event) {
	switch e.Step {
	case FindGrave:
		m.Graves++
	case ReportGrave:
		m.Reported++
	case Suggest:
		m.Suggested++
	case Adopt:
		m.Adopted++
	case SetResponsible:
		m.Responsible = e.Details.Person
	case TakeCharge:
		m.CaseLeader = e.Details.Person
	case SetResolutionDue:
		m.ResolutionDue = e.Details.Due
	}
}
