package approval_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
)

var china = calendar.China()

// panel seats two people in each step, named after it.
func panel(r approval.Request, step int) []approval.Seat {
	var people []approval.Candidate
	for i := range 2 {
		people = append(people, approval.Candidate{UserID: fmt.Sprintf("s%dp%d", step, i), Name: fmt.Sprintf("审批人%d%d", step, i), Unit: "bureau"})
	}
	return r.Seating(step, people, nil, nil, asked)
}

func begun(t fataler, plan approval.Plan) approval.Request {
	r, _, err := approval.Begin(plan, approval.Asked{
		CaseID: 7, CaseNumber: number, Applicant: approval.Candidate{UserID: "clerk", Name: "张某", Unit: "rsj"}, Reason: "情况紧急",
	}, panel, asked, china)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// events are everything that can happen to a request that waits in its first step.
var events = []struct {
	name string
	act  func(r approval.Request) approval.Act
}{
	{"agree", by("s0p0", approval.Agree, "")},
	{"agree twice tapped", func(approval.Request) approval.Act {
		return approval.Act{Doing: approval.Agree, By: "s0p0", Name: "审批人", Confirmed: true}
	}},
	{"agree on own request", by("clerk", approval.Agree, "")},
	{"agree by stranger", by("zhao", approval.Agree, "")},
	{"agree from later step", by("s1p0", approval.Agree, "")},
	{"refuse", by("s0p0", approval.Refuse, "材料不全")},
	{"refuse without reason", by("s0p0", approval.Refuse, " ")},
	{"abstain", by("s0p0", approval.Abstain, "")},
	{"hand on", func(approval.Request) approval.Act {
		return approval.Act{Doing: approval.HandOn, By: "s0p0", Name: "审批人", To: approval.Candidate{UserID: "li", Name: "李某", Unit: "bureau"}}
	}},
	{"hand to applicant", func(approval.Request) approval.Act {
		return approval.Act{Doing: approval.HandOn, By: "s0p0", Name: "审批人", To: approval.Candidate{UserID: "clerk", Name: "张某"}}
	}},
	{"hand to his unit", func(approval.Request) approval.Act {
		return approval.Act{Doing: approval.HandOn, By: "s0p0", Name: "审批人", To: approval.Candidate{UserID: "wang", Name: "王某", Unit: "rsj"}}
	}},
	{"ask more", by("s0p0", approval.AskMore, "请补充工资表")},
	{"supplement unasked", by("clerk", approval.Supplement, "工资表")},
	{"withdraw", by("clerk", approval.Withdraw, "")},
	{"withdraw by another", by("s0p0", approval.Withdraw, "")},
	{"recuse", by("s0p0", approval.Recuse, "与当事人有亲属关系")},
	{"depart", by("s0p0", approval.Depart, "")},
	{"pass up", by("s0p0", approval.PassUp, "")},
	{"time out early", func(approval.Request) approval.Act { return approval.Act{Doing: approval.TimeOut, Now: asked} }},
	{"time out", func(r approval.Request) approval.Act {
		a := approval.Act{Doing: approval.TimeOut}
		if r.StepDue != nil {
			a.Now = *r.StepDue
		}
		return a
	}},
	{"moot", by("", approval.Moot, "已另行处理")},
	{"old card", func(r approval.Request) approval.Act {
		return approval.Act{Doing: approval.Refuse, By: "s0p0", Text: "材料不全", Round: r.Round - 1}
	}},
}

func by(user string, doing approval.Doing, text string) func(approval.Request) approval.Act {
	return func(approval.Request) approval.Act {
		return approval.Act{Doing: doing, By: user, Name: "审批人", Text: text}
	}
}

// happened tells in a word how an event leaves a request: its state and step, or the code of the refusal.
func happened(r approval.Request, a approval.Act) string {
	if a.Now.IsZero() {
		a.Now = decided
	}
	a.Cal, a.Seat, a.Standing = china, panel, true
	after, entry, err := r.Do(a)
	if err != nil {
		if after.Version != r.Version {
			return "changed by a refusal"
		}
		return string(models.CodeOf(err))
	}
	if entry.No != r.Version+1 || after.Version != r.Version+1 || entry.Doing != a.Doing {
		return fmt.Sprintf("badly recorded: %+v", entry)
	}
	return fmt.Sprintf("%s %d", after.State, after.Step)
}

// The table of every kind and every event. It was read line by line; a change of it is a change of the rules.
func TestEveryKindAndEvent(t *testing.T) {
	want := map[string]map[approval.Kind]string{}
	for line := range strings.Lines(strings.TrimSpace(kindTable)) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		event := strings.TrimSpace(fields[0])
		want[event] = map[approval.Kind]string{}
		for i, plan := range approval.Standard() {
			cell := strings.TrimSpace(fields[1+min(i, len(fields)-2)])
			want[event][plan.Kind] = cell
		}
	}
	for _, event := range events {
		var row []string
		for _, plan := range approval.Standard() {
			r := begun(t, plan)
			r.Round = 3
			got := happened(r, event.act(r))
			row = append(row, got)
			if got != want[event.name][plan.Kind] {
				t.Errorf("%s, %s: %s, want %s", plan.Kind, event.name, got, want[event.name][plan.Kind])
			}
		}
		if t.Failed() {
			t.Logf("%s | %s", event.name, strings.Join(row, " | "))
		}
	}
}

