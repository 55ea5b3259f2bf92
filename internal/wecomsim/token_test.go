package wecomsim

import (
	"testing"
	"time"
)

func TestTokenIsRefusedOrIssued(t *testing.T) {
	w := newWorld(t)
	for query, wanted := range map[string]int{
		"":                                      codeMissingCorpID,
		"?corpid=" + testCorp:                   codeMissingSecret,
		"?corpid=ww0&corpsecret=x":              codeBadCorpID,
		"?corpid=" + testCorp + "&corpsecret=x": codeBadSecret,
	} {
		w.want(wanted, w.getJSON("/cgi-bin/gettoken"+query))
	}
	answer := w.want(0, w.getJSON("/cgi-bin/gettoken?corpid="+testCorp+"&corpsecret="+testSecret))
	if answer["expires_in"] != 7200.0 {
		t.Errorf("expires_in %v", answer["expires_in"])
	}
}

func TestTokenExpiresByTheClock(t *testing.T) {
	w := newWorld(t)
	w.clock.Advance(2*time.Hour - time.Second)
	w.want(0, w.call("message/send", text("一")))
	w.clock.Advance(time.Second)
	w.want(codeBadToken, w.call("message/send", text("二")))
	w.login()
	w.want(0, w.call("message/send", text("三")))

	w.token = "unknown"
	w.want(codeBadToken, w.call("message/send", text("四")))
	w.token = ""
	w.want(codeMissingToken, w.call("message/send", text("五")))
}

func TestTokenFaults(t *testing.T) {
	w := newWorld(t)
	w.server.SetFaults(Faults{TokenExpired: true, TokenTTL: 60})
	w.want(codeBadToken, w.call("message/send", text("一")))
	w.want(codeBadToken, w.call("message/send", text("一")))
	w.login()
	w.want(0, w.call("message/send", text("一")))
	w.clock.Advance(time.Minute)
	w.want(codeBadToken, w.call("message/send", text("二")))
}
