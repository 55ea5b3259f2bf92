package wecomsim

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	maxKeyBytes      = 1024
	maxOptionIDBytes = 128
	maxURLBytes      = 2048
)

var taskIDPattern = regexp.MustCompile(`^[0-9A-Za-z_@-]{1,128}$`)

// cardParts names the fields that are not common to all cards, per type (doc 90236).
var cardParts = map[string]map[string]bool{
	CardTextNotice: {
		"action_menu": true, "quote_area": true, "emphasis_content": true, "sub_title_text": true,
		"horizontal_content_list": true, "jump_list": true, "card_action": true,
	},
	CardNewsNotice: {
		"action_menu": true, "quote_area": true, "image_text_area": true, "card_image": true,
		"vertical_content_list": true, "horizontal_content_list": true, "jump_list": true, "card_action": true,
	},
	CardButtonInteraction: {
		"action_menu": true, "quote_area": true, "sub_title_text": true,
		"horizontal_content_list": true, "card_action": true, "button_selection": true, "button_list": true,
	},
	CardVoteInteraction:     {"checkbox": true, "submit_button": true},
	CardMultipleInteraction: {"select_list": true, "submit_button": true},
}

// check applies every rule of docs 90236 and 94888 to the card; an update may carry replace_text and
// disable, and then needs no buttons of its own.
func (c *Card) check(update bool) *apiError {
	if cardParts[c.CardType] == nil {
		return refuse(codeCardType, "template_card.card_type %q is invalid", c.CardType)
	}
	checks := []func() *apiError{
		c.checkParts, c.checkTaskID, c.checkHead, c.checkMenu, c.checkLists, c.checkCardAction,
		func() *apiError { return c.checkUpdateFields(update) },
	}
	switch c.CardType {
	case CardTextNotice:
		checks = append(checks, c.checkTextNotice)
	case CardNewsNotice:
		checks = append(checks, c.checkNewsNotice)
	case CardButtonInteraction:
		checks = append(checks, c.checkButtons)
	case CardVoteInteraction:
		checks = append(checks, c.checkVote, c.checkSubmit)
	case CardMultipleInteraction:
		checks = append(checks, c.checkSelectors, c.checkSubmit)
	}
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Card) checkParts() *apiError {
	present := map[string]bool{
		"action_menu": c.ActionMenu != nil, "quote_area": c.QuoteArea != nil,
		"emphasis_content": c.EmphasisContent != nil, "sub_title_text": c.SubTitleText != "",
		"image_text_area": c.ImageTextArea != nil, "card_image": c.CardImage != nil,
		"horizontal_content_list": c.HorizontalContent != nil, "vertical_content_list": c.VerticalContent != nil,
		"jump_list": c.JumpList != nil, "card_action": c.CardAction != nil,
		"button_selection": c.ButtonSelection != nil, "button_list": c.ButtonList != nil,
		"checkbox": c.Checkbox != nil, "select_list": c.SelectList != nil, "submit_button": c.SubmitButton != nil,
	}
	for part, there := range present {
		if there && !cardParts[c.CardType][part] {
			return refuse(codeBadParameter, "template_card.%s does not belong to %s", part, c.CardType)
		}
	}
	return nil
}

func (c *Card) checkTaskID() *apiError {
	if c.TaskID == "" && c.interactive() {
		return refuse(codeBadTaskID, "template_card.task_id missing")
	}
	if c.TaskID != "" && !taskIDPattern.MatchString(c.TaskID) {
		return refuse(codeBadTaskID, "template_card.task_id: want 1 to 128 of digits, letters, _-@")
	}
	return nil
}

func (c *Card) checkHead() *apiError {
	if c.Source != nil {
		if c.Source.DescColor < 0 || c.Source.DescColor > 3 {
			return refuse(codeBadParameter, "template_card.source.desc_color: want 0 to 3")
		}
		if err := tooLong("source.desc", c.Source.Desc, 20); err != nil {
			return err
		}
	}
	if c.MainTitle != nil {
		if err := firstRefusal(tooLong("main_title.title", c.MainTitle.Title, 36),
			tooLong("main_title.desc", c.MainTitle.Desc, 44)); err != nil {
			return err
		}
	}
	if c.EmphasisContent != nil {
		if err := firstRefusal(tooLong("emphasis_content.title", c.EmphasisContent.Title, 14),
			tooLong("emphasis_content.desc", c.EmphasisContent.Desc, 22)); err != nil {
			return err
		}
	}
	if q := c.QuoteArea; q != nil {
		if err := checkTarget("quote_area", q.Type, q.URL, q.AppID); err != nil {
			return err
		}
	}
	return tooLong("sub_title_text", c.SubTitleText, 160)
}

func (c *Card) checkMenu() *apiError {
	if c.ActionMenu == nil {
		return nil
	}
	actions := c.ActionMenu.ActionList
	if len(actions) < 1 || len(actions) > 3 {
		return refuse(codeBadParameter, "template_card.action_menu.action_list: want 1 to 3")
	}
	seen := map[string]bool{}
	for _, action := range actions {
		if action.Text == "" || !validKey(action.Key) {
			return refuse(codeBadParameter, "template_card.action_menu.action_list: want text and a key of 1 to 1024 bytes")
		}
		if seen[action.Key] {
			return refuse(codeCardDuplicateKey, "template_card.action_menu.action_list.key %q conflicts", action.Key)
		}
		seen[action.Key] = true
	}
	return nil
}

func (c *Card) mainTitle() string {
	if c.MainTitle == nil {
		return ""
	}
	return c.MainTitle.Title
}

func (c *Card) checkUpdateFields(update bool) *apiError {
	disabled := c.ButtonSelection != nil && c.ButtonSelection.Disable || c.Checkbox != nil && c.Checkbox.Disable
	for _, selector := range c.SelectList {
		disabled = disabled || selector.Disable
	}
	if !update && (disabled || c.ReplaceText != "") {
		return refuse(codeBadParameter, "template_card: disable and replace_text are for updates")
	}
	if c.ReplaceText != "" && c.notice() {
		return refuse(codeBadParameter, "template_card.replace_text does not belong to %s", c.CardType)
	}
	return tooLong("replace_text", c.ReplaceText, 10)
}

// checkTarget checks what a tap opens: 0 nothing, 1 a URL, 2 a mini program.
func checkTarget(field string, kind int, url, appID string) *apiError {
	switch {
	case kind < 0 || kind > 2:
		return refuse(codeBadParameter, "template_card.%s.type: want 0 to 2", field)
	case kind == 1 && url == "":
		return refuse(codeCardURL, "template_card.%s.url missing", field)
	case kind == 2 && appID == "":
		return refuse(codeCardAppID, "template_card.%s.appid missing", field)
	}
	return checkURL("template_card."+field+".url", url)
}

// checkURL accepts an absent URL; a present one needs a scheme and at most 2048 bytes.
func checkURL(field, url string) *apiError {
	switch {
	case url == "":
		return nil
	case len(url) > maxURLBytes:
		return refuse(codeBadParameter, "%s: over %d bytes", field, maxURLBytes)
	case !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://"):
		return refuse(codeURLScheme, "%s: want http:// or https://", field)
	}
	return nil
}

// tooLong refuses a text over its limit in characters.
func tooLong(field, text string, limit int) *apiError {
	if n := utf8.RuneCountInString(text); n > limit {
		return refuse(codeBadParameter, "template_card.%s: %d characters, limit %d", field, n, limit)
	}
	return nil
}

func validKey(key string) bool { return key != "" && len(key) <= maxKeyBytes }

func firstRefusal(errs ...*apiError) *apiError {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
