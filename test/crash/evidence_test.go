package crash_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/queue"
)

// evidence is everything that a run left behind. The checker knows nothing else.
type evidence struct {
	began   time.Time // the desk's clock
	load    *load
	acked   []string // keys of the callbacks that were answered 200
	journal []wecomsim.Entry

	inbox       map[string]queue.State // by key
	outbox      []message
	submissions []submission
	drafts      map[string]draft // by id
	requests    []request
	slots       []slot
	openJobs    int
	deadJobs    int

	ledger     string // what verify says, "" when all is well
	statistics int    // submissions by stats
	spooled    int    // files left in the spools
	disorder   []string
}

type message struct {
	id, bundle                           int64
	key, recipient, kind, task, endpoint string
	amends                               bool
	request                              string
	due, created                         time.Time
	firstTry                             time.Time // zero when never posted
	state                                queue.State
	attempts                             int
	reason                               string
}

type submission struct {
	draft  int64
	number string
}

type draft struct {
	id    int64
	state string
}

type request struct {
	id       int64
	number   string
	state    string
	by       string
	decided  int // decisions in its history
	outcomes int
}

type slot struct {
	id, version int64
	person      string
	state       string
	starts      time.Time
	confirmed   time.Time
}

// gather reads what is there once everything has come to rest.
func (o *office) gather(l *load, began time.Time) *evidence {
	o.Helper()
	e := &evidence{began: began, load: l, acked: o.door.kept(), journal: o.sim.Journal("", 0), inbox: map[string]queue.State{}, drafts: map[string]draft{}}
	o.rows("SELECT dedup_key, state FROM inbox", func(r *sql.Rows) error {
		var key string
		var state queue.State
		err := r.Scan(&key, &state)
		e.inbox[key] = state
		return err
	})
	o.rows("SELECT id, COALESCE(bundle_id, 0), dedup_key, recipient, kind, task_id, endpoint, amends, COALESCE(request, ''), due_at, created_at, first_try_at, state, attempts, last_error FROM outbox ORDER BY id", func(r *sql.Rows) error {
		var m message
		var first sql.NullTime
		err := r.Scan(&m.id, &m.bundle, &m.key, &m.recipient, &m.kind, &m.task, &m.endpoint, &m.amends, &m.request, &m.due, &m.created, &first, &m.state, &m.attempts, &m.reason)
		m.firstTry = first.Time
		e.outbox = append(e.outbox, m)
		return err
	})
	o.rows("SELECT draft_id, COALESCE(number, '') FROM submissions ORDER BY number", func(r *sql.Rows) error {
		var s submission
		err := r.Scan(&s.draft, &s.number)
		e.submissions = append(e.submissions, s)
		return err
	})
	o.rows("SELECT id, state FROM drafts", func(r *sql.Rows) error {
		var d draft
		err := r.Scan(&d.id, &d.state)
		e.drafts[fmt.Sprint(d.id)] = d
		return err
	})
	const requests = "SELECT r.id, r.case_number, r.state, r.decided_by, " +
		"(SELECT COUNT(*) FROM approval_entries e WHERE e.request_id = r.id AND e.doing IN ('agree', 'refuse')), " +
		"(SELECT COUNT(*) FROM outbox o WHERE o.kind = 'approval_outcome' AND o.recipient = r.applicant AND o.dedup_key LIKE CONCAT('request:', r.id, ':%')) FROM approval_requests r ORDER BY r.id"
	o.rows(requests, func(r *sql.Rows) error {
		var q request
		err := r.Scan(&q.id, &q.number, &q.state, &q.by, &q.decided, &q.outcomes)
		e.requests = append(e.requests, q)
		return err
	})
	o.rows("SELECT id, version, user_id, state, starts_at, confirmed_at FROM duty_slots ORDER BY id", func(r *sql.Rows) error {
		var s slot
		var confirmed sql.NullTime
		err := r.Scan(&s.id, &s.version, &s.person, &s.state, &s.starts, &confirmed)
		s.confirmed = confirmed.Time
		e.slots = append(e.slots, s)
		return err
	})
	e.openJobs, e.deadJobs = o.count(o.dueJobs()), o.count("SELECT COUNT(*) FROM jobs WHERE state = 5")
	e.spooled = o.spooled()
	e.disorder = o.disorder()
	return e
}

// audit runs the program's own checks: of the ledger against everything, and of the figures.
func (o *office) audit(e *evidence) {
	o.Helper()
	if code, out, errs := o.try("verify"); code != 0 {
		e.ledger = strings.TrimSpace(out + errs)
	}
	var report struct{ Submissions int }
	day := string(o.day)
	o.must(json.Unmarshal([]byte(o.command("stats", "--from", day, "--to", day, "--as-of", day, "--json")), &report))
	e.statistics = report.Submissions
}

func (o *office) rows(query string, scan func(*sql.Rows) error) {
	o.Helper()
	rows, err := o.db.QueryContext(o.Context(), query)
	if err != nil {
		o.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			o.Fatalf("%s: %v", query, err)
		}
	}
	o.must(rows.Err())
}

func (o *office) count(query string) int {
	o.Helper()
	var n int
	if err := o.db.QueryRowContext(o.Context(), query).Scan(&n); err != nil {
		o.Fatalf("%s: %v", query, err)
	}
	return n
}

// dueJobs counts jobs that are due by the desk's clock.
func (o *office) dueJobs() string {
	return "SELECT COUNT(*) FROM jobs WHERE state IN (0, 1) AND due_at <= '" + o.clock.Now().Format("2006-01-02 15:04:05.000") + "'"
}

// Waiting and claimed rows; see models/queue.
const openRows = "SELECT (SELECT COUNT(*) FROM inbox WHERE state IN (0, 1)) + (SELECT COUNT(*) FROM outbox WHERE state IN (0, 1))"

// settle waits until no work is in hand. What never ends is for the checker to tell.
func (o *office) settle() {
	o.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if o.spooled() == 0 && o.count(openRows) == 0 && o.count(o.dueJobs()) == 0 {
			return
		}
	}
}

func (o *office) spooled() int {
	n := 0
	for _, folder := range o.spools {
		files, err := filepath.Glob(filepath.Join(folder, "*.spool"))
		o.must(err)
		for _, file := range files {
			if info, err := os.Stat(file); err == nil && info.Size() > 0 {
				n++
			}
		}
	}
	return n
}

// disorder lists what no log of a replica may hold, however bad the weather.
func (o *office) disorder() []string {
	var found []string
	for _, r := range o.past {
		// Asked in its first moments, a process has not got round to listening yet.
		begun := servingLine.MatchString(r.log.String())
		if r.asked && begun && !r.killed && !r.alive() && r.cmd.ProcessState.ExitCode() != 0 {
			found = append(found, fmt.Sprintf("replica %d ended with %d when asked to end", r.place, r.cmd.ProcessState.ExitCode()))
		}
		for line := range strings.Lines(r.log.String()) {
			for _, word := range []string{"panic", "failed for good", "refused by the database", "after its commit", "DATA RACE"} {
				if strings.Contains(line, word) && !strings.Contains(line, "expired_outbound") { // told to the duty office, which nothingLeft expects
					found = append(found, fmt.Sprintf("replica %d wrote: %s", r.place, strings.TrimSpace(line)))
				}
			}
			if !strings.HasPrefix(line, "{") {
				found = append(found, fmt.Sprintf("replica %d wrote: %s", r.place, strings.TrimSpace(line)))
			}
		}
	}
	return found
}
