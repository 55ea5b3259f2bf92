package petition

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse feeds anything that can be typed. Whatever is filled in must have its form and must have been said.
func FuzzParse(f *testing.F) {
	for _, line := range readTable(f) {
		f.Add(strings.Split(line, "\t")[0])
	}
	f.Add("来访\x00\xff13900000000")
	f.Add(strings.Repeat("张某3人城关镇", 50))
	f.Fuzz(func(t *testing.T, text string) {
		r := Parse(text, tablePlaces).Report
		switch {
		case r.Headcount < 0 || r.Headcount > MaxHeadcount:
			t.Errorf("%d people", r.Headcount)
		case r.Mobile != "" && asMobile(r.Mobile) == "" && !strings.HasPrefix(r.Mobile, "0"):
			t.Errorf("mobile %q", r.Mobile)
		case r.IDNumber != "" && !ValidIDNumber(r.IDNumber):
			t.Errorf("identity number %q", r.IDNumber)
		case utf8.RuneCountInString(r.Name) > 30 || strings.ContainsAny(r.Name, "0123456789"):
			t.Errorf("name %q", r.Name)
		case utf8.ValidString(text) && !strings.Contains(foldWidth(text), r.Name):
			t.Errorf("nobody said the name %q", r.Name)
		}
	})
}

func TestNoTelephone(t *testing.T) {
	for _, text := range []string{"没有电话", "无电话", "没有", "无", "没留手机号"} {
		got, _, err := Report{Name: "张某"}.Answer(text, []Field{MobileField}, tablePlaces)
		if err != nil || got.Mobile != "" || len(got.Skipped) != 1 {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	got := Report{Mobile: "13900000000"}.Merge(Report{Skipped: []Field{MobileField}}, false)
	if len(got.Skipped) != 0 || got.Mobile == "" {
		t.Errorf("a telephone that is known was dropped: %+v", got)
	}
}
