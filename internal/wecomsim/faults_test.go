package wecomsim

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

func TestGatewayFaults(t *testing.T) {
	w := newWorld(t)
	w.server.SetFaults(Faults{HTTP5xx: 1, HTMLGateway: 1})
	path := "/cgi-bin/message/send?access_token=" + w.token
	if status, _ := w.do(http.MethodPost, path, []byte(text("一"))); status != http.StatusBadGateway {
		t.Errorf("status %d", status)
	}
	if status, body := w.do(http.MethodPost, path, []byte(text("一"))); status != 200 || !strings.HasPrefix(string(body), "<html>") {
		t.Errorf("status %d %s", status, body)
	}
	w.want(0, w.call("message/send", text("一")))
	entries := w.server.Journal("", 0)
	if n := len(entries); entries[n-3].Fault != "http_5xx" || entries[n-2].Fault != "html_gateway" || entries[n-2].Answer != nil || entries[n-1].Fault != "" {
		t.Errorf("journal %+v", entries)
	}
	if len(w.server.Chat("li")) != 1 {
		t.Error("an unprocessed message is shown")
	}
}

func TestAPIErrorFaults(t *testing.T) {
	w := newWorld(t)
	w.server.SetFaults(Faults{APIErrors: []APIFault{{Path: "message/send", Code: 45009, Count: 2}}})
	w.want(45009, w.call("message/send", text("一")))
	w.want(45009, w.call("message/send", cardBody(buttonCard("t1"))))
	w.want(0, w.call("message/send", text("一")))
	w.server.SetFaults(Faults{APIErrors: []APIFault{{Code: codeBusy}}})
	for range 3 {
		w.want(codeBusy, w.call("message/send", text("二")))
	}
}

func TestTimeoutAfterAcceptDoesTheWork(t *testing.T) {
	w := newWorld(t)
	w.server.SetFaults(Faults{TimeoutAfterAccept: 1})
	body := messageBody("text", fields{"content": "一"}, fields{"enable_duplicate_check": 1})
	response, err := http.Post(w.http.URL+"/cgi-bin/message/send?access_token="+w.token, "application/json", bytes.NewReader([]byte(body)))
	if err == nil {
		response.Body.Close()
		t.Fatalf("answered %d", response.StatusCode)
	}
	w.want(0, w.call("message/send", body))
	entries := w.server.Journal("li", 0)
	if len(entries) != 2 || entries[0].Fault != "timeout_after_accept" || entries[0].AnswerCode() != 0 || !entries[1].Suppressed || len(w.server.Chat("li")) != 1 {
		t.Errorf("journal %+v", entries)
	}
}

func TestSlowAndInvalidUsers(t *testing.T) {
	w := newWorld(t)
	w.server.SetFaults(Faults{SlowMS: 1, InvalidUsers: []string{"Li"}})
	answer := w.want(0, w.call("message/send", messageBody("text", fields{"content": "一"}, fields{"touser": "li|wang"})))
	if answer["invaliduser"] != "li" {
		t.Errorf("answer %v", answer)
	}
}
