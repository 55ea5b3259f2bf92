package casework

import (
	"slices"

	"petitiondesk/models/people"
)

// usual are the steps on the way of a case, the most likely first in each state. What is rare (supervision,
// merging, voiding) is not proposed; it stays lawful.
var usual = []Step{
	Sign, Overrule, Uphold, Refer, Assign, Accept, AcceptSimple, DeliverOpinion, DeliverReview, DeliverReexamination,
	ApproveExtension, RefuseExtension, DeliverExtension, IssueOpinion, IssueReview, IssueReexamination, Redirect, Decline, Object,
	AskExtension, DeliverNotice, RequestReview, RequestReexamination, Execute, Complete, Certify, ReportBack, File, Transfer, Reply,
}

// Usual lists the steps that are ever proposed.
func Usual() []Step { return slices.Clone(usual) }

// Next lists the steps that the table allows now and that the person may take, the most likely first. bureau tells
// whether his unit is the petition bureau. Guards may still ask for more, such as a reason or a proof.
func (m Matter) Next(p people.Person, bureau bool) []Step {
	var next []Step
	for _, t := range Possible(m.State) {
		if _, ok := m.Permits(p, bureau, t.By); ok && slices.Contains(usual, t.Step) && m.timely(t.Step, p.UnitCode) {
			next = append(next, t.Step)
		}
	}
	slices.SortFunc(next, func(a, b Step) int { return slices.Index(usual, a) - slices.Index(usual, b) })
	return next
}

// timely leaves out what the table allows but the case has no need of.
func (m Matter) timely(step Step, unit string) bool {
	own, inCharge := m.ChargeOf(unit)
	switch step {
	case Sign:
		return inCharge && own.Signed == ""
	case Object:
		return inCharge && !own.Ruled
	case ReportBack:
		return inCharge && own.Assigned && own.Reported == ""
	case ApproveExtension, RefuseExtension:
		return m.extensionPending()
	case AskExtension:
		return m.Extension == nil
	case DeliverExtension:
		return m.Extension != nil && !m.extensionPending() && m.Extension.DeliveredOn == ""
	case DeliverNotice:
		return !m.Noticed
	case Execute:
		return !m.Executed
	case Complete:
		return m.CompletedOn == ""
	case Certify:
		return m.CertifiedOn == ""
	}
	return true
}
