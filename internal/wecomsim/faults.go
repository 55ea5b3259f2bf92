package wecomsim

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// Faults is what goes wrong from now on, the body of POST /sim/faults. Counts go down as they strike;
// the zero value is fair weather.
type Faults struct {
	// TokenExpired drops all access tokens at the next call that carries one (40014), once.
	TokenExpired bool `json:"token_expired,omitempty"`
	// TokenTTL is the lifetime in seconds of tokens issued from now on; 0 means 7200.
	TokenTTL int `json:"token_ttl,omitempty"`
	// APIErrors answer the calls that match with an errcode; the first that matches strikes.
	APIErrors []APIFault `json:"api_errors,omitempty"`
	// HTTP5xx is how many of the next calls are answered 502 without being processed.
	HTTP5xx int `json:"http_5xx,omitempty"`
	// HTMLGateway is how many of the next calls are answered 200 with an HTML page, unprocessed.
	HTMLGateway int `json:"html_gateway,omitempty"`
	// TimeoutAfterAccept is how many of the next message/ calls are processed and journaled, after which
	// the connection breaks without an answer.
	TimeoutAfterAccept int `json:"timeout_after_accept,omitempty"`
	// SlowMS delays every call by so many milliseconds.
	SlowMS int `json:"slow_ms,omitempty"`
	// InvalidUsers are refused as recipients.
	InvalidUsers []string `json:"invalid_users,omitempty"`
	// DropCallbacks is how many of the next callback deliveries are lost on the way; three lose one
	// callback altogether.
	DropCallbacks int `json:"drop_callbacks,omitempty"`
	// DuplicateCallbacks is how many of the next callbacks are delivered three times although answered.
	DuplicateCallbacks int `json:"duplicate_callbacks,omitempty"`
}

// APIFault answers calls to Path ("message/send"; empty means any) with Code, Count times; Count 0
// means until cleared.
type APIFault struct {
	Path  string `json:"path,omitempty"`
	Code  int    `json:"code"`
	Count int    `json:"count,omitempty"`
}

// firedFault is what strikes one API call.
type firedFault struct {
	name        string
	delay       time.Duration
	code        int
	expireToken bool
	cutAnswer   bool
	instead     func(http.ResponseWriter)
}

type faultBox struct {
	lock    sync.Mutex
	current Faults
}

// SetFaults replaces all faults.
func (s *Server) SetFaults(f Faults) {
	s.faults.set(f)
	s.events.publish("", "faults", s.faults.get())
}

func (b *faultBox) set(f Faults) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.current = f.clone()
}

func (b *faultBox) get() Faults {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.current.clone()
}

func (f Faults) clone() Faults {
	f.APIErrors = append([]APIFault(nil), f.APIErrors...)
	f.InvalidUsers = append([]string(nil), f.InvalidUsers...)
	return f
}

// next decides what strikes a call to kind and counts it.
func (b *faultBox) next(kind string) firedFault {
	b.lock.Lock()
	defer b.lock.Unlock()
	f := &b.current
	fired := firedFault{delay: time.Duration(f.SlowMS) * time.Millisecond}
	switch {
	case take(&f.HTTP5xx):
		fired.name, fired.instead = "http_5xx", answerBadGateway
		return fired
	case take(&f.HTMLGateway):
		fired.name, fired.instead = "html_gateway", answerHTML
		return fired
	case b.takeAPIError(kind, &fired):
		fired.name = "api_errors"
		return fired
	}
	if f.TokenExpired && kind != "gettoken" {
		f.TokenExpired, fired.expireToken, fired.name = false, true, "token_expired"
		return fired
	}
	if strings.HasPrefix(kind, "message/") && take(&f.TimeoutAfterAccept) {
		fired.cutAnswer, fired.name = true, "timeout_after_accept"
	}
	return fired
}

func (b *faultBox) takeAPIError(kind string, fired *firedFault) bool {
	for i := range b.current.APIErrors {
		e := &b.current.APIErrors[i]
		if e.Path != "" && e.Path != kind {
			continue
		}
		fired.code = e.Code
		if e.Count == 1 {
			b.current.APIErrors = append(b.current.APIErrors[:i], b.current.APIErrors[i+1:]...)
		} else if e.Count > 1 {
			e.Count--
		}
		return true
	}
	return false
}

func (b *faultBox) takeDroppedDelivery() bool {
	b.lock.Lock()
	defer b.lock.Unlock()
	return take(&b.current.DropCallbacks)
}

func (b *faultBox) takeDuplicatedCallback() bool {
	b.lock.Lock()
	defer b.lock.Unlock()
	return take(&b.current.DuplicateCallbacks)
}

func (b *faultBox) refusesUser(userID string) bool {
	b.lock.Lock()
	defer b.lock.Unlock()
	for _, u := range b.current.InvalidUsers {
		if strings.EqualFold(u, userID) {
			return true
		}
	}
	return false
}

func take(count *int) bool {
	if *count <= 0 {
		return false
	}
	*count--
	return true
}

func answerBadGateway(w http.ResponseWriter) {
	http.Error(w, "502 Bad Gateway", http.StatusBadGateway)
}

func answerHTML(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	_, _ = w.Write([]byte("<html><head><title>网关</title></head><body>系统维护中</body></html>"))
}

// check finds values that make no sense.
func (f Faults) check() error {
	for _, count := range []int{f.TokenTTL, f.HTTP5xx, f.HTMLGateway, f.TimeoutAfterAccept, f.SlowMS, f.DropCallbacks, f.DuplicateCallbacks} {
		if count < 0 {
			return complain("a fault's number cannot be negative, got %d", count)
		}
	}
	for _, e := range f.APIErrors {
		if e.Code == 0 || e.Count < 0 {
			return complain("api_errors want a code other than 0 and a count of 0 or more")
		}
	}
	return nil
}
