package wecomsim

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

const maxControlBody = 32 << 20 // a 20 MB file in base64

// badRequest is a fault of the caller, told as a sentence.
type badRequest string

func (b badRequest) Error() string { return string(b) }

func complain(format string, args ...any) error { return badRequest(fmt.Sprintf(format, args...)) }

// routeControl mounts the control API. Other sites' pages cannot drive it: a cross-origin POST is 403.
func (s *Server) routeControl(mux *http.ServeMux) {
	control := http.NewServeMux()
	control.HandleFunc("POST /sim/messages", controlled(s.postMessage))
	control.HandleFunc("POST /sim/clicks", controlled(s.postClick))
	control.HandleFunc("GET /sim/journal", controlled(s.getJournal))
	control.HandleFunc("GET /sim/clock", controlled(s.getClock))
	control.HandleFunc("POST /sim/clock", controlled(s.postClock))
	control.HandleFunc("GET /sim/faults", controlled(s.getFaults))
	control.HandleFunc("POST /sim/faults", controlled(s.postFaults))
	control.HandleFunc("GET /sim/people", controlled(s.getPeople))
	control.HandleFunc("GET /sim/chat", controlled(s.getChat))
	control.HandleFunc("POST /sim/read", controlled(s.postRead))
	control.HandleFunc("GET /sim/app", controlled(s.getApp))
	control.HandleFunc("GET /sim/events", s.serveEvents)
	control.HandleFunc("GET /sim/media/{id}", s.serveMedia)
	mux.Handle("/sim/", http.NewCrossOriginProtection().Handler(control))
}

// controlled encodes what answer returns: a value with 200, a badRequest with 400 and {"ok":false,"error"},
// anything else with 502.
func controlled(answer func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxControlBody)
		value, err := answer(r)
		w.Header().Set("Cache-Control", "no-store")
		if err == nil {
			writeJSON(w, http.StatusOK, encodeJSON(value))
			return
		}
		code := http.StatusBadGateway
		var bad badRequest
		if errors.As(err, &bad) {
			code = http.StatusBadRequest
		}
		writeJSON(w, code, encodeJSON(struct {
			OK    bool   `json:"ok"`
			Error string `json:"error"`
		}{false, err.Error()}))
	}
}

// readControl decodes a POST body strictly.
func readControl(r *http.Request, into any) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return complain("the body cannot be read: %v", err)
	}
	if refusal := decodeStrict(body, into); refusal != nil {
		return complain("the body is no valid JSON for this call: %s", refusal.Message)
	}
	return nil
}

func (s *Server) knownUser(user string) error {
	if _, ok := s.directory.get(user); !ok {
		return complain("there is no person with userid %q", user)
	}
	return nil
}

func (s *Server) getJournal(r *http.Request) (any, error) {
	after := int64(0)
	if text := r.URL.Query().Get("after"); text != "" {
		var err error
		if after, err = strconv.ParseInt(text, 10, 64); err != nil || after < 0 {
			return nil, complain("after is the seq of an entry, not %q", text)
		}
	}
	return s.Journal(r.URL.Query().Get("user"), after), nil
}

func (s *Server) getFaults(*http.Request) (any, error) { return s.faults.get(), nil }

func (s *Server) postFaults(r *http.Request) (any, error) {
	var f Faults
	if err := readControl(r, &f); err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	s.SetFaults(f)
	return s.faults.get(), nil
}

type personAnswer struct {
	User       string     `json:"user"`
	Name       string     `json:"name"`
	Post       string     `json:"post"`
	Note       string     `json:"note,omitempty"`
	Department string     `json:"department"`
	Active     bool       `json:"active"`
	Visible    bool       `json:"visible"`
	Unread     int        `json:"unread"`
	LastTime   *time.Time `json:"last_time,omitempty"`
}

func (s *Server) getPeople(*http.Request) (any, error) {
	people := []personAnswer{}
	for _, m := range s.directory.all() {
		p := personAnswer{User: m.UserID, Name: m.Name, Post: m.Post, Note: m.Note, Department: m.Department, Active: m.Active, Visible: m.Visible}
		var last *Bubble
		if p.Unread, last = s.unread(m.UserID); last != nil {
			p.LastTime = &last.Time
		}
		people = append(people, p)
	}
	return append(people, s.groupAnswers()...), nil
}

func (s *Server) getChat(r *http.Request) (any, error) {
	user := r.URL.Query().Get("user")
	if err := s.knownChat(user); err != nil {
		return nil, err
	}
	return s.Chat(user), nil
}

// postRead takes {"user"}: the person has seen everything.
func (s *Server) postRead(r *http.Request) (any, error) {
	var body struct {
		User string `json:"user"`
	}
	if err := readControl(r, &body); err != nil {
		return nil, err
	}
	if err := s.knownChat(body.User); err != nil {
		return nil, err
	}
	if count, _ := s.unread(body.User); count > 0 {
		s.markRead(body.User)
		s.events.publish("", "people", struct{}{})
	}
	return struct {
		OK bool `json:"ok"`
	}{true}, nil
}

type appAnswer struct {
	Name  string   `json:"name"`
	Menu  *Menu    `json:"menu"`
	Hints []string `json:"hints"`
}

func (s *Server) getApp(*http.Request) (any, error) {
	return appAnswer{s.config.AppName, s.currentMenu(), s.config.Hints}, nil
}

// serveMedia shows an attachment on the page; only pictures are shown in place, the rest is downloaded.
func (s *Server) serveMedia(w http.ResponseWriter, r *http.Request) {
	f, ok := s.media.get(r.PathValue("id"), s.now())
	if !ok {
		http.NotFound(w, r)
		return
	}
	f.serve(w, r)
}
