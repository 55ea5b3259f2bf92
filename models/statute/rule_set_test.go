package statute_test

import (
	"fmt"
	"strings"
	"testing"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

func TestEverySetHoldsEveryRuleWithItsArticle(t *testing.T) {
	for _, set := range statute.Sets() {
		for n := 1; n <= 21; n++ {
			rule, err := set.Rule(statute.RuleID(fmt.Sprintf("C%02d", n)))
			if err != nil {
				t.Errorf("%s: %v", set.ID, err)
				continue
			}
			if !strings.Contains(rule.Article(), "条") || !strings.HasPrefix(rule.Article(), "《") || rule.RuleSet != set.ID {
				t.Errorf("%s %s cites %q in set %q", set.ID, rule.ID, rule.Article(), rule.RuleSet)
			}
		}
	}
}

func TestNationalRules(t *testing.T) {
	window := map[statute.RuleID]bool{statute.C10: true, statute.C12: true}
	limits := map[statute.RuleID]string{
		"C01": "即时", "C02": "15日", "C03": "15日", "C04": "5个工作日", "C05": "原文没有规定天数", "C06": "即时", "C07": "60日",
		"C08": "按指定期限", "C09": "10个工作日", "C10": "30日", "C11": "30日", "C12": "30日", "C13": "30日",
		"C14": "原文没有规定天数", "C15": "原文没有规定天数", "C16": "原文没有规定天数", "C17": "原文没有规定天数",
		"C18": "原文没有规定天数", "C19": "按指定期限", "C20": "原文没有规定天数", "C21": "原文没有规定天数",
	}
	for id, want := range limits {
		rule := national(t, id)
		if got := rule.Limit.Chinese(); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
		if rule.PetitionerWindow != window[id] || rule.HearingExcluded != (id == statute.C13) || rule.AnyHour != (id == statute.C06) {
			t.Errorf("%s: window %v, hearings %v, any hour %v", id, rule.PetitionerWindow, rule.HearingExcluded, rule.AnyHour)
		}
		if (rule.Extension != nil) != (id == statute.C07 || id == statute.C08) {
			t.Errorf("%s: extension %+v", id, rule.Extension)
		}
	}
}

func TestLocalSetsReplaceOnlyTheirOwn(t *testing.T) {
	for _, c := range []struct {
		jurisdiction statute.Jurisdiction
		rule         statute.RuleID
		limit        string
		maxDays      int
		document     string
	}{
		{statute.Zhejiang, "C02", "5个工作日", 0, "浙江省信访条例"},
		{statute.Zhejiang, "C03", "5个工作日", 0, "浙江省信访条例"},
		{statute.Zhejiang, "C07", "30日", 60, "浙江省信访条例"},
		{statute.Zhejiang, "C11", "30日", 0, "信访工作条例"},
		{statute.Shandong, "C02", "15日", 0, "信访工作条例"},
		{statute.Shandong, "C07", "60日", 30, "信访工作条例"},
		{statute.Shandong, "C13-intake", "3个工作日", 0, "山东省信访条例"},
		{statute.Shandong, "C18", "30日", 0, "山东省信访条例"},
		{statute.Henan, "C02", "5日", 0, "河南省信访条例"},
		{statute.Henan, "C04", "5日", 0, "河南省信访条例"},
		{statute.Henan, "C07", "30日", 60, "河南省信访条例"},
		{statute.Henan, "C08", "90日，或按指定期限", 0, "河南省信访条例"},
		{statute.National, "C07", "60日", 30, "信访工作条例"},
	} {
		rule := ruleOf(t, c.jurisdiction, c.rule)
		days := 0
		if rule.Extension != nil {
			days = rule.Extension.MaxDays
		}
		if rule.Limit.Chinese() != c.limit || days != c.maxDays || !strings.HasPrefix(rule.Article(), "《"+c.document+"》") {
			t.Errorf("%s %s: %s, %d more, %s", c.jurisdiction, c.rule, rule.Limit.Chinese(), days, rule.Article())
		}
	}
}

func TestPin(t *testing.T) {
	for name, c := range map[string]struct {
		jurisdiction statute.Jurisdiction
		day          calendar.Day
		want         string
		code         models.Code
	}{
		"the first day in force":     {statute.National, "2022-05-01", "national-2022", ""},
		"the day before":             {statute.National, "2022-04-30", "", models.NotFound},
		"a province":                 {statute.Henan, "2026-08-04", "henan-2012", ""},
		"a province without base":    {statute.Zhejiang, "2018-01-01", "", models.NotFound},
		"a province not carried":     {"hunan", "2026-08-04", "", models.NotFound},
		"no jurisdiction":            {"", "2026-08-04", "", models.NotFound},
		"a day that cannot be read":  {statute.National, "2026-02-30", "", models.Invalid},
		"no day":                     {statute.National, "", "", models.Invalid},
		"from the province's start":  {statute.Shandong, "2022-05-01", "shandong-2015", ""},
		"long after, still in force": {statute.National, "2030-01-01", "national-2022", ""},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := statute.Pin(c.jurisdiction, c.day)
			if set.ID != c.want || models.CodeOf(err) != c.code {
				t.Errorf("%q, %v", set.ID, err)
			}
		})
	}
}

