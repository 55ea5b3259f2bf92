package notice

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// What a card cannot show whole is told whole: nothing is left out between the pages, and each fits a message.
func TestPagesHoldEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []Line
		want := map[string]string{}
		for _, name := range []string{"请求", "事实", "理由", "处理", "依据", "被反映单位"} {
			value := strings.Repeat(rapid.SampledFrom([]string{"汉", "字a", "数据。"}).Draw(t, "word"), rapid.IntRange(0, 700).Draw(t, "times"))
			lines, want[name] = append(lines, Line{name, value}), value
		}
		got := map[string]string{}
		for _, page := range Pages(lines) {
			size := 0
			for _, line := range page {
				got[line.Name] += line.Value
				size += utf8.RuneCountInString(line.Name+line.Value) + 2
			}
			if size > pageCharacters || size == 0 {
				t.Fatalf("a page of %d characters", size)
			}
		}
		for name, value := range want {
			if got[name] != value {
				t.Fatalf("%s: %d characters of %d", name, len(got[name]), len(value))
			}
		}
	})
}

func TestCrowded(t *testing.T) {
	long := strings.Repeat("字", rowCharacters+1)
	for name, c := range map[string]struct {
		lines []Line
		want  bool
	}{
		"nothing":        {nil, false},
		"six short rows": {make([]Line, 6), false},
		"seven rows":     {make([]Line, 7), true},
		"one long row":   {[]Line{{"内容", long}}, false},
		"five long rows": {[]Line{{"请求", long}, {"事实", long}, {"理由", long}, {"处理", long}, {"依据", long}}, true},
	} {
		if got := Crowded(c.lines); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
