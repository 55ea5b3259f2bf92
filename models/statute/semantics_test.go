package statute_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

// The numbers are those of the semantics in the rule book §3.2. Rules 14 and 15 and the telling of rule 2 are
// the planner's; 7 and 8 are in lengthening_test.go, 12 in delivery_test.go, 13 in ladder_test.go.

func TestRule01DeadlinesAreDerivedFromEvents(t *testing.T) {
	rule := national(t, "C13")
	events := []statute.Event{
		started(rule, "2026-11-02"),
		statute.HearingBegin{Day: "2026-11-10"},
		statute.HearingEnd{Day: "2026-11-12"},
		statute.HearingBegin{Day: "2026-11-16"},
		statute.HearingEnd{Day: "2026-11-16"},
		stopped(rule, "2026-12-08"),
		stopped(rule, "2026-12-10"),
	}
	want := statute.Reckon(rule, events, calendar.China(), "2026-12-31")
	wantState(t, want, statute.MetLate)
	slices.Reverse(events)
	if diff := cmp.Diff(want, statute.Reckon(rule, events, calendar.China(), "2026-12-31")); diff != "" {
		t.Errorf("another order of events: %s", diff)
	}
}

func TestRule02ClockKeepsTheRulesPinnedAtTheStart(t *testing.T) {
	set, err := statute.Pin(statute.Zhejiang, "2026-08-04")
	if err != nil {
		t.Fatal(err)
	}
	rule, err := set.Rule("c07")
	if err != nil {
		t.Fatal(err)
	}
	if clock := (statute.Supposition{From: "2026-08-04"}).Clock(rule, calendar.China()); clock.RuleSet != "zhejiang-2016" {
		t.Errorf("pinned to %q", clock.RuleSet)
	}
}

func TestRule03OverdueFromTheDayAfterDue(t *testing.T) {
	rule := national(t, "C07") // due 10-08
	for today, want := range map[calendar.Day]statute.State{
		"2026-08-03": statute.NotStarted, "2026-08-04": statute.Running, "2026-10-03": statute.Running,
		"2026-10-08": statute.Running, "2026-10-09": statute.Overdue,
	} {
		clock := statute.Reckon(rule, []statute.Event{started(rule, "2026-08-04")}, calendar.China(), today)
		wantState(t, clock, want)
		if since := clock.OverdueSince; (want == statute.Overdue) != (since == "2026-10-09") {
			t.Errorf("on %s overdue since %q", today, since)
		}
	}
}

func TestRule04UnknownYearIsProvisional(t *testing.T) {
	known := statute.Supposition{From: "2026-11-02"}.Clock(national(t, "C04"), calendar.China())
	crossing := statute.Supposition{From: "2026-12-28"}.Clock(national(t, "C04"), calendar.China())
	if known.Provisional || !crossing.Provisional {
		t.Errorf("provisional: %v, across the horizon %v", known.Provisional, crossing.Provisional)
	}
	if diff := cmp.Diff([]int{2027}, crossing.MissingYears); diff != "" {
		t.Error(diff)
	}
}

func TestRule05MakeUpDaysAreCounted(t *testing.T) {
	clock := statute.Supposition{From: "2026-09-14"}.Clock(national(t, "C04"), calendar.China())
	wantSaid(t, clock, "9月19日 周六：周末，不计入。")
	wantSaid(t, clock, "9月20日 周日：国庆节调休上班，计入。")
}

