package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"petitiondesk/bot/outmsg"
	"petitiondesk/bot/wxmsg"
)

// Responder delivers answers; an outbox is one, and so is a thin wrapper around Client.Send.
type Responder interface {
	Respond(ctx context.Context, to string, m outmsg.Message) error
}

// ErrNobody: the message came from the platform itself, so there is nobody to answer.
var ErrNobody = errors.New("nobody to answer: message is from the platform")

// Context is one message on its way through the router. It belongs to one goroutine.
type Context struct {
	ctx       context.Context
	message   wxmsg.Message
	responder Responder
	log       *slog.Logger
	route     string
	word      string
	args      string
	cardArgs  []string
	dialogue  DialogueState
	inFlow    bool
	values    map[string]any
}

// Ctx is for every call the handler makes.
func (c *Context) Ctx() context.Context { return c.ctx }

// Message is the parsed callback; switch on its type for what Context has no method for.
func (c *Context) Message() wxmsg.Message { return c.message }

// Sender is the lower-cased userid.
func (c *Context) Sender() string { return c.message.Head().Sender() }

// Text is the trimmed text of a text message, "" for anything else.
func (c *Context) Text() string {
	if text, ok := c.message.(wxmsg.Text); ok {
		return strings.TrimSpace(text.Content)
	}
	return ""
}

// Word is the command or dialogue word that matched, "" when none did.
func (c *Context) Word() string { return c.word }

// Args is what follows Word, without the separator between them.
func (c *Context) Args() string { return c.args }

// CardArgs are the args the clicked button's CardKey was built with.
func (c *Context) CardArgs() []string { return c.cardArgs }

// CardEvent returns what a card update and a vote need; ok is false when the message is no card click.
func (c *Context) CardEvent() (taskID, responseCode string, selected []wxmsg.SelectedItem, ok bool) {
	switch m := c.message.(type) {
	case wxmsg.TemplateCardEvent:
		return m.TaskID, m.ResponseCode, m.Selected, true
	case wxmsg.TemplateCardMenuEvent:
		return m.TaskID, m.ResponseCode, nil, true
	}
	return "", "", nil, false
}

// Dialogue is the sender's open dialogue.
func (c *Context) Dialogue() (DialogueState, bool) { return c.dialogue, c.inFlow }

// Reply sends m to the sender; it fails with ErrNobody for system events.
func (c *Context) Reply(m outmsg.Message) error {
	if c.message.Head().FromSystem() {
		return ErrNobody
	}
	if err := c.responder.Respond(c.ctx, c.Sender(), m); err != nil {
		return fmt.Errorf("reply: %w", err)
	}
	return nil
}

// ReplyText sends text in as many messages as its length needs.
func (c *Context) ReplyText(text string) error {
	for _, piece := range outmsg.SplitText(text) {
		if err := c.Reply(outmsg.Text{Content: piece}); err != nil {
			return err
		}
	}
	return nil
}

// Set keeps a value for later handlers of the same message.
func (c *Context) Set(key string, value any) {
	if c.values == nil {
		c.values = map[string]any{}
	}
	c.values[key] = value
}

// Get returns what Set kept, or nil.
func (c *Context) Get(key string) any { return c.values[key] }

// Logger carries the sender and the kind of message, never its text.
func (c *Context) Logger() *slog.Logger { return c.log }

// Route tells which handler was chosen, such as "command 登记"; it holds nothing the sender typed.
func (c *Context) Route() string { return c.route }