func TestLookingUpSaysWhatIsUnknown(t *testing.T) {
	set, err := statute.SetByID("national-2022")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Rule("C99"); models.CodeOf(err) != models.NotFound || !strings.Contains(models.MessageOf(err), "C99") {
		t.Error(err)
	}
	if _, err := statute.SetByID("hunan-2006"); models.CodeOf(err) != models.NotFound || !strings.Contains(models.MessageOf(err), "national-2022") {
		t.Error(err)
	}
	if rule, err := set.Rule(statute.C16); err != nil || rule.Dated() {
		t.Errorf("an undated rule: %v, dated %v", err, rule.Dated())
	}
}

func TestMarkdown(t *testing.T) {
	for _, set := range statute.Sets() {
		text := set.Markdown()
		for _, rule := range set.Rules {
			if !strings.Contains(text, "\n| "+string(rule.ID)+" | "+rule.Title+" | ") || !strings.Contains(text, rule.Article()) {
				t.Errorf("%s: %s is missing", set.ID, rule.ID)
			}
		}
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "|") && strings.Count(line, "|") != 9 {
				t.Errorf("%s: a row of other width: %s", set.ID, line)
			}
		}
	}
	henan, err := statute.SetByID("henan-2012")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"没有另行规定的，适用 national-2022", "推断：修正决定的施行日没有核到", "凭记忆，待核：", "延期一次，至多60日"} {
		if !strings.Contains(henan.Markdown(), want) {
			t.Errorf("nothing of %q in\n%s", want, henan.Markdown())
		}
	}
}

func TestAcceptance(t *testing.T) {
	rule := national(t, "C03") // received 11-02, notice due 11-17
	received := started(rule, "2026-11-02")
	for name, c := range map[string]struct {
		events []statute.Event
		stated calendar.Day
		want   calendar.Day
	}{
		"the date stated in a timely notice":      {[]statute.Event{received, stopped(rule, "2026-11-10")}, "2026-11-09", "2026-11-09"},
		"no date stated":                          {[]statute.Event{received, stopped(rule, "2026-11-10")}, "", "2026-11-10"},
		"a date later than the notice":            {[]statute.Event{received, stopped(rule, "2026-11-10")}, "2026-12-01", "2026-11-10"},
		"a late notice":                           {[]statute.Event{received, stopped(rule, "2026-11-18")}, "2026-11-18", "2026-11-02"},
		"no notice in time":                       {[]statute.Event{received}, "", "2026-11-02"},
		"nobody could be told":                    {[]statute.Event{received, statute.ContactUnclear{Day: "2026-11-03"}}, "", "2026-11-02"},
		"nothing received":                        {nil, "", ""},
		"a receipt nobody dated":                  {[]statute.Event{started(rule, "")}, "", ""},
		"a notice only said to be delivered":      {[]statute.Event{received, statute.Stop{Kind: statute.ReceptionNoticeDelivered, Day: "2026-11-10"}}, "2026-11-09", "2026-11-02"},
		"the notice proven on the last legal day": {[]statute.Event{received, stopped(rule, "2026-11-17")}, "2026-11-16", "2026-11-16"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := statute.Acceptance(statute.Reckon(rule, c.events, calendar.China(), "2026-11-20"), c.stated)
			if got.Day != c.want || ok != (c.want != "") {
				t.Errorf("accepted on %q, %v", got.Day, ok)
			}
		})
	}
	if _, ok := statute.Acceptance(statute.Reckon(rule, []statute.Event{received}, calendar.China(), "2026-11-05"), ""); ok {
		t.Error("accepted while the notice may still come in time")
	}
}
