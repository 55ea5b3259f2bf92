package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"petitiondesk/models/queue"
)

// Status is what the watchdog saw, for readiness, metrics and the duty office's board.
type Status struct {
	At              time.Time // of the last look, the machine's time; zero before the first
	StoreReachable  bool
	InboxLag        time.Duration // how long the oldest open row has been due
	JobLag          time.Duration
	OutboxLag       time.Duration
	OpenInbound     int64
	OpenJobs        int64
	OpenOutbound    int64
	DeadLetters     int64
	Spooled         int           // inbound rows on the local disk
	Skew            time.Duration // the database's clock minus the machine's
	ClaimingStopped bool          // because of the skew
	ConfigFault     int           // errcode of the platform refusing our settings lately, 0 when none
	Degraded        []string      // optional parts that fail now, sorted
}

// Status returns the watchdog's last look, with what is known without asking the store brought up to date.
func (e *Engine) Status() Status {
	e.statusMu.Lock()
	status := e.status
	e.statusMu.Unlock()
	status.Spooled = e.spooled()
	status.ClaimingStopped = e.halted.Load()
	status.ConfigFault = e.sender.configFault()
	for _, f := range e.optional() {
		if f.failing() {
			status.Degraded = append(status.Degraded, f.name)
		}
	}
	slices.Sort(status.Degraded)
	return status
}

// optional lists the parts without which the engine carries on.
func (e *Engine) optional() []*fault {
	return []*fault{e.indexFault, e.wakesFault, e.listenFault, e.pacerFault, e.planFault, e.replayFault}
}

func (e *Engine) watch(ctx context.Context) {
	for ctx.Err() == nil {
		e.look(ctx)
		bell(nil).wait(ctx, jittered(e.cfg.Watch))
	}
}

func (e *Engine) look(run context.Context) {
	ctx, cancel := context.WithTimeout(run, e.cfg.StoreTimeout)
	defer cancel()
	e.statusMu.Lock()
	status := e.status
	e.statusMu.Unlock()
	skew, err := e.measureSkew(ctx)
	if err == nil {
		status.Skew = skew
		err = e.measureBacklog(ctx, &status)
	}
	if run.Err() != nil {
		return
	}
	e.storeFault.observe(err)
	status.At, status.StoreReachable = e.cfg.Wall.Now(), err == nil
	e.statusMu.Lock()
	e.status = status
	e.statusMu.Unlock()
	status = e.Status()
	e.metrics.watched(status, e.optional())
	e.report(status)
	signal(e.cfg.Signals.Watched, status)
}

// measureSkew compares the clocks and stops or resumes claiming: a lease is worth nothing between machines that
// disagree about the time. What the question itself took is no skew.
func (e *Engine) measureSkew(ctx context.Context) (time.Duration, error) {
	before := e.cfg.Wall.Now()
	database, err := e.ports.Health.DatabaseTime(ctx)
	if err != nil {
		return 0, fmt.Errorf("read database time: %w", err)
	}
	after := e.cfg.Wall.Now()
	skew := max(database.Sub(after), 0)
	if database.Before(before) {
		skew = database.Sub(before)
	}
	stop := skew.Abs() > e.cfg.SkewStop
	if stop != e.halted.Swap(stop) {
		e.cfg.Logger.Error("claiming stopped or resumed by the distance to the database's clock", "stopped", stop, "skew", skew)
		if !stop {
			e.Poke("")
		}
	} else if skew.Abs() > e.cfg.SkewWarn {
		e.cfg.Logger.Warn("clock differs from the database's", "skew", skew)
	}
	return skew, nil
}

func (e *Engine) measureBacklog(ctx context.Context, status *Status) error {
	backlog, err := e.ports.Health.Backlog(ctx)
	if err != nil {
		return fmt.Errorf("read backlog: %w", err)
	}
	now := e.cfg.Clock.Now()
	status.InboxLag = lag(now, backlog.OldestInbound)
	status.JobLag = lag(now, backlog.OldestJob)
	status.OutboxLag = lag(now, backlog.OldestOutbound)
	fillCounts(status, backlog)
	return nil
}

func fillCounts(status *Status, backlog queue.Backlog) {
	status.OpenInbound, status.OpenJobs = backlog.OpenInbound, backlog.OpenJobs
	status.OpenOutbound, status.DeadLetters = backlog.OpenOutbound, backlog.DeadLetters
}

func lag(now time.Time, oldest *time.Time) time.Duration {
	if oldest == nil {
		return 0
	}
	return max(now.Sub(*oldest), 0)
}

func (e *Engine) report(s Status) {
	e.cfg.Logger.Info("watchdog",
		"store_reachable", s.StoreReachable, "inbox_lag", s.InboxLag, "job_lag", s.JobLag, "outbox_lag", s.OutboxLag,
		"open_inbound", s.OpenInbound, "open_jobs", s.OpenJobs, "open_outbound", s.OpenOutbound,
		"dead_letters", s.DeadLetters, "spooled", s.Spooled, "skew", s.Skew, "claiming_stopped", s.ClaimingStopped,
		"config_fault", s.ConfigFault, "degraded", s.Degraded)
}
