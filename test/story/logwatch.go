package story

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
)

// logWatch keeps the desk's log and fails the story for an error line that nobody declared.
type logWatch struct {
	mu      sync.Mutex
	lines   []string // of every level
	errors  []string
	allowed []string
	attrs   []slog.Attr
	parent  *logWatch
}

func (l *logWatch) root() *logWatch {
	if l.parent != nil {
		return l.parent.root()
	}
	return l
}

func (l *logWatch) allow(fragments []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.allowed = append(l.allowed, fragments...)
}

func (l *logWatch) Enabled(context.Context, slog.Level) bool { return true }

func (l *logWatch) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	add := func(a slog.Attr) bool {
		line += " " + a.String()
		return true
	}
	for _, a := range l.attrs {
		add(a)
	}
	r.Attrs(add)
	root := l.root()
	root.mu.Lock()
	defer root.mu.Unlock()
	root.lines = append(root.lines, line)
	if r.Level >= slog.LevelError {
		root.errors = append(root.errors, line)
	}
	return nil
}

func (l *logWatch) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &logWatch{parent: l, attrs: append(append([]slog.Attr{}, l.attrs...), attrs...)}
}

func (l *logWatch) WithGroup(string) slog.Handler { return l }

func (l *logWatch) check(t *testing.T) {
	l.mu.Lock()
	defer l.mu.Unlock()
next:
	for _, line := range l.errors {
		for _, fragment := range l.allowed {
			if strings.Contains(line, fragment) {
				continue next
			}
		}
		t.Errorf("unexpected error in the log: %s", line)
	}
}
