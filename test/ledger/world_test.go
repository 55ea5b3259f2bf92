// Package ledger_test attacks the ledger the way somebody with every right on the database would, and expects verify to find
// it.
package ledger_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/glebarez/go-sqlite" // the driver that looks at the file beside the desk
	"github.com/go-sql-driver/mysql"

	"petitiondesk/config"
	"petitiondesk/internal/app"
	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
	"petitiondesk/test/testenv"
)

// monday is when every test begins.
var monday = calendar.Day("2026-11-23").At(9 * 60)

// world is a desk with its ledger, the file beside it, and a connection that may do anything to the database.
type world struct {
	*testing.T
	app     *app.App
	clock   *models.MovableClock
	db      *sql.DB
	sqlite  bool
	anchors string
	cfg     config.Config
	visits  int
	place   string // of the next visit; "" leaves it to nobody
}

func onEvery(t *testing.T, tell func(w *world)) {
	t.Helper()
	stores := map[string]func() string{"sqlite": func() string { return "sqlite://" + filepath.Join(t.TempDir(), "desk.db") }}
	if !testing.Short() {
		stores["mariadb"] = func() string { return testenv.MySQL(t) }
	}
	for name, store := range stores {
		t.Run(name, func(t *testing.T) { tell(begin(t, store())) })
	}
}

func begin(t *testing.T, database string) *world {
	t.Helper()
	key, _, err := desk.NewLedgerKey("xinfang.example.cn")
	w := &world{T: t, place: "chengguan", clock: models.NewMovableClock(monday, true), anchors: filepath.Join(t.TempDir(), "anchors.txt")}
	w.must(err)
	w.cfg = config.Config{
		Database: database, Redis: "embedded", PublicURL: "http://127.0.0.1:1",
		Ledger: config.Ledger{Key: key, AnchorFile: w.anchors},
		WeCom: config.WeCom{
			CorpID: "ww000000000ledger", AgentID: 1000002, Secret: "s", Token: "LedgerToken", APIBase: "http://127.0.0.1:1",
			AESKey: "bGVkZ2VybGVkZ2VybGVkZ2VybGVkZ2VybGVkZ2VybGU",
		},
	}
	w.app = w.open(w.cfg)
	w.must(w.app.Desk.Import(t.Context(), desk.County(county.Demo())))
	w.connect(database)
	return w
}

func (w *world) open(cfg config.Config) *app.App {
	w.Helper()
	cfg.Spool = filepath.Join(w.TempDir(), "spool")
	opened, err := app.New(w.Context(), app.Settings{Config: cfg, Clock: w.clock, Log: slog.New(slog.DiscardHandler)})
	w.must(err)
	w.Cleanup(opened.Close)
	return opened
}

func (w *world) connect(database string) {
	w.Helper()
	var err error
	if path, ok := strings.CutPrefix(database, "sqlite://"); ok {
		w.sqlite = true
		w.db, err = sql.Open("sqlite", path+"?_pragma=busy_timeout(5000)")
	} else {
		at, bad := url.Parse(database)
		w.must(bad)
		c := mysql.NewConfig()
		c.Net, c.Addr, c.User, c.DBName, c.ParseTime = "tcp", at.Host, at.User.Username(), strings.TrimPrefix(at.Path, "/"), true
		w.db, err = sql.Open("mysql", c.FormatDSN())
	}
	w.must(err)
	w.Cleanup(func() { _ = w.db.Close() })
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// register enters visits of the clock's day and returns the number of the last one.
func (w *world) register(count int) string {
	w.Helper()
	for range count {
		w.visits++
		w.must(w.app.Desk.EnterEarlier(w.Context(), w.visit()))
	}
	var number string
	w.must(w.db.QueryRowContext(w.Context(), "SELECT number FROM submissions ORDER BY id DESC LIMIT 1").Scan(&number))
	return number
}

func (w *world) visit() []desk.EarlierVisit {
	return []desk.EarlierVisit{{
		Clerk: "wangfang", At: w.clock.Now().Add(time.Duration(w.visits) * time.Second),
		Report: petition.Report{
			Name: "张某", Mobile: fmt.Sprintf("139%08d", w.visits), Headcount: 1 + w.visits%7, Place: "城关镇", PlaceCode: w.place,
			Facts: "反映拖欠工资", Demand: "请求支付", Original: []string{fmt.Sprintf("来访 张某 第%d件", w.visits)},
		},
	}}
}

// checkpoint makes one and writes it to the anchor file, as the engine would.
func (w *world) checkpoint(key string) ledger.Checkpoint {
	w.Helper()
	made, err := w.app.Desk.MakeCheckpoint(w.Context(), key, desk.SystemActor)
	w.must(err)
	w.must(w.app.Desk.RunAnchor(w.Context(), fmt.Sprint(made.ID)))
	return made
}

func (w *world) verify() desk.LedgerState {
	w.Helper()
	state, err := w.app.Desk.VerifyLedger(w.Context())
	w.must(err)
	return state
}

func (w *world) expectSound() desk.LedgerState {
	w.Helper()
	state := w.verify()
	if !state.OK {
		w.Fatalf("a sound ledger does not add up: %s", state.Fault)
	}
	return state
}

func (w *world) exec(statement string, args ...any) {
	w.Helper()
	if _, err := w.db.ExecContext(w.Context(), statement, args...); err != nil {
		w.Fatalf("%s: %v", statement, err)
	}
}

func (w *world) number(question string, args ...any) (n int64) {
	w.Helper()
	w.must(w.db.QueryRowContext(w.Context(), question, args...).Scan(&n))
	return n
}

// tables lists every table.
func (w *world) tables() []string {
	w.Helper()
	question := "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE 'kept_%'"
	if w.sqlite {
		question = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'kept_%'"
	}
	rows, err := w.db.QueryContext(w.Context(), question)
	w.must(err)
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		w.must(rows.Scan(&name))
		names = append(names, name)
	}
	w.must(rows.Err())
	slices.Sort(names)
	return names
}

