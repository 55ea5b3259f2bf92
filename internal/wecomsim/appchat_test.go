package wecomsim

import (
	"strings"
	"testing"
)

func TestGroupChatsAreMadeStrictly(t *testing.T) {
	w := newWorld(t)
	for name, row := range map[string]struct {
		body string
		code int
	}{
		"nobody":              {`{"name":"值班群"}`, 86204},
		"one person":          {`{"userlist":["li"]}`, 86006},
		"one person twice":    {`{"userlist":["li","LI"]}`, 86006},
		"somebody who left":   {`{"userlist":["li","gone"]}`, 86007},
		"somebody not seen":   {`{"userlist":["li","hidden"]}`, 86007},
		"an id with a dash":   {`{"chatid":"a-1","userlist":["li","wang"]}`, 86001},
		"an owner outside":    {`{"owner":"zhang.min","userlist":["li","wang"]}`, 86207},
		"an unknown field":    {`{"members":["li","wang"]}`, 40058},
		"as it should be":     {`{"chatid":"duty1","name":"值班群","owner":"LI","userlist":["li","wang"]}`, 0},
		"without id or owner": {`{"userlist":["li","wang"]}`, 0},
	} {
		if got := code(w.call("appchat/create", row.body)); got != row.code {
			t.Errorf("%s: errcode %d, want %d", name, got, row.code)
		}
	}
	w.want(86215, w.call("appchat/create", `{"chatid":"duty1","userlist":["li","wang"]}`))
	info, _ := w.want(0, w.read("appchat/get?chatid=duty1"))["chat_info"].(map[string]any)
	if info["name"] != "值班群" || info["owner"] != "LI" {
		t.Errorf("the chat is %v", info)
	}
	w.want(86003, w.read("appchat/get?chatid=duty2"))
}

func TestMessagesToGroupChats(t *testing.T) {
	w := newWorld(t)
	w.want(0, w.call("appchat/create", `{"chatid":"duty1","name":"值班群","userlist":["li","wang"]}`))
	for name, row := range map[string]struct {
		body string
		code int
	}{
		"no chat":       {`{"msgtype":"text","text":{"content":"甲"}}`, 86201},
		"unknown chat":  {`{"chatid":"duty2","msgtype":"text","text":{"content":"甲"}}`, 86003},
		"no content":    {`{"chatid":"duty1","msgtype":"text","text":{"content":""}}`, 44004},
		"a card":        {`{"chatid":"duty1","msgtype":"template_card","text":{"content":"甲"}}`, 86214},
		"a duplicate's": {`{"chatid":"duty1","msgtype":"text","text":{"content":"甲"},"enable_duplicate_check":1}`, 40058},
		"a text":        {`{"chatid":"duty1","msgtype":"text","text":{"content":"甲"},"safe":0}`, 0},
	} {
		if got := code(w.call("appchat/send", row.body)); got != row.code {
			t.Errorf("%s: errcode %d, want %d", name, got, row.code)
		}
	}
	w.want(0, w.call("appchat/send", `{"chatid":"duty1","msgtype":"markdown","markdown":{"content":"`+strings.Repeat("值", 700)+`"}}`))
	w.want(0, w.call("appchat/send", `{"chatid":"duty1","msgtype":"text","text":{"content":"甲"},"safe":0}`))
	shown := w.server.Chat(GroupPrefix + "duty1")
	if len(shown) != 3 || shown[0].Text != "甲" || len(shown[1].Text) > 2048 || shown[2].Text != "甲" {
		t.Errorf("the chat shows %+v", shown)
	}
	if people := string(func() []byte { _, b := w.do("GET", "/sim/people", nil); return b }()); !strings.Contains(people, `"user":"group:duty1"`) {
		t.Error("the phone page does not list the chat")
	}
	if _, body := w.do("GET", "/sim/chat?user=group:duty1", nil); !strings.Contains(string(body), "甲") {
		t.Errorf("the phone page does not show the chat: %s", body)
	}
	if entries := w.server.Journal("wang", 0); len(entries) == 0 {
		t.Error("the journal does not name the members")
	}
}
