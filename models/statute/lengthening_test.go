package statute_test

import (
	"testing"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

func TestRule07NothingPausesButHearingsOfC13(t *testing.T) {
	set, err := statute.Pin(statute.National, "2026-11-02")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range set.Rules {
		if rule.ID == statute.C13 || !rule.Dated() {
			continue
		}
		plain := []statute.Event{started(rule, "2026-11-02")}
		with := append(plain, statute.HearingBegin{Day: "2026-11-02"}, statute.HearingEnd{Day: "2026-11-02"})
		want := statute.Reckon(rule, plain, calendar.China(), "2026-11-02")
		got := statute.Reckon(rule, with, calendar.China(), "2026-11-02")
		if got.DueLegal != want.DueLegal {
			t.Errorf("a hearing moved %s from %s to %s", rule.ID, want.DueLegal, got.DueLegal)
		}
		wantState(t, got, statute.Undetermined)
		wantSaid(t, got, "只有复核（C13）")
		if late := statute.Reckon(rule, with, calendar.China(), "2027-06-01"); !rule.Optional && (!late.Late() || late.Open() && late.State != statute.Overdue) {
			t.Errorf("a stray hearing hides that %s is overdue: %s", rule.ID, late.State)
		}
	}
}

func TestRule07HearingsMustPair(t *testing.T) {
	rule := national(t, "C13") // without hearings due 12-02
	for name, c := range map[string]struct {
		hearings []statute.Event
		today    calendar.Day
		want     statute.State
		due      calendar.Day
	}{
		"of one day": {[]statute.Event{statute.HearingBegin{Day: "2026-11-10"}, statute.HearingEnd{Day: "2026-11-10"}}, "2026-11-20", statute.Running, "2026-12-03"},
		"on the start day, which does not count anyway": {[]statute.Event{statute.HearingBegin{Day: "2026-11-02"}, statute.HearingEnd{Day: "2026-11-02"}}, "2026-11-20", statute.Running, "2026-12-02"},
		"going on":                {[]statute.Event{statute.HearingBegin{Day: "2026-11-10"}}, "2026-11-12", statute.Running, "2026-12-05"},
		"not ended by today":      {[]statute.Event{statute.HearingBegin{Day: "2026-11-10"}, statute.HearingEnd{Day: "2026-11-30"}}, "2026-11-12", statute.Running, "2026-12-05"},
		"after the limit":         {[]statute.Event{statute.HearingBegin{Day: "2026-12-10"}, statute.HearingEnd{Day: "2026-12-12"}}, "2026-12-20", statute.Overdue, "2026-12-02"},
		"ended only":              {[]statute.Event{statute.HearingEnd{Day: "2026-11-10"}}, "2026-11-20", statute.Undetermined, "2026-12-02"},
		"overlapping":             {[]statute.Event{statute.HearingBegin{Day: "2026-11-10"}, statute.HearingBegin{Day: "2026-11-11"}, statute.HearingEnd{Day: "2026-11-12"}, statute.HearingEnd{Day: "2026-11-13"}}, "2026-11-20", statute.Undetermined, "2026-12-02"},
		"before the start":        {[]statute.Event{statute.HearingBegin{Day: "2026-11-01"}, statute.HearingEnd{Day: "2026-11-03"}}, "2026-11-20", statute.Undetermined, "2026-12-02"},
		"without a day":           {[]statute.Event{statute.HearingBegin{}}, "2026-11-20", statute.Undetermined, "2026-12-02"},
		"unpaired after overdue":  {[]statute.Event{statute.HearingEnd{Day: "2026-12-10"}}, "2026-12-20", statute.Overdue, "2026-12-02"},
		"unpaired, limit run out": {[]statute.Event{statute.HearingEnd{Day: "2026-11-10"}}, "2026-12-20", statute.Undetermined, "2026-12-02"},
	} {
		t.Run(name, func(t *testing.T) {
			clock := statute.Reckon(rule, append(c.hearings, started(rule, "2026-11-02")), calendar.China(), c.today)
			wantState(t, clock, c.want)
			if clock.DueUnrolled != c.due {
				t.Errorf("due %s, want %s", clock.DueUnrolled, c.due)
			}
		})
	}
}

func TestRule08OneExtensionInGoodOrder(t *testing.T) {
	const start, approved = calendar.Day("2026-09-21"), calendar.Day("2026-11-10") // due 11-20
	for name, c := range map[string]struct {
		rule       statute.RuleID
		extensions []statute.Event
		want       int
		said       string
	}{
		"in order":               {"C07", []statute.Event{extended(30, approved, nil)}, 30, "从原到期日2026年11月20日 周五起数：2026年12月20日 周日"},
		"on the day before due":  {"C07", []statute.Event{extended(30, "2026-11-19", nil)}, 30, "批准延期30日"},
		"on the due day":         {"C07", []statute.Event{extended(30, "2026-11-20", nil)}, 0, "到期日之前"},
		"too long":               {"C07", []statute.Event{extended(31, approved, nil)}, 0, "只能延期1至30日"},
		"of no days":             {"C07", []statute.Event{extended(0, approved, nil)}, 0, "只能延期1至30日"},
		"twice":                  {"C07", []statute.Event{extended(10, approved, nil), extended(20, "2026-11-11", nil)}, 10, "只能延期一次"},
		"approved by oneself":    {"C07", []statute.Event{extended(30, approved, func(e *statute.Extension) { e.ApprovedBy = "Wang " })}, 0, "申请人自己"},
		"approved by nobody":     {"C07", []statute.Event{extended(30, approved, func(e *statute.Extension) { e.ApprovedBy = "" })}, 0, "没有记录"},
		"approved by the wrong":  {"C07", []statute.Event{extended(30, approved, func(e *statute.Extension) { e.ApprovedAs = statute.Assigner })}, 0, "应当由本机关、单位负责人批准"},
		"not dated":              {"C07", []statute.Event{extended(30, approved, func(e *statute.Extension) { e.ApprovedOn = "" })}, 0, "没有批准日期"},
		"not told":               {"C07", []statute.Event{extended(30, approved, func(e *statute.Extension) { e.NoticeDelivered = "" })}, 0, "还没有送达信访人"},
		"told too late":          {"C07", []statute.Event{extended(30, approved, func(e *statute.Extension) { e.NoticeDelivered = "2026-11-21" })}, 0, "到期日之前"},
		"told after today":       {"C07", []statute.Event{extended(30, approved, func(e *statute.Extension) { e.NoticeDelivered = "2026-12-20" })}, 0, "还没有送达信访人"},
		"before the start":       {"C07", []statute.Event{extended(30, "2026-09-20", nil)}, 0, "批准早于起算日"},
		"a bad one, then a good": {"C07", []statute.Event{extended(31, approved, nil), extended(30, "2026-11-11", nil)}, 30, "只能延期1至30日"},
		"of a rule without":      {"C11", []statute.Event{extended(30, "2026-10-10", nil)}, 0, "C11没有延期的规定"},
	} {
		t.Run(name, func(t *testing.T) {
			rule := national(t, c.rule)
			clock := statute.Reckon(rule, append(c.extensions, started(rule, start)), calendar.China(), "2026-11-30")
			if clock.Extended != c.want {
				t.Errorf("extended by %d days, want %d", clock.Extended, c.want)
			}
			wantSaid(t, clock, c.said)
		})
	}
}

func TestRule08ExtensionOfAnAssignedDateIsTheAssigners(t *testing.T) {
	rule := national(t, "C08")
	assigned := statute.Start{Kind: statute.Assigned, Day: "2026-11-02", OrderedDue: "2026-11-16"}
	byAssigner := extended(45, "2026-11-10", func(e *statute.Extension) { e.ApprovedAs = statute.Assigner })
	clock := statute.Reckon(rule, []statute.Event{assigned, byAssigner}, calendar.China(), "2026-11-12")
	if clock.DueUnrolled != "2026-12-31" || clock.Extended != 45 {
		t.Errorf("due %s after %d more days", clock.DueUnrolled, clock.Extended)
	}
}
