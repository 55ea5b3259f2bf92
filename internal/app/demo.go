package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"petitiondesk/config"
	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// The demo's tenant. Nothing of it exists outside this process.
const (
	DemoCorpID  = "ww00000000000demo"
	demoAgentID = 1000002
	demoSecret  = "demo-app-secret"
	demoToken   = "DemoCallbackToken"
	demoAESKey  = "ZGVtb2RlbW9kZW1vZGVtb2RlbW9kZW1vZGVtb2RlbW8"
)

// DemoSettings is what a demo is built from; the tests build theirs on other stores.
type DemoSettings struct {
	Listener  net.Listener
	Database  string
	Redis     string
	Spool     string
	KeysFile  string        // made when it is not there; "" = a key that ends with the process
	Ledger    config.Ledger // no key: one is made for this run
	Clock     *models.MovableClock
	County    county.County
	PastCases bool // register the demo county's earlier visits
	Log       *slog.Logger
	Poll      time.Duration
	Crowded   bool          // allows people ten times the messages of the platform, so that a story need not wait a minute
	Config    config.Config // the settings of the county: Rules, Crowd; the rest is the demo's own
}

// DemoWeCom is what an app of the demo's tenant is told of the simulator at an address; tests run further replicas with it.
func DemoWeCom(base string) config.WeCom {
	return config.WeCom{CorpID: DemoCorpID, AgentID: demoAgentID, Secret: demoSecret, Token: demoToken, AESKey: demoAESKey, APIBase: base}
}

// Demo is a service with a simulated WeCom in one process.
type Demo struct {
	App *App
	Sim *wecomsim.Server

	listener net.Listener
	log      *slog.Logger
}

// NewDemo builds the service, imports the county and connects the simulator through real HTTP and crypto.
func NewDemo(ctx context.Context, s DemoSettings) (*Demo, error) {
	base := "http://" + s.Listener.Addr().String()
	perMinute, allowed := 0, 0
	if s.Crowded {
		perMinute, allowed = 10*queue.PersonPerMinute, 300
	}
	sim, err := wecomsim.New(wecomsim.Config{
		CorpID: DemoCorpID, AgentID: demoAgentID, Secret: demoSecret, Token: demoToken, EncodingAESKey: demoAESKey,
		CallbackURL: base + "/wecom/callback", Clock: s.Clock, Members: members(s.County), Logger: s.Log,
		Hints: demoHints, PerMinute: allowed,
	})
	if err != nil {
		return nil, err
	}
	keys, err := demoKeys(s.KeysFile)
	if err != nil {
		return nil, err
	}
	if s.Ledger.Key == "" {
		if s.Ledger.Key, _, err = desk.NewLedgerKey("petitiondesk-demo"); err != nil {
			return nil, err
		}
	}
	app, err := New(ctx, Settings{
		Config: config.Config{
			Keys: keys, KeysFile: s.KeysFile, Ledger: s.Ledger,
			Rules: s.Config.Rules, Crowd: s.Config.Crowd, PublicURL: base, Database: s.Database, Redis: s.Redis, Spool: s.Spool,
			WeCom: DemoWeCom(base),
		},
		Clock: s.Clock, Log: s.Log, Poll: s.Poll, PersonPerMinute: perMinute,
	})
	if err != nil {
		return nil, err
	}
	s.Clock.OnMove(app.Moved)
	demo := &Demo{App: app, Sim: sim, listener: s.Listener, log: s.Log}
	if err := demo.furnish(ctx, s); err != nil {
		app.Close()
		return nil, err
	}
	return demo, nil
}

// furnish imports the county, once, with its earlier visits.
func (d *Demo) furnish(ctx context.Context, s DemoSettings) error {
	if err := d.App.Desk.Import(ctx, desk.County(s.County)); err != nil {
		return err
	}
	if !s.PastCases {
		return nil
	}
	empty, err := d.App.Desk.NoCases(ctx)
	if err != nil || !empty {
		return err
	}
	return d.App.Desk.EnterEarlier(ctx, earlierVisits(county.DemoCases(calendar.DayOf(s.Clock.Now()))))
}

