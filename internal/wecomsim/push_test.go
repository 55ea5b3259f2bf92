package wecomsim

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"petitiondesk/bot/wxmsg"
)

func TestSayIsPushedSealed(t *testing.T) {
	w := newWorld(t)
	report, err := w.server.Say(context.Background(), "zhang.min", "登记 <张某> & ]]>")
	if err != nil || !report.OK || report.Deliveries != 1 || report.Status != 200 {
		t.Fatal(report, err)
	}
	message := w.bot.last().(wxmsg.Text)
	if message.Content != "登记 <张某> & ]]>" || message.FromUserName != "Zhang.Min" || message.ToUserName != testCorp ||
		message.AgentID != testAgent || message.MsgID != report.MsgID || message.CreateTime != w.clock.Now().Unix() {
		t.Errorf("message %+v", message)
	}
	again, _ := w.server.Say(context.Background(), "zhang.min", "登记 <张某> & ]]>")
	if again.MsgID == report.MsgID {
		t.Error("two messages share a MsgId")
	}
	if shown := w.server.Chat("Zhang.Min"); len(shown) != 2 || shown[0].From != FromUser {
		t.Errorf("chat %+v", shown)
	}
	if _, err := w.server.Say(context.Background(), "nobody", "在吗"); err == nil {
		t.Error("a stranger can speak")
	}
}

func TestFailedDeliveryIsRepeatedTwice(t *testing.T) {
	w := newWorld(t)
	w.bot.answers(500, 403)
	report, err := w.server.Say(context.Background(), "li", "待办")
	if err != nil || !report.OK || report.Deliveries != 3 {
		t.Fatal(report, err)
	}
	got := w.bot.received()
	if len(got) != 3 || !bytes.Equal(got[0], got[1]) || !bytes.Equal(got[1], got[2]) {
		t.Error("the plaintext must be the same three times")
	}
	if bytes.Equal(w.bot.sealed[0], w.bot.sealed[1]) {
		t.Error("the encryption must be fresh")
	}
	w.bot.answers(500, 500, 500, 500)
	if report, _ = w.server.Say(context.Background(), "li", "待办"); report.OK || report.Deliveries != 3 || report.Status != 500 || report.Problem == "" {
		t.Errorf("report %+v", report)
	}
}

func TestSlowBotCountsAsFailed(t *testing.T) {
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer slow.Close()
	defer close(release)
	server, err := New(Config{
		CorpID: testCorp, AgentID: testAgent, Secret: testSecret, Token: testToken, EncodingAESKey: testAESKey,
		CallbackURL: slow.URL, CallbackTimeout: 5 * time.Millisecond, RetryPause: time.Millisecond,
		Members: []Member{{UserID: "li", Name: "李某", Active: true, Visible: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close(context.Background())
	if report, err := server.Say(context.Background(), "li", "在吗"); err != nil || report.OK || report.Deliveries != 3 || report.Status != 0 {
		t.Errorf("report %+v %v", report, err)
	}
}

func TestCallbackFaults(t *testing.T) {
	w := newWorld(t)
	w.server.SetFaults(Faults{DropCallbacks: 1, DuplicateCallbacks: 1})
	report, _ := w.server.Say(context.Background(), "li", "一")
	if !report.OK || report.Deliveries != 3 || len(w.bot.received()) != 2 {
		t.Errorf("one lost, two arrive: %+v, %d", report, len(w.bot.received()))
	}
	w.bot.answers()
	w.server.SetFaults(Faults{DropCallbacks: 3})
	if report, _ = w.server.Say(context.Background(), "li", "二"); report.OK || len(w.bot.received()) != 0 {
		t.Errorf("all lost: %+v", report)
	}
}

func TestPushRawDeliversAsOftenAsTold(t *testing.T) {
	w := newWorld(t)
	report, err := w.server.PushRaw(context.Background(), []byte("<xml>forged</xml>"), 4)
	if err != nil || report.Deliveries != 4 || len(w.bot.received()) != 4 || string(w.bot.received()[3]) != "<xml>forged</xml>" {
		t.Errorf("report %+v %v", report, err)
	}
}

func TestSystemEventIsNotFromAPerson(t *testing.T) {
	w := newWorld(t)
	_, err := w.server.SendMessage(context.Background(), "li", wxmsg.ChangeContact{Header: wxmsg.Header{FromUserName: "sys"}, ChangeType: "delete_user", UserID: "gone"})
	if event := w.bot.last().(wxmsg.ChangeContact); err != nil || !event.FromSystem() || event.MsgID != 0 {
		t.Errorf("event %+v %v", event, err)
	}
}

func TestCloseWaitsAndThenRefuses(t *testing.T) {
	w := newWorld(t)
	w.server.SetCallbackURL("")
	if _, err := w.server.Say(context.Background(), "li", "一"); err == nil {
		t.Error("pushed without a callback URL")
	}
	w.server.SetCallbackURL(w.bot.http.URL)
	if err := w.server.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.server.Say(context.Background(), "li", "二"); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestCallerMayLeaveBeforeTheAnswer(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.server.Say(ctx, "li", "一"); !errors.Is(err, context.Canceled) && err != nil {
		t.Errorf("error %v", err)
	}
	if err := w.server.Close(context.Background()); err != nil || len(w.bot.received()) != 1 {
		t.Errorf("the callback must be delivered all the same: %v, %d", err, len(w.bot.received()))
	}
}
