package engine

import (
	"testing"
	"time"

	"petitiondesk/models/queue"
)

func TestOnlyTheAnswerToATurnIsTimed(t *testing.T) {
	start := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	at := func(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }
	in := queue.Inbound{ID: 7, Person: "wangfang", ReceivedAt: at(10)}
	for name, c := range map[string]struct {
		created, ended int // 0: the turn still runs
		to             string
		waited         time.Duration
	}{
		"the answer of a turn that has ended": {11, 12, "wangfang", 10 * time.Second},
		"the answer of one that still runs":   {11, 0, "wangfang", 10 * time.Second},
		"a reminder from before":              {9, 12, "wangfang", 0},
		"a reminder from afterwards":          {13, 12, "wangfang", 0},
		"somebody else":                       {11, 12, "liuyang", 0},
	} {
		a := newAnswering()
		a.begun(in)
		if c.ended > 0 {
			a.ended(in, at(c.ended))
		}
		waited, ok := a.sent(queue.Outbound{Recipient: c.to, CreatedAt: at(c.created)}, at(20))
		if ok != (c.waited > 0) || waited != c.waited {
			t.Errorf("%s: %v, %v", name, waited, ok)
		}
		if _, again := a.sent(queue.Outbound{Recipient: c.to, CreatedAt: at(c.created)}, at(21)); again {
			t.Errorf("%s: timed twice", name)
		}
	}
}