// Run serves until ctx ends.
func (d *Demo) Run(ctx context.Context) error {
	mux := http.NewServeMux()
	mux.Handle("/", d.App.Handler())
	simulator := d.Sim.Handler()
	for _, path := range []string{"/cgi-bin/", "/sim/", "/phone", "/phone/"} {
		mux.Handle(path, simulator)
	}
	mux.Handle("GET /{$}", http.RedirectHandler("/phone", http.StatusFound))
	simCtx, stopSim := context.WithCancel(context.WithoutCancel(ctx))
	defer stopSim()
	go func() {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(simCtx, 3*time.Second)
		defer cancel()
		if err := d.Sim.Close(ending); err != nil {
			d.log.Warn("simulator not closed cleanly", "error", err)
		}
	}()
	return d.App.Run(ctx, d.listener, mux)
}

// Close releases the service's stores.
func (d *Demo) Close() { d.App.Close() }

func runDemo(ctx context.Context, c config.Demo, out io.Writer, log *slog.Logger) error {
	data, temporary := c.Data, c.Data == ""
	if temporary {
		folder, err := os.MkdirTemp("", "petitiondesk-demo-")
		if err != nil {
			return fmt.Errorf("make a folder for the demo: %w", err)
		}
		data = folder
		defer func() { _ = os.RemoveAll(folder) }() // a temporary folder left behind does no harm
	} else if err := os.MkdirAll(data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	ledger, err := demoLedger(data)
	if err != nil {
		_ = listener.Close() // nothing was served yet
		return err
	}
	demo, err := NewDemo(ctx, DemoSettings{
		Ledger:   ledger,
		Listener: listener, Database: "sqlite://" + filepath.ToSlash(filepath.Join(data, "desk.db")), Redis: "embedded",
		Spool: filepath.Join(data, "spool"), KeysFile: filepath.Join(data, "keys"), Clock: models.NewMovableClock(time.Now(), c.Clock == "manual"),
		County: county.Demo(), PastCases: true, Log: log,
	})
	if err != nil {
		_ = listener.Close() // nothing was served yet
		return err
	}
	defer demo.Close()
	_, _ = fmt.Fprintf(out, "信访工作台演示 http://%s/phone\n", listener.Addr()) // a closed terminal does not end the demo
	return demo.Run(ctx)
}

var demoHints = []string{
	"来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付",
	"来访 李某 反映村道破损",
	"查 0001",
	"呈报 0001 情况紧急，请协调人社局",
	"同意 0001 请人社局三日内答复",
	"待办",
	"值班",
	"帮助",
}

func members(c county.County) []wecomsim.Member {
	units := map[string]string{}
	for _, unit := range c.Units {
		units[unit.Code] = unit.Name
	}
	var all []wecomsim.Member
	for _, person := range c.People {
		all = append(all, wecomsim.Member{
			UserID: person.UserID, Name: person.Name, Post: person.Post, Note: people.RoleNames(person.Roles), Department: units[person.UnitCode],
			Active: true, Visible: true,
		})
	}
	return all
}

func earlierVisits(cases []county.DemoCase) []desk.EarlierVisit {
	visits := make([]desk.EarlierVisit, len(cases))
	for i, c := range cases {
		at := c.Day.At(c.At)
		visits[i] = desk.EarlierVisit{Clerk: c.Clerk, At: at, Report: c.Report}
		for _, p := range c.Progress {
			visits[i].Progress = append(visits[i].Progress, petition.Progress{Author: p.Author, Text: p.Text, At: p.Day.At(c.At)})
		}
		if e := c.Escalation; e != nil && e.DecidedBy != "" {
			verdict := approval.Approved
			if e.Rejected {
				verdict = approval.Rejected
			}
			visits[i].Escalation = &desk.EarlierDecision{
				Reason: e.Reason, DecidedBy: e.DecidedBy, Verdict: verdict, Opinion: e.Opinion, At: at.Add(2 * time.Hour),
			}
		}
	}
	return visits
}
