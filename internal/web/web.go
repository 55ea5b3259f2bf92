// Package web is the HTTP front: the callback's mount, the pages for petitioners, health, metrics.
package web

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models/ledger"
)

// CallbackPath is where WeCom delivers.
const CallbackPath = "/wecom/callback"

// Site is what the HTTP front serves.
type Site struct {
	Callback http.Handler
	Metrics  http.Handler
	// Feed writes the calendar that a secret opens; code NotFound for any other. nil = there is none.
	Feed func(ctx context.Context, secret string) (string, error)
	// Ready returns nil when work can be done, else what stands in the way.
	Ready func(ctx context.Context) error
	// Status is what /readyz tells besides.
	Status func() any
	// Checkpoints lists the published checkpoints of the ledger, newest first; nil when there is no ledger to speak of yet.
	Checkpoints func(ctx context.Context) ([]ledger.Checkpoint, error)
	Log         *slog.Logger
	Public      *Public // nil: no pages for petitioners
	// Sheet opens the address of an approval sheet; nil serves none.
	Sheet   func(ctx context.Context, token string) (desk.Sheet, error)
	Rosters *Rosters // nil: rosters are taken in elsewhere
}

// Handler returns the routes.
func (s Site) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(CallbackPath, s.Callback)
	mux.Handle("GET /metrics", s.Metrics)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, map[string]any{"ok": true}) })
	mux.HandleFunc("GET /readyz", s.ready)
	if s.Public != nil {
		s.Public.routes(mux)
	}
	mux.HandleFunc("GET /checkpoints", s.checkpoints)
	mux.HandleFunc("GET /checkpoints/{id}", s.checkpointNote)
	if s.Sheet != nil {
		mux.HandleFunc("GET /approvals/{token}", s.approval)
	}
	if s.Rosters != nil {
		s.Rosters.routes(mux)
	}
	if s.Feed != nil {
		mux.HandleFunc("GET /duty/{file}", s.feed)
	}
	return s.guard(mux)
}

func (s Site) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	code, answer := http.StatusOK, map[string]any{"ok": true, "status": s.Status()}
	if err := s.Ready(ctx); err != nil {
		s.Log.WarnContext(ctx, "not ready", "error", err)
		code, answer = http.StatusServiceUnavailable, map[string]any{"ok": false, "status": s.Status()}
	}
	writeJSON(w, code, answer)
}

// guard keeps a panicking handler from taking the process down and sets what every answer carries. It logs no path: some are secrets.
func (s Site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if fault := recover(); fault != nil {
				s.Log.ErrorContext(r.Context(), "request panicked", "pattern", r.Pattern, "panic", fault, "stack", string(debug.Stack()))
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

func writeJSON(w http.ResponseWriter, code int, answer any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(answer) // the client is gone
}

// Server returns an HTTP server with the time limits a server on the open net needs. Event streams set their
// own deadline.
func Server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
	}
}
