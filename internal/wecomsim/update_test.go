package wecomsim

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"petitiondesk/bot/wxmsg"
)

func replaceButton(code any, users ...string) string {
	return string(encodeJSON(fields{"userids": users, "agentid": testAgent, "response_code": code, "button": fields{"replace_name": "已登记"}}))
}

func replaceCard(code any, card fields) string {
	return string(encodeJSON(fields{"userids": []string{"li"}, "agentid": testAgent, "response_code": code, "template_card": card}))
}

func (w *world) sendCard(card fields, touser string) any {
	w.t.Helper()
	return w.want(0, w.call("message/send", messageBody("template_card", card, fields{"touser": touser})))["response_code"]
}

func TestUpdateGreysTheButtonForThoseNamed(t *testing.T) {
	w := newWorld(t)
	code := w.sendCard(buttonCard("t1"), "li|wang")
	answer := w.want(0, w.call("message/update_template_card", replaceButton(code, "LI", "Zhang.Min")))
	if fmt.Sprint(answer["invaliduser"]) != "[Zhang.Min]" {
		t.Errorf("invaliduser %v", answer["invaliduser"])
	}
	li, wang := w.server.Chat("li")[0], w.server.Chat("wang")[0]
	if li.ReplacedButton != "已登记" || !li.Updated || wang.Updated {
		t.Errorf("li %+v wang %+v", li, wang)
	}
	w.want(codeBadResponseCode, w.call("message/update_template_card", replaceButton(code, "wang")))
}

func TestUpdateReplacesTheWholeCard(t *testing.T) {
	w := newWorld(t)
	code := w.sendCard(buttonCard("t1"), "li|wang")
	done := with(with(buttonCard("t1"), "button_list", nil), "replace_text", "已同意")
	body := strings.Replace(replaceCard(code, with(done, "main_title", fields{"title": "呈报已同意"})), `"userids":["li"]`, `"atall":1`, 1)
	w.want(0, w.call("message/update_template_card", body))
	for _, user := range []string{"li", "wang"} {
		card := w.server.Chat(user)[0].Card
		if card.MainTitle.Title != "呈报已同意" || card.ReplaceText != "已同意" || card.ButtonList != nil {
			t.Errorf("%s sees %+v", user, card)
		}
	}
}

func TestUpdateRefusals(t *testing.T) {
	w := newWorld(t)
	menu := fields{"action_list": []any{fields{"text": "转交", "key": "hand"}}}
	notice := w.sendCard(with(with(noticeCard(), "task_id", "n1"), "action_menu", menu), "li")
	code := w.sendCard(buttonCard("t1"), "li")
	disabled := voteCard("t1")
	disabled["checkbox"] = fields{"question_key": "q", "disable": true, "option_list": options(2)}
	for name, c := range map[string]struct {
		wanted int
		body   string
	}{
		"unknown code":    {codeBadResponseCode, replaceButton("rc0", "li")},
		"no code":         {codeBadParameter, replaceButton("", "li")},
		"no users":        {codeNoRecipients, replaceButton(code)},
		"unknown users":   {codeAllRecipientsBad, replaceButton(code, "nobody")},
		"wrong app":       {codeUpdateWrongApp, strings.Replace(replaceButton(code, "li"), "1000002", "7", 1)},
		"no app":          {codeMissingAgentID, `{"userids":["li"],"response_code":"x","button":{"replace_name":"好"}}`},
		"neither":         {codeBadParameter, fmt.Sprintf(`{"userids":["li"],"agentid":%d,"response_code":"x"}`, testAgent)},
		"empty name":      {codeBadParameter, strings.Replace(replaceButton(code, "li"), "已登记", "", 1)},
		"bad card":        {codeCardAction, replaceCard(code, with(noticeCard(), "card_action", nil))},
		"other task_id":   {codeBadTaskID, replaceCard(code, buttonCard("t2"))},
		"notice's button": {codeBadParameter, replaceButton(notice, "li")},
	} {
		t.Run(name, func(t *testing.T) {
			if answer := w.call("message/update_template_card", c.body); int(answer["errcode"].(float64)) != c.wanted {
				t.Errorf("errcode %d wanted, got %v", c.wanted, answer)
			}
		})
	}
	w.want(0, w.call("message/update_template_card", replaceCard(code, disabled)))
}

