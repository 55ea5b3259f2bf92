package wecomsim

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"petitiondesk/bot/wxmsg"
)

// control posts to the control API.
func (w *world) control(path string, body any) (int, map[string]any) {
	w.t.Helper()
	status, answer := w.do(http.MethodPost, path, encodeJSON(body))
	return status, w.parse(answer)
}

var onePixel, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

func TestControlMessages(t *testing.T) {
	w := newWorld(t)
	image := base64.StdEncoding.EncodeToString(onePixel)
	for name, c := range map[string]struct {
		body fields
		fits func(wxmsg.Message) bool
	}{
		"text":     {fields{"type": "text", "content": "登记"}, func(m wxmsg.Message) bool { return m.(wxmsg.Text).Content == "登记" }},
		"text too": {fields{"type": "text", "text": "登记"}, func(m wxmsg.Message) bool { return m.(wxmsg.Text).Content == "登记" }},
		"image":    {fields{"type": "image", "data": image}, func(m wxmsg.Message) bool { return m.(wxmsg.Image).MediaID != "" }},
		"file":     {fields{"type": "file", "data": image, "filename": "材料.pdf"}, func(m wxmsg.Message) bool { return m.(wxmsg.File).FileName == "材料.pdf" }},
		"voice":    {fields{"type": "voice", "data": base64.StdEncoding.EncodeToString([]byte("#!AMR\nxx"))}, func(m wxmsg.Message) bool { return m.(wxmsg.Voice).Format == "amr" }},
		"location": {fields{"type": "location", "latitude": 30.5, "longitude": 114.25, "label": "大厅"}, func(m wxmsg.Message) bool { return m.(wxmsg.Location).Latitude == 30.5 }},
		"link":     {fields{"type": "link", "title": "题", "url": "https://example.gov.cn"}, func(m wxmsg.Message) bool { return m.(wxmsg.Link).Title == "题" }},
		"enter":    {fields{"type": "event", "event": "enter_agent"}, func(m wxmsg.Message) bool { _, ok := m.(wxmsg.EnterAgent); return ok }},
		"click":    {fields{"type": "event", "event": "click", "event_key": "duty"}, func(m wxmsg.Message) bool { return m.(wxmsg.MenuClick).EventKey == "duty" }},
		"left":     {fields{"type": "event", "event": "change_contact", "change_type": "delete_user", "userid": "gone"}, func(m wxmsg.Message) bool { return m.(wxmsg.ChangeContact).UserID == "gone" }},
	} {
		c.body["user"] = "li"
		status, answer := w.control("/sim/messages", c.body)
		if status != 200 || answer["ok"] != true || answer["status"] != 200.0 || answer["deliveries"] != 1.0 || !c.fits(w.bot.last()) {
			t.Errorf("%s: %d %v %+v", name, status, answer, w.bot.last())
		}
	}
}