// keep copies the whole database, and the anchor file, under a name; restore puts them back.
func (w *world) keep(name string) {
	w.Helper()
	w.dropTriggers()
	for _, table := range w.tables() {
		w.exec("CREATE TABLE kept_" + name + "_" + table + " AS SELECT * FROM " + table)
	}
}

func (w *world) restore(name string) {
	w.Helper()
	for _, table := range w.tables() {
		w.exec("DELETE FROM " + table)
		w.exec("INSERT INTO " + table + " SELECT * FROM kept_" + name + "_" + table)
	}
}

// dropTriggers is what whoever administers the database does first.
func (w *world) dropTriggers() {
	w.Helper()
	for _, table := range []string{"ledger_entries", "ledger_tree", "ledger_checkpoints"} {
		w.exec("DROP TRIGGER IF EXISTS " + table + "_no_update")
		w.exec("DROP TRIGGER IF EXISTS " + table + "_no_delete")
	}
}

func (w *world) anchorLines() []byte {
	w.Helper()
	content, err := os.ReadFile(w.anchors)
	w.must(err)
	return content
}

func (w *world) writeAnchors(content []byte) {
	w.Helper()
	w.must(os.WriteFile(w.anchors, content, 0o600))
}

// entries reads the ledger as an attacker would, with the program's own code.
func (w *world) entries() []ledger.Entry {
	w.Helper()
	rows, err := w.db.QueryContext(context.WithoutCancel(w.Context()), "SELECT seq, prev_hash, kind, subject, actor, at, payload, hash FROM ledger_entries ORDER BY seq")
	w.must(err)
	defer func() { _ = rows.Close() }()
	var all []ledger.Entry
	for rows.Next() {
		var e ledger.Entry
		w.must(rows.Scan(&e.Seq, &e.PrevHash, &e.Kind, &e.Subject, &e.Actor, &e.At, &e.Payload, &e.Hash))
		all = append(all, e)
	}
	w.must(rows.Err())
	return all
}

// rewrite replaces the whole ledger by other entries, linked anew from the first one with every hash recomputed.
func (w *world) rewrite(entries []ledger.Entry) {
	w.Helper()
	w.exec("DELETE FROM ledger_entries")
	head := ledger.Genesis()
	for _, e := range entries {
		e, head = ledger.Link(head, e)
		w.exec("INSERT INTO ledger_entries (seq, prev_hash, kind, subject, actor, at, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			e.Seq, e.PrevHash, e.Kind, e.Subject, e.Actor, e.At, e.Payload, e.Hash)
	}
	w.exec("UPDATE ledger_head SET seq = ?, hash = ?", head.Seq, head.Hash)
}

// compare verifies against text that somebody kept.
func (w *world) compare(kept string) desk.LedgerState {
	w.Helper()
	state, err := w.app.Desk.VerifyLedgerAgainst(w.Context(), desk.Outside{Lines: strings.Split(kept, "\n")})
	w.must(err)
	return state
}
