// Package engine runs the loops around the truth: it takes in what WeCom delivers, has it handled person by
// person in order, runs what is due and sends what people must be told. Every loop works on rows claimed by
// compare-and-swap under a lease, so any number of replicas may run.
package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"petitiondesk/models"
)

// Engine owns the loops. Receive and Status may be called whether or not Run is running.
type Engine struct {
	cfg     Config
	ports   Ports
	metrics *metrics
	answers *answering
	bells   map[string]bell

	receiver *receiver
	sender   *sender
	replays  bell
	hints    bell // rings when other replicas should hear of new inbound rows

	storeFault, indexFault, wakesFault, listenFault, pacerFault, planFault, replayFault *fault

	stopping atomic.Bool // no new work is begun
	halted   atomic.Bool // the clocks disagree too much to trust leases
	running  sync.WaitGroup

	statusMu sync.Mutex
	status   Status
}

// New checks the wiring and registers the metrics.
func New(cfg Config, ports Ports) (*Engine, error) {
	cfg.complete()
	if err := errors.Join(cfg.check(), ports.check()); err != nil {
		return nil, err
	}
	e := &Engine{cfg: cfg, ports: ports, answers: newAnswering(), replays: newBell(), hints: newBell(), bells: map[string]bell{}}
	for _, topic := range []string{TopicInbox, TopicJobs, TopicOutbox, TopicPlan} {
		e.bells[topic] = newBell()
	}
	watched := func(name string) *fault { return &fault{name: name, logger: cfg.Logger} }
	e.storeFault, e.indexFault, e.wakesFault = watched("store"), watched("due_index"), watched("wakes")
	e.listenFault = watched("wakes_listen")
	e.pacerFault, e.planFault, e.replayFault = watched("pacer"), watched("planner"), watched("spool_replay")
	e.metrics = newMetrics(e.spooled)
	e.receiver = newReceiver(e)
	e.sender = newSender(e)
	if err := e.metrics.register(cfg.Registerer); err != nil {
		return nil, fmt.Errorf("register engine metrics: %w", err)
	}
	return e, nil
}

// Poke makes a local loop look at its table now: inbox, jobs, outbox or plan; "" means all of them.
func (e *Engine) Poke(topic string) {
	if topic != "" {
		if bell, ok := e.bells[topic]; ok {
			bell.ring()
		}
		return
	}
	for _, bell := range e.bells {
		bell.ring()
	}
}

// Run runs the loops until ctx ends, then lets work in flight end, gives unsent messages back and returns.
func (e *Engine) Run(ctx context.Context) error {
	e.stopping.Store(false)
	defer context.AfterFunc(ctx, func() { e.stopping.Store(true) })()
	work, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()
	if e.ports.Spool != nil && e.ports.Spool.Truncated() > 0 {
		e.cfg.Logger.Warn("torn tail of the spool cut off", "bytes", e.ports.Spool.Truncated())
	}
	var loops errgroup.Group
	for _, intake := range []intake{e.inboxIntake(), e.jobIntake(), e.sender.intake()} {
		loops.Go(func() error { e.runIntake(ctx, work, intake); return nil })
	}
	for _, loop := range []func(context.Context){
		e.watch, e.planAhead, e.keepIndex, e.replaySpool, e.listen, e.hint,
	} {
		loops.Go(func() error { loop(ctx); return nil })
	}
	err := loops.Wait()
	e.stopping.Store(true)
	return errors.Join(err, e.drain(abandon))
}

// drain waits for the work in flight, at last without patience.
func (e *Engine) drain(abandon context.CancelFunc) error {
	ended := make(chan struct{})
	go func() { e.running.Wait(); close(ended) }()
	select {
	case <-ended:
		return nil
	case <-time.After(e.cfg.Grace):
		abandon()
	}
	select {
	case <-ended:
		return nil
	case <-time.After(e.cfg.StoreTimeout):
		return errors.New("stop engine: some work does not end; its leases will lapse")
	}
}

// brief bounds one call to the store. It outlives the work's own deadline, so that its end can be written.
func (e *Engine) brief(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), e.cfg.StoreTimeout)
}

func (e *Engine) spooled() int {
	if e.ports.Spool == nil {
		return 0
	}
	return e.ports.Spool.Len()
}

func asModelsError(err error) (*models.Error, bool) { return errors.AsType[*models.Error](err) }
