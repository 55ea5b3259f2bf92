package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 20 * time.Second

var start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// bench is one engine, or several, around one memory.
type bench struct {
	t     *testing.T
	clock *models.MovableClock
	wall  *models.MovableClock
	mem   *memory
	wire  *wire
	cfg   Config
	ports Ports
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, clock: models.NewMovableClock(start, true), wall: models.NewMovableClock(start, true)}
	b.mem = newMemory(b.wall)
	b.wire = &wire{answer: func(string) queue.Sent { return queue.Sent{MsgID: "m"} }}
	b.cfg = Config{
		Clock: b.clock, Wall: b.wall, Logger: slog.New(slog.DiscardHandler),
		Poll: 2 * time.Millisecond, Watch: 2 * time.Millisecond, CommitTimeout: time.Second,
	}
	b.ports = Ports{
		Inbox: b.mem, Jobs: b.mem, Outbox: b.mem, Health: b.mem, Sender: b.wire, Renderer: plainRenderer{},
		Handle:   func(context.Context, queue.Inbound) ([]queue.Outbound, error) { return nil, nil },
		Run:      func(context.Context, queue.Job) error { return nil },
		Complain: complaint,
	}
	return b
}

func complaint(_ context.Context, trouble Trouble) []queue.Outbound {
	return []queue.Outbound{{
		DedupKey: trouble.Kind + trouble.Ref, Recipient: "office", Kind: TroublePrefix + trouble.Kind,
		Data: []byte(trouble.Ref + " " + trouble.Recipient + " " + trouble.What + " " + trouble.Reason),
	}}
}

func (b *bench) engine() *Engine {
	b.t.Helper()
	e, err := New(b.cfg, b.ports)
	if err != nil {
		b.t.Fatal(err)
	}
	return e
}

// run starts an engine that ends with the test, or earlier by stop.
func (b *bench) run() (e *Engine, stop func()) {
	b.t.Helper()
	e = b.engine()
	return e, b.start(e)
}

func (b *bench) start(e *Engine) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				b.t.Errorf("run: %v", err)
			}
		case <-time.After(patience):
			b.t.Error("engine does not stop")
		}
	})
	b.t.Cleanup(stop)
	return stop
}

func (b *bench) eventually(what string, holds func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("never: %s", what)
		}
	}
}

// read looks at the memory while nobody writes.
func read[T any](m *memory, look func() T) T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return look()
}

func (b *bench) addInbound(person, key string) {
	row := inbound(person, key)
	row.ID = b.mem.id()
	b.mem.inbox = append(b.mem.inbox, &row)
}

func inbound(person, key string) queue.Inbound {
	return queue.Inbound{Key: key, Person: person, Body: []byte("<xml>" + key + "</xml>"), SentAt: start, ReceivedAt: start}
}

func (b *bench) addJob(job queue.Job) int64 {
	return read(b.mem, func() int64 {
		job.ID = b.mem.id()
		b.mem.jobs = append(b.mem.jobs, &job)
		return job.ID
	})
}

func (b *bench) addOutbound(row queue.Outbound) int64 {
	return read(b.mem, func() int64 {
		if row.Recipient == "" {
			row.Recipient = "li"
		}
		if row.Kind == "" {
			row.Kind = "text"
		}
		row.ID = b.mem.id()
		b.mem.outbox = append(b.mem.outbox, &row)
		return row.ID
	})
}

func (b *bench) outbound(id int64) queue.Outbound {
	return read(b.mem, func() queue.Outbound {
		return *find(b.mem.outbox, func(r *queue.Outbound) bool { return r.ID == id })
	})
}

func (b *bench) awaitState(id int64, state queue.State) queue.Outbound {
	b.t.Helper()
	b.eventually(fmt.Sprintf("outbound %d in state %d", id, state), func() bool { return b.outbound(id).State == state })
	return b.outbound(id)
}

// complaints returns the words to the duty office.
func (b *bench) complaints() []queue.Outbound {
	return read(b.mem, func() (told []queue.Outbound) {
		for _, row := range b.mem.outbox {
			if isComplaint(*row) {
				told = append(told, *row)
			}
		}
		return told
	})
}

func (b *bench) allInboundDone() bool {
	return read(b.mem, func() bool {
		return !slices.ContainsFunc(b.mem.inbox, func(r *queue.Inbound) bool { return r.State != queue.Done })
	})
}

// plainRenderer makes text of kind text, and cards of everything else.
type plainRenderer struct{}

func (plainRenderer) Render(_ context.Context, row queue.Outbound, code string) (queue.Rendered, error) {
	if row.Kind == "unrenderable" {
		return queue.Rendered{}, errors.New("no such template")
	}
	body := row.Recipient + ":" + string(row.Data)
	if code != "" {
		body += ":" + code
	}
	r := queue.Rendered{Endpoint: "message/send", Request: []byte(body)}
	switch row.Kind {
	case "text":
		r.Text = string(row.Data)
	case "picture":
		r.Request = nil
		r.Media = &queue.Media{Kind: "image", Name: "p.png", Body: row.Data, Request: func(id string) ([]byte, error) {
			return []byte(body + ":" + id), nil
		}}
	}
	return r, nil
}

func (plainRenderer) MayJoin(row queue.Outbound) bool { return row.Kind != "picture" }

func (plainRenderer) JoinText(recipient string, _ int64, texts []string) (queue.Rendered, error) {
	joined := strings.Join(texts, "+")
	if len(joined) > 40 {
		return queue.Rendered{}, errors.New("too long")
	}
	return queue.Rendered{Endpoint: "message/send", Request: []byte(recipient + ":" + joined), Text: joined}, nil
}

// wire is the platform: it notes what was posted and answers.
type wire struct {
	mu     sync.Mutex
	posted []string
	answer func(request string) queue.Sent
}

func (w *wire) Send(_ context.Context, _ string, request []byte) queue.Sent {
	w.mu.Lock()
	w.posted = append(w.posted, string(request))
	answer := w.answer
	w.mu.Unlock()
	return answer(string(request))
}

func (w *wire) requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.posted)
}

// lockedBuffer keeps what was logged.
type lockedBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *lockedBuffer) logger() *slog.Logger { return slog.New(slog.NewTextHandler(b, nil)) }
