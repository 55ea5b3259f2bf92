package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/bot/outmsg"
	"petitiondesk/bot/wxmsg"
)

// phone collects what a person would see.
type phone struct {
	texts []string
	to    []string
	err   error
}

func (p *phone) Respond(_ context.Context, to string, m outmsg.Message) error {
	if p.err != nil {
		return p.err
	}
	p.to = append(p.to, to)
	p.texts = append(p.texts, m.(outmsg.Text).Content)
	return nil
}

// openDialogues has one open dialogue per userid.
type openDialogues map[string]DialogueState

func (d openDialogues) Load(_ context.Context, userid string) (DialogueState, bool, error) {
	if userid == "broken" {
		return DialogueState{}, false, errStoreDown
	}
	state, ok := d[userid]
	return state, ok, nil
}

// say makes a handler that tells which route was taken and what it was given.
func say(name string) Handler {
	return func(c *Context) error {
		return c.ReplyText(strings.TrimRight(fmt.Sprintf("%s word=%s args=%s card=%s", name, c.Word(), c.Args(), strings.Join(c.CardArgs(), ",")), " "))
	}
}

func newTestRouter() *Router {
	r := NewRouter()
	r.Dialogues = openDialogues{"busy": {Flow: "register", Step: "name", Version: 3}, "lost": {Flow: "removed"}}
	r.Command("确认", func(c *Context) error {
		if c.Args() != "" {
			return ErrPass
		}
		return say("confirm")(c)
	})
	r.Command("查", say("find"))
	r.Command("查询", say("query"))
	r.Command("登记", say("register"), "来访")
	r.Command("取消", say("cancel everything"))
	r.DialogueWords("上一步", "改", "取消", "帮助")
	r.Dialogue("register", say("dialogue"))
	r.Card("approve", say("approve"))
	r.Menu("MINE", say("menu"))
	r.On(wxmsg.EventEnterAgent, say("enter"))
	r.On(wxmsg.MsgLocation, say("place"))
	r.Fallback(say("fallback"))
	return r
}

func from(sender string) wxmsg.Header { return wxmsg.Header{FromUserName: sender, AgentID: testAgent} }

func typedText(sender, content string) wxmsg.Message {
	h := from(sender)
	h.MsgType = wxmsg.MsgText
	return wxmsg.Text{Header: h, Content: content}
}

func ofKind(h wxmsg.Header, kind string) wxmsg.Header { h.MsgType = kind; return h }

func ofEvent(h wxmsg.Header, name string) wxmsg.Header { h.MsgType, h.Event = "event", name; return h }

