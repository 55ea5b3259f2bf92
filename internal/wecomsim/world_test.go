package wecomsim

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"petitiondesk/bot/wxcrypt"
	"petitiondesk/bot/wxmsg"
)

const (
	testCorp   = "wx5823bf96d3bd56c7"
	testSecret = "synthetic-secret"
	testToken  = "QDG6eK"
	testAESKey = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	testAgent  = 1000002
)

type testClock struct {
	lock sync.Mutex
	now  time.Time
}

func (c *testClock) Now() time.Time { c.lock.Lock(); defer c.lock.Unlock(); return c.now }
func (c *testClock) Set(t time.Time) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.now = t
}
func (c *testClock) Advance(d time.Duration) { c.Set(c.Now().Add(d)) }
func (c *testClock) Manual() bool            { return true }

// world is a server, a bot that receives callbacks, and a caller with a token.
type world struct {
	t      *testing.T
	clock  *testClock // the demo's
	rates  *testClock // the machine's, by which rates are judged
	server *Server
	http   *httptest.Server
	bot    *receiver
	token  string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	start := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	w := &world{t: t, clock: &testClock{now: start}, rates: &testClock{now: start}, bot: newReceiver(t)}
	server, err := New(Config{
		CorpID: testCorp, AgentID: testAgent, Secret: testSecret, Token: testToken, EncodingAESKey: testAESKey,
		CallbackURL: w.bot.http.URL + "/wecom/callback?own=1", Clock: w.clock, RateNow: w.rates.Now,
		CallbackTimeout: 5 * time.Second, RetryPause: time.Millisecond,
		Members: []Member{
			{UserID: "Zhang.Min", Name: "张某", Post: "窗口干部", Department: "县信访局", Mobile: "13900000000", Active: true, Visible: true},
			{UserID: "li", Name: "李某", Post: "副局长", Department: "县信访局", Active: true, Visible: true},
			{UserID: "wang", Name: "王某", Post: "镇长", Department: "青石镇", Active: true, Visible: true},
			{UserID: "gone", Name: "孙某", Visible: true},
			{UserID: "hidden", Name: "赵某", Active: true},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.server = server
	w.http = httptest.NewServer(server.Handler())
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Close(ctx); err != nil {
			t.Error(err)
		}
		w.http.Close()
		w.bot.http.Close()
		http.DefaultClient.CloseIdleConnections()
	})
	w.login()
	return w
}

func (w *world) login() {
	w.t.Helper()
	answer := w.getJSON("/cgi-bin/gettoken?corpid=" + testCorp + "&corpsecret=" + testSecret)
	w.token, _ = answer["access_token"].(string)
	if w.token == "" {
		w.t.Fatalf("gettoken: %v", answer)
	}
}

func (w *world) getJSON(path string) map[string]any {
	w.t.Helper()
	_, body := w.do(http.MethodGet, path, nil)
	return w.parse(body)
}

func (w *world) parse(body []byte) map[string]any {
	w.t.Helper()
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		w.t.Fatalf("%v in %s", err, body)
	}
	return answer
}

func (w *world) do(method, path string, body []byte) (int, []byte) {
	w.t.Helper()
	request, err := http.NewRequest(method, w.http.URL+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return response.StatusCode, read
}

// call posts to qyapi with the token.
func (w *world) call(kind, body string) map[string]any {
	w.t.Helper()
	joint := "?"
	if strings.Contains(kind, "?") {
		joint = "&"
	}
	_, answer := w.do(http.MethodPost, "/cgi-bin/"+kind+joint+"access_token="+w.token, []byte(body))
	return w.parse(answer)
}

// read is a GET on qyapi with the token.
func (w *world) read(kind string) map[string]any {
	w.t.Helper()
	joint := "?"
	if strings.Contains(kind, "?") {
		joint = "&"
	}
	return w.getJSON("/cgi-bin/" + kind + joint + "access_token=" + w.token)
}

func code(answer map[string]any) int { return int(answer["errcode"].(float64)) }

func (w *world) want(wanted int, answer map[string]any) map[string]any {
	w.t.Helper()
	if code(answer) != wanted {
		w.t.Fatalf("errcode %d wanted, got %v", wanted, answer)
	}
	return answer
}

// message is a message/send body to "li"; more overrides or adds top-level fields, nil removes one.
func messageBody(msgType string, content any, more map[string]any) string {
	body := map[string]any{"touser": "li", "agentid": testAgent, "msgtype": msgType, msgType: content}
	for k, v := range more {
		if v == nil {
			delete(body, k)
		} else {
			body[k] = v
		}
	}
	return string(encodeJSON(body))
}

func text(content string) string {
	return messageBody("text", map[string]any{"content": content}, nil)
}

func cardBody(card map[string]any) string { return messageBody("template_card", card, nil) }

// with copies a card and sets one top-level field; a nil value removes it.
func with(card map[string]any, field string, value any) map[string]any {
	changed := map[string]any{}
	for k, v := range card {
		changed[k] = v
	}
	changed[field] = value
	if value == nil {
		delete(changed, field)
	}
	return changed
}

// receiver is a bot that opens callbacks and answers with the next status of its plan, 200 when empty.
type receiver struct {
	t      *testing.T
	http   *httptest.Server
	cipher *wxcrypt.Cipher

	lock   sync.Mutex
	plan   []int
	plain  [][]byte
	sealed [][]byte
}

func newReceiver(t *testing.T) *receiver {
	cipher, err := wxcrypt.NewCipher(testAESKey, testCorp)
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{t: t, cipher: cipher}
	r.http = httptest.NewServer(http.HandlerFunc(r.serve))
	return r
}

func (r *receiver) serve(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	envelope, err := wxcrypt.ParseEnvelope(body)
	if err != nil {
		r.t.Errorf("envelope: %v", err)
		return
	}
	q := request.URL.Query()
	if q.Get("own") != "1" {
		r.t.Error("the callback URL's own query is lost")
	}
	if got := wxcrypt.Signature(testToken, q.Get("timestamp"), q.Get("nonce"), string(envelope.Encrypt)); got != q.Get("msg_signature") {
		r.t.Errorf("signature %s, computed %s", q.Get("msg_signature"), got)
	}
	plain, err := r.cipher.Decrypt(envelope.Encrypt)
	if err != nil {
		r.t.Errorf("decrypt: %v", err)
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	r.plain, r.sealed = append(r.plain, bytes.Clone(plain)), append(r.sealed, body)
	if len(r.plan) > 0 {
		w.WriteHeader(r.plan[0])
		r.plan = r.plan[1:]
	}
}

func (r *receiver) answers(statuses ...int) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.plan, r.plain, r.sealed = statuses, nil, nil
}

func (r *receiver) received() [][]byte {
	r.lock.Lock()
	defer r.lock.Unlock()
	return r.plain
}

func (r *receiver) last() wxmsg.Message {
	r.t.Helper()
	all := r.received()
	if len(all) == 0 {
		r.t.Fatal("no callback came")
	}
	message, err := wxmsg.Parse(all[len(all)-1])
	if err != nil {
		r.t.Fatal(err)
	}
	return message
}
