package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"petitiondesk/models/queue"
)

func TestEachVerdictEndsTheAttemptItsWay(t *testing.T) {
	for _, c := range []struct {
		name  string
		sent  queue.Sent
		state queue.State
		told  string // kind of the complaint
	}{
		{"sent", queue.Sent{MsgID: "m1"}, queue.Done, ""},
		{"card spent", queue.Sent{Verdict: queue.VerdictCardSpent, ErrCode: 60140}, queue.Done, ""},
		{"unreachable", queue.Sent{Verdict: queue.VerdictUnreachable, ErrCode: 81013}, queue.Dead, "trouble_unreachable"},
		{"refused", queue.Sent{Verdict: queue.VerdictRefused, ErrCode: 40058}, queue.Dead, "trouble_dead_outbound"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.wire.answer = func(request string) queue.Sent {
				if strings.HasPrefix(request, "office") {
					return queue.Sent{}
				}
				return c.sent
			}
			id := b.addOutbound(queue.Outbound{Data: []byte("x"), DueAt: start})
			b.run()
			row := b.awaitState(id, c.state)
			if row.ErrCode != c.sent.ErrCode || row.MsgID != c.sent.MsgID || string(row.Request) != "li:x" || row.FirstTryAt == nil {
				t.Errorf("row is %+v", row)
			}
			told := b.complaints()
			if c.told == "" && len(told) != 0 || c.told != "" && (len(told) != 1 || told[0].Kind != c.told) {
				t.Errorf("the duty office was told %+v", told)
			}
		})
	}
}

func TestARetryBacksOffUntilTheLetterIsDead(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.Settled = make(chan SettledRow, 64)
	b.wire.answer = func(request string) queue.Sent {
		if strings.HasPrefix(request, "office") {
			return queue.Sent{}
		}
		return queue.Sent{Verdict: queue.VerdictRetry, ErrCode: 45009, RetryAfter: time.Hour}
	}
	id := b.addOutbound(queue.Outbound{Data: []byte("x"), DueAt: start})
	b.run()
	for attempt := range queue.MaxAttempts {
		settled := <-b.cfg.Signals.Settled
		row := b.outbound(id)
		if last := attempt == queue.MaxAttempts-1; last != (settled.State == queue.Dead) {
			t.Fatalf("attempt %d left the row as %+v", attempt+1, row)
		} else if !last && row.LeaseUntil.Before(b.wall.Now().Add(time.Hour)) {
			t.Errorf("the platform's wait is ignored: %v", row.LeaseUntil)
		}
		b.wall.Advance(time.Hour)
	}
	if told := b.complaints(); len(told) != 1 {
		t.Errorf("the duty office was told %+v", told)
	}
	requests := slices.DeleteFunc(b.wire.requests(), func(r string) bool { return r != "li:x" })
	if len(requests) != queue.MaxAttempts {
		t.Errorf("posted %d times", len(requests))
	}
}

func TestAFailingComplaintMakesNoComplaint(t *testing.T) {
	b := newBench(t)
	b.wire.answer = func(string) queue.Sent { return queue.Sent{Verdict: queue.VerdictUnreachable} }
	first := b.addOutbound(queue.Outbound{Data: []byte("x"), DueAt: start})
	b.run()
	b.awaitState(first, queue.Dead)
	b.eventually("complaint dead", func() bool { told := b.complaints(); return len(told) == 1 && told[0].State == queue.Dead })
}

func TestWrongSettingsUseUpNoAttempts(t *testing.T) {
	b := newBench(t)
	b.wire.answer = func(string) queue.Sent { return queue.Sent{Verdict: queue.VerdictConfig, ErrCode: 40001} }
	id := b.addOutbound(queue.Outbound{Data: []byte("x"), DueAt: start})
	e, _ := b.run()
	for n := 1; n <= 2*queue.MaxAttempts; n++ {
		b.eventually("posted and waiting", func() bool {
			row := b.outbound(id)
			return len(b.wire.requests()) == n && row.State == queue.Waiting && row.LeaseUntil.After(b.wall.Now())
		})
		if row := b.outbound(id); row.Attempts != 0 {
			t.Fatalf("row is %+v", row)
		}
		if e.Status().ConfigFault != 40001 {
			t.Error("status does not tell")
		}
		b.wall.Advance(time.Minute)
	}
	b.clock.Advance(25 * time.Hour)
	b.wall.Advance(time.Hour)
	b.awaitState(id, queue.Dead)
}

