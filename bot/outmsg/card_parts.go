package outmsg

// Source is the small line on top of a card. DescColor: 0 grey, 1 black, 2 red, 3 green.
type Source struct {
	IconURL   string `json:"icon_url,omitempty"`
	Desc      string `json:"desc,omitempty"`
	DescColor int    `json:"desc_color,omitempty"`
}

// ActionMenu is the menu in the top right corner; its clicks arrive as template_card_menu_event.
type ActionMenu struct {
	Desc       string   `json:"desc,omitempty"`
	ActionList []Action `json:"action_list"`
}

// Action is one entry of an ActionMenu.
type Action struct {
	Text string `json:"text"`
	Key  string `json:"key"`
}

// MainTitle is the headline and the line under it.
type MainTitle struct {
	Title string `json:"title,omitempty"`
	Desc  string `json:"desc,omitempty"`
}

// EmphasisContent is one large figure with its caption.
type EmphasisContent struct {
	Title string `json:"title,omitempty"`
	Desc  string `json:"desc,omitempty"`
}

// QuoteArea is a quotation. Type: 0 no link, 1 URL, 2 mini program.
type QuoteArea struct {
	Type      int    `json:"type,omitempty"`
	URL       string `json:"url,omitempty"`
	AppID     string `json:"appid,omitempty"`
	PagePath  string `json:"pagepath,omitempty"`
	Title     string `json:"title,omitempty"`
	QuoteText string `json:"quote_text,omitempty"`
}

// HorizontalContent is one "name: value" row. Type: 0 text, 1 URL, 2 file by MediaID, 3 member by UserID.
type HorizontalContent struct {
	Type    int    `json:"type,omitempty"`
	KeyName string `json:"keyname"`
	Value   string `json:"value,omitempty"`
	URL     string `json:"url,omitempty"`
	MediaID string `json:"media_id,omitempty"`
	UserID  string `json:"userid,omitempty"`
}

// Jump is one link under a notice card. Type: 0 no link, 1 URL, 2 mini program.
type Jump struct {
	Type     int    `json:"type,omitempty"`
	Title    string `json:"title"`
	URL      string `json:"url,omitempty"`
	AppID    string `json:"appid,omitempty"`
	PagePath string `json:"pagepath,omitempty"`
}

// CardAction is what a click on the card itself opens. Type: 0 nothing, 1 URL, 2 mini program.
type CardAction struct {
	Type     int    `json:"type"`
	URL      string `json:"url,omitempty"`
	AppID    string `json:"appid,omitempty"`
	PagePath string `json:"pagepath,omitempty"`
}

// CardImage is the picture of a news notice; AspectRatio is width by height, 1.3 to 2.25, 0 for the default.
type CardImage struct {
	URL         string  `json:"url"`
	AspectRatio float64 `json:"aspect_ratio,omitempty"`
}

// ImageTextArea is a small picture beside text. Type: 0 no link, 1 URL, 2 mini program.
type ImageTextArea struct {
	Type     int    `json:"type,omitempty"`
	URL      string `json:"url,omitempty"`
	AppID    string `json:"appid,omitempty"`
	PagePath string `json:"pagepath,omitempty"`
	Title    string `json:"title,omitempty"`
	Desc     string `json:"desc,omitempty"`
	ImageURL string `json:"image_url"`
}

// VerticalContent is one paragraph of a news notice.
type VerticalContent struct {
	Title string `json:"title"`
	Desc  string `json:"desc,omitempty"`
}

// ButtonSelection is a drop-down list above the buttons.
type ButtonSelection struct {
	QuestionKey string   `json:"question_key"`
	Title       string   `json:"title,omitempty"`
	OptionList  []Option `json:"option_list"`
	SelectedID  string   `json:"selected_id,omitempty"`
	Disable     bool     `json:"disable,omitempty"`
}

// Option is one entry of a drop-down list.
type Option struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Button sends its Key back as a template_card_event (Type 0) or opens URL (Type 1).
// Style: 1 blue, 2 dark, 3 red, 4 black; 0 for the default.
type Button struct {
	Type  int    `json:"type,omitempty"`
	Text  string `json:"text"`
	Style int    `json:"style,omitempty"`
	Key   string `json:"key,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Checkbox is the question of a vote card. Mode: 0 one answer, 1 several.
type Checkbox struct {
	QuestionKey string           `json:"question_key"`
	OptionList  []CheckboxOption `json:"option_list"`
	Mode        int              `json:"mode"`
	Disable     bool             `json:"disable,omitempty"`
}

// CheckboxOption is one answer of a Checkbox.
type CheckboxOption struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	IsChecked bool   `json:"is_checked"`
}

// Select is one drop-down list of a multiple card.
type Select struct {
	QuestionKey string   `json:"question_key"`
	Title       string   `json:"title,omitempty"`
	SelectedID  string   `json:"selected_id,omitempty"`
	OptionList  []Option `json:"option_list"`
	Disable     bool     `json:"disable,omitempty"`
}

// SubmitButton ends a vote or multiple card.
type SubmitButton struct {
	Text string `json:"text"`
	Key  string `json:"key"`
}
