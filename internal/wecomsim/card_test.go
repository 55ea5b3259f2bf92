package wecomsim

import (
	"strings"
	"testing"
	"time"
)

func buttonCard(taskID string) fields {
	return fields{
		"card_type": CardButtonInteraction, "task_id": taskID, "main_title": fields{"title": "请确认登记"},
		"button_list": []any{fields{"text": "确认登记", "key": "ok"}, fields{"text": "修改", "key": "edit", "style": 2}},
	}
}

func noticeCard() fields {
	return fields{
		"card_type": CardTextNotice, "main_title": fields{"title": "值班提醒"},
		"card_action": fields{"type": 1, "url": "https://example.gov.cn"},
	}
}

func newsCard() fields {
	return with(with(noticeCard(), "card_type", CardNewsNotice), "card_image", fields{"url": "https://example.gov.cn/a.png"})
}

func options(n int) []any {
	list := []any{}
	for i := range n {
		list = append(list, fields{"id": string(rune('a' + i)), "text": "选项"})
	}
	return list
}

func voteCard(taskID string) fields {
	return fields{
		"card_type": CardVoteInteraction, "task_id": taskID, "main_title": fields{"title": "定在哪天"},
		"checkbox":      fields{"question_key": "day", "mode": 1, "option_list": options(3)},
		"submit_button": fields{"text": "提交", "key": "submit"},
	}
}

func multiCard(taskID string) fields {
	selector := fields{"question_key": "who", "title": "换给谁", "option_list": options(2)}
	return fields{
		"card_type": CardMultipleInteraction, "task_id": taskID, "main_title": fields{"title": "选择换班"},
		"select_list":   []any{selector, with(selector, "question_key", "when")},
		"submit_button": fields{"text": "提交", "key": "submit"},
	}
}

func repeat(item any, n int) []any {
	list := []any{}
	for range n {
		list = append(list, item)
	}
	return list
}

