package crash_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// point is a place in the program at which a replica kills itself.
type point struct {
	name, where string
	help        func(o *office) // brings it about where the load alone does not
	alone       bool            // nobody else may do it first
}

// points are all that internal/app/crashing.go knows.
var points = []point{
	{"before-inbox-insert", "a callback is verified, nothing is written", nil, false},
	{"after-inbox-insert", "its row is committed, WeCom has no answer", nil, false},
	{"before-answer", "everything is durable but the 200", nil, false},
	{"after-spool", "the database is away, the row is on the disk", withoutDatabase, false},
	{"turn-claimed", "a turn is claimed and not begun", nil, false},
	{"mid-registration", "the number is drawn, the transaction open", nil, false},
	{"turn-before-commit", "a turn has written everything and committed nothing", nil, false},
	{"turn-after-commit", "a turn is committed and nobody woken", nil, false},
	{"before-replies", "a turn that only reads has its replies unwritten", (*office).askForHelp, false},
	{"after-replies", "they are written", (*office).askForHelp, false},
	{"message-claimed", "messages are claimed", nil, false},
	{"before-freeze", "a message is rendered", nil, false},
	{"after-freeze", "its bytes are stored and not posted", nil, false},
	{"after-post", "WeCom has taken it and nobody has noted so", nil, false},
	{"after-settle", "it is noted", nil, false},
	{"after-code-spent", "a card's code is marked as used and not used", nil, false},
	{"after-card-update", "the card has changed and nobody has noted so", nil, false},
	{"after-upload", "a receipt's picture is with WeCom, its message unfrozen", nil, true},
	{"job-claimed", "a job is claimed and not begun", (*office).hurry, true},
	{"job-before-commit", "a job has written everything and committed nothing", (*office).hurry, true},
	{"job-after-commit", "a job is committed and the next one planned", (*office).hurry, true},
	{"plan-before-commit", "the planner has written and committed nothing", (*office).askForCheckpoint, true},
	{"plan-after-commit", "the planner has committed", (*office).askForCheckpoint, true},
	{"mid-tree", "hashes are added to the tree, the transaction open", (*office).askForCheckpoint, true},
	{"mid-checkpoint", "a checkpoint is signed, the transaction open", (*office).askForCheckpoint, true},
	{"before-anchor", "a checkpoint is committed, the anchor file lacks it", (*office).askForCheckpoint, true},
	{"after-anchor", "the anchor file has it, its receipt is not written", (*office).askForCheckpoint, true},
}

// victim is the replica that dies; the others go on.
const victim = 2

const patienceAtPoint = 15 * time.Second

// Every point in turn, under load, or every third where it must be quick. What was in hand at each is looked up at the end.
func TestEveryCrashPoint(t *testing.T) {
	if testing.Short() {
		t.Skip("runs for most of a minute")
	}
	o := open(t, shortSeed, shortLease)
	o.begin(0)
	o.begin(victim)
	o.awaitReplicas(2)
	began := o.clock.Now()
	o.must(o.clock.run(2))
	o.door.prefer(victim)
	day, end := context.WithCancel(o.Context())
	defer end()
	l, everybody := o.live(day, shortSeed)
	dead := map[string]string{}
	for i, p := range points {
		if os.Getenv("CRASH_TIME") != "" || i%3 == 1 { // the others take `make crash`
			dead[p.name] = o.dieAt(p)
		}
	}
	end()
	o.must(o.clock.run(0))
	o.heal()
	everybody.Wait()
	o.settle()
	e := o.gather(l, began)
	o.audit(e)
	o.verdict(e)
	o.tabulate(dead)
}

var crashLine = regexp.MustCompile(`"msg":"crash point","point":"[^"]*","hand":"((?:[^"\\]|\\.)*)"`)

// dieAt has the victim begin anew, armed for a point, and waits for its end. It returns what was in hand.
func (o *office) dieAt(p point) string {
	o.Helper()
	if p.alone {
		o.kill(0)
		defer o.restart(0)
	}
	o.kill(victim)
	r := o.begin(victim, "DESK_CRASH_AT="+p.name)
	for end := time.Now().Add(patienceAtPoint); r.alive() && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if p.help != nil {
			p.help(o)
		}
	}
	o.databaseBack()
	found := crashLine.FindStringSubmatch(r.log.String())
	if found == nil {
		o.Errorf("%s was not reached", p.name)
		return ""
	}
	<-r.ended
	r.killed = true
	o.door.set(victim, "")
	hand, err := strconv.Unquote(`"` + found[1] + `"`)
	o.must(err)
	return hand
}

func withoutDatabase(o *office) {
	if o.databaseUp && o.there(victim) {
		o.database.Kill()
		o.databaseUp = false
	}
}

// there tells whether the replica has begun its loops, so that it would take callbacks into its spool by itself.
func (o *office) there(place int) bool {
	return strings.Contains(o.running[place].log.String(), `"msg":"watchdog"`)
}

// hurry lets the afternoon pass, so that reminders fall due.
func (o *office) hurry() { o.must(o.clock.step(20 * time.Second)) }

func (o *office) askForHelp() { o.sayNow(officer, "帮助") }

func (o *office) askForCheckpoint() { o.sayNow(auditor, "检查点") }

// sayNow says something at most once in two seconds.
func (o *office) sayNow(user, words string) {
	if time.Since(o.lastSaid) < 2*time.Second {
		return
	}
	o.lastSaid = time.Now()
	if _, err := o.sim.Say(o.Context(), user, words); err != nil {
		o.Error(err)
	}
}

// tabulate prints the points as a table for docs/reliability.md.
func (o *office) tabulate(dead map[string]string) {
	var b strings.Builder
	b.WriteString("| the process dies when | point | afterwards |\n|---|---|---|\n")
	for _, p := range points {
		if dead[p.name] == "" {
			continue
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", p.where, p.name, o.fate(dead[p.name]))
	}
	o.Logf("what became of the work in hand:\n%s", b.String())
	if path := os.Getenv("CRASH_TABLE"); path != "" {
		o.must(os.WriteFile(path, []byte(b.String()), 0o600))
	}
}

// fate says what became of a row.
func (o *office) fate(hand string) string {
	table, id, named := strings.Cut(hand, ":")
	where := map[string]string{"inbox": "id", "jobs": "id", "outbox": "id", "key": "dedup_key", "request": "request"}[table]
	if !named || where == "" {
		return "done by whoever came next"
	}
	query := map[string]string{
		"inbox": "SELECT state, attempts FROM inbox", "key": "SELECT state, attempts FROM inbox", "jobs": "SELECT state, attempts FROM jobs",
		"outbox": "SELECT state, attempts FROM outbox", "request": "SELECT state, attempts FROM outbox",
	}[table] + " WHERE " + where + " = ?"
	var state, attempts int
	if err := o.db.QueryRowContext(o.Context(), query, id).Scan(&state, &attempts); err != nil {
		o.Errorf("%s: %v", hand, err)
		return "LOST"
	}
	states := []string{"OPEN", "OPEN", "done", "cancelled", "expired, told to the duty office", "DEAD", "sent with another"}
	return fmt.Sprintf("%s, attempt %d", states[state], attempts)
}
