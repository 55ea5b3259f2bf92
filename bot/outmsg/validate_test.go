package outmsg

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// faults returns the fields and codes of every limit an error names.
func faults(err error) string {
	var out []string
	var walk func(error)
	walk = func(err error) {
		switch e := err.(type) { //nolint:errorlint // walks the tree itself to see every leaf
		case *LimitError:
			out = append(out, fmt.Sprintf("%s:%d", e.Field, e.Code))
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				walk(inner)
			}
		case interface{ Unwrap() error }:
			walk(e.Unwrap())
		}
	}
	walk(err)
	return strings.Join(out, " ")
}

func keys(n int) string { return strings.Repeat("k", n) }

func buttonCard(change func(*ButtonCard)) Message {
	card := ButtonCard{TaskID: "t", MainTitle: MainTitle{Title: "t"}, ButtonList: []Button{{Text: "同意", Key: "a"}}}
	change(&card)
	return card
}

func textCard(change func(*TextNoticeCard)) Message {
	card := TextNoticeCard{MainTitle: MainTitle{Title: "t"}, CardAction: &CardAction{Type: 1, URL: "https://x.test"}}
	change(&card)
	return card
}

func newsCard(change func(*NewsNoticeCard)) Message {
	card := NewsNoticeCard{MainTitle: MainTitle{Title: "t"}, CardImage: &CardImage{URL: "u"}, CardAction: &CardAction{Type: 1, URL: "u"}}
	change(&card)
	return card
}

func voteCard(change func(*VoteCard)) Message {
	card := VoteCard{
		TaskID: "t", MainTitle: MainTitle{Title: "t"}, SubmitButton: &SubmitButton{"提交", "k"},
		Checkbox: &Checkbox{QuestionKey: "q", OptionList: []CheckboxOption{{ID: "o", Text: "x"}}},
	}
	change(&card)
	return card
}

func multipleCard(change func(*MultipleCard)) Message {
	card := MultipleCard{
		TaskID: "t", MainTitle: MainTitle{Title: "t"}, SubmitButton: &SubmitButton{"提交", "k"},
		SelectList: []Select{{QuestionKey: "q", OptionList: []Option{{"o", "x"}}}},
	}
	change(&card)
	return card
}

func options(n int) []Option {
	out := make([]Option, n)
	for i := range out {
		out[i] = Option{fmt.Sprint(i), "x"}
	}
	return out
}