// A request that has ended stays as it ended, whatever comes.
func TestNothingFollowsTheEnd(t *testing.T) {
	for _, plan := range approval.Standard() {
		for _, state := range approval.States {
			if state.Waits() {
				continue
			}
			for _, event := range events {
				r := begun(t, plan)
				r.State, r.PendingCase = state, nil
				if got := happened(r, event.act(r)); !slices.Contains([]string{"conflict", "forbidden"}, got) {
					t.Errorf("%s, %s, %s: %s", plan.Kind, state, event.name, got)
				}
			}
		}
	}
}

func TestStandardKindsAreWhole(t *testing.T) {
	on := map[approval.Kind]bool{approval.Escalation: true, approval.Extension: true, approval.Void: true, approval.NonAcceptance: true}
	for _, plan := range approval.Standard() {
		if faults := plan.Faults(); len(faults) > 0 {
			t.Errorf("%s: %v", plan.Kind, faults)
		}
		if plan.Kind.Chinese() == "" || plan.Article == "" || len(plan.Shows) == 0 {
			t.Errorf("%s is not described", plan.Kind)
		}
		if plan.On != on[plan.Kind] {
			t.Errorf("%s is on: %v", plan.Kind, plan.On)
		}
	}
	if n := len(approval.Standard()); n != 11 {
		t.Errorf("%d kinds", n)
	}
}

func TestFaultyPlansAreToldOf(t *testing.T) {
	bad := approval.Plan{Kind: approval.Completion, Steps: []approval.StepPlan{{Name: "甲", Rule: "most", Who: []approval.Source{"king"}, Then: "forget"}}}
	if got := len(bad.Faults()); got != 3 {
		t.Errorf("%d faults: %v", got, bad.Faults())
	}
	if got := (approval.Plan{Kind: "other"}).Faults(); len(got) != 2 {
		t.Errorf("faults: %v", got)
	}
}

func TestTheNewestSettingCounts(t *testing.T) {
	own := approval.Plan{Kind: approval.Completion, On: true, Steps: []approval.StepPlan{{Name: "局长", Who: []approval.Source{approval.UnitHeads}, Rule: approval.Any, Then: approval.Remind}}}
	off := own
	off.On = false
	settings := []approval.Setting{{Kind: approval.Completion, Version: 2, Plan: own}, {Kind: approval.Completion, Version: 3, Plan: off}, {Kind: approval.Void, Version: 2, Plan: off}}
	got, ok := approval.InForce(approval.Completion, settings)
	if !ok || got.On || got.Version != 3 || got.Steps[0].Name != "局长" {
		t.Errorf("in force: %+v", got)
	}
	if got, _ := approval.InForce(approval.Certification, settings); got.Version != 1 {
		t.Errorf("in force: %+v", got)
	}
}

// A request keeps the kind with which it was asked.
func TestTheKindIsFrozen(t *testing.T) {
	plan, _ := approval.StandardOf(approval.Extension)
	r := begun(t, plan)
	if r.KindVersion != 1 || !r.WantsConfirm() || r.StepPlan().Name != "单位负责人" || r.StepDue == nil {
		t.Errorf("%+v", r)
	}
	// Wednesday; one working day later at the close.
	if want := calendar.Day("2026-11-26").At(17*60 + 30); !r.StepDue.Equal(want) {
		t.Errorf("due %v, want %v", r.StepDue, want)
	}
}

