package bot

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"petitiondesk/bot/wxcrypt"
	"petitiondesk/bot/wxmsg"
)

const (
	testCorp  = "ww0123456789abcdef"
	testAgent = 1000002
	testToken = "CallbackToken"
	testKey   = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	testNonce = "263014780"
)

var testNow = time.Date(2026, 11, 22, 1, 2, 3, 0, time.UTC)

// pushed is one callback on its way; tests bend it before it is sent.
type pushed struct {
	query url.Values
	body  []byte
}

func newPushed(t testing.TB, corp, agent string, plaintext []byte, at time.Time) pushed {
	t.Helper()
	cipher, err := wxcrypt.NewCipher(testKey, corp)
	if err != nil {
		t.Fatal(err)
	}
	timestamp := strconv.FormatInt(at.Unix(), 10)
	body, signature, err := wxcrypt.SealEnvelope(cipher, testToken, corp, agent, plaintext, timestamp, testNonce)
	if err != nil {
		t.Fatal(err)
	}
	return pushed{url.Values{"msg_signature": {signature}, "timestamp": {timestamp}, "nonce": {testNonce}}, body}
}

func textPlaintext(t testing.TB, change func(*wxmsg.Text)) []byte {
	t.Helper()
	m := wxmsg.Text{Content: "登记", Header: wxmsg.Header{
		ToUserName: testCorp, FromUserName: "ZhangSan", CreateTime: testNow.Unix(), AgentID: testAgent, MsgID: 7,
	}}
	if change != nil {
		change(&m)
	}
	plaintext, err := wxmsg.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return plaintext
}

func goodPushed(t testing.TB) pushed {
	t.Helper()
	return newPushed(t, testCorp, strconv.Itoa(testAgent), textPlaintext(t, nil), testNow)
}

type inbox struct {
	deliveries []Delivery
	err        error
}

func (i *inbox) accept(_ context.Context, d Delivery) error {
	i.deliveries = append(i.deliveries, d)
	return i.err
}

func newTestCallback(t testing.TB, log io.Writer) (*Callback, *inbox) {
	t.Helper()
	taken := &inbox{}
	callback, err := NewCallback(CallbackConfig{
		CorpID: testCorp, AgentID: testAgent, Token: testToken, EncodingAESKey: testKey,
		Now: func() time.Time { return testNow }, Logger: slog.New(slog.NewTextHandler(log, nil)),
	}, taken.accept)
	if err != nil {
		t.Fatal(err)
	}
	return callback, taken
}

func serve(h http.Handler, method string, p pushed) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequest(method, "/wecom/callback?"+p.query.Encode(), bytes.NewReader(p.body)))
	return recorder
}

func TestCallbackTakesDelivery(t *testing.T) {
	callback, taken := newTestCallback(t, io.Discard)
	answer := serve(callback, http.MethodPost, goodPushed(t))
	if answer.Code != http.StatusOK || answer.Body.Len() != 0 {
		t.Fatalf("answered %d %q", answer.Code, answer.Body)
	}
	d := taken.deliveries[0]
	if d.Sender != "zhangsan" || d.AgentID != testAgent || !d.SentAt.Equal(testNow) {
		t.Errorf("delivery %+v", d)
	}
	if m, err := wxmsg.Parse(d.Plaintext); err != nil || m.(wxmsg.Text).Content != "登记" {
		t.Errorf("message %+v, %v", m, err)
	}
}

func TestCallbackKeyIsStableOverRetries(t *testing.T) {
	callback, taken := newTestCallback(t, io.Discard)
	serve(callback, http.MethodPost, goodPushed(t))
	serve(callback, http.MethodPost, goodPushed(t)) // sealed anew: other random prefix, same plaintext
	other := newPushed(t, testCorp, "1000002", textPlaintext(t, func(m *wxmsg.Text) { m.Content = "我的" }), testNow)
	serve(callback, http.MethodPost, other)
	first, retry, next := taken.deliveries[0].Key, taken.deliveries[1].Key, taken.deliveries[2].Key
	if first != retry || first == next || len(first) != 64+len("-1000002") || !strings.HasSuffix(first, "-1000002") {
		t.Errorf("keys %q %q %q", first, retry, next)
	}
}

func TestCallbackAsksForRetryWhenNotAccepted(t *testing.T) {
	var log bytes.Buffer
	callback, taken := newTestCallback(t, &log)
	taken.err = errors.New("store is down for 13800138000")
	if answer := serve(callback, http.MethodPost, goodPushed(t)); answer.Code != http.StatusInternalServerError {
		t.Errorf("answered %d", answer.Code)
	}
	if strings.Contains(log.String(), "13800138000") {
		t.Errorf("log holds a mobile number: %s", &log)
	}
}

