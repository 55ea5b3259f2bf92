package app

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"petitiondesk/bot/wxcrypt"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/web"
)

// delivery is one callback as the platform would make it, for tests to bend.
type delivery struct {
	corp, agent string // of the envelope
	receiver    string // inside the ciphertext
	plaintext   []byte
	at          time.Time
	bend        func(query url.Values, body []byte) []byte // after sealing; may be nil
}

func (o *office) delivery() delivery {
	return delivery{
		corp: DemoCorpID, agent: strconv.Itoa(demoAgentID), receiver: DemoCorpID, at: o.clock.Now(),
		plaintext: o.plaintext(wxmsg.Header{}, "帮助"),
	}
}

// plaintext is a text message whose header says something else where given.
func (o *office) plaintext(differs wxmsg.Header, content string) []byte {
	o.Helper()
	header := wxmsg.Header{ToUserName: DemoCorpID, FromUserName: "wangfang", CreateTime: o.clock.Now().Unix(), AgentID: demoAgentID, MsgID: 7}
	if differs.ToUserName != "" {
		header.ToUserName = differs.ToUserName
	}
	if differs.AgentID != 0 {
		header.AgentID = differs.AgentID
	}
	plaintext, err := wxmsg.Marshal(wxmsg.Text{Header: header, Content: content})
	if err != nil {
		o.Fatal(err)
	}
	return plaintext
}

func (o *office) request(d delivery) *http.Request {
	o.Helper()
	cipher, err := wxcrypt.NewCipher(demoAESKey, d.receiver)
	if err != nil {
		o.Fatal(err)
	}
	timestamp := strconv.FormatInt(d.at.Unix(), 10)
	body, signature, err := wxcrypt.SealEnvelope(cipher, demoToken, d.corp, d.agent, d.plaintext, timestamp, "263014780")
	if err != nil {
		o.Fatal(err)
	}
	query := url.Values{"msg_signature": {signature}, "timestamp": {timestamp}, "nonce": {"263014780"}}
	if d.bend != nil {
		body = d.bend(query, body)
	}
	return httptest.NewRequest(http.MethodPost, web.CallbackPath+"?"+query.Encode(), bytes.NewReader(body))
}

func (o *office) serve(r *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	o.App.Handler().ServeHTTP(recorder, r)
	return recorder
}

func bentQuery(change func(url.Values)) func(url.Values, []byte) []byte {
	return func(query url.Values, body []byte) []byte { change(query); return body }
}

func bentBody(change func(string) string) func(url.Values, []byte) []byte {
	return func(_ url.Values, body []byte) []byte { return []byte(change(string(body))) }
}

func TestForgedDeliveriesAreRefusedAlike(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent())
	tests := map[string]func(*delivery){
		"forged signature": func(d *delivery) {
			d.bend = bentQuery(func(q url.Values) { q.Set("msg_signature", strings.Repeat("0", 40)) })
		},
		"changed nonce":       func(d *delivery) { d.bend = bentQuery(func(q url.Values) { q.Set("nonce", "1") }) },
		"other corp outside":  func(d *delivery) { d.corp = "wwother" },
		"other corp inside":   func(d *delivery) { d.plaintext = o.plaintext(wxmsg.Header{ToUserName: "wwother"}, "帮助") },
		"other receiver":      func(d *delivery) { d.receiver = "wwother" },
		"other agent outside": func(d *delivery) { d.agent = "1000003" },
		"other agent inside":  func(d *delivery) { d.plaintext = o.plaintext(wxmsg.Header{AgentID: 1000003}, "帮助") },
		"stale":               func(d *delivery) { d.at = d.at.Add(-time.Hour) },
		"from the future":     func(d *delivery) { d.at = d.at.Add(time.Hour) },
		"oversize": func(d *delivery) {
			d.bend = bentBody(func(body string) string { return body + strings.Repeat(" ", 2<<20) })
		},
		"doctype outside": func(d *delivery) { d.bend = bentBody(func(body string) string { return "<!DOCTYPE xml>" + body }) },
		"doctype inside":  func(d *delivery) { d.plaintext = append([]byte("<!DOCTYPE xml>"), d.plaintext...) },
		"malformed outside": func(d *delivery) {
			d.bend = bentBody(func(body string) string { return strings.TrimSuffix(body, "</xml>") })
		},
		"malformed inside": func(d *delivery) { d.plaintext = []byte("<xml><ToUserName>") },
		"not xml inside":   func(d *delivery) { d.plaintext = []byte("帮助") },
		"empty":            func(d *delivery) { d.bend = bentBody(func(string) string { return "" }) },
		"second ciphertext": func(d *delivery) {
			d.bend = bentBody(func(body string) string { return strings.Replace(body, "</xml>", "<Encrypt>a</Encrypt></xml>", 1) })
		},
	}
	for _, name := range []string{"msg_signature", "timestamp", "nonce"} {
		tests["two of "+name] = func(d *delivery) { d.bend = bentQuery(func(q url.Values) { q.Add(name, q.Get(name)) }) }
		tests["no "+name] = func(d *delivery) { d.bend = bentQuery(func(q url.Values) { q.Del(name) }) }
	}
	for name, bend := range tests {
		t.Run(name, func(t *testing.T) {
			d := o.delivery()
			bend(&d)
			expectRefusal(t, o.serve(o.request(d)))
		})
	}
	if rows := o.received(); rows != 0 {
		t.Errorf("%d rows in the inbox", rows)
	}
}

