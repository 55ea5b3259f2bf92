package statute_test

import (
	"strings"
	"testing"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

// tester is what a table test and a property test have in common.
type tester interface {
	Helper()
	Fatal(...any)
}

func national(t tester, id statute.RuleID) statute.Rule {
	t.Helper()
	return ruleOf(t, statute.National, id)
}

func ruleOf(t tester, jurisdiction statute.Jurisdiction, id statute.RuleID) statute.Rule {
	t.Helper()
	set, err := statute.Pin(jurisdiction, "2026-01-01")
	if err != nil {
		t.Fatal(err)
	}
	rule, err := set.Rule(id)
	if err != nil {
		t.Fatal(err)
	}
	return rule
}

func started(rule statute.Rule, day calendar.Day) statute.Event {
	return statute.Supposition{From: day}.Events(rule)[0]
}

func stopped(rule statute.Rule, day calendar.Day) statute.Event {
	if kind := rule.Stops[0]; strings.HasSuffix(string(kind), "_delivered") {
		return statute.Delivery{Kind: kind, Way: statute.Signed, Day: day}
	}
	return statute.Stop{Kind: rule.Stops[0], Day: day}
}

// extended is an extension in good order, but for what change alters.
func extended(days int, day calendar.Day, change func(*statute.Extension)) statute.Extension {
	e := statute.Extension{Days: days, RequestedBy: "wang", ApprovedBy: "li", ApprovedAs: statute.UnitHead, ApprovedOn: day, NoticeDelivered: day}
	if change != nil {
		change(&e)
	}
	return e
}

func wantState(t *testing.T, clock statute.Clock, want statute.State) {
	t.Helper()
	if clock.State != want {
		t.Errorf("%s is %s, want %s\n%s", clock.Rule.ID, clock.State, want, explanation(clock))
	}
}

func wantSaid(t *testing.T, clock statute.Clock, want string) {
	t.Helper()
	if !strings.Contains(explanation(clock), want) {
		t.Errorf("nothing is said of %q:\n%s", want, explanation(clock))
	}
}

func explanation(clock statute.Clock) string { return strings.Join(clock.Explanation, "\n") }

// The vectors of the rule book §1.5, and dates worked out by hand from the same notices.
func TestVectors(t *testing.T) {
	for name, c := range map[string]struct {
		jurisdiction              statute.Jurisdiction
		rule                      statute.RuleID
		suppose                   statute.Supposition
		unrolled, legal, internal calendar.Day
		provisional               bool
	}{
		"5 working days end on a make-up Sunday": {"", "C04", statute.Supposition{From: "2026-09-14"}, "2026-09-20", "2026-09-20", "2026-09-20", false},
		"5 working days over National Day":       {"", "C04", statute.Supposition{From: "2026-09-30"}, "2026-10-13", "2026-10-13", "2026-10-13", false},
		"5 working days over Spring Festival":    {"", "C04", statute.Supposition{From: "2026-02-11"}, "2026-02-25", "2026-02-25", "2026-02-25", false},
		"60 days end in National Day":            {"", "C07", statute.Supposition{From: "2026-08-04"}, "2026-10-03", "2026-10-08", "2026-09-30", false},
		"60 days and 30 end on a Sunday":         {"", "C07", statute.Supposition{From: "2026-09-21", ExtendDays: 30}, "2026-12-20", "2026-12-21", "2026-12-18", false},
		"30 days end in an unknown year":         {"", "C11", statute.Supposition{From: "2026-12-10"}, "2027-01-09", "2027-01-11", "2027-01-08", true},
		"15 days end on a working day":           {"", "C02", statute.Supposition{From: "2026-11-03"}, "2026-11-18", "2026-11-18", "2026-11-18", false},
		"the last days of December":              {"", "C02", statute.Supposition{From: "2026-12-15"}, "2026-12-30", "2026-12-30", "2026-12-30", true},
		"a petitioner's window rolls":            {"", "C10", statute.Supposition{From: "2026-09-01"}, "2026-10-01", "2026-10-08", "", false},
		"at once":                                {"", "C01", statute.Supposition{From: "2026-10-03"}, "2026-10-03", "2026-10-03", "2026-10-03", false},
		"an order sets the date":                 {"", "C08", statute.Supposition{From: "2026-08-04", OrderedDue: "2026-10-04"}, "2026-10-04", "2026-10-08", "2026-09-30", false},
		"an order cannot move a statutory date":  {"", "C07", statute.Supposition{From: "2026-08-04", OrderedDue: "2026-12-31"}, "2026-10-03", "2026-10-08", "2026-09-30", false},
		"the county sets what the text does not": {"", "C18", statute.Supposition{From: "2026-08-04", OrderedDue: "2026-09-03"}, "2026-09-03", "2026-09-03", "2026-09-03", false},
		"simple procedure, 10 working days":      {"", "C09", statute.Supposition{From: "2026-09-14"}, "2026-09-28", "2026-09-28", "2026-09-28", false},
		"a hearing of 3 days":                    {"", "C13", statute.Supposition{From: "2026-11-02", HearingFrom: "2026-11-10", HearingTo: "2026-11-12"}, "2026-12-05", "2026-12-07", "2026-12-04", false},
		"Zhejiang decides in 30 and 60 days":     {statute.Zhejiang, "C07", statute.Supposition{From: "2026-08-04", ExtendDays: 60}, "2026-11-02", "2026-11-02", "2026-11-02", false},
		"Zhejiang routes in 5 working days":      {statute.Zhejiang, "C02", statute.Supposition{From: "2026-09-14"}, "2026-09-20", "2026-09-20", "2026-09-20", false},
		"Shandong takes a review up in 3":        {statute.Shandong, "C11-intake", statute.Supposition{From: "2026-09-30"}, "2026-10-10", "2026-10-10", "2026-10-10", false},
		"Shandong hears of suggestions in 30":    {statute.Shandong, "C18", statute.Supposition{From: "2026-11-02"}, "2026-12-02", "2026-12-02", "2026-12-02", false},
		"Henan transfers in 5 days":              {statute.Henan, "C02", statute.Supposition{From: "2026-09-29"}, "2026-10-04", "2026-10-08", "2026-09-30", false},
		"Henan aims no earlier than the start":   {statute.Henan, "C02", statute.Supposition{From: "2026-10-01"}, "2026-10-06", "2026-10-08", "2026-10-01", false},
		"Henan assigns for 90 days":              {statute.Henan, "C08", statute.Supposition{From: "2026-08-04"}, "2026-11-02", "2026-11-02", "2026-11-02", false},
	} {
		t.Run(name, func(t *testing.T) {
			if c.jurisdiction == "" {
				c.jurisdiction = statute.National
			}
			got := c.suppose.Clock(ruleOf(t, c.jurisdiction, c.rule), calendar.China())
			if got.DueUnrolled != c.unrolled || got.DueLegal != c.legal || got.DueInternal != c.internal || got.Provisional != c.provisional {
				t.Errorf("%s / %s / %s provisional %v\n%s", got.DueUnrolled, got.DueLegal, got.DueInternal, got.Provisional, explanation(got))
			}
			wantState(t, got, statute.Running)
		})
	}
}

func TestExplanationIsReadStepByStep(t *testing.T) {
	for name, c := range map[string]struct {
		rule    statute.RuleID
		suppose statute.Supposition
		want    []string
	}{
		"rolled": {"C07", statute.Supposition{From: "2026-08-04"}, []string{
			"C07 办理申诉求决类事项，出具信访处理意见书：期限60日，由有权处理的机关、单位负责。",
			"起算：2026年8月4日 周二，受理；当日不计入。",
			"按日历日数满60日（周末、节假日都算）：2026年10月3日 周六。",
			"10月3日 周六至10月7日 周三：国庆节放假，顺延。",
			"最后一日不上班，法定期限顺延到下一个工作日：2026年10月8日 周四（《民法典》第二百零三条）。",
			"内部期限取之前最后一个工作日：2026年9月30日 周三；提醒以此为准。",
			"依据：《信访工作条例》第三十一条第六项、第三十二条、第三十四条（规则集 national-2022）。",
			"放假安排依据国务院办公厅2026年的通知。",
		}},
		"working days": {"C04", statute.Supposition{From: "2026-09-30"}, []string{
			"C04 对转送、交办提出异议：期限5个工作日，由收到转送、交办的机关、单位负责。",
			"起算：2026年9月30日 周三，单位收到；当日不计入。",
			"10月1日 周四至10月7日 周三：国庆节放假，不计入。",
			"10月10日 周六：国庆节调休上班，计入。",
			"10月11日 周日：周末，不计入。",
			"按工作日数满5个工作日：2026年10月13日 周二。",
			"依据：《信访工作条例》第二十三条第三款（规则集 national-2022）。",
			"放假安排依据国务院办公厅2026年的通知。",
		}},
		"extended into an unknown year": {"C07", statute.Supposition{From: "2026-10-20", ExtendDays: 30}, []string{
			"C07 办理申诉求决类事项，出具信访处理意见书：期限60日，由有权处理的机关、单位负责。",
			"起算：2026年10月20日 周二，受理；当日不计入。",
			"按日历日数满60日（周末、节假日都算）：2026年12月19日 周六。",
			"经本机关、单位负责人批准延期30日，告知书2026年10月20日 周二送达；从原到期日2026年12月19日 周六起数：2027年1月18日 周一。",
			"依据：《信访工作条例》第三十一条第六项、第三十二条、第三十四条（规则集 national-2022）。",
			"2027年的放假通知还没有载入，日期为暂定，载入后重算。",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := explanation(c.suppose.Clock(national(t, c.rule), calendar.China()))
			if want := strings.Join(c.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
