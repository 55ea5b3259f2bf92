package statute

import "petitiondesk/models/calendar"

// Supposition asks what a clock would say, for the deadline command: everything in good order, as of the start.
type Supposition struct {
	From        calendar.Day
	OrderedDue  calendar.Day
	ExtendDays  int
	HearingFrom calendar.Day
	HearingTo   calendar.Day
}

// Clock reckons the supposition from a day on which all of it has happened.
func (s Supposition) Clock(rule Rule, cal *calendar.Calendar) Clock {
	return Reckon(rule, s.Events(rule), cal, max(s.From, s.HearingFrom, s.HearingTo))
}

// Events are the facts of the supposition.
func (s Supposition) Events(rule Rule) []Event {
	events := rule.begin(s.From, s.OrderedDue)
	if s.ExtendDays != 0 {
		extension := Extension{Days: s.ExtendDays, RequestedBy: "经办人", ApprovedBy: "负责人", ApprovedOn: s.From, NoticeDelivered: s.From}
		if rule.Extension != nil {
			extension.ApprovedAs = rule.Extension.Approver
		}
		events = append(events, extension)
	}
	if s.HearingFrom != "" {
		events = append(events, HearingBegin{s.HearingFrom})
	}
	if s.HearingTo != "" {
		events = append(events, HearingEnd{s.HearingTo})
	}
	return events
}

func (r Rule) begin(day, orderedDue calendar.Day) []Event {
	switch {
	case len(r.Starts) == 0:
		return nil
	case r.Starts[0].needsProof():
		return []Event{Delivery{Kind: r.Starts[0], Way: Signed, Day: day}}
	}
	return []Event{Start{Kind: r.Starts[0], Day: day, OrderedDue: orderedDue}}
}

// Acceptance gives the start of C07, which the 2022 text leaves open: the date stated in a notice of
// reception (C03) that came in time, else the day the unit received the matter. It is false while the
// notice may still come in time. stated is "" when the notice names no date.
func Acceptance(notice Clock, stated calendar.Day) (Start, bool) {
	switch {
	case notice.Start == "" || notice.State == Running || notice.State == NotStarted || notice.State == Undetermined:
		return Start{}, false
	case notice.State != Met:
		return Start{Kind: Accepted, Day: notice.Start}, true
	case isDay(stated) && notice.Start <= stated && stated <= notice.Stopped:
		return Start{Kind: Accepted, Day: stated}, true
	}
	return Start{Kind: Accepted, Day: notice.Stopped}, true
}
