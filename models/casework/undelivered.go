package casework

import (
	"slices"

	"petitiondesk/models/calendar"
)

// Pending is a document that has not been shown to have reached the petitioner.
type Pending struct {
	Document string
	Issued   calendar.Day
	Posted   calendar.Day // "" = not even sent
	Tracking string
}

var issues = []struct {
	issue, deliver Step
	document       string
}{
	{IssueOpinion, DeliverOpinion, "处理意见"},
	{IssueReview, DeliverReview, "复查意见"},
	{IssueReexamination, DeliverReexamination, "复核意见"},
}

// Undelivered finds the newest opinion of a case if nothing proves its delivery (条例 Art. 34 to 36): the petitioner's window
// opens on proven delivery only.
func Undelivered(events []Event) (Pending, bool) {
	for i, e := range slices.Backward(events) {
		for _, one := range issues {
			if e.Step != one.issue {
				continue
			}
			pending := Pending{Document: one.document, Issued: e.Day}
			for _, later := range events[i+1:] {
				if later.Step != one.deliver {
					continue
				}
				if proven(later.Details.Proof) {
					return Pending{}, false
				}
				pending.Posted, pending.Tracking = later.Day, later.Details.Proof.Tracking
			}
			return pending, true
		}
	}
	return Pending{}, false
}
