package bot

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"

	"petitiondesk/bot/wxmsg"
)

// FuzzCallbackBytes plays somebody who does not know the token: whatever he sends is refused in the one way.
func FuzzCallbackBytes(f *testing.F) {
	good := goodPushed(f)
	f.Add(good.query.Encode()+"0", good.body)
	f.Add("msg_signature=a&timestamp=1&nonce=b&echostr=c", []byte("<xml><Encrypt>a</Encrypt></xml>"))
	f.Add("%zz", []byte(`<!DOCTYPE xml [<!ENTITY a "b">]><xml>&a;</xml>`))
	callback, taken := newTestCallback(f, io.Discard)
	f.Fuzz(func(t *testing.T, query string, body []byte) {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			answer := httptest.NewRecorder()
			callback.ServeHTTP(answer, &http.Request{
				Method: method, URL: &url.URL{Path: "/wecom/callback", RawQuery: query}, Body: io.NopCloser(bytes.NewReader(body)), Header: http.Header{},
			})
			if answer.Code == http.StatusForbidden && answer.Body.String() == "forbidden\n" {
				continue
			}
			if parsed, err := url.ParseQuery(query); err == nil && parsed.Get("msg_signature") == good.query.Get("msg_signature") {
				return // the good delivery itself, spelled otherwise
			}
			t.Fatalf("%s is answered %d %q, with %d deliveries", method, answer.Code, answer.Body, len(taken.deliveries))
		}
	})
}

// FuzzDelivered plays the platform: whatever well-sealed bytes it hands over are refused, or parsed and routed without a panic.
func FuzzDelivered(f *testing.F) {
	f.Add(textPlaintext(f, nil))
	head := wxmsg.Header{ToUserName: testCorp, FromUserName: "ZhangSan", CreateTime: testNow.Unix(), AgentID: testAgent, MsgID: 7}
	for _, m := range []wxmsg.Message{
		wxmsg.TemplateCardEvent{Header: head, TaskID: "visit-1-v1", EventKey: "find:1:2", CardType: "button_interaction", ResponseCode: "c"},
		wxmsg.Image{Header: head, MediaID: "m"},
		wxmsg.Location{Header: head, Latitude: 30, Longitude: 120, Label: "东街"},
		wxmsg.File{Header: head, MediaID: "m", FileName: "a.xlsx"},
	} {
		plaintext, err := wxmsg.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(plaintext)
	}
	router := newTestRouter()
	f.Fuzz(func(t *testing.T, plaintext []byte) {
		callback, taken := newTestCallback(t, io.Discard)
		answer := serve(callback, http.MethodPost, newPushed(t, testCorp, strconv.Itoa(testAgent), plaintext, testNow))
		if answer.Code == http.StatusForbidden && len(taken.deliveries) == 0 {
			return
		}
		if answer.Code != http.StatusOK || len(taken.deliveries) != 1 || taken.deliveries[0].Sender == "" {
			t.Fatalf("answered %d with %d deliveries", answer.Code, len(taken.deliveries))
		}
		if message, err := wxmsg.Parse(taken.deliveries[0].Plaintext); err == nil {
			_ = router.Dispatch(context.Background(), message, &phone{}) // what cannot be handled is an error
		}
	})
}