func TestReturnedKeepsEverythingAndComesBack(t *testing.T) {
	plan, _ := approval.StandardOf(approval.Certification)
	plan.Steps[0].Rule = approval.All
	plan.Steps = plan.Steps[:1]
	r := begun(t, plan)
	do := func(a approval.Act) {
		t.Helper()
		a.Now, a.Cal, a.Seat, a.Standing = decided, china, panel, true
		after, _, err := r.Do(a)
		if err != nil {
			t.Fatal(err)
		}
		r = after
	}
	do(approval.Act{Doing: approval.Agree, By: "s0p0", Name: "甲", Text: "属实"})
	do(approval.Act{Doing: approval.AskMore, By: "s0p1", Name: "乙", Text: "缺工资表"})
	if r.State != approval.Returned || len(r.Open()) != 0 {
		t.Fatalf("%+v", r)
	}
	if _, _, err := r.Do(approval.Act{Doing: approval.Agree, By: "s0p1", Now: decided, Standing: true}); models.CodeOf(err) != models.Conflict {
		t.Errorf("decided while returned: %v", err)
	}
	do(approval.Act{Doing: approval.Supplement, By: "clerk", Text: "工资表见附件"})
	if open := r.Open(); r.Round != 2 || len(open) != 1 || open[0].UserID != "s0p1" || len(r.Said()) != 1 {
		t.Fatalf("%+v", r)
	}
	if _, _, err := r.Do(approval.Act{Doing: approval.Agree, By: "s0p1", Now: decided, Standing: true, Round: 1}); models.CodeOf(err) != models.Conflict || !strings.Contains(models.MessageOf(err), "新的卡片") {
		t.Errorf("an old card decided: %v", err)
	}
	do(approval.Act{Doing: approval.Agree, By: "s0p1", Name: "乙", Round: 2})
	if r.State != approval.Approved || r.PendingCase != nil {
		t.Errorf("%+v", r)
	}
}

func TestVotesOfTheJointConference(t *testing.T) {
	plan := approval.Plan{Kind: approval.Escalation, Steps: []approval.StepPlan{{Name: "联席会议", Who: []approval.Source{approval.Conference}, Rule: approval.Majority, Quorum: 3, Days: 1, Then: approval.Remind}}}
	for name, c := range map[string]struct {
		votes string // of five members: + − 0, a blank is no vote
		final bool
		want  approval.State
	}{
		"a majority decides before all have voted": {"+++", false, approval.Approved},
		"half against is against":                  {"---", false, approval.Rejected},
		"two for are not enough yet":               {"++", false, approval.Pending},
		"time, quorum and more for than against":   {"++-", true, approval.Approved},
		"time, quorum and a tie":                   {"+-0", true, approval.Rejected},
		"time without a quorum decides nothing":    {"++", true, approval.Pending},
		"abstentions alone grant nothing":          {"000", false, approval.Rejected},
	} {
		t.Run(name, func(t *testing.T) {
			five := func(r approval.Request, step int) []approval.Seat {
				var members []approval.Candidate
				for i := range 5 {
					members = append(members, approval.Candidate{UserID: fmt.Sprintf("m%d", i)})
				}
				return r.Seating(step, members, nil, nil, asked)
			}
			r, _, err := approval.Begin(plan, approval.Asked{CaseID: 7, CaseNumber: number, Applicant: approval.Candidate{UserID: "clerk"}, Reason: "急"}, five, asked, china)
			if err != nil {
				t.Fatal(err)
			}
			due := *r.StepDue
			for i, vote := range c.votes {
				doing := map[rune]approval.Doing{'+': approval.Agree, '-': approval.Refuse, '0': approval.Abstain}[vote]
				if r, _, err = r.Do(approval.Act{Doing: doing, By: fmt.Sprintf("m%d", i), Text: "意见", Now: decided, Standing: true}); err != nil {
					t.Fatal(err)
				}
			}
			if c.final {
				if r, _, err = r.Do(approval.Act{Doing: approval.TimeOut, Now: due, Cal: china}); err != nil {
					t.Fatal(err)
				}
			}
			if r.State != c.want || len(r.Said()) != len(c.votes) {
				t.Errorf("%s with %d votes on record, want %s", r.State, len(r.Said()), c.want)
			}
		})
	}
}

