package wecomsim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestJournalDropsTheOldest(t *testing.T) {
	j := newJournal(3)
	for i := range 5 {
		j.append(Entry{Kind: fmt.Sprint(i + 1)})
	}
	entries, _ := j.since(0)
	if len(entries) != 3 || entries[0].Seq != 3 || entries[0].Kind != "3" || entries[2].Kind != "5" {
		t.Errorf("entries %+v", entries)
	}
	if entries, _ = j.since(4); len(entries) != 1 || entries[0].Seq != 5 {
		t.Errorf("after 4: %+v", entries)
	}
	if entries, _ = j.since(9); len(entries) != 0 {
		t.Errorf("after 9: %+v", entries)
	}
}

func TestWaitForFindsPastAndFuture(t *testing.T) {
	w := newWorld(t)
	isSend := func(e Entry) bool { return e.Kind == "message/send" }
	found := make(chan Entry)
	go func() {
		e, _ := w.server.WaitFor(context.Background(), isSend, 0)
		found <- e
	}()
	w.want(0, w.call("message/send", text("一")))
	first := <-found
	if len(w.server.Chat("li")) != 1 {
		t.Error("the message must be on the phone when its entry is found")
	}
	if again, err := w.server.WaitFor(context.Background(), isSend, first.Seq-1); err != nil || again.Seq != first.Seq {
		t.Errorf("%+v %v", again, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := w.server.WaitFor(ctx, isSend, first.Seq); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

// BenchmarkSend is the simulator's own share of an outbox benchmark.
func BenchmarkSend(b *testing.B) {
	members := []Member{}
	for i := range 1000 {
		members = append(members, Member{UserID: fmt.Sprintf("u%d", i), Active: true, Visible: true})
	}
	server, err := New(Config{CorpID: testCorp, AgentID: testAgent, Secret: testSecret, Token: testToken, EncodingAESKey: testAESKey, Members: members})
	if err != nil {
		b.Fatal(err)
	}
	server.tokens["t"] = time.Now().Add(time.Hour)
	handler := server.Handler()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		body := fmt.Sprintf(`{"touser":"u%d","agentid":%d,"msgtype":"text","text":{"content":"第 %d 条"},"enable_duplicate_check":1}`, i%1000, testAgent, i)
		request := httptest.NewRequest(http.MethodPost, "/cgi-bin/message/send?access_token=t", bytes.NewReader([]byte(body)))
		handler.ServeHTTP(httptest.NewRecorder(), request)
	}
}