func TestControlRefusesWithASentence(t *testing.T) {
	w := newWorld(t)
	for path, bodies := range map[string][]any{
		"/sim/messages": {
			fields{},
			fields{"user": "nobody", "type": "text", "content": "x"},
			fields{"user": "li", "type": "text"},
			fields{"user": "li", "type": "song"},
			fields{"user": "li", "type": "image"},
			fields{"user": "li", "type": "image", "data": "eHh4eHh4eHg="},
			fields{"user": "li", "type": "location", "latitude": 91},
			fields{"user": "li", "type": "event", "event": "x"},
			fields{"user": "li", "type": "event", "event": "click"},
			fields{"user": "li", "typ": "text"},
			"text",
		},
		"/sim/clicks": {fields{"user": "li", "task_id": "none", "key": "ok"}, fields{"user": "li", "selected": 1}},
		"/sim/clock":  {fields{}, fields{"now": "gestern"}, fields{"advance": "-1h"}, fields{"advance": "0s"}, fields{"advance": "1 day"}, fields{"now": "2026-11-20T09:00:00Z", "advance": "1h"}},
		"/sim/faults": {fields{"http_6xx": 1}, fields{"http_5xx": -1}, fields{"api_errors": []any{fields{"path": "message/send"}}}},
		"/sim/read":   {fields{"user": "nobody"}},
	} {
		for _, body := range bodies {
			status, answer := w.control(path, body)
			if sentence, _ := answer["error"].(string); status != 400 || answer["ok"] != false || sentence == "" {
				t.Errorf("%s %v: %d %v", path, body, status, answer)
			}
		}
	}
	for _, path := range []string{"/sim/journal?after=x", "/sim/chat?user=nobody"} {
		if status, _ := w.do(http.MethodGet, path, nil); status != 400 {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestControlClickTakesBothShapes(t *testing.T) {
	w := newWorld(t)
	w.sendCard(voteCard("t1"), "li")
	for _, selected := range []any{fields{"day": []string{"a", "b"}}, []any{fields{"question_key": "day", "option_ids": []string{"a", "b"}}}} {
		status, answer := w.control("/sim/clicks", fields{"user": "li", "task_id": "t1", "key": "submit", "selected": selected})
		got := w.bot.last().(wxmsg.TemplateCardEvent).Selected
		if status != 200 || answer["ok"] != true || len(got) != 1 || len(got[0].OptionIDs) != 2 {
			t.Errorf("%v: %d %v %v", selected, status, answer, got)
		}
	}
}

func TestControlClock(t *testing.T) {
	w := newWorld(t)
	for span, wanted := range map[any]time.Duration{"24h": 24 * time.Hour, "90m": 90 * time.Minute, "1d": 24 * time.Hour, "1d12h30m": 36*time.Hour + 30*time.Minute, 3600: time.Hour} {
		before := w.clock.Now()
		if status, answer := w.control("/sim/clock", fields{"advance": span}); status != 200 || w.clock.Now().Sub(before) != wanted {
			t.Errorf("%v: %v %v", span, answer, w.clock.Now().Sub(before))
		}
	}
	w.control("/sim/clock", fields{"now": "2027-01-04T08:30:00+08:00"})
	answer := w.getJSON("/sim/clock")
	if got, err := time.Parse(time.RFC3339, answer["now"].(string)); err != nil || got.Unix() != time.Date(2027, 1, 4, 0, 30, 0, 0, time.UTC).Unix() || answer["manual"] != true {
		t.Errorf("clock %v %v", answer, err)
	}
}

func TestControlJournalIsAnArray(t *testing.T) {
	w := newWorld(t)
	w.want(0, w.call("message/send", text("<一>")))
	_, body := w.do(http.MethodGet, "/sim/journal?user=LI&after=1", nil)
	var entries []struct {
		Seq    int64
		Kind   string
		Users  []string
		Body   struct{ Text struct{ Content string } }
		Answer struct{ Errcode int }
	}
	if err := json.Unmarshal(body, &entries); err != nil || len(entries) != 1 || entries[0].Body.Text.Content != "<一>" || entries[0].Kind != "message/send" || entries[0].Seq != 2 {
		t.Errorf("%v in %s", err, body)
	}
	if _, body = w.do(http.MethodGet, "/sim/journal?user=nobody", nil); string(body) != "[]" {
		t.Errorf("empty journal %s", body)
	}
	if _, body = w.do(http.MethodGet, "/sim/journal", nil); strings.Contains(string(body), testSecret) || strings.Contains(string(body), w.token+"&") {
		t.Error("the journal shows a secret")
	}
}

func TestControlFaults(t *testing.T) {
	w := newWorld(t)
	status, answer := w.control("/sim/faults", fields{"http_5xx": 2, "invalid_users": []string{"li"}})
	if status != 200 || answer["http_5xx"] != 2.0 || w.getJSON("/sim/faults")["http_5xx"] != 2.0 {
		t.Errorf("%d %v", status, answer)
	}
	w.control("/sim/faults", fields{})
	if _, body := w.do(http.MethodGet, "/sim/faults", nil); string(body) != "{}" {
		t.Errorf("not cleared: %s", body)
	}
}

func TestPeopleShowUnread(t *testing.T) {
	w := newWorld(t)
	w.want(0, w.call("message/send", text("一")))
	unread := func() map[string]int {
		_, body := w.do(http.MethodGet, "/sim/people", nil)
		var people []personAnswer
		if err := json.Unmarshal(body, &people); err != nil || len(people) != 5 || people[0].Post != "窗口干部" {
			t.Fatalf("%v in %s", err, body)
		}
		counts := map[string]int{}
		for _, p := range people {
			counts[p.User] = p.Unread
		}
		return counts
	}
	if got := unread(); got["li"] != 1 || got["wang"] != 0 {
		t.Errorf("unread %v", got)
	}
	w.control("/sim/read", fields{"user": "li"})
	if got := unread(); got["li"] != 0 {
		t.Errorf("unread %v", got)
	}
}

func TestEventsAreLiveAndEndWithTheServer(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, w.http.URL+"/sim/events?user=LI", nil)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	w.want(0, w.call("message/send", messageBody("text", fields{"content": "别人的"}, fields{"touser": "wang"})))
	w.want(0, w.call("message/send", text("给李某")))
	for lines.Scan() {
		if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
			var event struct {
				User string
				Data Bubble
			}
			if err := json.Unmarshal([]byte(data), &event); err != nil || event.User != "li" || event.Data.Text != "给李某" {
				t.Errorf("%v in %s", err, data)
			}
			break
		}
	}
	if err := w.server.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		continue
	}
}

func TestOtherSitesCannotDriveTheDemo(t *testing.T) {
	w := newWorld(t)
	request, _ := http.NewRequest(http.MethodPost, w.http.URL+"/sim/faults", strings.NewReader("{}"))
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", response.StatusCode)
	}
}
