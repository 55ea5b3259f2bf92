package casework

import (
	"cmp"
	"fmt"
	"slices"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// Each further submission has a C02 of its own, and a C03 for each unit that received it (条例 Art. 22, 23): whoever
// comes again is routed and told again, whatever was said to whoever came before.

func furtherRouteKey(no int) string { return fmt.Sprintf("%s.s%d", statute.C02, no) }

func furtherNoticeKey(no, charge int) string {
	return fmt.Sprintf("%s.s%d.%d", statute.C03, no, charge)
}

func (t *timeline) followFurther(e Event, lead Charge) {
	switch e.Step {
	case Resubmit:
		t.resubmitted(e, lead)
	case Refer, Assign, Reassign:
		t.routeFurther(e.Day)
	case Sign:
		if charge := t.matter.Charges[e.ChargeNo-1]; charge.Lead {
			for _, f := range t.matter.Further {
				if f.owed() {
					t.receive(f, charge, e.Day)
				}
			}
		}
	case Reply, File, Transfer:
		t.routeFurther(e.Day)
		t.lapseNotices(lead.No, e.Day, "已"+e.Step.Chinese())
	case DeliverNotice:
		t.noticeFurther(e, delivery(e, statute.ReceptionNoticeDelivered))
		if proven(e.Details.Proof) {
			t.routeFurther(deliveredOn(e)) // nobody else is to have it: the petitioner knows
		}
	case ContactUnclear:
		t.noticeFurther(e, statute.ContactUnclear{Day: e.Day})
	}
}

func (t *timeline) resubmitted(e Event, lead Charge) {
	f := Further{No: len(t.matter.Further) + 2, Arrived: cmp.Or(e.Details.Received, e.Day)}
	tr := t.named(statute.C02, furtherRouteKey(f.No), "")
	tr.submission = f.No
	tr.events = append(tr.events, statute.Start{Kind: statute.Arrived, Day: f.Arrived})
	if lead.No == 0 {
		return // it waits for its routing with the case, or for the answer that there is nothing to add
	}
	tr.events = append(tr.events, statute.Stop{Kind: statute.Dispatched, Day: e.Day})
	if lead.Signed != "" {
		t.receive(f, lead, e.Day)
	}
}

func (t *timeline) receive(f Further, charge Charge, day calendar.Day) {
	tr := t.named(statute.C03, furtherNoticeKey(f.No, charge.No), charge.Unit)
	tr.submission = f.No
	tr.events = append(tr.events, statute.Start{Kind: statute.ReceivedByUnit, Day: day})
}

func (t *timeline) routeFurther(day calendar.Day) {
	for _, f := range t.matter.Further {
		if tr, ok := t.tracks[furtherRouteKey(f.No)]; ok && f.Valid() {
			tr.events = append(tr.events, statute.Stop{Kind: statute.Dispatched, Day: day})
		}
	}
}

// noticeFurther is about the petitioners of the submission that the step names, or of all that wait.
func (t *timeline) noticeFurther(e Event, fact statute.Event) {
	for _, f := range t.matter.Further {
		for _, charge := range t.matter.Charges {
			if tr, ok := t.tracks[furtherNoticeKey(f.No, charge.No)]; ok && covers(e, f) {
				tr.events = append(tr.events, fact)
			}
		}
	}
}

func (t *timeline) lapseNotices(charge int, day calendar.Day, why string) {
	for _, f := range t.matter.Further {
		if tr, ok := t.tracks[furtherNoticeKey(f.No, charge)]; ok {
			tr.events = append(tr.events, statute.LapsedOn{Day: day, Why: why})
		}
	}
}

// settleFurther ends what is owed to submissions that are no longer part of the case, and all of a void registration.
func (t *timeline) settleFurther() {
	for _, f := range t.matter.Further {
		if f.Valid() {
			continue
		}
		why := "已分立为另一件，以另一件的期限为准"
		if f.Voided {
			why = "这次登记已作废"
		}
		t.lapseTracks(f.EndedOn, why, func(tr *track) bool { return tr.submission == f.No })
	}
	if t.matter.State == petition.Voided {
		t.lapseTracks(t.matter.LastDay, "登记已作废", func(*track) bool { return true })
	}
}

func (t *timeline) lapseTracks(day calendar.Day, why string, which func(*track) bool) {
	for _, key := range t.order {
		if tr := t.tracks[key]; which(tr) && !slices.Contains([]statute.RuleID{statute.C01, statute.C06}, tr.rule) {
			tr.events = append(tr.events, statute.LapsedOn{Day: day, Why: why})
		}
	}
}
