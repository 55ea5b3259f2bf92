package bench

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"petitiondesk/bot/wxcrypt"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/config"
	"petitiondesk/internal/app"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/seal"
	"petitiondesk/internal/store"
	"petitiondesk/internal/web"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
	"petitiondesk/test/testenv"
)

// The tenant of the benchmarks. Nothing of it exists outside this process.
var tenant = config.WeCom{
	CorpID: "ww0000000000bench", AgentID: 1000002, Secret: "bench-app-secret",
	Token: "BenchCallbackToken", AESKey: "YmVuY2hiZW5jaGJlbmNoYmVuY2hiZW5jaGJlbmNoYmU",
}

// patience is how long a whole load may take.
const patience = 5 * time.Minute

// benchDesk is an app on MariaDB and Redis with a simulated WeCom and a county of nothing but clerks.
type benchDesk struct {
	b        *testing.B
	app      *app.App
	sim      *wecomsim.Server
	listener net.Listener
	cipher   *wxcrypt.Cipher
	database string
	redis    string
	db       *sql.DB
	staff    []people.Person
	sentAt   time.Time // of all callbacks: those of one second are handled as they arrive
}

func open(b *testing.B, clerks int) *benchDesk {
	b.Helper()
	return openOn(b, testenv.MySQL(b), clerks)
}

func openOn(b *testing.B, database string, clerks int) *benchDesk {
	b.Helper()
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = listener.Close() })
	d := &benchDesk{b: b, listener: listener, database: database, redis: testenv.Redis(b), staff: clerksOf(clerks), sentAt: time.Now()}
	d.db = connect(b, d.database)
	d.cipher, err = wxcrypt.NewCipher(tenant.AESKey, tenant.CorpID)
	d.must(err)
	wecom := tenant
	wecom.APIBase = "http://" + listener.Addr().String()
	d.sim, err = wecomsim.New(wecomsim.Config{
		CorpID: wecom.CorpID, AgentID: wecom.AgentID, Secret: wecom.Secret, Token: wecom.Token, EncodingAESKey: wecom.AESKey,
		CallbackURL: wecom.APIBase + web.CallbackPath, Members: membersOf(d.staff),
	})
	d.must(err)
	log := slog.New(slog.NewJSONHandler(io.Discard, nil)) //nolint:sloglint // writing the lines is part of the work
	d.app, err = app.New(b.Context(), app.Settings{
		Config: config.Config{
			PublicURL: wecom.APIBase, Database: d.database, Redis: d.redis, Spool: filepath.Join(b.TempDir(), "spool"), WeCom: wecom,
			Keys: seal.NewMasterKey(seal.Suites[0], "2020-01-01").Line(),
		},
		Clock: models.SystemClock{}, Log: log,
	})
	d.must(err)
	b.Cleanup(d.app.Close)
	d.must(d.app.Desk.Import(b.Context(), desk.County{
		Units:  units(),
		People: d.staff,
	}))
	return d
}

// towns are the townships of the county, 城关镇 first.
var towns = []string{"城关镇", "柳河镇", "青山镇", "白石镇", "南坪镇", "东岭镇", "西塘镇", "北桥镇", "龙泉镇", "石门镇"}

func units() []people.Unit {
	all := []people.Unit{{Code: "bureau", Name: "信访局", Kind: people.Bureau}}
	for n, name := range towns {
		all = append(all, people.Unit{Code: fmt.Sprintf("town%d", n), Name: name, Kind: people.Township})
	}
	return all
}

func clerksOf(count int) []people.Person {
	staff := make([]people.Person, count)
	for i := range staff {
		staff[i] = people.Person{
			UserID: fmt.Sprintf("clerk%d", i), Name: fmt.Sprintf("测试%d", i), UnitCode: "bureau",
			Roles: []people.Role{people.Clerk}, Active: true,
		}
	}
	return staff
}

func membersOf(staff []people.Person) []wecomsim.Member {
	members := make([]wecomsim.Member, len(staff))
	for i, person := range staff {
		members[i] = wecomsim.Member{UserID: person.UserID, Name: person.Name, Active: true, Visible: true}
	}
	return members
}

func (d *benchDesk) must(err error) {
	d.b.Helper()
	if err != nil {
		d.b.Fatal(err)
	}
}

// start runs the engine and serves the platform's API until the benchmark ends.
func (d *benchDesk) start() {
	mux := http.NewServeMux()
	mux.Handle("/", d.app.Handler())
	mux.Handle("/cgi-bin/", d.sim.Handler())
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.app.Run(ctx, d.listener, mux) }()
	d.b.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			d.b.Errorf("the desk ended with %v", err)
		}
	})
}

// sealed is one callback as the platform posts it.
type sealed struct {
	target string
	body   []byte
}

// sealEach makes the callbacks beforehand, in the clerks' names by turns: sealing is the platform's work.
func (d *benchDesk) sealEach(count int, text func(n int) string) []sealed {
	d.b.Helper()
	all := make([]sealed, count)
	sentAt := d.sentAt.Unix()
	for n := range all {
		plaintext, err := wxmsg.Marshal(wxmsg.Text{Content: text(n), Header: wxmsg.Header{
			ToUserName: tenant.CorpID, FromUserName: d.staff[n%len(d.staff)].UserID, CreateTime: sentAt,
			AgentID: tenant.AgentID, MsgID: messageIDs.Add(1),
		}})
		d.must(err)
		timestamp, nonce := strconv.FormatInt(sentAt, 10), strconv.Itoa(n)
		body, signature, err := wxcrypt.SealEnvelope(d.cipher, tenant.Token, tenant.CorpID,
			strconv.FormatInt(tenant.AgentID, 10), plaintext, timestamp, nonce)
		d.must(err)
		query := url.Values{"msg_signature": {signature}, "timestamp": {timestamp}, "nonce": {nonce}}
		all[n] = sealed{target: web.CallbackPath + "?" + query.Encode(), body: body}
	}
	return all
}

func (d *benchDesk) post(s sealed) error {
	request := httptest.NewRequestWithContext(d.b.Context(), http.MethodPost, s.target, bytes.NewReader(s.body))
	answer := httptest.NewRecorder()
	d.app.Handler().ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		return fmt.Errorf("callback answered %d", answer.Code)
	}
	return nil
}

// rest waits until everything received is handled and everything due is sent.
func (d *benchDesk) rest() {
	d.b.Helper()
	ctx, cancel := context.WithTimeout(d.b.Context(), patience)
	defer cancel()
	for {
		idle, err := d.app.Idle(ctx)
		d.must(err)
		if idle {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// tellEverybody writes one message to each clerk into the outbox.
func (d *benchDesk) tellEverybody() {
	d.b.Helper()
	d.tellEach(func(person people.Person) queue.Outbound {
		return queue.Outbound{DedupKey: "bench:" + person.UserID, Kind: string(notice.Plain), Data: []byte(`{"Text":"请及时查看待办事项。"}`)}
	})
}

// tellEach writes one message to each clerk into the outbox, in one transaction.
func (d *benchDesk) tellEach(message func(person people.Person) queue.Outbound) {
	d.b.Helper()
	truth, err := store.Open(d.b.Context(), store.Options{URL: d.database})
	d.must(err)
	defer func() { _ = truth.Close() }()
	rows := make([]queue.Outbound, len(d.staff))
	now := time.Now()
	for i, person := range d.staff {
		rows[i] = message(person)
		rows[i].Recipient, rows[i].DueAt, rows[i].CreatedAt = person.UserID, now, now
	}
	d.must(truth.Transact(d.b.Context(), func(tx *store.Tx) error { return tx.Tell(rows...) }))
}
