package crash_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/calendar"
	"petitiondesk/test/testenv"
)

// The tenant and its secrets. Nothing of it exists.
const (
	corpID         = "ww00000000crash0"
	agentID        = 1000078
	appSecret      = "synthetic-app-secret"
	callbackToken  = "SyntheticCallbackToken"
	encodingAESKey = "c3ludGhldGljc3ludGhldGljc3ludGhldGljc3ludGg"

	replicas = 3
	patience = 100 * time.Second // outlasts a lease, a minute's quota and the back-off after both
)

// office is one tenant of WeCom with the stores and replicas that serve it.
type office struct {
	*testing.T
	sim   *wecomsim.Server
	api   *httptest.Server // qyapi
	door  *door
	clock *clock
	day   calendar.Day // of the run, on the desk's clock

	database, redis *testenv.Server
	databaseUp      bool
	redisUp         bool
	db              *sql.DB

	ledgerKey, anchors string // secret key, and the file of the anchors
	walls              [replicas]*clock
	spools             [replicas]string
	running            [replicas]*replica
	past               []*replica // all that were ever begun
	lease              time.Duration
	lastSaid           time.Time
}

// dayBegins is when the desk's clock starts: the first reminders of the afternoon's duties are a few minutes away.
const dayBegins = calendar.ClockTime(16*60 + 12)

func open(t *testing.T, seed uint64, lease time.Duration) *office {
	t.Helper()
	key, _, err := desk.NewLedgerKey("xinfang.example.cn")
	if err != nil {
		t.Fatal(err)
	}
	o := &office{
		T: t, ledgerKey: key, anchors: filepath.Join(t.TempDir(), "anchors.txt"), door: newDoor(t, seed),
		day: calendar.DayOf(time.Now()).Add(1), lease: lease, databaseUp: true, redisUp: true,
	}
	o.clock = newClock(t, o.day.At(dayBegins))
	for i := range replicas {
		o.walls[i], o.spools[i] = newClock(t, time.Now()), filepath.Join(t.TempDir(), "spool")
		o.must(o.walls[i].run(1))
	}
	database, cache := testenv.MySQLServer, testenv.RedisServer
	if os.Getenv("CRASH_STORES") == "distributed" {
		database, cache = testenv.Galera, testenv.Sentinel
	}
	o.database, o.redis = database(t, "--innodb-buffer-pool-size=64M", "--performance-schema=OFF"), cache(t)
	at, err := url.Parse(o.database.URL)
	if err != nil {
		t.Fatal(err)
	}
	o.db = openMySQL(t, at)
	var people []wecomsim.Member
	for _, m := range members() {
		people = append(people, wecomsim.Member{UserID: m.user, Name: m.name, Active: true, Visible: true})
	}
	sim, err := wecomsim.New(wecomsim.Config{
		CorpID: corpID, AgentID: agentID, Secret: appSecret, Token: callbackToken, EncodingAESKey: encodingAESKey,
		CallbackURL: o.door.server.URL + "/wecom/callback", Members: people, RetryPause: 200 * time.Millisecond, Now: o.clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	o.sim, o.api = sim, httptest.NewServer(sim.Handler())
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		if err := sim.Close(ctx); err != nil {
			t.Error(err)
		}
		o.api.CloseClientConnections()
		o.api.Close()
	})
	o.command("migrate")
	o.command("import", o.county())
	o.command("import", o.publicDays())
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func openMySQL(t *testing.T, at *url.URL) *sql.DB {
	t.Helper()
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr, cfg.User, cfg.DBName = "tcp", at.Host, at.User.Username(), strings.TrimPrefix(at.Path, "/")
	cfg.ParseTime, cfg.Loc, cfg.Logger = true, time.UTC, &mysql.NopLogger{}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// publicDays are those of this year and the next, so that nobody has to ask for them.
func (o *office) publicDays() string {
	year := time.Now().Year()
	days := fmt.Sprintf("date,kind,name,notice_year\n%d-01-01,off,元旦,%[1]d\n%d-01-01,off,元旦,%[2]d\n%[3]d-01-01,off,元旦,%[3]d\n", year, year+1, year+2)
	return o.file("days.csv", days)
}

func (o *office) file(name, content string) string {
	o.Helper()
	path := filepath.Join(o.TempDir(), name)
	o.must(os.WriteFile(path, []byte(content), 0o600))
	return path
}

// environment is the settings of a replica, or of a command with replica -1.
func (o *office) environment(replica int) []string {
	o.Helper()
	env := []string{
		"DESK_LISTEN=127.0.0.1:0", "DESK_PUBLIC_URL=" + o.door.server.URL,
		"DESK_DATABASE=" + o.database.URL, "DESK_REDIS=" + o.redis.URL,
		"DESK_LEDGER_KEY=" + o.ledgerKey, "DESK_ANCHOR_FILE=" + o.anchors,
		"DESK_WECOM_API_BASE=" + o.api.URL, "DESK_WECOM_CORP_ID=" + corpID,
		fmt.Sprintf("DESK_WECOM_AGENT_ID=%d", agentID), "DESK_WECOM_SECRET=" + appSecret,
		"DESK_WECOM_TOKEN=" + callbackToken, "DESK_WECOM_AES_KEY=" + encodingAESKey,
		"DESK_CRASH_CLOCK=" + o.clock.path, "GOMAXPROCS=1", "GOMEMLIMIT=96MiB",
	}
	if o.lease > 0 {
		env = append(env, "DESK_CRASH_LEASE="+o.lease.String())
	}
	if replica < 0 {
		return append(env, "DESK_SPOOL="+filepath.Join(o.TempDir(), "spool"))
	}
	return append(env, "DESK_SPOOL="+o.spools[replica], "DESK_CRASH_WALL="+o.walls[replica].path)
}

// command runs one of the program's commands and expects it to succeed.
func (o *office) command(args ...string) string {
	o.Helper()
	code, out, errs := o.try(args...)
	if code != 0 {
		o.Fatalf("%v ended with %d:\n%s%s", args, code, out, errs)
	}
	return out
}
