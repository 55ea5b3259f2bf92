package wecomsim

// Card is the template_card of message/send and message/update_template_card (docs 90236, 94888): all
// fields of the five card types. ReplaceText and the Disable flags belong to updates only.
type Card struct {
	CardType          string          `json:"card_type"`
	Source            *CardSource     `json:"source,omitempty"`
	ActionMenu        *CardMenu       `json:"action_menu,omitempty"`
	TaskID            string          `json:"task_id,omitempty"`
	MainTitle         *CardTitle      `json:"main_title,omitempty"`
	QuoteArea         *CardQuote      `json:"quote_area,omitempty"`
	EmphasisContent   *CardTitle      `json:"emphasis_content,omitempty"`
	SubTitleText      string          `json:"sub_title_text,omitempty"`
	ImageTextArea     *CardImageText  `json:"image_text_area,omitempty"`
	CardImage         *CardImage      `json:"card_image,omitempty"`
	HorizontalContent []CardKeyValue  `json:"horizontal_content_list,omitempty"`
	VerticalContent   []CardTitle     `json:"vertical_content_list,omitempty"`
	JumpList          []CardLink      `json:"jump_list,omitempty"`
	CardAction        *CardLink       `json:"card_action,omitempty"`
	ButtonSelection   *CardSelection  `json:"button_selection,omitempty"`
	ButtonList        []CardButton    `json:"button_list,omitempty"`
	Checkbox          *CardCheckbox   `json:"checkbox,omitempty"`
	SelectList        []CardSelection `json:"select_list,omitempty"`
	SubmitButton      *CardSubmit     `json:"submit_button,omitempty"`
	ReplaceText       string          `json:"replace_text,omitempty"`
}

// The five card types.
const (
	CardTextNotice          = "text_notice"
	CardNewsNotice          = "news_notice"
	CardButtonInteraction   = "button_interaction"
	CardVoteInteraction     = "vote_interaction"
	CardMultipleInteraction = "multiple_interaction"
)

// CardSource is the line on top: icon, name of the sender, colour 0 grey, 1 black, 2 red, 3 green.
type CardSource struct {
	IconURL   string `json:"icon_url,omitempty"`
	Desc      string `json:"desc,omitempty"`
	DescColor int    `json:"desc_color,omitempty"`
}

// CardMenu is the menu in the top right corner.
type CardMenu struct {
	Desc       string           `json:"desc,omitempty"`
	ActionList []CardMenuAction `json:"action_list"`
}

// CardMenuAction is one entry of a CardMenu.
type CardMenuAction struct {
	Text string `json:"text"`
	Key  string `json:"key"`
}

// CardTitle is a title with a line below it.
type CardTitle struct {
	Title string `json:"title,omitempty"`
	Desc  string `json:"desc,omitempty"`
}

// CardQuote is the quoted area; Type 0 is not clickable, 1 opens URL, 2 a mini program.
type CardQuote struct {
	Type      int    `json:"type,omitempty"`
	URL       string `json:"url,omitempty"`
	AppID     string `json:"appid,omitempty"`
	PagePath  string `json:"pagepath,omitempty"`
	Title     string `json:"title,omitempty"`
	QuoteText string `json:"quote_text,omitempty"`
}

// CardImageText is a picture on the left with text; Type as in CardQuote.
type CardImageText struct {
	Type     int    `json:"type,omitempty"`
	URL      string `json:"url,omitempty"`
	AppID    string `json:"appid,omitempty"`
	PagePath string `json:"pagepath,omitempty"`
	Title    string `json:"title,omitempty"`
	Desc     string `json:"desc,omitempty"`
	ImageURL string `json:"image_url,omitempty"`
}

// CardImage is a picture as wide as the card; AspectRatio is width/height, 1.3 when 0.
type CardImage struct {
	URL         string  `json:"url"`
	AspectRatio float64 `json:"aspect_ratio,omitempty"`
}

// CardKeyValue is one line of the list; Type 0 is text, 1 a URL, 2 an attachment, 3 a member.
type CardKeyValue struct {
	Type    int    `json:"type,omitempty"`
	KeyName string `json:"keyname"`
	Value   string `json:"value,omitempty"`
	URL     string `json:"url,omitempty"`
	MediaID string `json:"media_id,omitempty"`
	UserID  string `json:"userid,omitempty"`
}

// CardLink is a jump_list line or the action of the whole card; Type as in CardQuote.
type CardLink struct {
	Type     int    `json:"type,omitempty"`
	Title    string `json:"title,omitempty"`
	URL      string `json:"url,omitempty"`
	AppID    string `json:"appid,omitempty"`
	PagePath string `json:"pagepath,omitempty"`
}

// CardSelection is a drop-down.
type CardSelection struct {
	QuestionKey string       `json:"question_key"`
	Title       string       `json:"title,omitempty"`
	Disable     bool         `json:"disable,omitempty"`
	OptionList  []CardOption `json:"option_list"`
	SelectedID  string       `json:"selected_id,omitempty"`
}

// CardOption is one choice; IsChecked is for checkboxes only.
type CardOption struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	IsChecked bool   `json:"is_checked,omitempty"`
}

// CardButton sends Key (Type 0) or opens URL (Type 1); Style 1 to 4, 0 counts as 1.
type CardButton struct {
	Type  int    `json:"type,omitempty"`
	Text  string `json:"text"`
	Style int    `json:"style,omitempty"`
	Key   string `json:"key,omitempty"`
	URL   string `json:"url,omitempty"`
}

// CardCheckbox is a vote; Mode 0 lets one option be chosen, 1 several.
type CardCheckbox struct {
	QuestionKey string       `json:"question_key"`
	Disable     bool         `json:"disable,omitempty"`
	Mode        int          `json:"mode,omitempty"`
	OptionList  []CardOption `json:"option_list"`
}

// CardSubmit is the button below a vote or a multiple_interaction card.
type CardSubmit struct {
	Text string `json:"text"`
	Key  string `json:"key"`
}

// interactive cards need a callback URL and come with a response_code (docs 90236, 94888).
func (c *Card) interactive() bool {
	switch c.CardType {
	case CardButtonInteraction, CardVoteInteraction, CardMultipleInteraction:
		return true
	}
	return c.ActionMenu != nil
}

func (c *Card) notice() bool {
	return c.CardType == CardTextNotice || c.CardType == CardNewsNotice
}

func (c *Card) hasMenuKey(key string) bool {
	if c.ActionMenu == nil {
		return false
	}
	for _, action := range c.ActionMenu.ActionList {
		if action.Key == key {
			return true
		}
	}
	return false
}
