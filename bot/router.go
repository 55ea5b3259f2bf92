package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"petitiondesk/bot/wxmsg"
)

// Handler does what one message asks for.
type Handler func(*Context) error

// ErrPass is returned by a command's handler that finds the message to be no command of its own: the open dialogue takes it, or what
// takes a message without a command.
var ErrPass = errors.New("message is passed on")

// Middleware wraps every handler of a router.
type Middleware func(Handler) Handler

// Router chooses the handler of a message. Set it up first, then share it: Dispatch is safe for concurrent use.
type Router struct {
	// Dialogues finds open dialogues; nil means there are none.
	Dialogues Dialogues
	// Logger may be nil.
	Logger *slog.Logger

	middleware    []Middleware
	commands      map[string]Handler
	commandWords  wordList
	dialogues     map[string]Handler
	dialogueWords wordList
	cards         map[string]Handler
	menu          map[string]Handler
	kinds         map[string]Handler
	fallback      Handler
	onError       func(*Context, error) error
}

// NewRouter returns a router that knows no message yet.
func NewRouter() *Router {
	return &Router{
		commands: map[string]Handler{}, dialogues: map[string]Handler{}, cards: map[string]Handler{},
		menu: map[string]Handler{}, kinds: map[string]Handler{},
	}
}

// Use adds middleware around every handler, the first one outermost.
func (r *Router) Use(middleware ...Middleware) { r.middleware = append(r.middleware, middleware...) }

// Command handles texts that begin with word or one of its aliases.
func (r *Router) Command(word string, h Handler, aliases ...string) {
	for _, w := range append([]string{word}, aliases...) {
		register(r.commands, "command", w, h)
		r.commandWords.add(w)
	}
}

// Commands lists every command word, aliases too.
func (r *Router) Commands() []string { return slices.Clone(r.commandWords) }

// Card handles clicks on buttons whose key is CardKey(name, …), and on card menus with such keys. Clicks nobody takes
// go to On(wxmsg.EventTemplateCard) or On(wxmsg.EventTemplateCardMenu).
func (r *Router) Card(name string, h Handler) { register(r.cards, "card", name, h) }

// Menu handles clicks on the app menu's item with that key.
func (r *Router) Menu(key string, h Handler) { register(r.menu, "menu item", key, h) }

// On handles a message type or event by its wxmsg constant when nothing more specific does.
func (r *Router) On(kind string, h Handler) { register(r.kinds, "kind", kind, h) }

// Dialogue handles what a person sends while the dialogue called flow is open.
func (r *Router) Dialogue(flow string, h Handler) { register(r.dialogues, "dialogue", flow, h) }

// DialogueWords are words an open dialogue gets before any command does: 上一步, 取消 and the like.
func (r *Router) DialogueWords(words ...string) {
	for _, word := range words {
		r.dialogueWords.add(word)
	}
}

// Fallback handles messages, not events, that nothing else takes.
func (r *Router) Fallback(h Handler) { r.fallback = h }

// OnError sees every error of a handler and decides what Dispatch returns.
func (r *Router) OnError(h func(*Context, error) error) { r.onError = h }

// register panics on a second handler for one name: it is a mistake in the program's setup.
func register(table map[string]Handler, what, name string, h Handler) {
	if _, taken := table[name]; taken {
		panic(fmt.Sprintf("bot: second handler for %s %q", what, name))
	}
	table[name] = h
}

// Dispatch handles one message. A message nobody handles is logged and is no error.
func (r *Router) Dispatch(ctx context.Context, m wxmsg.Message, responder Responder) error {
	header := m.Head()
	c := &Context{ctx: ctx, message: m, responder: responder}
	c.log = orDiscard(r.Logger).With("sender", header.Sender(), "kind", header.Kind())
	if err := r.loadDialogue(c); err != nil {
		return err
	}
	handler := r.choose(c)
	if handler == nil {
		c.log.Info("message has no handler")
		return nil
	}
	for i := len(r.middleware) - 1; i >= 0; i-- {
		handler = r.middleware[i](handler)
	}
	err := handler(c)
	if err != nil && r.onError != nil {
		return r.onError(c, err)
	}
	return err
}

func (r *Router) loadDialogue(c *Context) error {
	if r.Dialogues == nil || !mayTalk(c.message) {
		return nil
	}
	state, open, err := r.Dialogues.Load(c.ctx, c.Sender())
	if err != nil {
		return fmt.Errorf("load dialogue: %w", err)
	}
	c.dialogue, c.inFlow = state, open
	return nil
}

// mayTalk holds for what a person does on purpose; reports and system events need no dialogue.
func mayTalk(m wxmsg.Message) bool {
	switch m.(type) {
	case wxmsg.TemplateCardEvent, wxmsg.TemplateCardMenuEvent, wxmsg.MenuClick:
		return true
	}
	return m.Head().Event == "" && !m.Head().FromSystem()
}

func (r *Router) choose(c *Context) Handler {
	switch m := c.message.(type) {
	case wxmsg.Text:
		return r.chooseText(c)
	case wxmsg.TemplateCardEvent:
		return r.chooseCard(c, m.EventKey)
	case wxmsg.TemplateCardMenuEvent:
		return r.chooseCard(c, m.EventKey)
	case wxmsg.MenuClick:
		if h := r.menu[m.EventKey]; h != nil {
			c.route = "menu " + m.EventKey
			return h
		}
	default:
		if h := r.openDialogue(c); h != nil {
			return h
		}
	}
	return r.chooseKind(c)
}

func (r *Router) chooseText(c *Context) Handler {
	dialogue := r.openDialogue(c)
	if dialogue != nil {
		if word, rest, ok := r.dialogueWords.match(c.Text()); ok {
			c.word, c.args = word, rest
			return dialogue
		}
	}
	if word, rest, ok := r.commandWords.match(c.Text()); ok {
		c.word, c.args, c.route = word, rest, "command "+word
		return r.orPass(r.commands[word])
	}
	return r.chooseTalk(c)
}

func (r *Router) orPass(command Handler) Handler {
	return func(c *Context) error {
		err := command(c)
		if !errors.Is(err, ErrPass) {
			return err
		}
		c.word, c.args = "", ""
		if talk := r.chooseTalk(c); talk != nil {
			return talk(c)
		}
		return nil
	}
}

// chooseTalk finds who takes words that are no command.
func (r *Router) chooseTalk(c *Context) Handler {
	if dialogue := r.openDialogue(c); dialogue != nil {
		return dialogue
	}
	return r.chooseKind(c)
}

func (r *Router) chooseCard(c *Context, key string) Handler {
	name, args := splitCardKey(key)
	if h := r.cards[name]; h != nil {
		c.cardArgs, c.route = args, "card "+name
		return h
	}
	return r.chooseKind(c)
}

func (r *Router) openDialogue(c *Context) Handler {
	if !c.inFlow {
		return nil
	}
	h := r.dialogues[c.dialogue.Flow]
	if h == nil {
		c.log.Warn("open dialogue has no handler", "flow", c.dialogue.Flow)
		return nil
	}
	c.route = "dialogue " + c.dialogue.Flow
	return h
}

func (r *Router) chooseKind(c *Context) Handler {
	header := c.message.Head()
	if h := r.kinds[header.Kind()]; h != nil {
		c.route = "on " + header.Kind()
		return h
	}
	if header.Event == "" && !header.FromSystem() && r.fallback != nil {
		c.route = "fallback"
		return r.fallback
	}
	return nil
}
