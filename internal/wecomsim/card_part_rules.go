package wecomsim

import "unicode/utf8"

func (c *Card) checkLists() *apiError {
	if len(c.HorizontalContent) > 6 {
		return refuse(codeCardHorizontalLength, "template_card.horizontal_content_list: %d, limit 6", len(c.HorizontalContent))
	}
	for _, line := range c.HorizontalContent {
		if err := line.check(); err != nil {
			return err
		}
	}
	if len(c.JumpList) > 3 {
		return refuse(codeCardJumpLength, "template_card.jump_list: %d, limit 3", len(c.JumpList))
	}
	for _, link := range c.JumpList {
		if link.Title == "" {
			return refuse(codeCardTitle, "template_card.jump_list.title missing")
		}
		if err := firstRefusal(tooLong("jump_list.title", link.Title, 18),
			checkTarget("jump_list", link.Type, link.URL, link.AppID)); err != nil {
			return err
		}
	}
	return nil
}

func (line CardKeyValue) check() *apiError {
	switch {
	case line.KeyName == "":
		return refuse(codeCardKeyname, "template_card.horizontal_content_list.keyname missing")
	case line.Type < 0 || line.Type > 3:
		return refuse(codeBadParameter, "template_card.horizontal_content_list.type: want 0 to 3")
	case line.Type == 1 && line.URL == "":
		return refuse(codeCardURL, "template_card.horizontal_content_list.url missing")
	case line.Type == 2 && line.MediaID == "":
		return refuse(codeCardMediaID, "template_card.horizontal_content_list.media_id missing")
	case line.Type == 3 && line.UserID == "":
		return refuse(codeCardUserID, "template_card.horizontal_content_list.userid missing")
	}
	return firstRefusal(tooLong("horizontal_content_list.keyname", line.KeyName, 5),
		tooLong("horizontal_content_list.value", line.Value, 30),
		checkURL("template_card.horizontal_content_list.url", line.URL))
}

// checkCardAction requires the action on notices, which cannot do without (42045).
func (c *Card) checkCardAction() *apiError {
	action := c.CardAction
	if c.notice() && (action == nil || action.Type != 1 && action.Type != 2) {
		return refuse(codeCardAction, "template_card.card_action missing or invalid")
	}
	if action == nil {
		return nil
	}
	return checkTarget("card_action", action.Type, action.URL, action.AppID)
}

func (c *Card) checkTextNotice() *apiError {
	if c.mainTitle() == "" && c.SubTitleText == "" {
		return refuse(codeCardTitle, "template_card: main_title.title or sub_title_text is required")
	}
	return nil
}

func (c *Card) checkNewsNotice() *apiError {
	if c.mainTitle() == "" {
		return refuse(codeCardTitle, "template_card.main_title.title missing")
	}
	if c.CardImage == nil && c.ImageTextArea == nil {
		return refuse(codeCardImage, "template_card: card_image or image_text_area is required")
	}
	if image := c.CardImage; image != nil {
		if image.URL == "" {
			return refuse(codeCardImage, "template_card.card_image.url missing")
		}
		if image.AspectRatio != 0 && (image.AspectRatio < 1.3 || image.AspectRatio > 2.25) {
			return refuse(codeBadParameter, "template_card.card_image.aspect_ratio: want 1.3 to 2.25")
		}
		if err := checkURL("template_card.card_image.url", image.URL); err != nil {
			return err
		}
	}
	if area := c.ImageTextArea; area != nil {
		if area.ImageURL == "" {
			return refuse(codeCardImage, "template_card.image_text_area.image_url missing")
		}
		if err := firstRefusal(checkTarget("image_text_area", area.Type, area.URL, area.AppID),
			checkURL("template_card.image_text_area.image_url", area.ImageURL)); err != nil {
			return err
		}
	}
	return c.checkVerticalContent()
}

func (c *Card) checkVerticalContent() *apiError {
	if len(c.VerticalContent) > 4 {
		return refuse(codeCardVerticalLength, "template_card.vertical_content_list: %d, limit 4", len(c.VerticalContent))
	}
	for _, item := range c.VerticalContent {
		if item.Title == "" {
			return refuse(codeCardTitle, "template_card.vertical_content_list.title missing")
		}
		if err := firstRefusal(tooLong("vertical_content_list.title", item.Title, 38),
			tooLong("vertical_content_list.desc", item.Desc, 160)); err != nil {
			return err
		}
	}
	return nil
}

