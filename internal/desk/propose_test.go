package desk_test

import (
	"testing"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/casework"
)

// What the program writes down between the card and the tap is no reason to ask once more; what a colleague does is.
func TestOnlyPeopleChangeWhatWasProposed(t *testing.T) {
	o := newOffice(t).on("2026-12-09", 9*60) // the time to route ended on 12-08
	refer := casework.Proposed{Step: casework.Refer, Details: casework.Details{Charges: []casework.Order{{Unit: "chengguan"}}}}
	o.must(o.Propose(o.Context(), "wangfang", o.number, []casework.Proposed{refer}))
	o.on("2026-12-09", 10*60).run()
	if len(o.events(casework.Overdue)) != 1 {
		t.Fatal("nothing became late meanwhile")
	}
	o.must(o.ConfirmProposal(o.Context(), "wangfang", ""))
	if referred := len(o.events(casework.Refer)); referred != 1 {
		t.Errorf("referred %d times", referred)
	}

	proposed := []casework.Proposed{{Step: casework.Supervise, Details: casework.Details{Reason: "长期未办"}, Words: "长期未办"}}
	o.must(o.Propose(o.Context(), "wangfang", o.number, proposed))
	o.clock.Set(o.clock.Now().Add(time.Hour))
	o.take("liuyang", casework.Supervise, casework.Details{})
	o.must(o.ConfirmProposal(o.Context(), "wangfang", ""))
	if times := len(o.events(casework.Supervise)); times != 1 {
		t.Errorf("supervised %d times before he was shown what had changed", times)
	}
	o.must(o.ConfirmProposal(o.Context(), "wangfang", ""))
	if times := len(o.events(casework.Supervise)); times != 2 {
		t.Errorf("supervised %d times", times)
	}
	if err := o.ConfirmProposal(o.Context(), "wangfang", ""); models.CodeOf(err) != models.NotFound {
		t.Errorf("confirming again: %v", err)
	}
}