func TestRule06NearestHidesNone(t *testing.T) {
	at := func(id statute.RuleID, from calendar.Day) statute.Clock {
		return statute.Supposition{From: from}.Clock(national(t, id), calendar.China())
	}
	met := national(t, "C02")
	clocks := []statute.Clock{
		at("C07", "2026-11-02"), at("C16", "2026-11-02"), at("C10", "2026-11-02"), at("C03", "2026-11-02"), at("C08", "2026-11-02"),
		statute.Reckon(met, []statute.Event{started(met, "2026-11-02"), stopped(met, "2026-11-03")}, calendar.China(), "2026-11-05"),
		statute.Reckon(national(t, "C11"), nil, calendar.China(), "2026-11-05"),
	}
	var got []statute.RuleID
	slices.SortStableFunc(clocks, statute.Compare)
	for _, clock := range clocks {
		got = append(got, clock.Rule.ID)
	}
	if diff := cmp.Diff([]statute.RuleID{"C08", "C03", "C10", "C07", "C11", "C16", "C02"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRule09TheEarliestStartCounts(t *testing.T) {
	rule := national(t, "C07")
	clock := statute.Reckon(rule, []statute.Event{started(rule, "2026-10-12"), started(rule, "2026-08-04")}, calendar.China(), "2026-10-20")
	wantState(t, clock, statute.Overdue)
	wantSaid(t, clock, "以最早的一次为准")
	if clock.Start != "2026-08-04" {
		t.Errorf("starts on %s", clock.Start)
	}
}

func TestRule11OverdueStays(t *testing.T) {
	rule := national(t, "C02") // due 11-17
	start := started(rule, "2026-11-02")
	late := statute.Reckon(rule, []statute.Event{start, stopped(rule, "2026-11-18")}, calendar.China(), "2026-12-01")
	wantState(t, late, statute.MetLate)
	wantSaid(t, late, "逾期的事实不因完成而消除")
	if late.OverdueSince != "2026-11-18" || !late.Late() {
		t.Errorf("overdue since %q", late.OverdueSince)
	}
	written := statute.OverdueWritten{Since: "2026-11-18"}
	for name, events := range map[string][]statute.Event{
		"a completion dated back":  {start, written, stopped(rule, "2026-11-10")},
		"another start":            {start, written, started(rule, "2026-11-20")},
		"a start that has no date": {started(rule, ""), written},
		"no start any more":        {written},
	} {
		if clock := statute.Reckon(rule, events, calendar.China(), "2026-12-01"); !clock.Late() || clock.OverdueSince != "2026-11-18" {
			t.Errorf("%s clears what was written: %s since %q", name, clock.State, clock.OverdueSince)
		}
	}
}

func TestRule11WaiverComesTooLateForTheLate(t *testing.T) {
	rule := national(t, "C03") // due 11-17
	start := started(rule, "2026-11-02")
	inTime := statute.Reckon(rule, []statute.Event{start, statute.ContactUnclear{Day: "2026-11-05"}}, calendar.China(), "2026-12-01")
	wantState(t, inTime, statute.None)
	tooLate := statute.Reckon(rule, []statute.Event{start, statute.ContactUnclear{Day: "2026-11-20"}}, calendar.China(), "2026-12-01")
	wantState(t, tooLate, statute.Overdue)
	other := national(t, "C02")
	wantState(t, statute.Reckon(other, []statute.Event{started(other, "2026-11-02"), statute.ContactUnclear{Day: "2026-11-05"}}, calendar.China(), "2026-11-06"), statute.Undetermined)
}

func TestRule16EveryDateNamesItsArticle(t *testing.T) {
	for _, set := range statute.Sets() {
		for _, rule := range set.Rules {
			clock := statute.Supposition{From: "2026-08-04"}.Clock(rule, calendar.China())
			wantSaid(t, clock, rule.Article())
			wantSaid(t, clock, set.ID)
		}
	}
}

func TestRule17MissingDataIsNeverNormal(t *testing.T) {
	rule := national(t, "C02")
	start := started(rule, "2026-11-02")
	backdatedOrder := statute.Start{Kind: statute.Assigned, Day: "2026-11-02", OrderedDue: "2026-11-01"}
	for name, c := range map[string]struct {
		rule   statute.Rule
		events []statute.Event
		cal    *calendar.Calendar
		today  calendar.Day
		want   statute.State
	}{
		"no events at all":                        {rule, nil, calendar.China(), "2026-11-10", statute.NotStarted},
		"no rule":                                 {statute.Rule{}, []statute.Event{start}, calendar.China(), "2026-11-10", statute.Undetermined},
		"no calendar":                             {rule, []statute.Event{start}, nil, "2026-11-10", statute.Undetermined},
		"no today":                                {rule, []statute.Event{start}, calendar.China(), "", statute.Undetermined},
		"a start without a day":                   {rule, []statute.Event{started(rule, "")}, calendar.China(), "2026-11-10", statute.Undetermined},
		"a start on no such day":                  {rule, []statute.Event{started(rule, "2026-02-30")}, calendar.China(), "2026-11-10", statute.Undetermined},
		"a completion only":                       {rule, []statute.Event{stopped(rule, "2026-11-05")}, calendar.China(), "2026-11-10", statute.Undetermined},
		"a completion too early":                  {rule, []statute.Event{start, stopped(rule, "2026-11-01")}, calendar.China(), "2026-11-10", statute.Undetermined},
		"a completion with no day":                {rule, []statute.Event{start, statute.Stop{Kind: statute.Dispatched}}, calendar.China(), "2026-11-10", statute.Undetermined},
		"another rule's event":                    {rule, []statute.Event{start, statute.Stop{Kind: statute.ObjectionFiled, Day: "2026-11-05"}}, calendar.China(), "2026-11-10", statute.Undetermined},
		"an event of no kind":                     {rule, []statute.Event{start, nil}, calendar.China(), "2026-11-10", statute.Undetermined},
		"an order without a date":                 {national(t, "C08"), []statute.Event{started(national(t, "C08"), "2026-11-02")}, calendar.China(), "2026-11-10", statute.Undetermined},
		"an order before itself":                  {national(t, "C08"), []statute.Event{backdatedOrder}, calendar.China(), "2026-11-10", statute.Undetermined},
		"early completion does not hide lateness": {rule, []statute.Event{start, stopped(rule, "2026-11-01")}, calendar.China(), "2026-12-10", statute.Overdue},
		"done in time":                            {rule, []statute.Event{start, stopped(rule, "2026-11-17")}, calendar.China(), "2026-12-10", statute.Met},
		"done tomorrow":                           {rule, []statute.Event{start, stopped(rule, "2026-11-17")}, calendar.China(), "2026-11-16", statute.Running},
		"no number in the text":                   {national(t, "C16"), []statute.Event{started(national(t, "C16"), "2026-11-02")}, calendar.China(), "2026-12-10", statute.None},
	} {
		t.Run(name, func(t *testing.T) {
			clock := statute.Reckon(c.rule, c.events, c.cal, c.today)
			wantState(t, clock, c.want)
			if len(clock.Explanation) == 0 {
				t.Error("nothing is said")
			}
		})
	}
}