func TestCallbackTakesContactEventWithoutAgent(t *testing.T) {
	callback, taken := newTestCallback(t, io.Discard)
	plaintext, err := wxmsg.Marshal(wxmsg.ChangeContact{
		Header: wxmsg.Header{ToUserName: testCorp, FromUserName: "sys", CreateTime: testNow.Unix()}, ChangeType: "delete_user", UserID: "a",
	})
	if err != nil {
		t.Fatal(err)
	}
	if answer := serve(callback, http.MethodPost, newPushed(t, testCorp, "", plaintext, testNow)); answer.Code != http.StatusOK {
		t.Fatalf("answered %d", answer.Code)
	}
	if taken.deliveries[0].Sender != "sys" {
		t.Errorf("delivery %+v", taken.deliveries[0])
	}
}

func TestCallbackRefusals(t *testing.T) {
	const otherCorp = "ww9999999999999999"
	cases := map[string]struct {
		reason string
		build  func() pushed
	}{
		"forged signature":  {"signature", bent(t, func(p *pushed) { p.query.Set("msg_signature", strings.Repeat("0", 40)) })},
		"changed timestamp": {"signature", bent(t, func(p *pushed) { p.query.Set("timestamp", "1") })},
		"changed nonce":     {"signature", bent(t, func(p *pushed) { p.query.Set("nonce", "1") })},
		"no signature":      {"parameter", bent(t, func(p *pushed) { p.query.Del("msg_signature") })},
		"empty nonce":       {"parameter", bent(t, func(p *pushed) { p.query.Set("nonce", "") })},
		"second signature":  {"parameter", bent(t, func(p *pushed) { p.query.Add("msg_signature", "x") })},
		"second timestamp":  {"parameter", bent(t, func(p *pushed) { p.query.Add("timestamp", p.query.Get("timestamp")) })},
		"second nonce":      {"parameter", bent(t, func(p *pushed) { p.query.Add("nonce", "x") })},
		"stale": {"window", func() pushed {
			return newPushed(t, testCorp, "1000002", textPlaintext(t, nil), testNow.Add(-11*time.Minute))
		}},
		"from the future": {"window", func() pushed {
			return newPushed(t, testCorp, "1000002", textPlaintext(t, nil), testNow.Add(11*time.Minute))
		}},
		"other corp":           {"another corp", func() pushed { return newPushed(t, otherCorp, "1000002", textPlaintext(t, nil), testNow) }},
		"other agent outside":  {"another agent", func() pushed { return newPushed(t, testCorp, "1", textPlaintext(t, nil), testNow) }},
		"other corp inside":    {"another corp", withText(t, func(m *wxmsg.Text) { m.ToUserName = otherCorp })},
		"other agent inside":   {"another agent", withText(t, func(m *wxmsg.Text) { m.AgentID = 1 })},
		"text without agent":   {"another agent", withText(t, func(m *wxmsg.Text) { m.AgentID = 0 })},
		"other receiver":       {"another receiver", func() pushed { return resealed(t, otherCorp) }},
		"empty body":           {"envelope", bent(t, func(p *pushed) { p.body = nil })},
		"malformed body":       {"envelope", bent(t, func(p *pushed) { p.body = []byte("<xml><Encrypt>") })},
		"doctype":              {"envelope", bent(t, func(p *pushed) { p.body = append([]byte("<!DOCTYPE xml>"), p.body...) })},
		"oversize":             {"too large", bent(t, func(p *pushed) { p.body = bytes.Repeat([]byte{' '}, maxCallbackBytes+1) })},
		"malformed inside":     {"malformed message", func() pushed { return newPushed(t, testCorp, "1000002", []byte("hello"), testNow) }},
		"doctype inside":       {"malformed message", func() pushed { return newPushed(t, testCorp, "1000002", []byte("<!DOCTYPE x><xml/>"), testNow) }},
		"signed but no cipher": {"undecipherable", func() pushed { return signedGarbage() }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			callback, taken := newTestCallback(t, &log)
			p := c.build()
			answer := serve(callback, http.MethodPost, p)
			if answer.Code != http.StatusForbidden || answer.Body.String() != "forbidden\n" || len(taken.deliveries) != 0 {
				t.Errorf("answered %d %q, took %d", answer.Code, answer.Body, len(taken.deliveries))
			}
			if !strings.Contains(log.String(), c.reason) {
				t.Errorf("log %q does not name %q", &log, c.reason)
			}
			for _, secret := range []string{testToken, testKey, p.query.Get("msg_signature")} {
				if secret != "" && strings.Contains(log.String(), secret) {
					t.Errorf("log %q holds %q", &log, secret)
				}
			}
		})
	}
}