// expectRefusal wants the one answer that tells a forger nothing.
func expectRefusal(t *testing.T, answer *httptest.ResponseRecorder) {
	t.Helper()
	if answer.Code != http.StatusForbidden || answer.Body.String() != "forbidden\n" {
		t.Errorf("answered %d %q", answer.Code, answer.Body)
	}
	answer.Header().Del("Connection") // the server's own word after an oversize body
	if len(answer.Header()) != len(refusalHeaders) {
		t.Errorf("headers %v", answer.Header())
	}
	for name, value := range refusalHeaders {
		if answer.Header().Get(name) != value {
			t.Errorf("headers %v", answer.Header())
		}
	}
}

var refusalHeaders = map[string]string{
	"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
}

func TestVerificationEchoesThePlaintext(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent())
	const echo = "1616140317555161061"
	verification := func(receiver string, at time.Time, change func(url.Values)) *http.Request {
		cipher, err := wxcrypt.NewCipher(demoAESKey, receiver)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := cipher.Encrypt([]byte(echo))
		if err != nil {
			t.Fatal(err)
		}
		timestamp := strconv.FormatInt(at.Unix(), 10)
		query := url.Values{
			"msg_signature": {wxcrypt.Signature(demoToken, timestamp, "n", sealed)}, "timestamp": {timestamp}, "nonce": {"n"}, "echostr": {sealed},
		}
		change(query)
		return httptest.NewRequest(http.MethodGet, web.CallbackPath+"?"+query.Encode(), nil)
	}
	unchanged := func(url.Values) {}
	now := o.clock.Now()
	if answer := o.serve(verification(DemoCorpID, now, unchanged)); answer.Code != http.StatusOK || answer.Body.String() != echo {
		t.Errorf("answered %d %q", answer.Code, answer.Body)
	}
	for name, forged := range map[string]*http.Request{
		"other corp":  verification("wwother", now, unchanged),
		"stale":       verification(DemoCorpID, now.Add(-time.Hour), unchanged),
		"signature":   verification(DemoCorpID, now, func(q url.Values) { q.Set("msg_signature", "x") }),
		"two echoes":  verification(DemoCorpID, now, func(q url.Values) { q.Add("echostr", q.Get("echostr")) }),
		"no echo":     verification(DemoCorpID, now, func(q url.Values) { q.Del("echostr") }),
		"no query":    httptest.NewRequest(http.MethodGet, web.CallbackPath, nil),
		"bad escapes": httptest.NewRequest(http.MethodGet, web.CallbackPath+"?timestamp=%zz", nil),
	} {
		t.Run(name, func(t *testing.T) { expectRefusal(t, o.serve(forged)) })
	}
}

func TestOtherMethodsAreNotAllowed(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent())
	for _, method := range []string{http.MethodHead, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions} {
		request := o.request(o.delivery())
		request.Method = method
		if answer := o.serve(request); answer.Code != http.StatusMethodNotAllowed || answer.Header().Get("Allow") != "GET, POST" {
			t.Errorf("%s: %d, Allow %q", method, answer.Code, answer.Header().Get("Allow"))
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		if answer := o.serve(httptest.NewRequest(http.MethodPost, path, nil)); answer.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d", path, answer.Code)
		}
		if answer := o.serve(httptest.NewRequest(http.MethodGet, path, nil)); answer.Code != http.StatusOK {
			t.Errorf("GET %s: %d", path, answer.Code)
		}
	}
	if rows := o.received(); rows != 0 {
		t.Errorf("%d rows in the inbox", rows)
	}
}

func TestReplayedDeliveryIsHandledOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent())
	for range 3 {
		if answer := o.serve(o.request(o.delivery())); answer.Code != http.StatusOK || answer.Body.Len() != 0 {
			t.Fatalf("answered %d %q", answer.Code, answer.Body)
		}
	}
	if rows := o.received(); rows != 1 {
		t.Errorf("%d rows in the inbox", rows)
	}
	o.run()
	o.settle()
	if answer := o.serve(o.request(o.delivery())); answer.Code != http.StatusOK {
		t.Errorf("answered %d after the first was handled", answer.Code)
	}
	o.settle()
	if chat := o.Sim.Chat("wangfang"); len(chat) != 1 {
		t.Errorf("%d messages: %+v", len(chat), chat)
	}
}

func TestUnknownEventsAreTakenQuietly(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	o := newOffice(t, newLogger(&log, 0))
	head := "<xml><ToUserName>" + DemoCorpID + "</ToUserName><FromUserName>wangfang</FromUserName><CreateTime>" +
		strconv.FormatInt(o.clock.Now().Unix(), 10) + "</CreateTime><AgentID>" + strconv.Itoa(demoAgentID) + "</AgentID>"
	for _, rest := range []string{
		"<MsgType>event</MsgType><Event>moon_phase</Event><Phase><Name>full</Name></Phase></xml>",
		"<MsgType>event</MsgType><Event>inactive_alert</Event><EffectTime>1700000000</EffectTime></xml>",
	} {
		d := o.delivery()
		d.plaintext = []byte(head + rest)
		if answer := o.serve(o.request(d)); answer.Code != http.StatusOK {
			t.Errorf("%s answered %d", rest, answer.Code)
		}
	}
	stop := o.run()
	o.settle()
	if chat := o.Sim.Chat("wangfang"); len(chat) != 0 {
		t.Errorf("answered %+v", chat)
	}
	stop()
	if strings.Contains(log.String(), `"level":"ERROR"`) {
		t.Errorf("not quiet: %s", &log)
	}
}
