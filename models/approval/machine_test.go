package approval_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
)

// crowd are the people of the machine; the applicant is one of them, and some sit in more than one step.
var crowd = []string{"clerk", "a", "b", "c", "d", "e"}

func drawPlan(t *rapid.T) approval.Plan {
	plan := approval.Plan{Kind: approval.Completion, Ladder: rapid.Bool().Draw(t, "ladder"), Confirm: rapid.Bool().Draw(t, "confirm")}
	for i := range rapid.IntRange(1, 3).Draw(t, "steps") {
		plan.Steps = append(plan.Steps, approval.StepPlan{
			Name: fmt.Sprint(i), Rule: rapid.SampledFrom([]approval.Rule{approval.Any, approval.All, approval.Quorum, approval.Majority}).Draw(t, "rule"),
			Quorum: rapid.IntRange(1, 2).Draw(t, "quorum"), Days: rapid.IntRange(0, 2).Draw(t, "days"),
			Then: rapid.SampledFrom([]approval.Then{approval.Remind, approval.Up, approval.Lapse}).Draw(t, "then"),
		})
	}
	return plan
}

// Whatever is clicked, replied, timed out, delegated, handed on or lost in a crash, in whatever order: at most one end, the
// history without a gap, a request that waits has somebody who can decide it, and it ends as the voices on record say.
func TestRequestsUnderAnyInterleaving(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := drawPlan(t)
		sit := map[int][]approval.Candidate{}
		for step := range plan.Steps {
			for _, user := range rapid.SliceOfNDistinct(rapid.SampledFrom(crowd), 2, 4, rapid.ID[string]).Draw(t, "who") {
				sit[step] = append(sit[step], approval.Candidate{UserID: user, Name: user})
			}
		}
		var given []approval.Delegation
		seat := func(r approval.Request, step int) []approval.Seat {
			return r.Seating(step, sit[step], map[string]approval.Candidate{"d": {UserID: "d"}, "e": {UserID: "e"}}, given, asked)
		}
		r, entry, err := approval.Begin(plan, approval.Asked{CaseID: 7, CaseNumber: number, Applicant: approval.Candidate{UserID: "clerk"}, Reason: "急"}, seat, asked, china)
		if err != nil {
			t.Skip(err)
		}
		now, history, effects := asked, []approval.Entry{entry}, 0
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			now = now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "hours")) * time.Hour)
			if rapid.IntRange(0, 9).Draw(t, "delegates") == 0 {
				given = append(given, approval.Delegation{
					Principal: rapid.SampledFrom(crowd).Draw(t, "principal"), StandIn: rapid.SampledFrom([]string{"d", "e"}).Draw(t, "stand-in"),
					FromDay: calendar.DayOf(asked), ToDay: "2027-12-31", Absent: rapid.Bool().Draw(t, "absent"),
				})
			}
			act := approval.Act{
				Doing: rapid.SampledFrom(approval.Doings).Draw(t, "doing"), By: rapid.SampledFrom(crowd).Draw(t, "by"),
				Text: rapid.SampledFrom([]string{"", "意见"}).Draw(t, "text"), Confirmed: rapid.Bool().Draw(t, "confirmed"),
				Round: rapid.Int64Range(0, 2).Draw(t, "round"), Standing: rapid.Bool().Draw(t, "standing"), Now: now, Cal: china, Seat: seat,
				To: approval.Candidate{UserID: rapid.SampledFrom(crowd).Draw(t, "to")},
			}
			if act.Doing == approval.Moot && rapid.IntRange(0, 5).Draw(t, "moot") > 0 {
				continue
			}
			after, entry, err := r.Do(act)
			if err != nil {
				if after.Version != r.Version || after.State != r.State {
					t.Fatalf("a refusal changed it: %v", err)
				}
				continue
			}
			if rapid.IntRange(0, 7).Draw(t, "crash") == 0 {
				continue // the transaction is lost whole; the act may come again
			}
			if !r.State.Waits() {
				t.Fatalf("%s after it was %s", act.Doing, r.State)
			}
			if after.State == approval.Approved || after.State == approval.Rejected {
				effects++
				assertVoices(t, after)
			}
			history = append(history, entry)
			r = after
			assertSound(t, r, history)
		}
		if effects > 1 {
			t.Fatalf("%d decisions", effects)
		}
	})
}

func assertSound(t *rapid.T, r approval.Request, history []approval.Entry) {
	for i, e := range history {
		if e.No != int64(i+1) {
			t.Fatalf("line %d of the history bears %d", i+1, e.No)
		}
	}
	if r.Version != int64(len(history)) {
		t.Fatalf("version %d with %d lines", r.Version, len(history))
	}
	if (r.PendingCase != nil) != r.State.Waits() {
		t.Fatalf("%s, pending %v", r.State, r.PendingCase)
	}
	if r.State == approval.Pending && len(r.Open()) == 0 {
		t.Fatalf("it waits for nobody: %+v", r)
	}
	for _, s := range r.Seats {
		if s.UserID == "clerk" || s.Principal == "clerk" {
			t.Fatalf("the applicant decides his own request: %+v", s)
		}
	}
	voices := map[string]int{}
	for _, s := range r.Said() {
		voices[fmt.Sprintf("%d %s", s.Step, s.Principal)]++
	}
	for who, n := range voices {
		if n > 1 {
			t.Fatalf("%s spoke %d times", who, n)
		}
	}
}

// assertVoices reckons the result anew from what is on record.
func assertVoices(t *rapid.T, r approval.Request) {
	agreed, refused := map[int]int{}, map[int]int{}
	for _, s := range r.Said() {
		switch s.Verdict {
		case approval.Agreed:
			agreed[s.Step]++
		case approval.Refused:
			refused[s.Step]++
		}
	}
	if r.State == approval.Approved && agreed[r.Step] == 0 {
		t.Fatalf("granted by nobody: %+v", r)
	}
	if r.State == approval.Rejected && r.StepPlan().Rule != approval.Majority && refused[r.Step] == 0 {
		t.Fatalf("rejected by nobody: %+v", r)
	}
	if !r.Plan.Ladder && r.State == approval.Approved {
		for step := range r.Step {
			if agreed[step] == 0 {
				t.Fatalf("step %d was skipped: %+v", step, r)
			}
		}
	}
}