func TestTextsDueTogetherAreOneMessage(t *testing.T) {
	b := newBench(t)
	var ids []int64
	for _, text := range []string{"one", "two", "three", strings.Repeat("long", 9), "five"} {
		ids = append(ids, b.addOutbound(queue.Outbound{Data: []byte(text), DueAt: start}))
	}
	card := b.addOutbound(queue.Outbound{Kind: "card", Data: []byte("card"), DueAt: start})
	last := b.addOutbound(queue.Outbound{Data: []byte("six"), DueAt: start})
	other := b.addOutbound(queue.Outbound{Recipient: "wang", Data: []byte("hello"), DueAt: start})
	b.run()
	b.awaitState(last, queue.Done)
	b.awaitState(card, queue.Done)
	b.awaitState(other, queue.Done)
	got := slices.DeleteFunc(b.wire.requests(), func(r string) bool { return r == "wang:hello" })
	want := []string{"li:one+two+three", "li:" + strings.Repeat("long", 9), "li:five", "li:card", "li:six"}
	if !slices.Equal(got, want) {
		t.Errorf("posted %q", got)
	}
	for _, id := range ids[1:3] {
		if row := b.outbound(id); row.State != queue.Bundled || row.BundleID == nil || *row.BundleID != ids[0] {
			t.Errorf("row is %+v", row)
		}
	}
}

func TestTheLongestLastingRowCarriesTheBundle(t *testing.T) {
	soon, later := start.Add(time.Minute), start.Add(time.Hour)
	run := []parcel{{row: queue.Outbound{ID: 1, NotAfter: &soon}}, {row: queue.Outbound{ID: 2}}, {row: queue.Outbound{ID: 3, NotAfter: &later}}}
	if head, others := carrier(run); head.row.ID != 2 || len(others) != 2 || others[0].row.ID != 1 || others[1].row.ID != 3 {
		t.Errorf("carrier is %d, others %v", head.row.ID, others)
	}
	if head, _ := carrier(run[:1]); head.row.ID != 1 {
		t.Errorf("carrier is %d", head.row.ID)
	}
}

func TestWhatCannotBeRenderedBlocksNobodyAndDiesAloud(t *testing.T) {
	b := newBench(t)
	b.cfg.Signals.Settled = make(chan SettledRow, 64)
	bad := b.addOutbound(queue.Outbound{Kind: "unrenderable", DueAt: start})
	good := b.addOutbound(queue.Outbound{Data: []byte("x"), DueAt: start})
	b.run()
	for {
		if settled := <-b.cfg.Signals.Settled; settled.ID == bad && settled.State == queue.Dead {
			break
		}
		b.wall.Advance(queue.Backoff(queue.MaxAttempts, 199))
	}
	b.awaitState(good, queue.Done)
	if told := b.complaints(); len(told) != 1 {
		t.Errorf("the duty office was told %+v", told)
	}
}

func TestAPastMomentExpiresAndEscalates(t *testing.T) {
	b := newBench(t)
	moment := start.Add(-time.Minute)
	id := b.addOutbound(queue.Outbound{Data: []byte("x"), DueAt: start.Add(-time.Hour), NotAfter: &moment})
	b.run()
	b.awaitState(id, queue.Expired)
	if told := b.complaints(); len(told) != 1 || told[0].Kind != "trouble_expired_outbound" {
		t.Errorf("the duty office was told %+v", told)
	}
	if slices.Contains(b.wire.requests(), "li:x") {
		t.Error("posted all the same")
	}
}

func TestAnUnknownOutcomeIsNotRepeatedPastTheDuplicateWindow(t *testing.T) {
	recently, longAgo := start.Add(-queue.DuplicateInterval), start.Add(-queue.DuplicateInterval-time.Second)
	for _, c := range []struct {
		name  string
		row   queue.Outbound
		state queue.State
	}{
		{"lapsed long ago", queue.Outbound{State: queue.Claimed, FirstTryAt: &longAgo}, queue.Expired},
		{"lapsed recently", queue.Outbound{State: queue.Claimed, FirstTryAt: &recently}, queue.Done},
		{"unanswered long ago", queue.Outbound{LastError: "timeout", FirstTryAt: &longAgo}, queue.Expired},
		{"refused for now long ago", queue.Outbound{LastError: "busy", ErrCode: 45009, FirstTryAt: &longAgo}, queue.Done},
		{"frozen and never posted", queue.Outbound{FirstTryAt: &longAgo}, queue.Done},
		{"amendment", queue.Outbound{State: queue.Claimed, Amends: true, FirstTryAt: &longAgo}, queue.Done},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			c.row.DueAt, c.row.Request, c.row.Attempts = start, []byte("li:frozen"), 1
			id := b.addOutbound(c.row)
			b.run()
			b.awaitState(id, c.state)
			if posted := slices.Contains(b.wire.requests(), "li:frozen"); posted != (c.state == queue.Done) {
				t.Errorf("posted: %t", posted)
			}
			if told := len(b.complaints()); (told == 1) != (c.state == queue.Expired) {
				t.Errorf("%d complaints", told)
			}
		})
	}
}

