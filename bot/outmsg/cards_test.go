package outmsg

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func sampleCards() map[string]Card {
	source := &Source{IconURL: "https://x.test/i.png", Desc: "信访工作台", DescColor: 1}
	menu := &ActionMenu{Desc: "更多", ActionList: []Action{{"不再提醒", "mute|1"}, {"转交", "pass|1"}}}
	action := &CardAction{Type: 1, URL: "https://x.test/a?b=1&c=2"}
	rows := []HorizontalContent{
		{KeyName: "编号", Value: "XF20261122-0001"},
		{Type: 1, KeyName: "材料", Value: "查看", URL: "https://x.test"},
		{Type: 2, KeyName: "附件", Value: "来信.pdf", MediaID: "m1"},
		{Type: 3, KeyName: "经办", Value: "张三", UserID: "zhangsan"},
	}
	title := MainTitle{"值班提醒 <明天>", "请确认"}
	quote := &QuoteArea{Type: 1, URL: "https://x.test", Title: "来信", QuoteText: "原文"}
	return map[string]Card{
		"text_notice": TextNoticeCard{
			Source: source, ActionMenu: menu, TaskID: "task-1@a_B", MainTitle: title, QuoteArea: quote,
			EmphasisContent: EmphasisContent{"5 天", "剩余"}, SubTitleText: "下一步：答复", HorizontalContent: rows,
			JumpList: []Jump{{1, "打开", "https://x.test", "", ""}, {2, "小程序", "", "wx1", "index"}}, CardAction: action,
		},
		"news_notice": NewsNoticeCard{
			Source: source, MainTitle: title, QuoteArea: quote, CardImage: &CardImage{"https://x.test/p.png", 2.25},
			ImageTextArea:   &ImageTextArea{Type: 1, URL: "https://x.test", Title: "图", Desc: "文", ImageURL: "https://x.test/q.png"},
			VerticalContent: []VerticalContent{{"要点", "内容"}}, HorizontalContent: rows[:1],
			JumpList: []Jump{{Title: "无链接"}}, CardAction: &CardAction{Type: 2, AppID: "wx1", PagePath: "p"},
		},
		"button_interaction": ButtonCard{
			Source: source, ActionMenu: menu, TaskID: "t1", MainTitle: title, QuoteArea: quote, SubTitleText: "延期 30 日",
			HorizontalContent: rows, CardAction: action,
			ButtonSelection: &ButtonSelection{QuestionKey: "q", Title: "理由", OptionList: []Option{{"o1", "复杂"}, {"o2", "其他"}}, SelectedID: "o1"},
			ButtonList:      []Button{{Text: "同意", Style: 1, Key: "approve|1"}, {Text: "驳回", Style: 3, Key: "reject|1"}, {Type: 1, Text: "详情", URL: "https://x.test"}},
		},
		"vote_interaction": VoteCard{
			Source: source, TaskID: "t1", MainTitle: title,
			Checkbox:     &Checkbox{QuestionKey: "q", OptionList: []CheckboxOption{{"o1", "周一", true}, {"o2", "周二", false}}, Mode: 1},
			SubmitButton: &SubmitButton{"提交", "vote|1"},
		},
		"multiple_interaction": MultipleCard{
			Source: source, TaskID: "t1", MainTitle: title,
			SelectList:   []Select{{QuestionKey: "q1", Title: "时间", SelectedID: "o1", OptionList: []Option{{"o1", "上午"}}}},
			SubmitButton: &SubmitButton{"提交", "pick|1"},
		},
	}
}

func TestCardsMatchGoldenRequests(t *testing.T) {
	for name, card := range sampleCards() {
		body, err := SendBody(ToUsers("zhangsan"), 1000002, card, SendOptions{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, append(body, '\n'), "", "  "); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(path, pretty.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), pretty.String()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCardsRoundTrip(t *testing.T) {
	for name, card := range sampleCards() {
		body, err := EncodeJSON(card.body())
		if err != nil {
			t.Fatal(err)
		}
		back := reflect.New(reflect.TypeOf(card))
		if err := json.Unmarshal(body, back.Interface()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(card, back.Elem().Interface()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		var typed struct {
			CardType string `json:"card_type"`
		}
		if err := json.Unmarshal(body, &typed); err != nil || typed.CardType != name {
			t.Errorf("card_type %q, %v", typed.CardType, err)
		}
	}
}