func TestRouterChooses(t *testing.T) {
	card := func(sender, key string) wxmsg.Message {
		return wxmsg.TemplateCardEvent{Header: ofEvent(from(sender), wxmsg.EventTemplateCard), EventKey: key}
	}
	cases := []struct {
		name string
		in   wxmsg.Message
		want string
	}{
		{"command", typedText("Zhang", " 登记 "), "register word=登记 args= card="},
		{"alias", typedText("zhang", "来访 三人"), "register word=来访 args=三人 card="},
		{"longest command", typedText("zhang", "查询 XF1"), "query word=查询 args=XF1 card="},
		{"shorter command", typedText("zhang", "查 XF1"), "find word=查 args=XF1 card="},
		{"full-width space", typedText("zhang", "查　XF1　"), "find word=查 args=XF1 card="},
		{"full-width punctuation", typedText("zhang", "查：XF1"), "find word=查 args=XF1 card="},
		{"newline", typedText("zhang", "查\nXF1\n补充"), "find word=查 args=XF1\n补充 card="},
		{"bracket stays", typedText("zhang", "查（旧）"), "find word=查 args=（旧） card="},
		{"longer word is no command", typedText("zhang", "查找 XF1"), "fallback word= args= card="},
		{"not first", typedText("zhang", "请登记"), "fallback word= args= card="},
		{"dialogue word without dialogue", typedText("zhang", "上一步"), "fallback word= args= card="},
		{"dialogue word beats command", typedText("busy", "取消"), "dialogue word=取消 args= card="},
		{"dialogue word with args", typedText("Busy", "改 2"), "dialogue word=改 args=2 card="},
		{"command beats open dialogue", typedText("busy", "查 XF1"), "find word=查 args=XF1 card="},
		{"passed to the dialogue", typedText("busy", "确认 收到"), "dialogue word= args= card="},
		{"passed on without dialogue", typedText("zhang", "确认 收到"), "fallback word= args= card="},
		{"not passed on", typedText("busy", "确认"), "confirm word=确认 args= card="},
		{"open dialogue", typedText("busy", "李四"), "dialogue word= args= card="},
		{"dialogue without handler", typedText("lost", "李四"), "fallback word= args= card="},
		{"picture for dialogue", wxmsg.Image{Header: ofKind(from("busy"), wxmsg.MsgImage)}, "dialogue word= args= card="},
		{"place for dialogue", wxmsg.Location{Header: ofKind(from("busy"), wxmsg.MsgLocation)}, "dialogue word= args= card="},
		{"place without dialogue", wxmsg.Location{Header: ofKind(from("zhang"), wxmsg.MsgLocation)}, "place word= args= card="},
		{"picture without dialogue", wxmsg.Image{Header: ofKind(from("zhang"), wxmsg.MsgImage)}, "fallback word= args= card="},
		{"unknown message", wxmsg.Unknown{Header: ofKind(from("zhang"), "sticker")}, "fallback word= args= card="},
		{"card", card("busy", CardKey("approve", "AP-1", "a|b%")), "approve word= args= card=AP-1,a|b%"},
		{"card menu", wxmsg.TemplateCardMenuEvent{Header: ofEvent(from("zhang"), wxmsg.EventTemplateCardMenu), EventKey: "approve"}, "approve word= args= card="},
		{"unknown card", card("zhang", "gone|1"), ""},
		{"menu", wxmsg.MenuClick{Header: ofEvent(from("zhang"), wxmsg.EventMenuClick), EventKey: "MINE"}, "menu word= args= card="},
		{"unknown menu", wxmsg.MenuClick{Header: ofEvent(from("busy"), wxmsg.EventMenuClick), EventKey: "X"}, ""},
		{"event", wxmsg.EnterAgent{Header: ofEvent(from("busy"), wxmsg.EventEnterAgent)}, "enter word= args= card="},
		{"unhandled event", wxmsg.Subscribe{Header: ofEvent(from("zhang"), wxmsg.EventSubscribe)}, ""},
		{"unknown event", wxmsg.Unknown{Header: ofEvent(from("zhang"), "brand_new")}, ""},
		{"system event", wxmsg.ChangeContact{Header: ofEvent(from("sys"), wxmsg.EventChangeContact)}, ""},
	}
	router := newTestRouter()
	for _, c := range cases {
		p := &phone{}
		if err := router.Dispatch(context.Background(), c.in, p); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got, want := strings.Join(p.texts, "\n"), strings.TrimRight(c.want, " "); got != want {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
		for _, to := range p.to {
			if to != strings.ToLower(to) {
				t.Errorf("%s: answered to %q", c.name, to)
			}
		}
	}
}

func TestRouterWithoutDialogues(t *testing.T) {
	router := newTestRouter()
	router.Dialogues = nil
	p := &phone{}
	if err := router.Dispatch(context.Background(), typedText("busy", "李四"), p); err != nil || !strings.HasPrefix(p.texts[0], "fallback") {
		t.Errorf("%q, %v", p.texts, err)
	}
}

func TestRouterReportsLoadErrors(t *testing.T) {
	if err := newTestRouter().Dispatch(context.Background(), typedText("broken", "登记"), &phone{}); !errors.Is(err, errStoreDown) {
		t.Errorf("got %v", err)
	}
}

func TestRouterRefusesSecondHandler(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a second handler for 登记 was taken")
		}
	}()
	newTestRouter().Command("来访", say("again"))
}

