package wecomsim

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"
)

// Entry is one API call received, whatever became of it.
type Entry struct {
	Seq        int64           `json:"seq"` // from 1, without gaps
	Time       time.Time       `json:"time"`
	Kind       string          `json:"kind"`                      // path below /cgi-bin/, for example "message/send"
	Users      []string        `json:"users"`                     // userids the call names, in the address book's spelling where known
	Body       json.RawMessage `json:"body"`                      // the request's JSON, byte for byte; for GET the query without secrets
	Answer     json.RawMessage `json:"answer"`                    // null when a fault answered instead
	Suppressed bool            `json:"suppressed"`                // a duplicate within enable_duplicate_check's interval: answered, not shown
	Discarded  bool            `json:"discarded"`                 // over a member's rate: answered, not shown to DiscardedUsers
	Dropped    []string        `json:"discarded_users,omitempty"` // whom the rate limit cost the message
	Truncated  bool            `json:"truncated,omitempty"`       // text or markdown cut at 2048 bytes
	Fault      string          `json:"fault,omitempty"`           // the injected fault that hit the call
}

// AnswerCode is the errcode answered, 0 when there was no JSON answer.
func (e Entry) AnswerCode() int {
	var head status
	_ = json.Unmarshal(e.Answer, &head) // null and odd answers count as 0
	return head.ErrCode
}

func (e Entry) names(user string) bool {
	return user == "" || slices.ContainsFunc(e.Users, func(u string) bool { return strings.EqualFold(u, user) })
}

// journal is a ring of the newest entries; an entry's place follows from its number.
type journal struct {
	lock    sync.Mutex
	limit   int
	ring    []Entry
	last    int64
	arrived chan struct{} // closed and replaced when someone waits and an entry arrives
	waiting bool
}

func newJournal(limit int) *journal {
	return &journal{limit: limit, arrived: make(chan struct{})}
}

func (j *journal) append(e Entry) {
	j.lock.Lock()
	defer j.lock.Unlock()
	j.last++
	e.Seq = j.last
	if len(j.ring) < j.limit {
		j.ring = append(j.ring, e)
	} else {
		j.ring[(e.Seq-1)%int64(j.limit)] = e
	}
	if j.waiting {
		close(j.arrived)
		j.arrived, j.waiting = make(chan struct{}), false
	}
}

// since returns the kept entries with Seq > after in order, and a channel closed when another arrives.
func (j *journal) since(after int64) ([]Entry, <-chan struct{}) {
	j.lock.Lock()
	defer j.lock.Unlock()
	j.waiting = true
	first := max(after+1, j.last-int64(len(j.ring))+1)
	entries := make([]Entry, 0, max(0, j.last-first+1))
	for seq := first; seq <= j.last; seq++ {
		entries = append(entries, j.ring[(seq-1)%int64(j.limit)])
	}
	return entries, j.arrived
}

// Journal lists the calls with Seq > after in order; with a user, only those that name that person.
func (s *Server) Journal(user string, after int64) []Entry {
	entries, _ := s.journal.since(after)
	return slices.DeleteFunc(entries, func(e Entry) bool { return !e.names(user) })
}

// WaitFor returns the first call with Seq > after that fits, waiting for it until ctx ends. A message is
// already visible in Chat when its entry is found.
func (s *Server) WaitFor(ctx context.Context, fits func(Entry) bool, after int64) (Entry, error) {
	for {
		entries, arrived := s.journal.since(after)
		for _, e := range entries {
			if fits(e) {
				return e, nil
			}
			after = e.Seq
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return Entry{}, ctx.Err()
		}
	}
}
