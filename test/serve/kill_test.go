package serve_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"syscall"
	"testing"

	"petitiondesk/test/story"
)

// gate is a way to WeCom on which calls to a path arrive and their answers are lost.
type gate struct {
	*httptest.Server
	arrived chan struct{}

	mu   sync.Mutex
	shut string
}

func newGate(t *testing.T, platform http.Handler) *gate {
	g := &gate{arrived: make(chan struct{}, 64)}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.swallows(r.URL.Path) {
			platform.ServeHTTP(w, r)
			return
		}
		platform.ServeHTTP(httptest.NewRecorder(), r)
		g.arrived <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *gate) shutFor(path string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = path
}

func (g *gate) swallows(path string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return path == g.shut
}

// One replica dies with two things in hand: a turn whose transaction has not ended, and a message that WeCom
// has taken without the replica learning of it. The other finishes both when the leases are over.
func TestKilledReplicaIsTakenOver(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		return // an embedded database has no rows that the test could lock from outside
	}
	o := open(t, onServers(t))
	wire := newGate(t, o.sim.Handler())
	dying := o.serveWith(wire.URL)
	o.say("wangfang", visit)
	card := o.expect("wangfang", "请核对来访登记")
	o.settle()

	wire.shutFor("/cgi-bin/message/send")
	o.say("liuyang", "帮助")
	<-wire.arrived
	unlock := o.lockLedger()
	o.tap("wangfang", card, "确认登记")
	eventually(t, func() bool { return o.data.count(t, waitingForLedger) > 0 }, func() string { return "no turn is under way" })
	heir := o.serve()
	dying.signal(syscall.SIGKILL)
	if code := dying.exitCode(); code != -1 {
		t.Fatalf("ended with %d before it was killed", code)
	}
	unlock()
	o.door.only(heir)

	o.say("jiangli", "帮助") // others are served meanwhile
	o.expect("jiangli", "这里是信访工作台")
	told := o.expect("wangfang", "登记成功")
	expectSuffix(t, story.Number(t, told.Text), "-0001")
	o.expectCard("wangfang", card.TaskID, "已登记")
	o.expect("liuyang", "这里是信访工作台")
	o.expectNothingElse()
	if sends := o.acceptedSends("liuyang"); sends < 2 {
		t.Errorf("%d sends: the message was not sent again, so nothing was shown", sends)
	}
	expectSuffix(t, o.register("liuyang"), "-0002")
	o.expectNothingElse()
	o.expectSoundLedger()
}

// MariaDB's own list of lock waits is no use here: it stands still while somebody keeps asking for it.
const waitingForLedger = "SELECT COUNT(*) FROM information_schema.processlist " +
	"WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%ledger_head%FOR UPDATE%'"

// lockLedger keeps every transaction that appends to the ledger waiting until the returned function is called.
func (o *office) lockLedger() (unlock func()) {
	o.Helper()
	tx, err := o.data.db.BeginTx(o.Context(), nil)
	if err != nil {
		o.Fatal(err)
	}
	var seq int64
	if err := tx.QueryRowContext(o.Context(), "SELECT seq FROM ledger_head FOR UPDATE").Scan(&seq); err != nil {
		o.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			o.Fatal(err)
		}
	}
}

func (o *office) acceptedSends(user string) int {
	sends := 0
	for _, call := range o.sim.Journal(user, 0) {
		if call.Kind == "message/send" && call.AnswerCode() == 0 {
			sends++
		}
	}
	return sends
}
