package crash_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// checks are what must hold after any weather, each with the faults it found.
var checks = []struct {
	name string
	find func(*evidence) []string
}{
	{"callbacks answered 200 are handled", callbacksHandled},
	{"nothing is left or dead", nothingLeft},
	{"told exactly once", toldOnce},
	{"told only what was to be told", toldNothingElse},
	{"nothing too early", nothingEarly},
	{"nothing after it was called off", nothingCalledOff},
	{"numbers without gaps", numbersWithoutGaps},
	{"one case per confirmed draft", oneCasePerDraft},
	{"one decision per request", oneDecision},
	{"reminders in order", remindersInOrder},
	{"ledger and statistics", ledgerAndStatistics},
	{"logs in order", func(e *evidence) []string { return e.disorder }},
}

func (e *evidence) faults() []string {
	var all []string
	for _, check := range checks {
		for _, fault := range check.find(e) {
			all = append(all, check.name+": "+fault)
		}
	}
	return all
}

func callbacksHandled(e *evidence) (faults []string) {
	if len(e.acked) < e.load.said {
		faults = append(faults, fmt.Sprintf("people saw %d messages kept, the door saw %d answered", e.load.said, len(e.acked)))
	}
	for _, key := range e.acked {
		switch state, known := e.inbox[key]; {
		case !known:
			faults = append(faults, key+" was answered 200 and is not in the inbox")
		case state != queue.Done:
			faults = append(faults, fmt.Sprintf("%s is in state %d", key, state))
		}
	}
	return faults
}

func nothingLeft(e *evidence) (faults []string) {
	for key, state := range e.inbox {
		if state != queue.Done {
			faults = append(faults, fmt.Sprintf("inbound %s is in state %d", key, state))
		}
	}
	for _, m := range e.outbox {
		if m.state.Open() || m.state == queue.Dead {
			faults = append(faults, fmt.Sprintf("%s is in state %d after %d attempts: %s", m, m.state, m.attempts, m.reason))
		}
		if m.state == queue.Expired && !e.complained(m) {
			faults = append(faults, fmt.Sprintf("%s expired and nobody was told", m))
		}
	}
	if e.openJobs+e.deadJobs+e.spooled > 0 {
		faults = append(faults, fmt.Sprintf("%d due jobs, %d dead jobs, %d spool files", e.openJobs, e.deadJobs, e.spooled))
	}
	for _, who := range e.load.silent {
		faults = append(faults, "waited in vain: "+who)
	}
	return faults
}

func (e *evidence) complained(m message) bool {
	return slices.ContainsFunc(e.outbox, func(other message) bool {
		return strings.Contains(other.key, fmt.Sprintf("outbox:%d", m.id)) && other.kind == string(notice.TroubleSend)
	})
}

func (m message) String() string {
	return fmt.Sprintf("outbox %d, %s to %s (%s)", m.id, m.kind, m.recipient, m.key)
}

// shown lists the calls by which a request reached a phone: taken, not suppressed as a repeat, not discarded.
func (e *evidence) shown() map[string][]wecomsim.Entry {
	shown := map[string][]wecomsim.Entry{}
	for _, call := range e.journal {
		if strings.HasPrefix(call.Kind, "message/") && taken(call) && !call.Suppressed {
			shown[string(call.Body)] = append(shown[string(call.Body)], call)
		}
	}
	return shown
}

// taken tells whether the platform carried the call out, whatever its caller learned.
func taken(call wecomsim.Entry) bool { return call.Answer != nil && call.AnswerCode() == 0 }

func toldOnce(e *evidence) (faults []string) {
	shown := e.shown()
	for _, m := range e.outbox {
		if m.request == "" {
			continue
		}
		times := len(shown[m.request])
		switch {
		case m.state == queue.Done && times != 1 && !spent(m, times):
			faults = append(faults, fmt.Sprintf("%s was shown %d times", m, times))
		case times > 1:
			faults = append(faults, fmt.Sprintf("%s was shown %d times and is in state %d", m, times, m.state))
		}
		for _, call := range shown[m.request] {
			if call.Discarded {
				faults = append(faults, fmt.Sprintf("%s was discarded by the platform: too many to %v", m, call.Dropped))
			}
		}
	}
	return faults
}

// spent is an amendment of a card that could no longer be changed.
func spent(m message, times int) bool {
	return m.amends && times == 0 && strings.Contains(m.reason, "expired")
}

func toldNothingElse(e *evidence) (faults []string) {
	frozen := map[string]int64{}
	for _, m := range e.outbox {
		if m.request == "" {
			continue
		}
		if other, twice := frozen[m.request]; twice {
			faults = append(faults, fmt.Sprintf("%s and outbox %d have the same request", m, other))
		}
		frozen[m.request] = m.id
	}
	for request, calls := range e.shown() {
		if frozen[request] == 0 {
			faults = append(faults, fmt.Sprintf("call %d was frozen nowhere: %.200s", calls[0].Seq, request))
		}
	}
	return faults
}

func nothingEarly(e *evidence) (faults []string) {
	shown := e.shown()
	for _, m := range e.outbox {
		for _, call := range shown[m.request] {
			if m.request != "" && call.Time.Before(m.due.Truncate(time.Millisecond)) {
				faults = append(faults, fmt.Sprintf("%s came at %s and was due at %s", m, call.Time, m.due))
			}
		}
	}
	return faults
}

