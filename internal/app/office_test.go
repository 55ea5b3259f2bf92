package app

import (
	"context"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"petitiondesk/config"
	"petitiondesk/internal/county"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 100 * time.Second // outlasts a minute in which Redis was slow and pacing is careful

// office is the demo on a clock that stands still on a Monday morning, 2026-11-23 09:00 in Shanghai.
type office struct {
	*testing.T
	*Demo
	clock *models.MovableClock
}

func newOffice(t *testing.T, log *slog.Logger) *office { return newOfficeWith(t, log, config.Ledger{}) }

func newOfficeWith(t *testing.T, log *slog.Logger, ledger config.Ledger) *office {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	clock := models.NewMovableClock(calendar.Day("2026-11-23").At(9*60), true)
	demo, err := NewDemo(t.Context(), DemoSettings{
		Listener: listener, Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), Redis: "embedded",
		Spool: filepath.Join(t.TempDir(), "spool"), Clock: clock, County: county.Demo(), Log: log, Ledger: ledger, Poll: 50 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = listener.Close() // Run has closed it, where it ran
		demo.Close()
	})
	return &office{T: t, Demo: demo, clock: clock}
}

// run lets the loops run until the returned function is called.
func (o *office) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(o.Context()))
	done := make(chan error, 1)
	go func() { done <- o.Demo.Run(ctx) }()
	ended := false
	stop = func() {
		if ended {
			return
		}
		ended = true
		cancel()
		if err := <-done; err != nil {
			o.Errorf("ended with %v", err)
		}
	}
	o.Cleanup(stop)
	return stop
}

// settle waits until nothing is left to handle or send.
func (o *office) settle() {
	o.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		idle, err := o.App.Idle(o.Context())
		if err == nil && idle {
			return
		}
		if time.Now().After(deadline) {
			o.Fatalf("never came to rest: %v", err)
		}
	}
}

// received counts the inbound rows that are still to be handled.
func (o *office) received() int64 {
	o.Helper()
	backlog, err := o.App.store.Backlog(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	return backlog.OpenInbound
}

func silent() *slog.Logger { return newLogger(io.Discard, slog.LevelError) }
