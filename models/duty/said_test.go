package duty_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/models/duty"
)

var words = duty.Lexicon{
	Names:    map[string][]string{"李四": {"lisi"}, "李四光": {"lsg"}, "王芳": {"wf1", "wf2"}},
	Stations: []duty.Station{{Code: "center", Name: "县人民来访接待中心"}, {Code: "chengguan", Name: "城关镇接访室"}},
	Posts:    []string{"接访领导", "部门接访", "值班员"},
}

// Today is Wednesday, 25 November 2026.
func TestUnderstand(t *testing.T) {
	for text, want := range map[string]duty.Question{
		"下周三谁接访":      {From: "2026-12-02", To: "2026-12-02", Post: "接访"},
		"今天值班员是谁":     {From: "2026-11-25", To: "2026-11-25", Post: "值班员"},
		"李四什么时候值班":    {Name: "李四"},
		"李四光下周值班吗":    {Name: "李四光", From: "2026-11-30", To: "2026-12-06"},
		"城关镇接访室本周谁接访": {From: "2026-11-23", To: "2026-11-29", Station: "chengguan", Post: "接访"},
		"接访领导下一个是谁":   {Post: "接访领导", Next: true},
		"12月值班":       {From: "2026-12-01", To: "2026-12-31"},
		"12月1日到12月3日": {From: "2026-12-01", To: "2026-12-03"},
	} {
		t.Run(text, func(t *testing.T) {
			if diff := cmp.Diff(want, words.Understand(text, "2026-11-25")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWish(t *testing.T) {
	for text, want := range map[string]duty.SwapWish{
		"我周四和李四换班":          {Mine: "2026-11-26", Name: "李四"},
		"我周四的班和李四周五的班换一下":   {Mine: "2026-11-26", Name: "李四", Theirs: "2026-11-27"},
		"和李四换下周三的班":         {Mine: "2026-12-02", Name: "李四"},
		"周四我有事，谁能替一下":       {Mine: "2026-11-26", Alone: true},
		"请李四替我12月3日的班":      {Mine: "2026-12-03", Name: "李四", Alone: true},
		"换班":                {Alone: true},
		"12月3日 王芳 12月10日":   {Mine: "2026-12-03", Name: "王芳", Theirs: "2026-12-10"},
		"李四 12月3日换12月10日的班": {Mine: "2026-12-03", Name: "李四", Theirs: "2026-12-10"},
	} {
		t.Run(text, func(t *testing.T) {
			if diff := cmp.Diff(want, words.Wish(text, "2026-11-25")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
