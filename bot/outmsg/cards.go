package outmsg

// Card is a template card: one of the five types below.
type Card interface {
	Message
	// CardType is the card_type of doc 90236.
	CardType() string
}

// TextNoticeCard announces something; CardAction is required, and MainTitle.Title or SubTitleText.
type TextNoticeCard struct {
	Source            *Source             `json:"source,omitempty"`
	ActionMenu        *ActionMenu         `json:"action_menu,omitempty"`
	TaskID            string              `json:"task_id,omitempty"`
	MainTitle         MainTitle           `json:"main_title,omitzero"`
	QuoteArea         *QuoteArea          `json:"quote_area,omitempty"`
	EmphasisContent   EmphasisContent     `json:"emphasis_content,omitzero"`
	SubTitleText      string              `json:"sub_title_text,omitempty"`
	HorizontalContent []HorizontalContent `json:"horizontal_content_list,omitempty"`
	JumpList          []Jump              `json:"jump_list,omitempty"`
	CardAction        *CardAction         `json:"card_action,omitempty"`
}

// NewsNoticeCard announces something with a picture; CardAction and one of CardImage and ImageTextArea are required.
type NewsNoticeCard struct {
	Source            *Source             `json:"source,omitempty"`
	ActionMenu        *ActionMenu         `json:"action_menu,omitempty"`
	TaskID            string              `json:"task_id,omitempty"`
	MainTitle         MainTitle           `json:"main_title,omitzero"`
	QuoteArea         *QuoteArea          `json:"quote_area,omitempty"`
	CardImage         *CardImage          `json:"card_image,omitempty"`
	ImageTextArea     *ImageTextArea      `json:"image_text_area,omitempty"`
	VerticalContent   []VerticalContent   `json:"vertical_content_list,omitempty"`
	HorizontalContent []HorizontalContent `json:"horizontal_content_list,omitempty"`
	JumpList          []Jump              `json:"jump_list,omitempty"`
	CardAction        *CardAction         `json:"card_action,omitempty"`
}

// ButtonCard asks for a decision (button_interaction). ReplaceText is for updates: it replaces the buttons by one
// grey, unclickable button.
type ButtonCard struct {
	Source            *Source             `json:"source,omitempty"`
	ActionMenu        *ActionMenu         `json:"action_menu,omitempty"`
	TaskID            string              `json:"task_id,omitempty"`
	MainTitle         MainTitle           `json:"main_title,omitzero"`
	QuoteArea         *QuoteArea          `json:"quote_area,omitempty"`
	SubTitleText      string              `json:"sub_title_text,omitempty"`
	HorizontalContent []HorizontalContent `json:"horizontal_content_list,omitempty"`
	CardAction        *CardAction         `json:"card_action,omitempty"`
	ButtonSelection   *ButtonSelection    `json:"button_selection,omitempty"`
	ButtonList        []Button            `json:"button_list,omitempty"`
	ReplaceText       string              `json:"replace_text,omitempty"`
}

// VoteCard asks one question (vote_interaction). ReplaceText is for updates.
type VoteCard struct {
	Source       *Source       `json:"source,omitempty"`
	TaskID       string        `json:"task_id,omitempty"`
	MainTitle    MainTitle     `json:"main_title,omitzero"`
	Checkbox     *Checkbox     `json:"checkbox,omitempty"`
	SubmitButton *SubmitButton `json:"submit_button,omitempty"`
	ReplaceText  string        `json:"replace_text,omitempty"`
}

// MultipleCard asks up to three questions (multiple_interaction). ReplaceText is for updates.
type MultipleCard struct {
	Source       *Source       `json:"source,omitempty"`
	TaskID       string        `json:"task_id,omitempty"`
	MainTitle    MainTitle     `json:"main_title,omitzero"`
	SelectList   []Select      `json:"select_list,omitempty"`
	SubmitButton *SubmitButton `json:"submit_button,omitempty"`
	ReplaceText  string        `json:"replace_text,omitempty"`
}

const kindCard = "template_card"

func (TextNoticeCard) Kind() string { return kindCard }
func (NewsNoticeCard) Kind() string { return kindCard }
func (ButtonCard) Kind() string     { return kindCard }
func (VoteCard) Kind() string       { return kindCard }
func (MultipleCard) Kind() string   { return kindCard }

func (TextNoticeCard) CardType() string { return "text_notice" }
func (NewsNoticeCard) CardType() string { return "news_notice" }
func (ButtonCard) CardType() string     { return "button_interaction" }
func (VoteCard) CardType() string       { return "vote_interaction" }
func (MultipleCard) CardType() string   { return "multiple_interaction" }

type typed struct {
	CardType string `json:"card_type"`
}

func (c TextNoticeCard) body() any {
	return struct {
		typed
		TextNoticeCard
	}{typed{c.CardType()}, c}
}

func (c NewsNoticeCard) body() any {
	return struct {
		typed
		NewsNoticeCard
	}{typed{c.CardType()}, c}
}

func (c ButtonCard) body() any {
	return struct {
		typed
		ButtonCard
	}{typed{c.CardType()}, c}
}

func (c VoteCard) body() any {
	return struct {
		typed
		VoteCard
	}{typed{c.CardType()}, c}
}

func (c MultipleCard) body() any {
	return struct {
		typed
		MultipleCard
	}{typed{c.CardType()}, c}
}
