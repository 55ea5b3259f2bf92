package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/county"
	"petitiondesk/internal/wecomsim"
)

// What is said of petitioners; no word of it may reach the log.
const (
	petitioner = "欧阳测"
	mobile     = "13900000021"
	idNumber   = "11010519491231002X"
	facts      = "拖欠工资三个月"
	demand     = "尽快支付"
	reason     = "情况紧急请协调"
	opinion    = "材料不足请补充"
)

func (o *office) say(user, text string) {
	o.Helper()
	if report, err := o.Sim.Say(o.Context(), user, text); err != nil || !report.OK {
		o.Fatalf("%s could not say %q: %+v, %v", user, text, report, err)
	}
	o.settle()
}

// tap presses the button on the newest card of the person.
func (o *office) tap(user, label string) {
	o.Helper()
	var card wecomsim.Bubble
	for _, bubble := range o.Sim.Chat(user) {
		if bubble.Card != nil {
			card = bubble
		}
	}
	if card.Card == nil {
		o.Fatalf("%s has no card", user)
	}
	for _, button := range card.Card.ButtonList {
		if button.Text != label {
			continue
		}
		if report, err := o.Sim.Click(o.Context(), user, card.TaskID, button.Key, nil); err != nil || !report.OK {
			o.Fatalf("%s could not tap %s: %+v, %v", user, label, report, err)
		}
		o.settle()
		return
	}
	o.Fatalf("the card of %s has no button %s", user, label)
}

// tellEverything goes through fair and foul weather, so that every part has had reason to log.
func (o *office) tellEverything() {
	visit := "来访 " + petitioner + " " + mobile + " " + idNumber + " 3人 城关镇 反映" + facts + " 请求" + demand
	o.say("wangfang", visit)
	o.Sim.SetFaults(wecomsim.Faults{TokenExpired: true, TimeoutAfterAccept: 1})
	o.tap("wangfang", "确认登记")
	o.Sim.SetFaults(wecomsim.Faults{InvalidUsers: []string{"zhouping"}})
	o.say("wangfang", "呈报 0001 "+reason)
	o.Sim.SetFaults(wecomsim.Faults{})
	o.tap("sunli", "驳回")
	o.say("sunli", opinion)
	for _, text := range []string{"查 0001", mobile, idNumber, petitioner, "查 " + mobile, "进展 0001 " + facts, "同意 0001 " + opinion} {
		o.say("wangfang", text)
	}
	o.Sim.SetFaults(wecomsim.Faults{APIErrors: []wecomsim.APIFault{{Path: "message/send", Code: 44004, Count: 1}}})
	o.say("jiangli", "帮助")
	o.Sim.SetFaults(wecomsim.Faults{HTTP5xx: 1})
	o.say("jiangli", "帮助")
	o.clock.Advance(30 * time.Hour) // reminders of duty
	o.settle()
}

func (o *office) forge() {
	d := o.delivery()
	d.plaintext = o.plaintext(wxmsg.Header{ToUserName: "wwother"}, petitioner+mobile)
	o.serve(o.request(d))
	d = o.delivery()
	d.bend = bentQuery(func(q url.Values) { q.Set("msg_signature", demoToken); q.Set("echostr", mobile) })
	o.serve(o.request(d))
}

var issuedToken = regexp.MustCompile(`"access_token":"([^"]+)"`)

func (o *office) private() []string {
	words := []string{demoSecret, demoToken, demoAESKey, petitioner, mobile, idNumber, facts, demand, reason, opinion}
	for _, person := range county.Demo().People {
		words = append(words, person.Name)
	}
	for _, call := range o.Sim.Journal("", 0) {
		if token := issuedToken.FindSubmatch(call.Answer); token != nil {
			words = append(words, string(token[1]))
		}
	}
	return words
}

func TestLogTellsNothingPrivate(t *testing.T) {
	t.Parallel()
	for _, level := range []slog.Level{slog.LevelInfo, slog.LevelDebug} {
		t.Run(level.String(), func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			o := newOffice(t, newLogger(&log, level))
			stop := o.run()
			o.forge()
			o.tellEverything()
			stop()
			if tokens := len(o.private()) - len(county.Demo().People) - 10; tokens < 2 {
				t.Errorf("only %d access tokens were issued", tokens)
			}
			for _, line := range []string{"message handled", "callback refused", "watchdog"} {
				if !strings.Contains(log.String(), line) {
					t.Errorf("%q is missing: the log was not captured", line)
				}
			}
			for line := range strings.Lines(log.String()) {
				expectListedKeys(t, line)
				for _, word := range o.private() {
					if strings.Contains(line, word) {
						t.Errorf("%q in %s", word, line)
					}
				}
			}
		})
	}
}

// expectListedKeys finds keys that come to a line by other ways than the arguments of a call.
func expectListedKeys(t *testing.T, line string) {
	t.Helper()
	var keys map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &keys); err != nil {
		t.Errorf("no JSON object: %s", line)
	}
	page := readDoc(t, "docs/log-keys.md")
	for key := range keys {
		if !strings.Contains(page, "| `"+key+"` |") {
			t.Errorf("docs/log-keys.md lacks the key %q of %s", key, line)
		}
	}
}

func TestLoggerRedactsEveryKindOfValue(t *testing.T) {
	var log bytes.Buffer
	logger := newLogger(&log, slog.LevelInfo).With("with", mobile).WithGroup("group")
	refused := &url.Error{Op: "Get", URL: "https://x/?access_token=" + demoSecret, Err: errors.New(mobile)}
	logger.Info("message "+mobile, "text", idNumber, "error", refused, "list", []string{mobile}, "nested", slog.GroupValue(slog.String("a", mobile)),
		"bytes", []byte(mobile), "any", struct{ Name string }{mobile}, "panic", any(http.ErrAbortHandler))
	for _, word := range []string{mobile, idNumber, demoSecret} {
		if strings.Contains(log.String(), word) {
			t.Errorf("%s in %s", word, &log)
		}
	}
}
