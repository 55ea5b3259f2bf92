package wecomsim

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// clockAnswer is GET and POST /sim/clock; Manual is false when the time runs by itself. Movable is false
// when this server cannot move it.
type clockAnswer struct {
	Now     time.Time `json:"now"`
	Manual  bool      `json:"manual"`
	Movable bool      `json:"movable"`
}

func (s *Server) clock() clockAnswer {
	answer := clockAnswer{Now: s.now()}
	if s.config.Clock != nil {
		answer.Manual, answer.Movable = s.config.Clock.Manual(), true
	}
	return answer
}

func (s *Server) getClock(*http.Request) (any, error) { return s.clock(), nil }

// clockMove is POST /sim/clock: either Now, RFC 3339, or Advance, a span such as "1d12h" or a number of seconds.
type clockMove struct {
	Now     string      `json:"now"`
	Advance advanceSpan `json:"advance"`
}

type advanceSpan string

// UnmarshalJSON takes a bare number as seconds.
func (a *advanceSpan) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] != '"' {
		*a = advanceSpan(data) + "s"
		return nil
	}
	return json.Unmarshal(data, (*string)(a))
}

func (s *Server) postClock(r *http.Request) (any, error) {
	var body clockMove
	if err := readControl(r, &body); err != nil {
		return nil, err
	}
	if s.config.Clock == nil {
		return nil, complain("this clock cannot be moved")
	}
	switch {
	case (body.Now == "") == (body.Advance == ""):
		return nil, complain("give either now or advance")
	case body.Now != "":
		to, err := time.Parse(time.RFC3339, body.Now)
		if err != nil {
			return nil, complain("now is no RFC 3339 time: %q", body.Now)
		}
		s.config.Clock.Set(to)
	default:
		by, err := parseSpan(string(body.Advance))
		if err != nil {
			return nil, err
		}
		s.config.Clock.Advance(by)
	}
	answer := s.clock()
	s.events.publish("", "clock", answer)
	return answer, nil
}

var spanPattern = regexp.MustCompile(`^(?:(\d{1,5})d)?((?:\d+(?:\.\d+)?(?:h|m|s|ms))*)$`)

// parseSpan reads a Go duration that may start with whole days: "24h", "90m", "1d", "1d12h".
func parseSpan(text string) (time.Duration, error) {
	parts := spanPattern.FindStringSubmatch(text)
	if parts == nil || text == "" {
		return 0, complain("advance is a span such as 90m, 24h or 1d12h, not %q", text)
	}
	var span time.Duration
	if parts[1] != "" {
		days, _ := strconv.Atoi(parts[1]) // at most five digits
		span = time.Duration(days) * 24 * time.Hour
	}
	if parts[2] != "" {
		rest, err := time.ParseDuration(parts[2])
		if err != nil {
			return 0, complain("advance %q: %v", text, err)
		}
		span += rest
	}
	if span <= 0 {
		return 0, complain("advance must move forward, not %q", text)
	}
	return span, nil
}
