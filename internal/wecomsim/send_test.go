package wecomsim

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

type fields = map[string]any

func TestSendRefusesWhatTheTableSays(t *testing.T) {
	w := newWorld(t)
	many := strings.TrimSuffix(strings.Repeat("u|", 1001), "|")
	parties := strings.TrimSuffix(strings.Repeat("1|", 101), "|")
	article := fields{"title": "题", "url": "https://example.gov.cn"}
	hello := fields{"content": "你好"}
	card := fields{"title": "题", "description": "述", "url": "https://example.gov.cn"}
	for name, c := range map[string]struct {
		wanted int
		body   string
	}{
		"no JSON":              {codeBadParameter, "{"},
		"two values":           {codeBadParameter, text("a") + "{}"},
		"unknown field":        {codeBadParameter, messageBody("text", hello, fields{"to_user": "li"})},
		"unicode escape":       {codeEscapedCharacters, strings.Replace(text("@"), "@", `\u003ca>`, 1)},
		"agentid missing":      {codeMissingAgentID, messageBody("text", hello, fields{"agentid": nil})},
		"agentid as string":    {codeBadParameter, messageBody("text", hello, fields{"agentid": "1000002"})},
		"agentid of another":   {codeBadAgentID, messageBody("text", hello, fields{"agentid": 7})},
		"msgtype":              {codeBadMsgType, messageBody("text", hello, fields{"msgtype": "mpnews2"})},
		"safe":                 {codeBadParameter, messageBody("text", hello, fields{"safe": 2})},
		"interval":             {codeBadParameter, messageBody("text", hello, fields{"duplicate_check_interval": 14401})},
		"nobody":               {codeNoRecipients, messageBody("text", hello, fields{"touser": nil})},
		"too many users":       {codeTooManyUsers, messageBody("text", hello, fields{"touser": many})},
		"too many parties":     {codeTooManyParties, messageBody("text", hello, fields{"toparty": parties})},
		"too many tags":        {codeTooManyTags, messageBody("text", hello, fields{"totag": parties})},
		"all unknown":          {codeAllRecipientsBad, messageBody("text", hello, fields{"touser": "nobody"})},
		"inactive":             {codeAllRecipientsBad, messageBody("text", hello, fields{"touser": "gone"})},
		"invisible":            {codeAllRecipientsBad, messageBody("text", hello, fields{"touser": "hidden"})},
		"empty text":           {codeEmptyContent, text("")},
		"empty markdown":       {codeEmptyContent, messageBody("markdown", fields{}, nil)},
		"image without id":     {codeMissingMediaID, messageBody("image", fields{}, nil)},
		"image unknown":        {codeBadMediaID, messageBody("image", fields{"media_id": "x"}, nil)},
		"video title":          {codeContentTooLarge, messageBody("video", fields{"media_id": "x", "title": strings.Repeat("a", 129)}, nil)},
		"textcard title":       {codeMissingTitle, messageBody("textcard", with(card, "title", nil), nil)},
		"textcard description": {codeMissingDescription, messageBody("textcard", with(card, "description", nil), nil)},
		"textcard url":         {codeMissingURL, messageBody("textcard", with(card, "url", nil), nil)},
		"textcard scheme":      {codeURLScheme, messageBody("textcard", with(card, "url", "example.gov.cn"), nil)},
		"textcard long url":    {codeBadParameter, messageBody("textcard", with(card, "url", "https://"+strings.Repeat("a", 2048)), nil)},
		"textcard long title":  {codeContentTooLarge, messageBody("textcard", with(card, "title", strings.Repeat("题", 129)), nil)},
		"textcard button":      {codeContentTooLarge, messageBody("textcard", with(card, "btntxt", "查看详情页"), nil)},
		"news none":            {codeArticleCount, messageBody("news", fields{"articles": []any{}}, nil)},
		"news nine":            {codeArticleCount, messageBody("news", fields{"articles": []any{article, article, article, article, article, article, article, article, article}}, nil)},
		"news title":           {codeMissingTitle, messageBody("news", fields{"articles": []any{with(article, "title", nil)}}, nil)},
		"news title bytes":     {codeContentTooLarge, messageBody("news", fields{"articles": []any{with(article, "title", strings.Repeat("题", 43))}}, nil)},
		"news url":             {codeMissingURL, messageBody("news", fields{"articles": []any{with(article, "url", nil)}}, nil)},
		"card missing":         {codeCardType, messageBody("template_card", nil, nil)},
	} {
		t.Run(name, func(t *testing.T) {
			if answer := w.call("message/send", c.body); code(answer) != c.wanted {
				t.Errorf("errcode %d wanted, got %v", c.wanted, answer)
			}
		})
	}
	if shown := w.server.Chat("li"); len(shown) != 0 {
		t.Errorf("a refused message is shown: %+v", shown)
	}
}

func TestSendReachesTheGoodAndNamesTheBad(t *testing.T) {
	w := newWorld(t)
	answer := w.want(0, w.call("message/send", messageBody("text", fields{"content": "通知"}, fields{"touser": "LI|zhang.min|li|NoBody|gone", "toparty": "3|99"})))
	if answer["invaliduser"] != "nobody|gone" || answer["invalidparty"] != "99" || answer["msgid"] == "" {
		t.Errorf("answer %v", answer)
	}
	for _, user := range []string{"li", "ZHANG.MIN", "wang"} {
		if got := w.server.Chat(user); len(got) != 1 || got[0].Text != "通知" || got[0].From != FromApp {
			t.Errorf("%s sees %+v", user, got)
		}
	}
	entry := w.server.Journal("wang", 0)
	if len(entry) != 1 || entry[0].Kind != "message/send" || len(entry[0].Users) != 5 {
		t.Errorf("journal %+v", entry)
	}
	w.want(0, w.call("message/send", messageBody("text", fields{"content": "全体"}, fields{"touser": "@all"})))
	if got := w.server.Chat("wang"); len(got) != 2 {
		t.Errorf("@all missed wang: %+v", got)
	}
}

