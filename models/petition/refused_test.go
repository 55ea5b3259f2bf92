package petition_test

import (
	"strings"
	"testing"

	"petitiondesk/models/petition"
)

// A number of a wrong form is never kept and never taken for the answer to another question; one sentence says what to send.
func TestNumbersOfAWrongForm(t *testing.T) {
	for text, want := range map[string]string{
		"来访 张某 1390000000 3人":         "联系电话应为11位手机号",
		"来访 张某 139000000001 3人":       "联系电话应为11位手机号",
		"来访 张某 电话：1390000 3人":         "联系电话应为11位手机号",
		"来访 张某 5301011980010100 3人":   "身份证号码应为18位",
		"来访 张某 530101198001010018 3人": "身份证号码校验不符",
		"来访 张某 人数：好些":                 "请回复数字",
		"来信 张某 邮戳：不清楚":                "请写成",
		"来访 张某 身份证530101198001010018": "身份证号码校验不符",
	} {
		parsed := petition.Parse(strings.TrimPrefix(text, "来访"), nil)
		if parsed.Report.Mobile != "" || parsed.Report.IDNumber != "" || parsed.Report.Name != "张某" && !strings.HasPrefix(text, "来信") {
			t.Errorf("%q became %+v", text, parsed.Report)
		}
		if len(parsed.Doubts) != 1 || !strings.Contains(parsed.Doubts[0], want) {
			t.Errorf("%q is answered with %q", text, parsed.Doubts)
		}
	}
	for _, asked := range []petition.Field{petition.FactsField, petition.DemandField, petition.NameField, petition.MobileField} {
		for _, wrong := range []string{"530101198001010018", "53010119800101001"} {
			report, parsed, err := petition.Report{}.Answer(wrong, []petition.Field{asked}, nil)
			if err != nil || !report.Empty(asked) || len(parsed.Doubts) != 1 || len(report.Original) != 1 {
				t.Errorf("%s as the %s: %+v, %q, %v", wrong, asked, report, parsed.Doubts, err)
			}
		}
	}
	if parsed := petition.Parse("张某 20261120", nil); len(parsed.Doubts) != 0 {
		t.Errorf("a day is called no telephone: %q", parsed.Doubts)
	}
}
