package wecomsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	subscriberBacklog = 256
	keepAlivePeriod   = 20 * time.Second
)

// liveEvent is one server-sent event: its name and its JSON data.
type liveEvent struct {
	name string
	data []byte
}

// hub passes events to live pages. A page that reads too slowly loses events and is told to reload.
type hub struct {
	lock        sync.Mutex
	subscribers map[*subscriber]struct{}
}

type subscriber struct {
	user    string // lower case; empty for everybody's events
	queue   chan liveEvent
	noticed chan struct{} // holds a token once an event was lost
}

func newHub() *hub { return &hub{subscribers: map[*subscriber]struct{}{}} }

func (h *hub) subscribe(user string) *subscriber {
	s := &subscriber{user: strings.ToLower(user), queue: make(chan liveEvent, subscriberBacklog), noticed: make(chan struct{}, 1)}
	h.lock.Lock()
	defer h.lock.Unlock()
	h.subscribers[s] = struct{}{}
	return s
}

func (h *hub) unsubscribe(s *subscriber) {
	h.lock.Lock()
	defer h.lock.Unlock()
	delete(h.subscribers, s)
}

// publish sends {user, data} to the pages that watch user; an empty user concerns everybody.
func (h *hub) publish(user, name string, data any) {
	h.lock.Lock()
	defer h.lock.Unlock()
	if len(h.subscribers) == 0 {
		return
	}
	event := liveEvent{name, encodeJSON(struct {
		User string `json:"user"`
		Data any    `json:"data"`
	}{user, data})}
	for s := range h.subscribers {
		if user != "" && s.user != "" && s.user != user {
			continue
		}
		select {
		case s.queue <- event:
		default:
			s.tellMissed()
		}
	}
}

func (s *subscriber) tellMissed() {
	select {
	case s.noticed <- struct{}{}:
	default:
	}
}

// serveEvents answers GET /sim/events?user= with server-sent events: bubble (a new or changed Bubble),
// menu, clock, faults, people, and reload when some were lost. Data is {"user","data"}.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	live := s.events.subscribe(r.URL.Query().Get("user"))
	defer s.events.unsubscribe(live)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	// A live page outlasts the server's timeouts, where it has any.
	_ = out.SetReadDeadline(time.Time{})
	_ = out.SetWriteDeadline(time.Time{})
	if _, err := fmt.Fprint(w, "retry: 1000\n\n"); err != nil || out.Flush() != nil {
		return
	}
	keepAlive := time.NewTicker(keepAlivePeriod)
	defer keepAlive.Stop()
	for {
		var event liveEvent
		select {
		case event = <-live.queue:
		case <-live.noticed:
			event = liveEvent{"reload", json.RawMessage(`{}`)}
		case <-keepAlive.C:
			event = liveEvent{"ping", json.RawMessage(`{}`)}
		case <-r.Context().Done():
			return
		case <-s.closed:
			return
		}
		if _, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", event.name, event.data); err != nil || out.Flush() != nil {
			return
		}
	}
}
