package crash_test

import (
	"maps"
	"slices"
	"strings"
	"time"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// tamperings are ways in which a service could fail, done to a copy of good evidence. Each must be found by the check it
// names: a checker that cannot fail is worthless.
var tamperings = []struct {
	what, found string
	do          func(e *evidence) bool // false when the run gives no occasion
}{
	{"a callback vanishes", "callbacks answered 200", func(e *evidence) bool { delete(e.inbox, e.acked[0]); return true }},
	{"a callback dies", "callbacks answered 200", func(e *evidence) bool { e.inbox[e.acked[0]] = queue.Dead; return true }},
	{"a callback is answered unseen", "callbacks answered 200", func(e *evidence) bool { e.acked = e.acked[:e.load.said-1]; return true }},
	{"a message hangs", "nothing is left", func(e *evidence) bool { e.outbox[0].state = queue.Waiting; return true }},
	{"a message is buried", "nothing is left", func(e *evidence) bool { e.outbox[0].state = queue.Dead; return true }},
	{"a message expires silently", "nothing is left", func(e *evidence) bool { e.outbox[0].state = queue.Expired; return true }},
	{"a job dies", "nothing is left", func(e *evidence) bool { e.deadJobs++; return true }},
	{"a spool is not read", "nothing is left", func(e *evidence) bool { e.spooled++; return true }},
	{"a message is lost by the platform", "told exactly once", func(e *evidence) bool {
		return e.changeCall(func(c *wecomsim.Entry) { c.Discarded = true })
	}},
	{"a message is never posted", "told exactly once", func(e *evidence) bool {
		return e.changeCall(func(c *wecomsim.Entry) { c.Answer = nil })
	}},
	{"a message is told twice", "told exactly once", func(e *evidence) bool {
		return e.changeCall(func(c *wecomsim.Entry) { e.journal = append(e.journal, *c) })
	}},
	{"other bytes are posted", "told only what", func(e *evidence) bool {
		return e.changeCall(func(c *wecomsim.Entry) { c.Body = []byte(strings.Replace(string(c.Body), "{", "{ ", 1)) })
	}},
	{"a message comes early", "nothing too early", func(e *evidence) bool {
		return e.changeCall(func(c *wecomsim.Entry) { c.Time = c.Time.Add(-24 * time.Hour) })
	}},
	{"a cancelled message is shown", "nothing after it was called off", func(e *evidence) bool {
		i := e.sent(func(message) bool { return true })
		e.outbox[i].state = queue.Cancelled
		return true
	}},
	{"a number is skipped", "numbers without gaps", func(e *evidence) bool { e.submissions = e.submissions[1:]; return true }},
	{"a number is given twice", "numbers without gaps", func(e *evidence) bool {
		e.submissions[1].number = e.submissions[0].number
		return true
	}},
	{"a confirmed draft is forgotten", "one case per confirmed draft", func(e *evidence) bool {
		e.load.confirmed = append(e.load.confirmed, confirmation{"clerk0", "visit-999999-v1"})
		return true
	}},
	{"a draft becomes two cases", "one case per confirmed draft", func(e *evidence) bool {
		e.submissions[1].draft = e.submissions[0].draft
		return true
	}},
	{"nobody is told of a number", "one case per confirmed draft", func(e *evidence) bool {
		i := e.sent(func(m message) bool { return m.kind == string(notice.CaseRegistered) })
		e.outbox[i].key = "something else"
		return true
	}},
	{"a request is decided twice", "one decision per request", func(e *evidence) bool {
		i := slices.IndexFunc(e.requests, func(r request) bool { return r.decided > 0 })
		if i < 0 {
			return false
		}
		e.requests[i].decided++
		return true
	}},
	{"an outcome is not told", "one decision per request", func(e *evidence) bool {
		i := slices.IndexFunc(e.requests, func(r request) bool { return r.decided > 0 })
		if i < 0 {
			return false
		}
		e.requests[i].outcomes = 0
		return true
	}},
	{"a case is laid before nobody", "one decision per request", func(e *evidence) bool {
		e.load.asked = append(e.load.asked, "XF20000101-0001")
		return true
	}},
	{"a reminder comes after the confirmation", "reminders in order", func(e *evidence) bool {
		return e.changeReminder(func(m *message, s slot) { m.created = s.confirmed.Add(time.Second) })
	}},
	{"a reminder is made before its time", "reminders in order", func(e *evidence) bool {
		return e.changeReminder(func(m *message, s slot) { m.created = s.starts.Add(-3 * time.Hour) })
	}},
	{"the duty office is not told of silence", "reminders in order", func(e *evidence) bool {
		i := slices.IndexFunc(e.outbox, func(m message) bool { return strings.HasPrefix(m.key, "unconfirmed:") })
		if i < 0 {
			return false
		}
		e.outbox[i].key = "something else"
		return true
	}},
	{"the figures miss one", "ledger and statistics", func(e *evidence) bool { e.statistics--; return true }},
	{"a replica panics", "logs in order", func(e *evidence) bool { e.disorder = append(e.disorder, "panic"); return true }},
}

func (e *evidence) copy() *evidence {
	other := *e
	load := &load{said: e.load.said, confirmed: slices.Clone(e.load.confirmed), asked: slices.Clone(e.load.asked)}
	other.load, other.acked, other.journal = load, slices.Clone(e.acked), slices.Clone(e.journal)
	other.inbox, other.outbox = maps.Clone(e.inbox), slices.Clone(e.outbox)
	other.submissions, other.requests = slices.Clone(e.submissions), slices.Clone(e.requests)
	other.slots, other.disorder = slices.Clone(e.slots), slices.Clone(e.disorder)
	return &other
}

// sent finds a message that was frozen, shown and is not a card's amendment.
func (e *evidence) sent(fits func(message) bool) int {
	return slices.IndexFunc(e.outbox, func(m message) bool {
		return m.state == queue.Done && m.request != "" && !m.amends && fits(m)
	})
}

func (e *evidence) changeCall(change func(*wecomsim.Entry)) bool {
	wanted := e.outbox[e.sent(func(message) bool { return true })].request
	for i := range e.journal {
		if string(e.journal[i].Body) == wanted && taken(e.journal[i]) && !e.journal[i].Suppressed {
			change(&e.journal[i])
			return true
		}
	}
	return false
}

func (e *evidence) changeReminder(change func(*message, slot)) bool {
	for _, s := range e.slots {
		for i := range e.outbox {
			if e.outbox[i].task == notice.DutyTask(s.id, s.version, notice.Morning) && !e.outbox[i].amends && !s.confirmed.IsZero() {
				change(&e.outbox[i], s)
				return true
			}
		}
	}
	return false
}

// expectTamperingFound spoils copies of good evidence one by one, and at last the ledger itself.
func (o *office) expectTamperingFound(e *evidence) {
	o.Helper()
	found := 0
	for _, tampering := range tamperings {
		spoiled := e.copy()
		if !tampering.do(spoiled) {
			o.Logf("no occasion for: %s", tampering.what)
			continue
		}
		if !slices.ContainsFunc(spoiled.faults(), func(f string) bool { return strings.HasPrefix(f, tampering.found) }) {
			o.Errorf("not found: %s", tampering.what)
			continue
		}
		found++
	}
	o.Logf("%d of %d tamperings with the evidence found", found, len(tamperings))
	for _, statement := range ledgerTamperings {
		o.expectLedgerTamperingFound(statement)
	}
}

var ledgerTamperings = []string{
	"UPDATE submissions SET original = CONCAT(original, '等人') ORDER BY id LIMIT 1",
	"DELETE FROM submissions ORDER BY id DESC LIMIT 1",
}

func (o *office) expectLedgerTamperingFound(statement string) {
	o.Helper()
	if _, err := o.db.ExecContext(o.Context(), statement); err != nil {
		o.Errorf("%s: %v", statement, err)
		return
	}
	if code, _, _ := o.try("verify"); code != 1 {
		o.Errorf("verify ends with %d after: %s", code, statement)
	}
}
