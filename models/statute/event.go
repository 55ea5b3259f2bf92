package statute

import "petitiondesk/models/calendar"

// Event is one fact about a single clock, told once and never changed.
type Event interface{ fact() }

// Start begins a clock. Of several, the earliest counts: a case given to another unit, or joined with an
// older one, does not begin anew.
type Start struct {
	Kind       EventKind
	Day        calendar.Day
	OrderedDue calendar.Day // the date the order or the county sets, where the text leaves it to them
}

// Stop is what the rule waits for; of several, the earliest counts.
type Stop struct {
	Kind     EventKind
	Day      calendar.Day
	Postmark calendar.Day // a petitioner's request counts from the day it was posted
}

// DeliveryWay is how a document reached the petitioner.
type DeliveryWay string

// The ways that can prove a delivery.
const (
	Signed  DeliveryWay = "signed"
	Refused DeliveryWay = "refused"
	Posted  DeliveryWay = "posted"
)

// Delivery of a document to the petitioner. It starts the petitioner's own windows and stops the office's
// duty to deliver, both only when it is proven.
type Delivery struct {
	Kind     EventKind
	Way      DeliveryWay
	Day      calendar.Day // signed or refused; for post the day the tracking shows it handed over, "" until then
	Witness  string       // of a refusal
	Tracking string       // of a posted document
	Postmark calendar.Day // the day it was posted, which alone proves nothing about arrival
}

// Extension of a limit. It counts once the notice with its reasons has reached the petitioner.
type Extension struct {
	Days            int
	RequestedBy     string
	ApprovedBy      string
	ApprovedAs      Approver
	ApprovedOn      calendar.Day
	NoticeDelivered calendar.Day // "" = not delivered
}

// HearingBegin and HearingEnd bracket a hearing; both days belong to it.
type HearingBegin struct{ Day calendar.Day }

// HearingEnd is the last day of a hearing.
type HearingEnd struct{ Day calendar.Day }

// ContactUnclear states that the petitioner's name or address is unclear, which waives C03 (Art. 23 ¶2).
type ContactUnclear struct{ Day calendar.Day }

// OverdueWritten is the lateness that was once found and told. Whatever is learnt later, it stands.
type OverdueWritten struct{ Since calendar.Day }

// LapsedOn states that the duty ended without being met, such as when the matter passed to another unit. What
// was late by then stays late.
type LapsedOn struct {
	Day calendar.Day
	Why string
}

func (LapsedOn) fact()       {}
func (Start) fact()          {}
func (Stop) fact()           {}
func (Delivery) fact()       {}
func (Extension) fact()      {}
func (HearingBegin) fact()   {}
func (HearingEnd) fact()     {}
func (ContactUnclear) fact() {}
func (OverdueWritten) fact() {}

// unproven says what is missing before the delivery counts, "" when it is proven.
func (d Delivery) unproven() string {
	switch {
	case d.Way == Refused && d.Witness == "":
		return "拒收没有见证人"
	case d.Way == Posted && d.Tracking == "":
		return "邮寄没有邮件号"
	case d.Way == Posted && d.Day == "":
		return "邮寄尚无妥投记录"
	case d.Way != Signed && d.Way != Refused && d.Way != Posted:
		return "送达方式不明"
	case !isDay(d.Day):
		return "送达日期不明"
	}
	return ""
}