func bent(t *testing.T, change func(*pushed)) func() pushed {
	return func() pushed {
		p := goodPushed(t)
		change(&p)
		return p
	}
}

func withText(t *testing.T, change func(*wxmsg.Text)) func() pushed {
	return func() pushed { return newPushed(t, testCorp, "1000002", textPlaintext(t, change), testNow) }
}

// resealed addresses the envelope to us but seals the message for another receiver.
func resealed(t *testing.T, receiver string) pushed {
	cipher, err := wxcrypt.NewCipher(testKey, receiver)
	if err != nil {
		t.Fatal(err)
	}
	timestamp := strconv.FormatInt(testNow.Unix(), 10)
	body, signature, err := wxcrypt.SealEnvelope(cipher, testToken, testCorp, "1000002", textPlaintext(t, nil), timestamp, testNonce)
	if err != nil {
		t.Fatal(err)
	}
	return pushed{url.Values{"msg_signature": {signature}, "timestamp": {timestamp}, "nonce": {testNonce}}, body}
}

func signedGarbage() pushed {
	garbage := base64.StdEncoding.EncodeToString(make([]byte, 64))
	timestamp := strconv.FormatInt(testNow.Unix(), 10)
	signature := wxcrypt.Signature(testToken, timestamp, testNonce, garbage)
	body := "<xml><ToUserName>" + testCorp + "</ToUserName><Encrypt>" + garbage + "</Encrypt></xml>"
	return pushed{url.Values{"msg_signature": {signature}, "timestamp": {timestamp}, "nonce": {testNonce}}, []byte(body)}
}

func echoQuery(t *testing.T, receiver, message string) url.Values {
	t.Helper()
	cipher, err := wxcrypt.NewCipher(testKey, receiver)
	if err != nil {
		t.Fatal(err)
	}
	echo, err := cipher.Encrypt([]byte(message))
	if err != nil {
		t.Fatal(err)
	}
	timestamp := strconv.FormatInt(testNow.Unix(), 10)
	return url.Values{
		"msg_signature": {wxcrypt.Signature(testToken, timestamp, testNonce, echo)},
		"timestamp":     {timestamp}, "nonce": {testNonce}, "echostr": {echo},
	}
}

func TestCallbackVerifiesURL(t *testing.T) {
	callback, _ := newTestCallback(t, io.Discard)
	answer := serve(callback, http.MethodGet, pushed{query: echoQuery(t, testCorp, "1616140317555161061")})
	if answer.Code != http.StatusOK || answer.Body.String() != "1616140317555161061" {
		t.Errorf("answered %d %q", answer.Code, answer.Body)
	}
}

func TestCallbackRefusesURLVerification(t *testing.T) {
	callback, _ := newTestCallback(t, io.Discard)
	for name, change := range map[string]func(url.Values){
		"forged":         func(q url.Values) { q.Set("msg_signature", strings.Repeat("f", 40)) },
		"no echostr":     func(q url.Values) { q.Del("echostr") },
		"second echostr": func(q url.Values) { q.Add("echostr", "x") },
		"second nonce":   func(q url.Values) { q.Add("nonce", "x") },
	} {
		query := echoQuery(t, testCorp, "1")
		change(query)
		if answer := serve(callback, http.MethodGet, pushed{query: query}); answer.Code != http.StatusForbidden {
			t.Errorf("%s: answered %d", name, answer.Code)
		}
	}
	if answer := serve(callback, http.MethodGet, pushed{query: echoQuery(t, "wwother", "1")}); answer.Code != http.StatusForbidden {
		t.Errorf("other receiver: answered %d", answer.Code)
	}
	recorder := httptest.NewRecorder()
	callback.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/?nonce=%zz", nil))
	if recorder.Code != http.StatusForbidden {
		t.Errorf("malformed query: answered %d", recorder.Code)
	}
}

func TestCallbackRefusesOtherMethods(t *testing.T) {
	callback, _ := newTestCallback(t, io.Discard)
	for _, method := range []string{http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		if answer := serve(callback, method, goodPushed(t)); answer.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: answered %d", method, answer.Code)
		}
	}
}

func TestNewCallbackRefusesBadConfig(t *testing.T) {
	accept := (&inbox{}).accept
	for name, cfg := range map[string]CallbackConfig{
		"empty":    {},
		"no agent": {CorpID: testCorp, Token: testToken, EncodingAESKey: testKey},
		"bad key":  {CorpID: testCorp, AgentID: 1, Token: testToken, EncodingAESKey: "SECRETKEY"},
	} {
		if _, err := NewCallback(cfg, accept); err == nil || strings.Contains(err.Error(), "SECRETKEY") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