func TestValidateNamesEveryBrokenLimit(t *testing.T) {
	cases := []struct {
		name string
		m    Message
		want string
	}{
		{"text at the limit", Text{strings.Repeat("字", 682) + "ab"}, ""},
		{"text one byte over", Text{strings.Repeat("字", 682) + "abc"}, "text.content:45002"},
		{"empty text", Text{}, "text.content:44004"},
		{"long markdown", Markdown{keys(2049)}, "markdown.content:45002"},
		{"image without media", Image{}, "image.media_id:40007"},
		{"file without media", File{}, "file.media_id:40007"},
		{"task id charset", buttonCard(func(c *ButtonCard) { c.TaskID = "a b" }), "task_id:42014"},
		{"task id length", buttonCard(func(c *ButtonCard) { c.TaskID = keys(129) }), "task_id:42014"},
		{"task id missing", buttonCard(func(c *ButtonCard) { c.TaskID = "" }), "task_id:42014"},
		{"task id for menu", textCard(func(c *TextNoticeCard) { c.ActionMenu = &ActionMenu{ActionList: []Action{{"a", "k"}}} }), "task_id:42014"},
		{"no card action", textCard(func(c *TextNoticeCard) { c.CardAction = nil }), "card_action:42045"},
		{"card action opens the unknown", buttonCard(func(c *ButtonCard) { c.CardAction = &CardAction{Type: 3} }), "card_action.type:42045"},
		{"card action type 0", newsCard(func(c *NewsNoticeCard) { c.CardAction.Type = 0 }), "card_action.type:42045"},
		{"card action without url", newsCard(func(c *NewsNoticeCard) { c.CardAction.URL = "" }), "card_action.url:42028"},
		{"neither title nor subtitle", textCard(func(c *TextNoticeCard) { c.MainTitle.Title = "" }), "main_title.title:42033"},
		{"subtitle is enough", textCard(func(c *TextNoticeCard) { c.MainTitle.Title, c.SubTitleText = "", "s" }), ""},
		{"seven rows", textCard(func(c *TextNoticeCard) {
			for range 7 {
				c.HorizontalContent = append(c.HorizontalContent, HorizontalContent{KeyName: "k"})
			}
		}), "horizontal_content_list:42035"},
		{"row without name", textCard(func(c *TextNoticeCard) { c.HorizontalContent = []HorizontalContent{{Value: "v"}} }), "horizontal_content_list[0].keyname:42027"},
		{"row types need their value", textCard(func(c *TextNoticeCard) {
			c.HorizontalContent = []HorizontalContent{{Type: 1, KeyName: "k"}, {Type: 2, KeyName: "k"}, {Type: 3, KeyName: "k"}, {Type: 4, KeyName: "k"}}
		}), "horizontal_content_list[0].url:42028 horizontal_content_list[1].media_id:42029 horizontal_content_list[2].userid:42050 horizontal_content_list[3].type:40058"},
		{"four jumps", textCard(func(c *TextNoticeCard) { c.JumpList = []Jump{{Title: "a"}, {Title: "b"}, {Title: "c"}, {Title: "d"}} }), "jump_list:42042"},
		{"jump without url", textCard(func(c *TextNoticeCard) { c.JumpList = []Jump{{Type: 1, Title: "a"}} }), "jump_list[0].url:42028"},
		{"jump without title", textCard(func(c *TextNoticeCard) { c.JumpList = []Jump{{}} }), "jump_list[0].title:42033"},
		{"jump to no mini program", textCard(func(c *TextNoticeCard) { c.JumpList = []Jump{{Type: 2, Title: "a"}} }), "jump_list[0].appid:42030"},
		{"four actions, two alike", textCard(func(c *TextNoticeCard) {
			c.TaskID, c.ActionMenu = "t", &ActionMenu{ActionList: []Action{{"a", "k"}, {"b", "k"}, {"c", "l"}, {"d", "m"}}}
		}), "action_menu.action_list:40058 action_menu.action_list[1].key:42051"},
		{"no picture", newsCard(func(c *NewsNoticeCard) { c.CardImage = nil }), "card_image:42044"},
		{"picture without url", newsCard(func(c *NewsNoticeCard) { c.CardImage.URL = "" }), "card_image.url:42044"},
		{"picture area without picture", newsCard(func(c *NewsNoticeCard) { c.CardImage, c.ImageTextArea = nil, &ImageTextArea{} }), "image_text_area.image_url:42044"},
		{"paragraph without title", newsCard(func(c *NewsNoticeCard) { c.VerticalContent = []VerticalContent{{}} }), "vertical_content_list[0].title:42033"},
		{"picture too flat", newsCard(func(c *NewsNoticeCard) { c.CardImage.AspectRatio = 2.26 }), "card_image.aspect_ratio:40058"},
		{"picture too tall", newsCard(func(c *NewsNoticeCard) { c.CardImage.AspectRatio = 1.29 }), "card_image.aspect_ratio:40058"},
		{"five paragraphs", newsCard(func(c *NewsNoticeCard) {
			c.VerticalContent = []VerticalContent{{"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}, {"5", ""}}
		}), "vertical_content_list:42036"},
		{"no button", buttonCard(func(c *ButtonCard) { c.ButtonList = nil }), "button_list:42038"},
		{"seven buttons", buttonCard(func(c *ButtonCard) {
			c.ButtonList = nil
			for i := range 7 {
				c.ButtonList = append(c.ButtonList, Button{Text: "b", Key: fmt.Sprint(i)})
			}
		}), "button_list:42038"},
		{"button without text and key", buttonCard(func(c *ButtonCard) { c.ButtonList = []Button{{}} }), "button_list[0].text:42038 button_list[0].key:42039"},
		{"button key length", buttonCard(func(c *ButtonCard) { c.ButtonList[0].Key = keys(1025) }), "button_list[0].key:42039"},
		{"button keys alike", buttonCard(func(c *ButtonCard) { c.ButtonList = append(c.ButtonList, Button{Text: "x", Key: "a"}) }), "button_list[1].key:42051"},
		{"button style", buttonCard(func(c *ButtonCard) { c.ButtonList[0].Style = 5 }), "button_list[0].style:40058"},
		{"link button", buttonCard(func(c *ButtonCard) { c.ButtonList = []Button{{Type: 1, Text: "x"}} }), "button_list[0].url:42028"},
		{"selection", buttonCard(func(c *ButtonCard) { c.ButtonSelection = &ButtonSelection{OptionList: options(11)} }), "button_selection.question_key:42043 button_selection.option_list:42037"},
		{"option id length", buttonCard(func(c *ButtonCard) {
			c.ButtonSelection = &ButtonSelection{QuestionKey: "q", OptionList: []Option{{keys(129), "x"}}}
		}), "button_selection.option_list[0].id:42040"},
		{"no checkbox", voteCard(func(c *VoteCard) { c.Checkbox = nil }), "checkbox:42043"},
		{"answer without text", voteCard(func(c *VoteCard) { c.Checkbox.OptionList[0].Text = "" }), "checkbox.option_list[0].text:42041"},
		{"21 answers", voteCard(func(c *VoteCard) {
			c.Checkbox.OptionList = nil
			for i := range 21 {
				c.Checkbox.OptionList = append(c.Checkbox.OptionList, CheckboxOption{ID: fmt.Sprint(i), Text: "x"})
			}
		}), "checkbox.option_list:42037"},
		{"answers alike", voteCard(func(c *VoteCard) {
			c.Checkbox.OptionList = append(c.Checkbox.OptionList, CheckboxOption{ID: "o", Text: "y"})
		}), "checkbox.option_list[1].id:42051"},
		{"checkbox mode", voteCard(func(c *VoteCard) { c.Checkbox.Mode = 2 }), "checkbox.mode:40058"},
		{"no submit button", voteCard(func(c *VoteCard) { c.SubmitButton = nil }), "submit_button:42049"},
		{"submit key", voteCard(func(c *VoteCard) { c.SubmitButton.Key = "" }), "submit_button.key:42046"},
		{"submit text", voteCard(func(c *VoteCard) { c.SubmitButton.Text = "" }), "submit_button.text:42049"},
		{"no selects", multipleCard(func(c *MultipleCard) { c.SelectList = nil }), "select_list:42047"},
		{"four selects", multipleCard(func(c *MultipleCard) {
			for _, q := range []string{"b", "c", "d"} {
				c.SelectList = append(c.SelectList, Select{QuestionKey: q, OptionList: options(1)})
			}
		}), "select_list:42047"},
		{"selects alike", multipleCard(func(c *MultipleCard) {
			c.SelectList = append(c.SelectList, Select{QuestionKey: "q", OptionList: options(10)})
		}), "select_list[1].question_key:42051"},
	}
	for _, c := range cases {
		if got := faults(Validate(c.m)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLimitErrorReads(t *testing.T) {
	_, err := SendBody(ToUsers("a"), 1, Text{keys(2049)}, SendOptions{})
	limit, ok := errors.AsType[*LimitError](err)
	if !ok || limit.Limit != 2048 || limit.Got != 2049 || limit.Unit != "bytes" {
		t.Fatalf("%+v", err)
	}
	if want := "build send request: text.content has 2049 bytes, limit is 2048 (errcode 45002)"; err.Error() != want {
		t.Errorf("got %q", err)
	}
}

func TestAdviceIsNoError(t *testing.T) {
	long := strings.Repeat("长", 300)
	card := ButtonCard{
		Source: &Source{Desc: long}, TaskID: "t", MainTitle: MainTitle{long, long}, SubTitleText: long,
		HorizontalContent: []HorizontalContent{{KeyName: long, Value: long}},
		ButtonList:        []Button{{Text: long, Key: "k"}},
	}
	if err := Validate(card); err != nil {
		t.Errorf("display text is refused: %v", err)
	}
	if advice := Advice(card); len(advice) != 7 {
		t.Errorf("advice %+v", advice)
	}
	fitted := Fit(card)
	if advice := Advice(fitted); len(advice) != 0 {
		t.Errorf("still too long: %+v", advice)
	}
	if got := fitted.ButtonList[0].Text; utf8.RuneCountInString(got) != 10 || !strings.HasSuffix(got, "…") {
		t.Errorf("button reads %q", got)
	}
	if card.ButtonList[0].Text != long || card.Source.Desc != long {
		t.Error("Fit changed its argument")
	}
}

func TestFitLeavesShortCardsAlone(t *testing.T) {
	for name, card := range sampleCards() {
		fitted := Fit(card)
		if len(Advice(fitted)) != 0 || Validate(fitted) != nil || fitted.CardType() != name {
			t.Errorf("%s became %+v", name, fitted)
		}
	}
}