func TestCodeExpiresAfter72Hours(t *testing.T) {
	w := newWorld(t)
	early, late := w.sendCard(buttonCard("t1"), "li"), w.sendCard(buttonCard("t2"), "li")
	w.clock.Advance(72*time.Hour - time.Second)
	w.login()
	w.want(0, w.call("message/update_template_card", replaceButton(early, "li")))
	w.clock.Advance(time.Second)
	w.want(codeBadResponseCode, w.call("message/update_template_card", replaceButton(late, "li")))
}

func TestEachClickHasItsOwnCode(t *testing.T) {
	w := newWorld(t)
	sent := w.sendCard(buttonCard("t1"), "li")
	codes := map[any]bool{sent: true}
	for range 2 {
		report, err := w.server.Click(context.Background(), "LI", "t1", "ok", nil)
		if err != nil || !report.OK {
			t.Fatal(report, err)
		}
		event := w.bot.last().(wxmsg.TemplateCardEvent)
		if event.EventKey != "ok" || event.TaskID != "t1" || event.CardType != CardButtonInteraction || event.Sender() != "li" {
			t.Errorf("event %+v", event)
		}
		codes[event.ResponseCode] = true
		w.want(0, w.call("message/update_template_card", replaceButton(event.ResponseCode, "li")))
	}
	if len(codes) != 3 {
		t.Errorf("codes %v", codes)
	}
	w.want(0, w.call("message/update_template_card", replaceButton(sent, "li")))
}

func TestClickCarriesSelectionsInCardOrder(t *testing.T) {
	w := newWorld(t)
	w.sendCard(multiCard("t1"), "li")
	if _, err := w.server.Click(context.Background(), "li", "t1", "submit", map[string][]string{"when": {"b"}, "who": {"a"}, "else": {"c", "d"}}); err != nil {
		t.Fatal(err)
	}
	selected := w.bot.last().(wxmsg.TemplateCardEvent).Selected
	if fmt.Sprint(selected) != "[{who [a]} {when [b]} {else [c d]}]" {
		t.Errorf("selected %v", selected)
	}
	if w.server.Chat("li")[0].Selected["who"][0] != "a" {
		t.Error("the phone forgot what was chosen")
	}
}

func TestMenuEntryIsAMenuEvent(t *testing.T) {
	w := newWorld(t)
	w.sendCard(with(buttonCard("t1"), "action_menu", fields{"action_list": []any{fields{"text": "转交", "key": "hand"}}}), "li")
	if _, err := w.server.Click(context.Background(), "li", "t1", "hand", nil); err != nil {
		t.Fatal(err)
	}
	if event, ok := w.bot.last().(wxmsg.TemplateCardMenuEvent); !ok || event.EventKey != "hand" || event.ResponseCode == "" {
		t.Errorf("event %+v", w.bot.last())
	}
}

func TestClickNeedsACardOfOnesOwn(t *testing.T) {
	w := newWorld(t)
	w.sendCard(buttonCard("t1"), "li")
	for _, c := range [][3]string{{"wang", "t1", "ok"}, {"li", "t2", "ok"}, {"li", "t1", ""}} {
		if _, err := w.server.Click(context.Background(), c[0], c[1], c[2], nil); err == nil {
			t.Errorf("%v accepted", c)
		}
	}
}

func TestRecall(t *testing.T) {
	w := newWorld(t)
	first := w.want(0, w.call("message/send", text("一")))["msgid"]
	w.want(0, w.call("message/recall", string(encodeJSON(fields{"msgid": first}))))
	if !w.server.Chat("li")[0].Recalled {
		t.Error("still shown")
	}
	second := w.want(0, w.call("message/send", text("二")))["msgid"]
	w.clock.Advance(24 * time.Hour)
	w.login()
	w.want(codeMsgIDExpired, w.call("message/recall", string(encodeJSON(fields{"msgid": second}))))
	w.want(codeBadParameter, w.call("message/recall", `{"msgid":"none"}`))
}