func nothingCalledOff(e *evidence) (faults []string) {
	shown := e.shown()
	for _, m := range e.outbox {
		if m.state == queue.Cancelled && m.request != "" && len(shown[m.request]) > 0 {
			faults = append(faults, m.String()+" was cancelled and shown")
		}
	}
	return faults
}

func numbersWithoutGaps(e *evidence) (faults []string) {
	next := map[string]int{}
	for _, s := range e.submissions {
		day, _, _ := strings.Cut(s.number, "-")
		next[day]++
		if want := fmt.Sprintf("%s-%04d", day, next[day]); s.number != want {
			faults = append(faults, fmt.Sprintf("number %q where %s should be", s.number, want))
		}
	}
	return faults
}

func oneCasePerDraft(e *evidence) (faults []string) {
	of, told := map[int64]int{}, map[string]int{}
	for _, s := range e.submissions {
		of[s.draft]++
	}
	for _, m := range e.outbox {
		if number, ok := strings.CutPrefix(m.key, "registered:"); ok && m.kind == string(notice.CaseRegistered) {
			told[number]++
		}
	}
	for _, c := range e.load.confirmed {
		var id, version int64
		if _, err := fmt.Sscanf(c.task, "visit-%d-v%d", &id, &version); err != nil || of[id] == 0 {
			faults = append(faults, fmt.Sprintf("%s confirmed %s and there is no case", c.clerk, c.task))
		}
	}
	for id, cases := range of {
		if cases != 1 {
			faults = append(faults, fmt.Sprintf("draft %d became %d cases", id, cases))
		}
	}
	for _, s := range e.submissions {
		if told[s.number] != 1 {
			faults = append(faults, fmt.Sprintf("%s was told %d times as registered", s.number, told[s.number]))
		}
	}
	return faults
}

func oneDecision(e *evidence) (faults []string) {
	of := map[string]int{}
	for _, r := range e.requests {
		of[r.number]++
		decided := r.state == "approved" || r.state == "rejected"
		if decided && (r.decided != 1 || r.by == "" || r.outcomes != 1) || !decided && r.decided+r.outcomes > 0 {
			faults = append(faults, fmt.Sprintf("request %d of %s is %s by %q with %d decisions and %d outcomes told", r.id, r.number, r.state, r.by, r.decided, r.outcomes))
		}
	}
	for _, number := range e.load.asked {
		if of[number] != 1 {
			faults = append(faults, fmt.Sprintf("%s was laid before the supervisors and has %d requests", number, of[number]))
		}
	}
	return faults
}

// rungs are the steps of these slots' ladders, in order.
var rungs = []notice.DutyStep{notice.Morning, notice.Second, notice.Start, notice.Phones}

func remindersInOrder(e *evidence) (faults []string) {
	shown := e.shown()
	for _, s := range e.slots {
		var last time.Time
		silent := s.confirmed.IsZero()
		steps := 0
		for _, step := range rungs {
			for _, m := range e.stepOf(s, step) {
				steps++
				if due := notice.DutyStepDue(s.asSlot(), step); m.created.Before(due) {
					faults = append(faults, fmt.Sprintf("%s was made at %s, before its time %s", m, m.created, due))
				}
				if !silent && m.created.After(s.confirmed) {
					faults = append(faults, fmt.Sprintf("%s was made after the duty had been confirmed", m))
				}
				if m.created.Before(last) {
					faults = append(faults, fmt.Sprintf("%s was made before the step below it", m))
				}
				last = m.created
				if m.state == queue.Done && len(shown[e.carrier(m).request]) != 1 {
					faults = append(faults, fmt.Sprintf("%s was not shown once", m))
				}
			}
		}
		started := e.ended().After(s.starts)
		if told := len(e.stepOf(s, notice.Start)); started && silent && told != 1 || told > 1 {
			faults = append(faults, fmt.Sprintf("slot %d began at %s, confirmed at %v, and the duty office was told %d times", s.id, s.starts, s.confirmed, told))
		}
		if started && silent && steps == 0 {
			faults = append(faults, fmt.Sprintf("nobody was reminded of slot %d", s.id))
		}
	}
	return faults
}

// ended is the desk's time of the last call.
func (e *evidence) ended() time.Time {
	if len(e.journal) == 0 {
		return e.began
	}
	return e.journal[len(e.journal)-1].Time
}

func (e *evidence) carrier(m message) message {
	if i := slices.IndexFunc(e.outbox, func(other message) bool { return other.id == m.bundle }); m.bundle != 0 && i >= 0 {
		return e.outbox[i]
	}
	return m
}

func (e *evidence) stepOf(s slot, step notice.DutyStep) (rows []message) {
	for _, m := range e.outbox {
		switch {
		case m.amends:
		case m.task == notice.DutyTask(s.id, s.version, step),
			step == notice.Start && strings.HasPrefix(m.key, fmt.Sprintf("unconfirmed:%d:v%d:", s.id, s.version)),
			step == notice.Phones && strings.HasPrefix(m.key, fmt.Sprintf("phones:%d:v%d:", s.id, s.version)):
			rows = append(rows, m)
		}
	}
	return rows
}

func ledgerAndStatistics(e *evidence) (faults []string) {
	if e.ledger != "" {
		faults = append(faults, "verify: "+e.ledger)
	}
	if e.statistics != len(e.submissions) {
		faults = append(faults, fmt.Sprintf("stats count %d submissions, there are %d", e.statistics, len(e.submissions)))
	}
	return faults
}
