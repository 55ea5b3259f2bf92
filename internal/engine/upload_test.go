package engine

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"petitiondesk/models/queue"
)

// shelf takes files and gives each upload an id of its own.
type shelf struct {
	mu       sync.Mutex
	taken    []string
	failures []queue.Sent
}

func (s *shelf) Upload(_ context.Context, media queue.Media) (string, *queue.Sent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.failures) > 0 {
		failed := s.failures[0]
		s.failures = s.failures[1:]
		return "", &failed
	}
	s.taken = append(s.taken, string(media.Body))
	return fmt.Sprintf("m%d", len(s.taken)), nil
}

func TestAPictureIsUploadedOnceAndItsIDFrozen(t *testing.T) {
	b := newBench(t)
	files := &shelf{}
	b.ports.Uploader = files
	tries := 0
	b.wire.answer = func(string) queue.Sent {
		if tries++; tries == 1 {
			return queue.Sent{Verdict: queue.VerdictRetry, ErrCode: -1}
		}
		return queue.Sent{MsgID: "sent"}
	}
	id := b.addOutbound(queue.Outbound{Kind: "picture", Data: []byte("png"), DueAt: start})
	b.run()
	b.eventually("tried once", func() bool { return b.outbound(id).Attempts == 1 && b.outbound(id).State == queue.Waiting })
	b.wall.Advance(time.Hour)
	row := b.awaitState(id, queue.Done)
	if string(row.Request) != "li:png:m1" {
		t.Errorf("frozen as %s", row.Request)
	}
	if got := b.wire.requests(); len(got) != 2 || got[0] != got[1] {
		t.Errorf("posted %q", got)
	}
	if len(files.taken) != 1 {
		t.Errorf("uploaded %d times", len(files.taken))
	}
}

func TestAFailedUploadEndsTheAttemptByItsVerdict(t *testing.T) {
	b := newBench(t)
	b.ports.Uploader = &shelf{failures: []queue.Sent{{Verdict: queue.VerdictRetry, ErrCode: 45009}}}
	id := b.addOutbound(queue.Outbound{Kind: "picture", Data: []byte("png"), DueAt: start})
	b.run()
	b.eventually("given back", func() bool { return b.outbound(id).State == queue.Waiting && b.outbound(id).ErrCode == 45009 })
	if row := b.outbound(id); row.Request != nil || row.FirstTryAt != nil {
		t.Errorf("frozen without its picture: %+v", row)
	}
	b.wall.Advance(time.Hour)
	b.awaitState(id, queue.Done)
}

func TestAPictureNobodyTakesIsTold(t *testing.T) {
	b := newBench(t)
	b.ports.Uploader = &shelf{failures: []queue.Sent{{Verdict: queue.VerdictRefused, ErrCode: 40009}}}
	id := b.addOutbound(queue.Outbound{Kind: "picture", Data: []byte("png"), DueAt: start})
	b.run()
	b.awaitState(id, queue.Dead)
	b.eventually("the duty office is told", func() bool { return len(b.complaints()) == 1 })
}

func TestTextsAreNotJoinedToAPicture(t *testing.T) {
	b := newBench(t)
	b.ports.Uploader = &shelf{}
	picture := b.addOutbound(queue.Outbound{Kind: "picture", Data: []byte("png"), DueAt: start})
	after := b.addOutbound(queue.Outbound{Data: []byte("x"), DueAt: start})
	b.run()
	b.awaitState(picture, queue.Done)
	b.awaitState(after, queue.Done)
	if got := b.wire.requests(); len(got) != 2 || got[0] != "li:png:m1" || got[1] != "li:x" {
		t.Errorf("posted %q", got)
	}
}
