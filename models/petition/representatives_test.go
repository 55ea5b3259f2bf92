package petition_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/petition"
)

func TestRepresentativesAreRead(t *testing.T) {
	for text, want := range map[string][]string{
		"张某 12人 代表：李某、王某 反映欠薪":             {"李某", "王某"},
		"张某 12人 来访代表:李某，王某、赵某 反映欠薪":        {"李某", "王某", "赵某"},
		"张某 代表：李某、王某、赵某、孙某、周某、吴某 12人 反映欠薪": {"李某", "王某", "赵某", "孙某", "周某", "吴某"},
		"张某 12人 代表 李某、王某 反映欠薪":             {"李某", "王某"},
		"张某 12人 代表李某、王某 反映欠薪":              {"李某", "王某"},
		"张某 代表村民反映欠薪 12人":                  nil,
		"张某 代表 全体 反映欠薪 12人":                nil,
		"张某 代表全体业主反映欠薪 12人":                nil,
		"张某 12人 反映欠薪，代表大家 请求支付":            nil,
	} {
		got := petition.Parse(text, nil)
		if !slices.Equal(got.Report.Representatives, want) || got.Report.Headcount != 12 || got.Report.Name != "张某" {
			t.Errorf("%q: %v, %d people, %q", text, got.Report.Representatives, got.Report.Headcount, got.Report.Name)
		}
		if len(want) > 0 && !(petition.Report{}).Differs(petition.Report{Representatives: got.Report.Representatives}) {
			t.Errorf("%q says nothing", text)
		}
	}
}

func TestSpeakers(t *testing.T) {
	names := []string{"李某", "王某", "赵某", "孙某", "周某"}
	for _, c := range []struct {
		lead                 string
		named                []string
		most                 int
		speakers, companions string
		refused              bool
	}{
		{"张某", names[:4], 5, "李某 王某 赵某 孙某", "", false},
		{"张某", names, 5, "李某 王某 赵某 孙某", "周某", true}, // with the lead it would be six
		{"李某", names, 5, "王某 赵某 孙某 周某", "", false},  // the lead is listed as well and is one person
		{"", names, 5, "李某 王某 赵某 孙某 周某", "", false},
		{"张某", names[:3], 3, "李某 王某", "赵某", true},
		{"张某", nil, 5, "", "", false},
	} {
		r := petition.Report{Name: c.lead, Representatives: c.named, Headcount: 12}
		speakers, companions := r.Speakers(c.most)
		if strings.Join(speakers, " ") != c.speakers || strings.Join(companions, " ") != c.companions {
			t.Errorf("%+v: %v speak, %v came along", c, speakers, companions)
		}
		told := r.TooManySpeak(c.most, "《信访工作条例》第二十条第三款")
		if (told != "") != c.refused || c.refused && !strings.Contains(told, "第二十条第三款") || strings.Contains(told, "周某") {
			t.Errorf("%+v: told %q", c, told)
		}
	}
}

// Whoever is named is on record, once, and no more speak than may.
func TestEverybodyNamedIsAPetitioner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := petition.Report{
			Name:            rapid.SampledFrom([]string{"", "张某", "李某"}).Draw(t, "lead"),
			Representatives: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"李某", "王某", "赵某", "孙某", "周某", "吴某", "郑某"}), 0, 7, rapid.ID).Draw(t, "named"),
		}
		most := rapid.IntRange(1, 5).Draw(t, "most")
		speak, seen := 0, map[string]int{}
		for _, p := range r.Petitioners(most) {
			seen[p.Name]++
			if p.Name != "" && p.Role != petition.Companion {
				speak++
			}
		}
		if speak > most && most > 0 {
			t.Fatalf("%d speak, %d may", speak, most)
		}
		for _, name := range append(r.Representatives, r.Name) {
			if seen[name] != 1 {
				t.Fatalf("%q is %d petitioners", name, seen[name])
			}
		}
	})
}