func TestContextTellsAboutMessage(t *testing.T) {
	router := NewRouter()
	router.Dialogues = openDialogues{"busy": {Flow: "register", Step: "name", Ref: "r1", Version: 3}}
	selected := []wxmsg.SelectedItem{{QuestionKey: "q", OptionIDs: []string{"o1", "o2"}}}
	router.Card("vote", func(c *Context) error {
		taskID, code, got, ok := c.CardEvent()
		if taskID != "t1" || code != "rc" || !ok || !cmp.Equal(selected, got) {
			t.Errorf("card event %q %q %+v", taskID, code, got)
		}
		if state, open := c.Dialogue(); !open || state.Ref != "r1" {
			t.Errorf("dialogue %+v %v", state, open)
		}
		if c.Text() != "" || c.Sender() != "busy" || c.Route() != "card vote" || c.Get("missing") != nil {
			t.Errorf("text %q, sender %q, route %q", c.Text(), c.Sender(), c.Route())
		}
		return nil
	})
	router.Fallback(func(c *Context) error {
		if _, _, _, ok := c.CardEvent(); ok || c.Text() != "你好" {
			t.Errorf("text %q is a card event", c.Text())
		}
		return nil
	})
	click := wxmsg.TemplateCardEvent{Header: ofEvent(from("Busy"), wxmsg.EventTemplateCard), EventKey: "vote|1", TaskID: "t1", ResponseCode: "rc", Selected: selected}
	for _, m := range []wxmsg.Message{click, typedText("other", " 你好\n")} {
		if err := router.Dispatch(context.Background(), m, &phone{}); err != nil {
			t.Error(err)
		}
	}
}

func TestReplies(t *testing.T) {
	long := strings.Repeat("字", 1000)
	router := NewRouter()
	router.Fallback(func(c *Context) error { return c.ReplyText(long) })
	router.On(wxmsg.EventChangeContact, func(c *Context) error { return c.ReplyText("hi") })
	p := &phone{}
	if err := router.Dispatch(context.Background(), typedText("a", "x"), p); err != nil || strings.Join(p.texts, "") != long || len(p.texts) != 2 {
		t.Errorf("%d pieces, %v", len(p.texts), err)
	}
	if err := router.Dispatch(context.Background(), typedText("a", "x"), &phone{err: errStoreDown}); !errors.Is(err, errStoreDown) {
		t.Errorf("got %v", err)
	}
	system := wxmsg.ChangeContact{Header: ofEvent(from("sys"), wxmsg.EventChangeContact)}
	if err := router.Dispatch(context.Background(), system, p); !errors.Is(err, ErrNobody) {
		t.Errorf("got %v", err)
	}
}

func TestMiddlewareOrderAndOnError(t *testing.T) {
	var trail []string
	mark := func(name string) Middleware {
		return func(next Handler) Handler {
			return func(c *Context) error {
				trail = append(trail, name)
				c.Set(name, true)
				return next(c)
			}
		}
	}
	router := NewRouter()
	router.Use(mark("outer"), mark("inner"))
	router.Fallback(func(c *Context) error {
		if c.Get("outer") != true || c.Get("inner") != true {
			t.Error("values were lost")
		}
		return errStoreDown
	})
	router.OnError(func(c *Context, err error) error {
		trail = append(trail, err.Error())
		return nil
	})
	if err := router.Dispatch(context.Background(), typedText("a", "x"), &phone{}); err != nil {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]string{"outer", "inner", "store is down"}, trail); diff != "" {
		t.Error(diff)
	}
}

func TestStandardMiddleware(t *testing.T) {
	var log bytes.Buffer
	router := NewRouter()
	router.Logger = slog.New(slog.NewTextHandler(&log, nil))
	router.Use(Logging(), Recover(), Timeout(1))
	router.Command("慢", func(c *Context) error {
		<-c.Ctx().Done()
		return c.Ctx().Err()
	})
	router.Command("错", func(*Context) error { panic("boom at 13800138000") })
	router.Fallback(func(*Context) error { return nil })
	for text, want := range map[string]error{"慢": context.DeadlineExceeded, "错": ErrPanic, "我叫李四": nil} {
		if err := router.Dispatch(context.Background(), typedText("Zhang", text), &phone{}); !errors.Is(err, want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, part := range []string{"sender=zhang", `route="command 错"`, "route=fallback", "[mobile]", "middleware.go", "message handled", "message failed"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("log lacks %q: %s", part, &log)
		}
	}
	for _, part := range []string{"李四", "13800138000"} {
		if strings.Contains(log.String(), part) {
			t.Errorf("log holds %q: %s", part, &log)
		}
	}
}
