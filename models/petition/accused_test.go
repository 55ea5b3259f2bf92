package petition_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/models/petition"
)

func TestAccusationsAreRecognised(t *testing.T) {
	for _, c := range []struct {
		text    string
		accuses bool
		accused []string
	}{
		{"张某 13900000000 3人 城关镇 反映拖欠工资 请求支付", false, nil},
		{"张某 13900000000 1人 城关镇 举报村干部收钱 请求查处", true, nil},
		{"张某 13900000000 1人 城关镇 反映镇干部吃拿卡要 请求查处", true, nil},
		{"张某 13900000000 1人 城关镇 反映低保评定不公 目的：揭发控告", true, nil},
		{"张某 1人 城关镇 被举报人：杨帆 反映收受好处", true, []string{"杨帆"}},
		{"张某 1人 城关镇 被检举人 杨帆、李娜 反映收受好处", true, []string{"杨帆", "李娜"}},
		{"张某 1人 城关镇 反映收受好处 被反映单位是住建局", true, []string{"住建局"}},
		{"张某 1人 城关镇 控告派出所不立案", true, nil},
	} {
		parsed := petition.Parse(c.text, []petition.Place{{Code: "chengguan", Name: "城关镇"}})
		r := parsed.Report.Heard(c.text).Guarded()
		if r.Confidential != c.accuses || !slices.Equal(r.Accused, c.accused) {
			t.Errorf("%q: confidential %v, accused %q", c.text, r.Confidential, r.Accused)
		}
		if r.Facts == "" || r.Name != "张某" || r.PlaceCode != "chengguan" {
			t.Errorf("%q: %+v", c.text, r)
		}
		r.Ordinary = true
		if r.Guarded().Confidential {
			t.Errorf("%q stays confidential against the clerk's word", c.text)
		}
	}
}

func TestNamesInFindsEveryName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"杨帆", "李娜", "王芳芳", "陈光"}).Draw(t, "name")
		filler := rapid.StringOfN(rapid.SampledFrom([]rune("的了在村里钱物,。局 13")), 0, 40, -1)
		text := filler.Draw(t, "before") + name + filler.Draw(t, "after")
		if !slices.Contains(petition.NamesIn(text), name) {
			t.Fatalf("%s is not found in %q", name, text)
		}
	})
	if got := petition.NamesIn(string(make([]rune, 100_000))); len(got) != 0 {
		t.Errorf("%d names in nothing", len(got))
	}
}