func TestDelegationAndAbsence(t *testing.T) {
	plan, _ := approval.StandardOf(approval.Void)
	plan.Steps[0].Rule = approval.All
	r := begun(t, plan)
	people := []approval.Candidate{{UserID: "a", Unit: "x"}, {UserID: "b", Unit: "x"}, {UserID: "clerk", Unit: "x"}}
	standIns := map[string]approval.Candidate{"c": {UserID: "c"}, "clerk": {UserID: "clerk"}}
	day := calendar.DayOf(asked)
	users := func(seats []approval.Seat) string {
		var all []string
		for _, s := range seats {
			all = append(all, s.UserID+"/"+s.Principal)
		}
		return strings.Join(all, " ")
	}
	ended := asked
	for name, c := range map[string]struct {
		given []approval.Delegation
		want  string
	}{
		"none":                               {nil, "a/a b/b"},
		"a stand-in beside the principal":    {[]approval.Delegation{{Principal: "a", StandIn: "c", FromDay: day, ToDay: day}}, "a/a b/b c/a"},
		"a stand-in for who is away":         {[]approval.Delegation{{Principal: "a", StandIn: "c", FromDay: day, ToDay: day, Absent: true}}, "b/b c/a"},
		"away without a stand-in":            {[]approval.Delegation{{Principal: "a", FromDay: day, ToDay: day, Absent: true}}, "b/b"},
		"not yet":                            {[]approval.Delegation{{Principal: "a", StandIn: "c", FromDay: day.Add(1), ToDay: day.Add(2)}}, "a/a b/b"},
		"over":                               {[]approval.Delegation{{Principal: "a", StandIn: "c", FromDay: day.Add(-2), ToDay: day.Add(-1)}}, "a/a b/b"},
		"taken back":                         {[]approval.Delegation{{Principal: "a", StandIn: "c", FromDay: day, ToDay: day, EndedAt: &ended}}, "a/a b/b"},
		"to the applicant":                   {[]approval.Delegation{{Principal: "a", StandIn: "clerk", FromDay: day, ToDay: day}}, "a/a b/b"},
		"of the applicant, who has no voice": {[]approval.Delegation{{Principal: "clerk", StandIn: "c", FromDay: day, ToDay: day}}, "a/a b/b"},
	} {
		if got := users(r.Seating(0, people, standIns, c.given, asked)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	// A stand-in speaks for his principal, once.
	r.Seats = r.Seating(0, people, standIns, []approval.Delegation{{Principal: "a", StandIn: "c", FromDay: day, ToDay: day}}, asked)
	if _, _, err := r.Do(approval.Act{Doing: approval.Agree, By: "c", Confirmed: true, Now: decided}); models.CodeOf(err) != models.Forbidden {
		t.Errorf("decided under a delegation that had ended: %v", err)
	}
	r, entry, err := r.Do(approval.Act{Doing: approval.Agree, By: "c", Name: "丙", Confirmed: true, Now: decided, Standing: true})
	if err != nil || entry.For != "a" {
		t.Fatalf("%+v, %v", entry, err)
	}
	if _, _, err := r.Do(approval.Act{Doing: approval.Agree, By: "a", Confirmed: true, Now: decided, Standing: true}); models.CodeOf(err) != models.Conflict {
		t.Errorf("spoke twice: %v", err)
	}
}

func TestOwnUnitDoesNotDecide(t *testing.T) {
	plan, _ := approval.StandardOf(approval.Jurisdiction)
	r := begun(t, plan)
	seats := r.Seating(0, []approval.Candidate{{UserID: "a", Unit: "rsj"}, {UserID: "b", Unit: "bureau"}}, nil, nil, asked)
	if len(seats) != 1 || seats[0].UserID != "b" {
		t.Errorf("%+v", seats)
	}
}

func TestCardsAreRenewedBeforeTheirCodesDie(t *testing.T) {
	plan, _ := approval.StandardOf(approval.Escalation)
	for hour := range 7 * 24 {
		r := begun(t, plan)
		r.StepDue = nil
		sent := asked.Add(time.Duration(hour) * time.Hour)
		for i := range r.Seats {
			r.Seats[i].CardAt = sent
		}
		tick, due, ok := r.NextTick()
		if !ok || tick != approval.Renew || due.After(sent.Add(70*time.Hour)) || due.Before(sent.Add(48*time.Hour)) {
			t.Fatalf("sent %v: %s at %v", sent, tick, due)
		}
		if clock := due.In(calendar.Zone).Hour(); clock < 8 || clock > 20 {
			t.Fatalf("a card at %d o'clock", clock)
		}
		if got := len(r.Aged(due)); got != 2 {
			t.Fatalf("%d cards are due", got)
		}
		renewed := r.Recarded([]string{"s0p0", "s0p1"}, due)
		if len(renewed.Aged(due)) != 0 || renewed.Seats[0].Card != 1 || r.Seats[0].Card != 0 {
			t.Fatalf("%+v", renewed.Seats)
		}
	}
}

func TestWaitingTimesAreOfOfficeHours(t *testing.T) {
	friday, monday := calendar.Day("2026-11-27"), calendar.Day("2026-11-30")
	if got := approval.OfficeTime(friday.At(17*60), monday.At(9*60), china); got != time.Hour {
		t.Errorf("over the weekend: %v", got)
	}
	if got := approval.OfficeTime(friday.At(20*60), friday.At(22*60), china); got != 0 {
		t.Errorf("in the evening: %v", got)
	}
	due := friday.At(10 * 60)
	wait := func(name string, from, to calendar.ClockTime) approval.Wait {
		return approval.Wait{Kind: approval.Extension, StepName: "单位负责人", Name: name, Given: friday.At(from), Decided: friday.At(to), Due: &due}
	}
	steps, persons := approval.WaitingTimes([]approval.Wait{wait("周", 9*60, 12*60), wait("孙", 9*60, 9*60+30), wait("周", 9*60, 9*60+10), wait("周", 9*60, 10*60)}, china)
	if len(steps) != 1 || steps[0].Count != 4 || steps[0].Late != 1 || steps[0].Longest != 3*time.Hour {
		t.Errorf("%+v", steps)
	}
	if len(persons) != 2 || persons[0].Name > persons[1].Name { // by name, never by number
		t.Errorf("%+v", persons)
	}
}

func TestInstructionsAreAskedAfter(t *testing.T) {
	i := approval.Instruction{Due: "2026-11-30", Open: true} // a Monday
	at := calendar.Day("2026-11-25").At(9 * 60)
	var days []string
	for range 4 {
		at = i.NextReminder(at, china)
		days = append(days, string(calendar.DayOf(at)))
	}
	if got := strings.Join(days, " "); got != "2026-11-27 2026-11-30 2026-12-02 2026-12-04" {
		t.Error(got)
	}
	if !i.Late("2026-12-01") || i.Late("2026-11-30") {
		t.Error("late")
	}
}

// kindTable has a column for each kind in the order of approval.Standard; the last cell of a row stands for the rest.
const kindTable = `
agree | approved 0 | invalid | approved 0 | invalid | approved 0 | invalid | pending 1 | invalid | pending 0 | approved 0
agree twice tapped | approved 0 | approved 0 | approved 0 | approved 0 | approved 0 | approved 0 | pending 1 | approved 0 | pending 0 | approved 0
agree on own request | forbidden
agree by stranger | forbidden
agree from later step | forbidden
refuse | rejected 0
refuse without reason | invalid
abstain | invalid
hand on | pending 0
hand to applicant | forbidden
hand to his unit | pending 0 | pending 0 | pending 0 | pending 0 | pending 0 | pending 0 | pending 0 | pending 0 | pending 0 | forbidden | pending 0
ask more | returned 0
supplement unasked | conflict
withdraw | withdrawn 0
withdraw by another | forbidden
recuse | pending 0
depart | pending 0
pass up | pending 1 | conflict | conflict | conflict | conflict | conflict | conflict | conflict | conflict | pending 1
time out early | conflict
time out | pending 1 | pending 0 | pending 0 | pending 0 | pending 0 | pending 0 | pending 0 | pending 0 | lapsed 0 | pending 1
moot | ended 0
old card | conflict
`
