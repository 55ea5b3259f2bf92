package outmsg

import "fmt"

func (v *visitor) source(s *Source) {
	if s == nil {
		return
	}
	v.display("source.desc", &s.Desc, AdviceSourceDesc)
	v.within("source.desc_color", s.DescColor, 0, 3, codeParameter)
}

// task checks the id; it must be there for cards that can be clicked.
func (v *visitor) task(id string, needed bool) {
	if needed && !v.update {
		v.required("task_id", id, codeTaskID)
	}
	v.bytes("task_id", id, maxTaskIDBytes, codeTaskID)
	for _, c := range []byte(id) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && c != '_' && c != '-' && c != '@' {
			v.fault("task_id", ruleCharset, 0, 0, codeTaskID)
			return
		}
	}
}

func (v *visitor) menu(m *ActionMenu) {
	if m == nil {
		return
	}
	v.entries("action_menu.action_list", len(m.ActionList), 1, maxActions, codeParameter)
	seen := map[string]bool{}
	for i, action := range m.ActionList {
		field := fmt.Sprintf("action_menu.action_list[%d]", i)
		v.required(field+".text", action.Text, codeParameter)
		v.key(field+".key", action.Key, maxKeyBytes, codeButtonKey)
		v.unique(field+".key", seen, action.Key, codeDuplicateKey)
	}
}

func (v *visitor) title(t *MainTitle) {
	v.display("main_title.title", &t.Title, AdviceTitle)
	v.display("main_title.desc", &t.Desc, AdviceTitleDesc)
}

func (v *visitor) quote(q *QuoteArea) {
	if q != nil {
		v.link("quote_area", q.Type, q.URL, q.AppID)
	}
}

// link checks the type 0 none, 1 URL, 2 mini program that several parts share.
func (v *visitor) link(field string, kind int, url, appID string) {
	v.within(field+".type", kind, 0, 2, codeParameter)
	v.target(field, kind, url, appID)
}

// target checks what a link of its type opens.
func (v *visitor) target(field string, kind int, url, appID string) {
	switch kind {
	case 1:
		v.required(field+".url", url, codeCardURL)
	case 2:
		v.required(field+".appid", appID, codeCardAppID)
	}
	v.bytes(field+".url", url, maxURLBytes, codeParameter)
}

func (v *visitor) horizontal(rows []HorizontalContent) {
	v.entries("horizontal_content_list", len(rows), 0, maxHorizontal, codeHorizontalList)
	for i := range rows {
		row, field := &rows[i], fmt.Sprintf("horizontal_content_list[%d]", i)
		v.required(field+".keyname", row.KeyName, codeKeyName)
		v.display(field+".keyname", &row.KeyName, AdviceKeyName)
		v.display(field+".value", &row.Value, AdviceValue)
		v.within(field+".type", row.Type, 0, 3, codeParameter)
		switch row.Type {
		case 1:
			v.required(field+".url", row.URL, codeCardURL)
		case 2:
			v.required(field+".media_id", row.MediaID, codeCardMediaID)
		case 3:
			v.required(field+".userid", row.UserID, codeCardUserID)
		}
		v.bytes(field+".url", row.URL, maxURLBytes, codeParameter)
	}
}

func (v *visitor) vertical(rows []VerticalContent) {
	v.entries("vertical_content_list", len(rows), 0, maxVertical, codeVerticalList)
	for i := range rows {
		row, field := &rows[i], fmt.Sprintf("vertical_content_list[%d]", i)
		v.required(field+".title", row.Title, codeTitle)
		v.display(field+".title", &row.Title, AdviceVerticalTitle)
		v.display(field+".desc", &row.Desc, AdviceVerticalDesc)
	}
}

func (v *visitor) jumps(jumps []Jump) {
	v.entries("jump_list", len(jumps), 0, maxJumps, codeJumpList)
	for i := range jumps {
		jump, field := &jumps[i], fmt.Sprintf("jump_list[%d]", i)
		v.required(field+".title", jump.Title, codeTitle)
		v.display(field+".title", &jump.Title, AdviceJumpTitle)
		v.link(field, jump.Type, jump.URL, jump.AppID)
	}
}

// action checks what a click on the card opens; notice cards must open something.
func (v *visitor) action(a *CardAction, needed bool) {
	switch {
	case a != nil:
		low := 0
		if needed {
			low = 1
		}
		v.within("card_action.type", a.Type, low, 2, codeCardAction)
		v.target("card_action", a.Type, a.URL, a.AppID)
	case needed:
		v.fault("card_action", ruleRequired, 1, 0, codeCardAction)
	}
}

func (v *visitor) buttons(buttons []Button, low int) {
	v.entries("button_list", len(buttons), low, MaxButtons, codeButtonText)
	seen := map[string]bool{}
	for i := range buttons {
		b, field := &buttons[i], fmt.Sprintf("button_list[%d]", i)
		v.required(field+".text", b.Text, codeButtonText)
		v.display(field+".text", &b.Text, AdviceButtonText)
		v.within(field+".style", b.Style, 0, 4, codeParameter)
		v.within(field+".type", b.Type, 0, 1, codeParameter)
		if b.Type == 1 {
			v.required(field+".url", b.URL, codeCardURL)
			v.bytes(field+".url", b.URL, maxURLBytes, codeParameter)
			continue
		}
		v.key(field+".key", b.Key, maxKeyBytes, codeButtonKey)
		v.unique(field+".key", seen, b.Key, codeDuplicateKey)
	}
}

func (v *visitor) options(field string, options []Option, advice int) {
	v.entries(field, len(options), 1, maxOptions, codeOptionList)
	seen := map[string]bool{}
	for i := range options {
		v.option(fmt.Sprintf("%s[%d]", field, i), options[i].ID, &options[i].Text, advice, seen)
	}
}

func (v *visitor) option(field, id string, text *string, advice int, seen map[string]bool) {
	v.key(field+".id", id, maxOptionIDBytes, codeOptionID)
	v.unique(field+".id", seen, id, codeDuplicateKey)
	v.required(field+".text", *text, codeOptionText)
	v.display(field+".text", text, advice)
}

// submit checks the closing button, which an update may have replaced by a grey text.
func (v *visitor) submit(b *SubmitButton, replaceText string) {
	if b == nil {
		if replaceText == "" {
			v.fault("submit_button", ruleRequired, 1, 0, codeSubmitText)
		}
		return
	}
	v.required("submit_button.text", b.Text, codeSubmitText)
	v.display("submit_button.text", &b.Text, AdviceSubmitText)
	v.key("submit_button.key", b.Key, maxKeyBytes, codeSubmitKey)
}
