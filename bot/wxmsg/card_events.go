package wxmsg

// TemplateCardEvent is a click on a card's button or submit button. EventKey is that button's key; ResponseCode
// allows one update of the card within 72 hours (doc 94888). Any recipient can click, so check Sender against the
// task's owner.
type TemplateCardEvent struct {
	Header
	EventKey, TaskID, CardType, ResponseCode string
	Selected                                 []SelectedItem
}

// SelectedItem is what a person chose under one question of the card.
type SelectedItem struct {
	QuestionKey string
	OptionIDs   []string
}

// TemplateCardMenuEvent is a click on the menu in a card's top right corner; EventKey is the action_menu key.
type TemplateCardMenuEvent struct {
	Header
	EventKey, TaskID, CardType, ResponseCode string
}

func (m *TemplateCardEvent) bind(c *codec) {
	c.text("EventKey", &m.EventKey)
	c.text("TaskId", &m.TaskID)
	c.text("CardType", &m.CardType)
	c.text("ResponseCode", &m.ResponseCode)
	if c.in == nil && len(m.Selected) == 0 {
		return
	}
	c.group("SelectedItems", func(c *codec) {
		list(c, "SelectedItem", &m.Selected, func(c *codec, item *SelectedItem) {
			c.text("QuestionKey", &item.QuestionKey)
			c.group("OptionIds", func(c *codec) { words(c, "OptionId", &item.OptionIDs) })
		})
	})
}

func (m *TemplateCardMenuEvent) bind(c *codec) {
	c.text("EventKey", &m.EventKey)
	c.text("TaskId", &m.TaskID)
	c.text("CardType", &m.CardType)
	c.text("ResponseCode", &m.ResponseCode)
}