func (c *Card) checkButtons() *apiError {
	if c.mainTitle() == "" {
		return refuse(codeCardTitle, "template_card.main_title.title missing")
	}
	if len(c.ButtonList) > 6 || len(c.ButtonList) == 0 && c.ReplaceText == "" {
		return refuse(codeCardButtonText, "template_card.button_list: want 1 to 6")
	}
	seen := map[string]bool{}
	for _, button := range c.ButtonList {
		if err := button.check(); err != nil {
			return err
		}
		if button.Type == 0 && seen[button.Key] {
			return refuse(codeCardButtonKey, "template_card.button_list.key %q appears twice", button.Key)
		}
		seen[button.Key] = true
	}
	if c.ButtonSelection != nil {
		return c.ButtonSelection.check(16)
	}
	return nil
}

func (b CardButton) check() *apiError {
	switch {
	case b.Text == "" || utf8.RuneCountInString(b.Text) > 10:
		return refuse(codeCardButtonText, "template_card.button_list.text: want 1 to 10 characters")
	case b.Style < 0 || b.Style > 4:
		return refuse(codeBadParameter, "template_card.button_list.style: want 1 to 4")
	case b.Type < 0 || b.Type > 1:
		return refuse(codeBadParameter, "template_card.button_list.type: want 0 or 1")
	case b.Type == 0 && !validKey(b.Key):
		return refuse(codeCardButtonKey, "template_card.button_list.key: want 1 to 1024 bytes")
	case b.Type == 1 && b.URL == "":
		return refuse(codeCardURL, "template_card.button_list.url missing")
	}
	return checkURL("template_card.button_list.url", b.URL)
}

func (c *Card) checkVote() *apiError {
	if c.mainTitle() == "" {
		return refuse(codeCardTitle, "template_card.main_title.title missing")
	}
	box := c.Checkbox
	if box == nil || !validKey(box.QuestionKey) {
		return refuse(codeCardQuestionKey, "template_card.checkbox.question_key: want 1 to 1024 bytes")
	}
	if box.Mode < 0 || box.Mode > 1 {
		return refuse(codeBadParameter, "template_card.checkbox.mode: want 0 or 1")
	}
	return checkOptions(box.OptionList, 20, 17)
}

func (c *Card) checkSelectors() *apiError {
	if c.mainTitle() == "" {
		return refuse(codeCardTitle, "template_card.main_title.title missing")
	}
	if len(c.SelectList) < 1 || len(c.SelectList) > 3 {
		return refuse(codeCardSelectLength, "template_card.select_list: want 1 to 3")
	}
	seen := map[string]bool{}
	for _, selector := range c.SelectList {
		if err := selector.check(16); err != nil {
			return err
		}
		if seen[selector.QuestionKey] {
			return refuse(codeCardQuestionKey, "template_card.select_list.question_key %q appears twice", selector.QuestionKey)
		}
		seen[selector.QuestionKey] = true
	}
	return nil
}

// check allows 1 to 10 options; selected_id, when given, must be one of them.
func (q CardSelection) check(textLimit int) *apiError {
	if !validKey(q.QuestionKey) {
		return refuse(codeCardQuestionKey, "template_card: question_key: want 1 to 1024 bytes")
	}
	if err := checkOptions(q.OptionList, 10, textLimit); err != nil {
		return err
	}
	if q.SelectedID == "" {
		return nil
	}
	for _, option := range q.OptionList {
		if option.ID == q.SelectedID {
			return nil
		}
	}
	return refuse(codeCardOptionID, "template_card: selected_id %q is no option", q.SelectedID)
}

func checkOptions(options []CardOption, limit, textLimit int) *apiError {
	if len(options) < 1 || len(options) > limit {
		return refuse(codeCardOptionLength, "template_card.option_list: want 1 to %d", limit)
	}
	seen := map[string]bool{}
	for _, option := range options {
		switch {
		case option.ID == "" || len(option.ID) > maxOptionIDBytes || seen[option.ID]:
			return refuse(codeCardOptionID, "template_card.option_list.id: want 1 to 128 bytes, each once")
		case option.Text == "" || utf8.RuneCountInString(option.Text) > textLimit:
			return refuse(codeCardOptionText, "template_card.option_list.text: want 1 to %d characters", textLimit)
		}
		seen[option.ID] = true
	}
	return nil
}

func (c *Card) checkSubmit() *apiError {
	if c.SubmitButton == nil {
		if c.ReplaceText != "" {
			return nil
		}
		return refuse(codeCardSubmitText, "template_card.submit_button missing")
	}
	if n := utf8.RuneCountInString(c.SubmitButton.Text); n < 1 || n > 10 {
		return refuse(codeCardSubmitText, "template_card.submit_button.text: want 1 to 10 characters")
	}
	if !validKey(c.SubmitButton.Key) {
		return refuse(codeCardSubmitKey, "template_card.submit_button.key: want 1 to 1024 bytes")
	}
	return nil
}
