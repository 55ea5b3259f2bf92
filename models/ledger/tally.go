package ledger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"

	"petitiondesk/models/calendar"
)

// Registration is the payload of CaseRegistered and SubmissionJoined, as far as it is counted and compared.
type Registration struct {
	Headcount  int    `json:"headcount"`
	Collective *bool  `json:"collective"` // as it counted that day; null in entries of the first versions
	Commit     string `json:"commit"`     // to what was typed and who came; "" in entries of the first versions
	Paper      bool   `json:"paper"`      // entered from a form on paper, under a number that was kept for it
}

// Amendment is the payload of a void or a correction.
type Amendment struct {
	Amendment int64  `json:"amendment"`
	Number    string `json:"number"`
	Headcount int    `json:"headcount"`     // before
	To        int    `json:"to,omitempty"`  // the headcount as corrected
	Reason    string `json:"reason"`        // numbers of persons masked
	AskedBy   string `json:"asked_by"`      // whoever asked; the actor of the entry is the second person
	Kind      string `json:"kind,omitzero"` // of a refused one

	CollectiveFrom int `json:"collective_from,omitempty"` // number of people from which that submission is collective
}

// DayCount is what was registered on one civil day. Headcount and Collective include what was voided later.
type DayCount struct {
	Registered int
	Voided     int
	Headcount  int
	Collective int
}

// Tally derives the statistics of every day from the entries alone.
type Tally struct {
	Days       map[calendar.Day]DayCount
	Corrected  map[calendar.Day]int
	collective int // number of people from which a visit is collective
}

// NewTally counts visits of at least collective people as collective.
func NewTally(collective int) *Tally {
	return &Tally{Days: map[calendar.Day]DayCount{}, Corrected: map[calendar.Day]int{}, collective: collective}
}

// Take counts an entry.
func (t *Tally) Take(e Entry) error {
	switch e.Kind {
	case CaseRegistered, SubmissionJoined:
		var r Registration
		if err := json.Unmarshal(e.Payload, &r); err != nil {
			return fmt.Errorf("entry %d cannot be read: %w", e.Seq, err)
		}
		return t.change(e, e.Subject, func(c *DayCount) {
			c.Registered++
			c.Headcount += r.Headcount
			if r.Collective == nil {
				c.Collective += t.isCollective(r.Headcount, 0)
			} else if *r.Collective {
				c.Collective++
			}
		})
	case SubmissionVoided, SubmissionRestored, SubmissionCorrected:
		var a Amendment
		if err := json.Unmarshal(e.Payload, &a); err != nil {
			return fmt.Errorf("entry %d cannot be read: %w", e.Seq, err)
		}
		if e.Kind == SubmissionVoided {
			return t.change(e, a.Number, func(c *DayCount) { c.Voided++ })
		}
		if e.Kind == SubmissionRestored {
			return t.change(e, a.Number, func(c *DayCount) { c.Voided-- })
		}
		if day, ok := DayOfNumber(a.Number); ok {
			t.Corrected[day]++
		}
		return t.change(e, a.Number, func(c *DayCount) {
			c.Headcount += a.To - a.Headcount
			c.Collective += t.isCollective(a.To, a.CollectiveFrom) - t.isCollective(a.Headcount, a.CollectiveFrom)
		})
	}
	return nil
}

func (t *Tally) change(e Entry, number string, change func(*DayCount)) error {
	day, ok := DayOfNumber(number)
	if !ok {
		return fmt.Errorf("entry %d names %q, which is no number of a registration", e.Seq, number)
	}
	count := t.Days[day]
	change(&count)
	t.Days[day] = count
	return nil
}

func (t *Tally) isCollective(headcount, from int) int {
	if headcount >= cmp.Or(from, t.collective) {
		return 1
	}
	return 0
}

var numberForm = regexp.MustCompile(`^XF(\d{4})(\d\d)(\d\d)-\d{4,}$`)

// DayOfNumber is the civil day on which a number was given out.
func DayOfNumber(number string) (calendar.Day, bool) {
	m := numberForm.FindStringSubmatch(number)
	if m == nil {
		return "", false
	}
	return calendar.Day(m[1] + "-" + m[2] + "-" + m[3]), true
}
