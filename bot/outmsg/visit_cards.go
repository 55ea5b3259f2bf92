package outmsg

import "fmt"

func (c TextNoticeCard) visit(v *visitor) Message {
	v.source(c.Source)
	v.menu(c.ActionMenu)
	v.task(c.TaskID, c.ActionMenu != nil)
	v.title(&c.MainTitle)
	v.quote(c.QuoteArea)
	v.display("emphasis_content.title", &c.EmphasisContent.Title, AdviceEmphasisTitle)
	v.display("emphasis_content.desc", &c.EmphasisContent.Desc, AdviceEmphasisDesc)
	v.display("sub_title_text", &c.SubTitleText, AdviceSubTitle)
	v.horizontal(c.HorizontalContent)
	v.jumps(c.JumpList)
	v.action(c.CardAction, true)
	if c.SubTitleText == "" {
		v.required("main_title.title", c.MainTitle.Title, codeTitle)
	}
	return c
}

func (c NewsNoticeCard) visit(v *visitor) Message {
	v.source(c.Source)
	v.menu(c.ActionMenu)
	v.task(c.TaskID, c.ActionMenu != nil)
	v.title(&c.MainTitle)
	v.required("main_title.title", c.MainTitle.Title, codeTitle)
	v.quote(c.QuoteArea)
	c.visitPicture(v)
	v.vertical(c.VerticalContent)
	v.horizontal(c.HorizontalContent)
	v.jumps(c.JumpList)
	v.action(c.CardAction, true)
	return c
}

func (c NewsNoticeCard) visitPicture(v *visitor) {
	if c.CardImage == nil && c.ImageTextArea == nil {
		v.fault("card_image", ruleRequired, 1, 0, codeCardImage)
	}
	if image := c.CardImage; image != nil {
		v.required("card_image.url", image.URL, codeCardImage)
		if image.AspectRatio != 0 && (image.AspectRatio < minAspect || image.AspectRatio > maxAspect) {
			v.fault("card_image.aspect_ratio", ruleRange, 0, 0, codeParameter)
		}
	}
	if area := c.ImageTextArea; area != nil {
		v.required("image_text_area.image_url", area.ImageURL, codeCardImage)
		v.link("image_text_area", area.Type, area.URL, area.AppID)
	}
}

func (c ButtonCard) visit(v *visitor) Message {
	v.source(c.Source)
	v.menu(c.ActionMenu)
	v.task(c.TaskID, true)
	v.title(&c.MainTitle)
	v.required("main_title.title", c.MainTitle.Title, codeTitle)
	v.quote(c.QuoteArea)
	v.display("sub_title_text", &c.SubTitleText, AdviceSubTitle)
	v.horizontal(c.HorizontalContent)
	v.action(c.CardAction, false)
	if s := c.ButtonSelection; s != nil {
		v.key("button_selection.question_key", s.QuestionKey, maxKeyBytes, codeQuestionKey)
		v.options("button_selection.option_list", s.OptionList, AdviceSelectionText)
	}
	low := 1
	if c.ReplaceText != "" {
		low = 0
	}
	v.buttons(c.ButtonList, low)
	v.display("replace_text", &c.ReplaceText, AdviceButtonReplace)
	return c
}

func (c VoteCard) visit(v *visitor) Message {
	v.source(c.Source)
	v.task(c.TaskID, true)
	v.title(&c.MainTitle)
	v.required("main_title.title", c.MainTitle.Title, codeTitle)
	v.checkbox(c.Checkbox)
	v.submit(c.SubmitButton, c.ReplaceText)
	v.display("replace_text", &c.ReplaceText, AdviceButtonReplace)
	return c
}

func (v *visitor) checkbox(box *Checkbox) {
	if box == nil {
		v.fault("checkbox", ruleRequired, 1, 0, codeQuestionKey)
		return
	}
	v.key("checkbox.question_key", box.QuestionKey, maxKeyBytes, codeQuestionKey)
	v.within("checkbox.mode", box.Mode, 0, 1, codeParameter)
	v.entries("checkbox.option_list", len(box.OptionList), 1, maxCheckboxOptions, codeOptionList)
	seen := map[string]bool{}
	for i := range box.OptionList {
		o := &box.OptionList[i]
		v.option(fmt.Sprintf("checkbox.option_list[%d]", i), o.ID, &o.Text, AdviceCheckboxText, seen)
	}
}

func (c MultipleCard) visit(v *visitor) Message {
	v.source(c.Source)
	v.task(c.TaskID, true)
	v.title(&c.MainTitle)
	v.required("main_title.title", c.MainTitle.Title, codeTitle)
	v.entries("select_list", len(c.SelectList), 1, maxSelects, codeSelectList)
	seen := map[string]bool{}
	for i, s := range c.SelectList {
		field := fmt.Sprintf("select_list[%d]", i)
		v.key(field+".question_key", s.QuestionKey, maxKeyBytes, codeQuestionKey)
		v.unique(field+".question_key", seen, s.QuestionKey, codeDuplicateKey)
		v.options(field+".option_list", s.OptionList, AdviceSelectText)
	}
	v.submit(c.SubmitButton, c.ReplaceText)
	v.display("replace_text", &c.ReplaceText, AdviceButtonReplace)
	return c
}