func TestCardRules(t *testing.T) {
	w := newWorld(t)
	button, notice, news, vote, multi := buttonCard("t"), noticeCard(), newsCard(), voteCard("t"), multiCard("t")
	long := func(n int) string { return strings.Repeat("字", n) }
	line := fields{"keyname": "编号", "value": "XF20261120-0001"}
	jump := fields{"type": 1, "title": "查看", "url": "https://example.gov.cn"}
	press := fields{"text": "同意", "key": "ok"}
	selector := fields{"question_key": "q", "option_list": options(2)}
	action := fields{"text": "转交", "key": "hand"}
	for name, c := range map[string]struct {
		wanted int
		card   fields
	}{
		"card_type":              {codeCardType, with(notice, "card_type", "note")},
		"unknown field":          {codeBadParameter, with(notice, "subtitle", "x")},
		"wrong field type":       {codeBadParameter, with(notice, "sub_title_text", 1)},
		"part of another type":   {codeBadParameter, with(notice, "button_list", []any{press})},
		"task_id missing":        {codeBadTaskID, with(button, "task_id", nil)},
		"task_id charset":        {codeBadTaskID, with(button, "task_id", "a b")},
		"task_id length":         {codeBadTaskID, with(button, "task_id", strings.Repeat("a", 129))},
		"menu without task_id":   {codeBadTaskID, with(notice, "action_menu", fields{"action_list": []any{action}})},
		"menu empty":             {codeBadParameter, with(button, "action_menu", fields{"action_list": []any{}})},
		"menu of four":           {codeBadParameter, with(button, "action_menu", fields{"action_list": repeat(action, 4)})},
		"menu key twice":         {codeCardDuplicateKey, with(button, "action_menu", fields{"action_list": repeat(action, 2)})},
		"source length":          {codeBadParameter, with(notice, "source", fields{"desc": long(21)})},
		"source colour":          {codeBadParameter, with(notice, "source", fields{"desc_color": 4})},
		"title length":           {codeBadParameter, with(notice, "main_title", fields{"title": long(37)})},
		"title desc length":      {codeBadParameter, with(notice, "main_title", fields{"title": "题", "desc": long(45)})},
		"emphasis length":        {codeBadParameter, with(notice, "emphasis_content", fields{"title": long(15)})},
		"emphasis desc length":   {codeBadParameter, with(notice, "emphasis_content", fields{"desc": long(23)})},
		"sub title length":       {codeBadParameter, with(notice, "sub_title_text", long(161))},
		"nothing to read":        {codeCardTitle, with(notice, "main_title", nil)},
		"quote url":              {codeCardURL, with(notice, "quote_area", fields{"type": 1})},
		"seven lines":            {codeCardHorizontalLength, with(notice, "horizontal_content_list", repeat(line, 7))},
		"keyname missing":        {codeCardKeyname, with(notice, "horizontal_content_list", []any{with(line, "keyname", nil)})},
		"keyname length":         {codeBadParameter, with(notice, "horizontal_content_list", []any{with(line, "keyname", long(6))})},
		"value length":           {codeBadParameter, with(notice, "horizontal_content_list", []any{with(line, "value", long(31))})},
		"line type":              {codeBadParameter, with(notice, "horizontal_content_list", []any{with(line, "type", 4)})},
		"line url":               {codeCardURL, with(notice, "horizontal_content_list", []any{with(line, "type", 1)})},
		"line media":             {codeCardMediaID, with(notice, "horizontal_content_list", []any{with(line, "type", 2)})},
		"line member":            {codeCardUserID, with(notice, "horizontal_content_list", []any{with(line, "type", 3)})},
		"four jumps":             {codeCardJumpLength, with(notice, "jump_list", repeat(jump, 4))},
		"jump title":             {codeCardTitle, with(notice, "jump_list", []any{with(jump, "title", nil)})},
		"jump title length":      {codeBadParameter, with(notice, "jump_list", []any{with(jump, "title", long(19))})},
		"jump url":               {codeCardURL, with(notice, "jump_list", []any{with(jump, "url", nil)})},
		"jump app":               {codeCardAppID, with(notice, "jump_list", []any{with(jump, "type", 2)})},
		"no card_action":         {codeCardAction, with(notice, "card_action", nil)},
		"card_action type 0":     {codeCardAction, with(notice, "card_action", fields{"type": 0})},
		"card_action url":        {codeCardURL, with(notice, "card_action", fields{"type": 1})},
		"news without image":     {codeCardImage, with(news, "card_image", nil)},
		"news image url":         {codeCardImage, with(news, "card_image", fields{})},
		"news ratio":             {codeBadParameter, with(news, "card_image", fields{"url": "https://example.gov.cn", "aspect_ratio": 2.26})},
		"news without action":    {codeCardAction, with(news, "card_action", nil)},
		"news five blocks":       {codeCardVerticalLength, with(news, "vertical_content_list", repeat(fields{"title": "题"}, 5))},
		"news block title":       {codeCardTitle, with(news, "vertical_content_list", []any{fields{"desc": "述"}})},
		"news block length":      {codeBadParameter, with(news, "vertical_content_list", []any{fields{"title": long(39)}})},
		"news area image":        {codeCardImage, with(news, "image_text_area", fields{"title": "题"})},
		"button title":           {codeCardTitle, with(button, "main_title", nil)},
		"no buttons":             {codeCardButtonText, with(button, "button_list", nil)},
		"seven buttons":          {codeCardButtonText, with(button, "button_list", repeat(press, 7))},
		"button text":            {codeCardButtonText, with(button, "button_list", []any{with(press, "text", nil)})},
		"button text length":     {codeCardButtonText, with(button, "button_list", []any{with(press, "text", long(11))})},
		"button key":             {codeCardButtonKey, with(button, "button_list", []any{with(press, "key", nil)})},
		"button key length":      {codeCardButtonKey, with(button, "button_list", []any{with(press, "key", strings.Repeat("k", 1025))})},
		"button key twice":       {codeCardButtonKey, with(button, "button_list", repeat(press, 2))},
		"button style":           {codeBadParameter, with(button, "button_list", []any{with(press, "style", 5)})},
		"button url":             {codeCardURL, with(button, "button_list", []any{with(press, "type", 1)})},
		"selection key":          {codeCardQuestionKey, with(button, "button_selection", with(selector, "question_key", nil))},
		"selection of eleven":    {codeCardOptionLength, with(button, "button_selection", with(selector, "option_list", options(11)))},
		"selection chosen":       {codeCardOptionID, with(button, "button_selection", with(selector, "selected_id", "z"))},
		"selection option text":  {codeCardOptionText, with(button, "button_selection", with(selector, "option_list", []any{fields{"id": "a", "text": long(17)}}))},
		"update field in a send": {codeBadParameter, with(button, "replace_text", "已办")},
		"vote title":             {codeCardTitle, with(vote, "main_title", nil)},
		"vote question":          {codeCardQuestionKey, with(vote, "checkbox", nil)},
		"vote mode":              {codeBadParameter, with(vote, "checkbox", fields{"question_key": "q", "mode": 2, "option_list": options(2)})},
		"vote of 21":             {codeCardOptionLength, with(vote, "checkbox", fields{"question_key": "q", "option_list": options(21)})},
		"vote option id":         {codeCardOptionID, with(vote, "checkbox", fields{"question_key": "q", "option_list": repeat(fields{"id": "a", "text": "选"}, 2)})},
		"vote option length":     {codeCardOptionText, with(vote, "checkbox", fields{"question_key": "q", "option_list": []any{fields{"id": "a", "text": long(18)}}})},
		"vote submit":            {codeCardSubmitText, with(vote, "submit_button", nil)},
		"vote submit text":       {codeCardSubmitText, with(vote, "submit_button", fields{"key": "s"})},
		"vote submit key":        {codeCardSubmitKey, with(vote, "submit_button", fields{"text": "提交"})},
		"four selectors":         {codeCardSelectLength, with(multi, "select_list", repeat(selector, 4))},
		"no selectors":           {codeCardSelectLength, with(multi, "select_list", nil)},
		"selector twice":         {codeCardQuestionKey, with(multi, "select_list", repeat(selector, 2))},
	} {
		t.Run(name, func(t *testing.T) {
			if answer := w.call("message/send", cardBody(c.card)); code(answer) != c.wanted {
				t.Errorf("errcode %d wanted, got %v", c.wanted, answer)
			}
		})
	}
}

func TestCardsThatMayBeUpdatedComeWithACode(t *testing.T) {
	w := newWorld(t)
	menu := fields{"action_list": []any{fields{"text": "转交", "key": "hand"}}}
	for name, c := range map[string]struct {
		card fields
		code bool
	}{
		"button":           {buttonCard("t1"), true},
		"vote":             {voteCard("t2"), true},
		"multi":            {multiCard("t3"), true},
		"notice":           {noticeCard(), false},
		"news":             {newsCard(), false},
		"notice with menu": {with(with(noticeCard(), "task_id", "t4"), "action_menu", menu), true},
	} {
		answer := w.want(0, w.call("message/send", cardBody(c.card)))
		if _, given := answer["response_code"]; given != c.code {
			t.Errorf("%s: %v", name, answer)
		}
	}
	w.want(codeBadTaskID, w.call("message/send", cardBody(buttonCard("t1"))))
	w.clock.Advance(time.Second)

	w.server.SetCallbackURL("")
	w.want(codeNoCallback, w.call("message/send", cardBody(buttonCard("t9"))))
	w.want(0, w.call("message/send", cardBody(noticeCard())))
}
