package petition_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models"
	"petitiondesk/models/petition"
)

func TestReadSearch(t *testing.T) {
	towns := []petition.Place{{Code: "chengguan", Name: "城关镇"}, {Code: "liuhe", Name: "柳河镇"}}
	for text, want := range map[string]petition.Search{
		"城关镇 拖欠工资 张某":     {Place: towns[0], Words: []string{"拖欠工资", "张某"}, Page: 1},
		"城关，工资":           {Place: towns[0], Words: []string{"工资"}, Page: 1},
		"尾号0028":          {Tail: "0028", Page: 1},
		"手机尾号：0028 第3页":   {Tail: "0028", Page: 3},
		"0028":            {Tail: "0028", Page: 1},
		"139 0000 0017":   {Words: []string{"139"}, Tail: "0017", Page: 1},
		"13900000017 第2页": {Mobile: "13900000017", Page: 2},
		"城关镇 柳河镇":         {Place: towns[0], Words: []string{"柳河镇"}, Page: 1},
		"城关镇东街村":          {Words: []string{"城关镇东街村"}, Page: 1},
	} {
		got, err := petition.ReadSearch(text, towns)
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%q: %v\n%s", text, err, cmp.Diff(want, got))
		}
	}
	for _, text := range []string{"", "款", "第2页", "一 二", "甲乙 丙丁 戊己 庚辛 壬癸 子丑 寅卯"} {
		if _, err := petition.ReadSearch(text, towns); models.CodeOf(err) != models.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Whatever stands in a text is found by every piece of it, in any width and case.
func TestGramsOfAPieceAreGramsOfTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.SliceOfN(rapid.SampledFrom([]rune("拖欠工资AbＡ９9，。 村道")), 2, 60).Draw(t, "text")
		from := rapid.IntRange(0, len(runes)-2).Draw(t, "from")
		until := rapid.IntRange(from+2, len(runes)).Draw(t, "until")
		whole := petition.Grams(string(runes))
		for _, gram := range petition.Grams(string(runes[from:until])) {
			if !slices.Contains(whole, gram) {
				t.Fatalf("%q does not have all of %q", string(runes), string(runes[from:until]))
			}
		}
		if !slices.IsSorted(whole) || len(slices.Compact(slices.Clone(whole))) != len(whole) {
			t.Fatalf("%v", whole)
		}
	})
}

func TestAccusationsHaveNoGrams(t *testing.T) {
	c := petition.Case{Facts: "拖欠工资", Confidential: true}
	if grams := c.Grams(); len(grams) != 0 {
		t.Error(grams)
	}
}