func TestAnAmendmentWaitsForItsCard(t *testing.T) {
	b := newBench(t)
	var busy atomic.Bool
	busy.Store(true)
	b.wire.answer = func(request string) queue.Sent {
		if busy.Load() {
			return queue.Sent{Verdict: queue.VerdictRetry, ErrCode: -1}
		}
		return queue.Sent{ResponseCode: "code-of-" + request}
	}
	card := b.addOutbound(queue.Outbound{Kind: "card", TaskID: "t1", Data: []byte("card"), DueAt: start})
	b.run()
	b.eventually("card waits", func() bool { row := b.outbound(card); return row.Attempts == 1 && row.State == queue.Waiting })
	amend := b.addOutbound(queue.Outbound{Kind: "amend", TaskID: "t1", Amends: true, Data: []byte("done"), DueAt: start})
	b.wall.Advance(7 * time.Second / 2)
	b.eventually("amendment given back", func() bool {
		row := b.outbound(amend)
		return row.State == queue.Waiting && row.Seq > 0 && row.Attempts == 0
	})
	busy.Store(false)
	b.eventually("amended", func() bool { b.wall.Advance(time.Second); return b.outbound(amend).State == queue.Done })
	if got := b.wire.requests(); got[len(got)-1] != "li:done:code-of-li:card" {
		t.Errorf("posted %q", got)
	}
	if code := b.mem.codes[0]; code.ConsumedAt == nil || !code.ExpiresAt.Equal(start.Add(queue.CardCodeLife)) {
		t.Errorf("code is %+v", code)
	}
}

func TestAnAmendmentWithoutACodeIsDone(t *testing.T) {
	b := newBench(t)
	id := b.addOutbound(queue.Outbound{Kind: "amend", TaskID: "t1", Amends: true, DueAt: start})
	b.run()
	if row := b.awaitState(id, queue.Done); row.LastError == "" || len(b.wire.requests()) != 0 {
		t.Errorf("row is %+v", row)
	}
}

// fewPacer allows some messages and then asks to wait.
type fewPacer struct{ left atomic.Int64 }

func (p *fewPacer) Allow(context.Context, string, time.Time) (bool, time.Duration, error) {
	return p.left.Add(-1) >= 0, 30 * time.Second, nil
}

func TestPacingGivesRowsBackUntried(t *testing.T) {
	b := newBench(t)
	pacer := &fewPacer{}
	pacer.left.Store(2)
	b.ports.Pacer = pacer
	var ids []int64
	for n := range 5 {
		ids = append(ids, b.addOutbound(queue.Outbound{Kind: "card", Data: []byte(fmt.Sprint(n)), DueAt: start}))
	}
	b.run()
	for _, id := range ids[2:] {
		b.eventually("given back", func() bool {
			row := b.outbound(id)
			return row.State == queue.Waiting && row.Attempts == 0 && row.LeaseUntil.Equal(start.Add(30*time.Second))
		})
	}
	pacer.left.Store(100)
	b.wall.Advance(30 * time.Second)
	b.awaitState(ids[4], queue.Done)
	if got := b.wire.requests(); !slices.Equal(got, []string{"li:0", "li:1", "li:2", "li:3", "li:4"}) {
		t.Errorf("posted %v", got)
	}
}

type brokenPacer struct{}

func (brokenPacer) Allow(context.Context, string, time.Time) (bool, time.Duration, error) {
	return false, 0, errors.New("redis is gone")
}

func TestWithoutTheSharedPacerAReplicaKeepsToItsShare(t *testing.T) {
	p := newPacing(brokenPacer{}, &fault{logger: newBench(t).cfg.Logger}, queue.PersonPerMinute)
	allowed := 0
	for range 2 * queue.PersonPerMinute {
		if ok, wait := p.allow(context.Background(), "li", start); ok {
			allowed++
		} else if wait != pacingWindow {
			t.Fatalf("wait is %v", wait)
		}
	}
	if allowed != queue.PersonAlone {
		t.Errorf("%d messages allowed", allowed)
	}
	if ok, _ := p.allow(context.Background(), "li", start.Add(pacingWindow)); !ok {
		t.Error("still held after the window")
	}
}

func TestOneRecipientsTroubleHoldsNobodyElse(t *testing.T) {
	b := newBench(t)
	b.cfg.Senders = 2
	blocked := make(chan struct{})
	b.wire.answer = func(request string) queue.Sent {
		if strings.HasPrefix(request, "li:") {
			<-blocked
		}
		return queue.Sent{}
	}
	stuck := b.addOutbound(queue.Outbound{Kind: "card", DueAt: start})
	var others []int64
	for n := range 20 {
		others = append(others, b.addOutbound(queue.Outbound{Recipient: fmt.Sprint("p", n), DueAt: start, Data: []byte("x")}))
	}
	b.run()
	for _, id := range others {
		b.awaitState(id, queue.Done)
	}
	close(blocked)
	b.awaitState(stuck, queue.Done)
}

func TestTwoEnginesPostEachMessageOnce(t *testing.T) {
	b := newBench(t)
	var ids []int64
	for n := range 120 {
		ids = append(ids, b.addOutbound(queue.Outbound{Kind: "card", Recipient: fmt.Sprint("p", n%30), Data: []byte(fmt.Sprint(n)), DueAt: start}))
	}
	b.run()
	b.run()
	for _, id := range ids {
		b.awaitState(id, queue.Done)
	}
	got := b.wire.requests()
	slices.Sort(got)
	if n := len(slices.Compact(got)); n != 120 || len(got) != 120 {
		t.Errorf("%d posts, %d different", len(got), n)
	}
}