func TestLongTextIsCutBetweenCharacters(t *testing.T) {
	w := newWorld(t)
	w.want(0, w.call("message/send", text(strings.Repeat("访", 700))))
	w.want(0, w.call("message/send", text(strings.Repeat("a", 2048))))
	shown := w.server.Chat("li")
	if len(shown[0].Text) != 2046 || !utf8.ValidString(shown[0].Text) || len(shown[1].Text) != 2048 {
		t.Errorf("lengths %d %d", len(shown[0].Text), len(shown[1].Text))
	}
	entries := w.server.Journal("li", 0)
	if !entries[0].Truncated || entries[1].Truncated {
		t.Errorf("truncated: %v %v", entries[0].Truncated, entries[1].Truncated)
	}
}

func TestDuplicateIsAnsweredButNotShown(t *testing.T) {
	w := newWorld(t)
	body := messageBody("text", fields{"content": "到期提醒"}, fields{"enable_duplicate_check": 1, "duplicate_check_interval": 600})
	first := w.want(0, w.call("message/send", body))
	second := w.want(0, w.call("message/send", body))
	if first["msgid"] != second["msgid"] {
		t.Errorf("msgid %v then %v", first["msgid"], second["msgid"])
	}
	entries := w.server.Journal("li", 0)
	if entries[0].Suppressed || !entries[1].Suppressed || len(w.server.Chat("li")) != 1 {
		t.Errorf("journal %+v", entries)
	}
	w.want(0, w.call("message/send", strings.Replace(body, "600", "601", 1)))
	if len(w.server.Chat("li")) != 2 {
		t.Error("another request body counts as a duplicate")
	}
	w.clock.Advance(10 * time.Minute)
	w.want(0, w.call("message/send", body))
	if len(w.server.Chat("li")) != 3 {
		t.Error("still suppressed after the interval")
	}
}

func TestRefusedRequestIsNoDuplicateOfItself(t *testing.T) {
	w := newWorld(t)
	body := messageBody("text", fields{"content": "通知"}, fields{"enable_duplicate_check": 1})
	w.server.SetFaults(Faults{InvalidUsers: []string{"LI"}})
	w.want(codeAllRecipientsBad, w.call("message/send", body))
	w.server.SetFaults(Faults{})
	w.want(0, w.call("message/send", body))
	if len(w.server.Chat("li")) != 1 {
		t.Error("not shown")
	}
}

func TestExcessIsDiscardedSilently(t *testing.T) {
	w := newWorld(t)
	for i := range 32 {
		w.want(0, w.call("message/send", text(fmt.Sprint("第", i))))
	}
	w.want(0, w.call("message/send", messageBody("text", fields{"content": "两人"}, fields{"touser": "li|wang"})))
	entries := w.server.Journal("li", 0)
	if entries[29].Discarded || !entries[30].Discarded || !entries[31].Discarded {
		t.Error("the 31st within a minute must be the first to go")
	}
	if last := entries[32]; len(last.Dropped) != 1 || last.Dropped[0] != "li" || len(w.server.Chat("wang")) != 1 {
		t.Errorf("only li's copy must go: %+v", last)
	}
	w.rates.Advance(time.Minute)
	w.want(0, w.call("message/send", text("又可以了")))
	if got := len(w.server.Chat("li")); got != 31 {
		t.Errorf("%d shown", got)
	}
}

func TestRatesIgnoreTheDemoClock(t *testing.T) {
	w := newWorld(t)
	for i := range 60 {
		w.want(0, w.call("message/send", text(fmt.Sprint("钟停着", i))))
		w.rates.Advance(3 * time.Second)
	}
	if got := len(w.server.Chat("li")); got != 60 {
		t.Errorf("the demo clock stands still: %d of 60 shown", got)
	}
	w.rates.Advance(time.Minute)
	for i := range 31 {
		w.want(0, w.call("message/send", text(fmt.Sprint("钟在走", i))))
		w.clock.Advance(time.Minute)
	}
	if got := len(w.server.Chat("li")); got != 90 {
		t.Errorf("the demo clock runs ahead: %d of 30 shown", got-60)
	}
}

func TestRatesGoByTheMachineUnlessTold(t *testing.T) {
	config := Config{Clock: &testClock{now: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}}
	applyDefaults(&config)
	before := time.Now()
	if got := config.RateNow(); got.Before(before) || got.After(time.Now()) {
		t.Errorf("rates are judged at %v", got)
	}
}

func TestHourlyRate(t *testing.T) {
	q := &quotaWindow{perMinute: maxPerMinute}
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for i := range maxPerHour {
		if !q.admit(now.Add(time.Duration(i) * 3 * time.Second)) {
			t.Fatalf("message %d refused", i)
		}
	}
	if q.admit(now.Add(59 * time.Minute)) {
		t.Error("1001st within the hour admitted")
	}
	if !q.admit(now.Add(time.Hour)) {
		t.Error("refused although the first is an hour old")
	}
	if q.admit(now.Add(time.Hour)) {
		t.Error("admitted although the second is not")
	}
}
