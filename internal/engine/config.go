package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"petitiondesk/models"
	"petitiondesk/models/queue"
)

// Config is how the engine runs. Zero values take the defaults named at each field.
type Config struct {
	Clock models.Clock // the desk's time: due, not after, duplicate windows; default the machine's
	Wall  models.Clock // the machine's time: leases, back-off, pacing; default the machine's

	Logger     *slog.Logger          // default slog.Default()
	Registerer prometheus.Registerer // nil registers nothing

	Poll    time.Duration // how often the tables are looked at without a hint; default 1 s
	Batch   int           // rows claimed together; default 64
	Workers int           // inbound rows handled at a time; default 16
	Runners int           // jobs run at a time; default 4
	Senders int           // recipients sent to at a time; default 8

	PersonPerMinute int // messages to one person; default queue.PersonPerMinute

	Lease         time.Duration // of claimed rows; default queue.Lease
	TurnTimeout   time.Duration // of a handler or job; must be shorter than Lease; default 20 s
	SendTimeout   time.Duration // of one POST with its token refresh and retry; default 15 s
	CommitTimeout time.Duration // after which a callback's commit is given up for the spool; default 2 s
	StoreTimeout  time.Duration // of every other call to the store; default 5 s
	Grace         time.Duration // how long work in flight may take to end on shutdown; default 8 s

	Watch    time.Duration // between two looks of the watchdog; default 1 min
	PlanGap  time.Duration // between two runs of the planner; default 10 min
	IndexGap time.Duration // between two rebuilds of the due-index; default 5 min

	SkewWarn time.Duration // distance to the database's clock that is logged; default 2 s
	SkewStop time.Duration // distance to the database's clock that stops claiming; default 10 s

	Signals Signals // for tests
}

// Ports is what the engine works with. DueIndex, Wakes, Pacer, Spool and Plan may be nil.
type Ports struct {
	Inbox    Inbox
	Jobs     Jobs
	Outbox   Outbox
	Health   Health
	DueIndex DueIndex
	Wakes    Wakes
	Pacer    Pacer
	Sender   Sender
	Renderer Renderer
	Uploader Uploader // nil when the renderer makes no message with a file
	Handle   HandleInbound
	Run      RunJob
	Plan     func(ctx context.Context) error // plans the horizon; run by every replica, any number of times
	Complain Complain
	Spool    *Spool
}

func orDefault[T comparable](value *T, standard T) {
	var zero T
	if *value == zero {
		*value = standard
	}
}

func (c *Config) complete() {
	orDefault[models.Clock](&c.Clock, models.SystemClock{})
	orDefault[models.Clock](&c.Wall, models.SystemClock{})
	orDefault(&c.Logger, slog.Default())
	orDefault(&c.Poll, time.Second)
	orDefault(&c.Batch, 64)
	orDefault(&c.Workers, 16)
	orDefault(&c.Runners, 4)
	orDefault(&c.Senders, 8)
	orDefault(&c.PersonPerMinute, queue.PersonPerMinute)
	orDefault(&c.Lease, queue.Lease)
	orDefault(&c.TurnTimeout, 20*time.Second)
	orDefault(&c.SendTimeout, 15*time.Second)
	orDefault(&c.CommitTimeout, 2*time.Second)
	orDefault(&c.StoreTimeout, 5*time.Second)
	orDefault(&c.Grace, 8*time.Second)
	orDefault(&c.Watch, time.Minute)
	orDefault(&c.PlanGap, 10*time.Minute)
	orDefault(&c.IndexGap, 5*time.Minute)
	orDefault(&c.SkewWarn, 2*time.Second)
	orDefault(&c.SkewStop, 10*time.Second)
}

func (p *Ports) check() error {
	var faults []error
	for name, missing := range map[string]bool{
		"Inbox": p.Inbox == nil, "Jobs": p.Jobs == nil, "Outbox": p.Outbox == nil, "Health": p.Health == nil,
		"Sender": p.Sender == nil, "Renderer": p.Renderer == nil, "Handle": p.Handle == nil, "Run": p.Run == nil,
		"Complain": p.Complain == nil,
	} {
		if missing {
			faults = append(faults, fmt.Errorf("wire engine: port %s is missing", name))
		}
	}
	return errors.Join(faults...)
}

// check refuses times that would let two workers do the same work.
func (c *Config) check() error {
	if c.TurnTimeout >= c.Lease || c.SendTimeout+leaseMargin >= c.Lease {
		return fmt.Errorf("configure engine: turn timeout %v and send timeout %v must be shorter than the lease of %v",
			c.TurnTimeout, c.SendTimeout, c.Lease)
	}
	return nil
}
