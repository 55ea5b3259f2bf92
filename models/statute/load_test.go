package statute

import (
	"strings"
	"testing"
)

func TestReadRuleSetRefusesWhatCannotBeApplied(t *testing.T) {
	const head = `{"id":"x","jurisdiction":"national","title":"x","from":"2022-05-01","rules":[`
	const rule = `{"id":"C02","title":"x","starts":["arrived"],"stops":["dispatched"],"limit":{"unit":"calendar_days","days":15},"answers":"x","citations":[{"document":"x","article":"第一条"}]}`
	if set, err := readRuleSet(head+rule+`]}`, nil); err != nil || len(set.Rules) != 1 || set.Rules[0].RuleSet != "x" {
		t.Fatalf("%+v, %v", set, err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"a field nobody knows": {strings.Replace(head+rule+`]}`, `"title"`, `"titel"`, 1), "titel"},
		"no article":           {strings.Replace(head+rule+`]}`, "第一条", "", 1), "article"},
		"an unknown event":     {strings.Replace(head+rule+`]}`, "arrived", "vanished", 1), "kinds of event"},
		"no days":              {strings.Replace(head+rule+`]}`, `"days":15`, `"days":0`, 1), "counted"},
		"days without a unit":  {strings.Replace(head+rule+`]}`, "calendar_days", "at_once", 1), "counted"},
		"an unknown unit":      {strings.Replace(head+rule+`]}`, "calendar_days", "moons", 1), "counted"},
		"no start":             {strings.Replace(head+rule+`]}`, `"arrived"`, "", 1), "starts and what stops"},
		"a rule twice":         {head + rule + "," + rule + `]}`, "twice"},
		"a base nobody knows":  {strings.Replace(head+rule+`]}`, `"rules"`, `"base":"y","rules"`, 1), "unknown base"},
		"no day in force":      {strings.Replace(head+rule+`]}`, "2022-05-01", "", 1), "days in force"},
		"an unnamed approver":  {strings.Replace(head+rule+`]}`, `"answers"`, `"extension":{"max_days":3},"answers"`, 1), "approves"},
		"endless bands":        {strings.Replace(head+rule+`]}`, `"rules"`, `"representatives":{"bands":[{"up_to":10,"most":3}],"citations":[{"document":"x","article":"x"}]},"rules"`, 1), "without an end"},
		"an empty mark":        {strings.Replace(head+rule+`]}`, `"answers"`, `"marks":[{"kind":"memory"}],"answers"`, 1), "marks"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := readRuleSet(c.text, nil); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one naming %s", err, c.want)
			}
		})
	}
}

func TestEveryEventOfARuleHasAChineseName(t *testing.T) {
	for kind, name := range eventNames {
		if strings.TrimSpace(name) == "" {
			t.Errorf("%s has no name", kind)
		}
	}
}
