package petition_test

import (
	"slices"
	"strings"
	"testing"

	"petitiondesk/models/petition"
)

func TestRepresentatives(t *testing.T) {
	for text, want := range map[string][]string{
		"来访 张某 12人 代表：李某、王某 反映欠薪":          {"李某", "王某"},
		"张某 12人 来访代表:李某，王某、赵某 反映欠薪":        {"李某", "王某", "赵某"},
		"张某 代表：李某、王某、赵某、孙某、周某、吴某 12人 反映欠薪": {"李某", "王某", "赵某", "孙某", "周某"},
		"张某 代表村民反映欠薪 12人":                  nil,
	} {
		got := petition.Parse(text, nil)
		if !slices.Equal(got.Report.Representatives, want) || got.Report.Headcount != 12 || got.Report.Name != "张某" && !strings.HasPrefix(text, "来访") {
			t.Errorf("%q: %v, %d people, %q", text, got.Report.Representatives, got.Report.Headcount, got.Report.Name)
		}
		if told := strings.Contains(strings.Join(got.Doubts, ""), "第二十条第三款"); told != strings.Contains(text, "吴某") {
			t.Errorf("%q: %v", text, got.Doubts)
		}
	}
}
