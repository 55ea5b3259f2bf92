package app

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"petitiondesk/bot"
	"petitiondesk/config"
	"petitiondesk/handlers"
	"petitiondesk/internal/cache"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/engine"
	"petitiondesk/internal/files"
	"petitiondesk/internal/seal"
	"petitiondesk/internal/sheet"
	"petitiondesk/internal/store"
	"petitiondesk/internal/web"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// Settings is what a service is built from.
type Settings struct {
	Config          config.Config
	Clock           models.Clock // the desk's clock; leases and retries keep to the machine's
	Log             *slog.Logger
	Poll            time.Duration // how often to look for work unasked; 0 = a second
	PersonPerMinute int           // messages to one person; 0 = queue.PersonPerMinute

	Spool *engine.Spool // an open spool, which stays the caller's; nil = the one Config names
}

// App is the wired service.
type App struct {
	Desk *desk.Desk

	settings Settings
	store    *store.Store
	cache    *cache.Cache
	client   *bot.Client
	files    *files.Store
	spool    *engine.Spool
	keys     *seal.Keyring // nil when personal data are not sealed
	engine   *engine.Engine
	handler  http.Handler
	closing  atomic.Bool
}

// New opens the stores, brings the schema up to date and wires everything. Close ends it.
func New(ctx context.Context, s Settings) (_ *App, err error) {
	a := &App{settings: s}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	if a.store, err = store.Open(ctx, store.Options{URL: s.Config.Database, Logger: s.Log, Clock: s.Clock}); err != nil {
		return nil, err
	}
	if err = a.store.Migrate(ctx); err != nil {
		return nil, err
	}
	if a.cache, err = cache.Open(ctx, s.Config.Redis, s.Log); err != nil {
		return nil, err
	}
	if a.spool = s.Spool; a.spool == nil {
		if a.spool, err = engine.OpenSpool(s.Config.Spool); err != nil {
			return nil, err
		}
	}
	a.Desk = desk.New(riggedStore(deskStore{a.store}), a.cache.Dialogues(), s.Clock, calendar.China(), s.Log).In(statute.Jurisdiction(s.Config.Rules)).
		IndexedBy(indexKey(s.Config)).CollectiveFrom(int(s.Config.Crowd)).ReachedAt(s.Config.PublicURL)
	if err = a.unlock(ctx); err != nil {
		return nil, err
	}
	if err = a.anchor(ctx); err != nil {
		return nil, err
	}
	m, wecom := newMetrics(), s.Config.WeCom
	a.client = bot.NewClient(bot.ClientConfig{
		CorpID: wecom.CorpID, Secret: wecom.Secret, AgentID: wecom.AgentID, APIBase: wecom.APIBase,
		Tokens: a.cache.Tokens(), Logger: s.Log, Observe: m.calling,
	})
	if a.files, err = openFiles(ctx, s.Config); err != nil {
		return nil, err
	}
	a.Desk.Keeping(a.files, fetchMedia(a.client))
	a.Desk.ReadingSheets(sheet.Read)
	a.Desk.Following(contacts{client: a.client, clock: s.Clock})
	a.Desk.Reaching((&reach{client: a.client, clock: s.Clock, log: s.Log}).ask)
	if a.engine, err = a.newEngine(m); err != nil {
		return nil, err
	}
	if err = a.measure(m); err != nil {
		return nil, err
	}
	a.store.OnCommit(a.wakeAfter)
	callback, err := newCallback(s, a.engine.Receive)
	if err != nil {
		return nil, err
	}
	a.handler = m.countPages(web.Site{
		Callback: m.countCallbacks(callback), Metrics: m.page(),
		Ready: a.ready, Checkpoints: a.Desk.Published, Status: func() any { return a.engine.Status() }, Log: s.Log, Public: a.public(),
		Sheet: a.Desk.SheetAt, Feed: a.Desk.Feed, Rosters: a.rosters(),
	}.Handler())
	return a, nil
}

// indexKey is the key of the blind indexes, from their own secret or else from the one long secret that every installation
// has. It is nil without either.
func indexKey(cfg config.Config) []byte {
	secret := cfg.IndexKey
	if secret == "" {
		secret = cfg.WeCom.AESKey
	}
	if secret == "" {
		return nil
	}
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "petitiondesk blind index", sha256.Size)
	if err != nil {
		panic("app: " + err.Error()) // only a length out of range can fail
	}
	return key
}

func (a *App) newEngine(registry prometheus.Registerer) (*engine.Engine, error) {
	s := a.settings
	router := bot.NewRouter()
	router.Logger = s.Log
	router.Dialogues = handlers.Dialogues{Desk: a.Desk}
	router.Use(bot.Recover(), bot.Logging())
	handlers.Routes(router, a.Desk, s.Config.PublicURL)
	turns := handlers.Turns{Router: router, Desk: a.Desk, Clock: s.Clock, Log: s.Log}
	return engine.New(rigged(engine.Config{
		Clock: s.Clock, Wall: models.SystemClock{}, Logger: s.Log, Poll: s.Poll, Registerer: registry, PersonPerMinute: s.PersonPerMinute,
	}, engine.Ports{
		Inbox: a.store, Jobs: a.store, Outbox: a.store, Health: a.store,
		DueIndex: a.cache.DueIndex(), Wakes: a.cache.Wakes(), Pacer: a.cache.Pacer().Most(s.PersonPerMinute),
		Sender: sender{a.client}, Uploader: sender{a.client},
		Renderer: handlers.Renderer{AgentID: s.Config.WeCom.AgentID, Receipt: receiptPicture(a.Desk), Attachment: a.Desk.AttachmentContent, Roster: rosterFile(a.Desk)},
		Handle:   turns.Handle, Run: runJob(a.Desk), Plan: a.Desk.Plan, Complain: complain(a.Desk), Spool: a.spool,
	}))
}

// Handler is the service's HTTP front.
func (a *App) Handler() http.Handler { return a.handler }

// Moved tells the engine that the desk's clock was moved.
func (a *App) Moved() { a.engine.Poke("") }

// Ready returns nil when the service can do its work.
func (a *App) ready(ctx context.Context) error {
	if a.closing.Load() {
		return errors.New("the service is closing")
	}
	return a.Desk.Ready(ctx)
}

// wakeAfter tells the loops, here and elsewhere, of the work a commit made.
func (a *App) wakeAfter(ctx context.Context, done store.Committed) {
	if len(done.Outbound) > 0 {
		a.wake(ctx, "outbox")
	}
	if len(done.Jobs) > 0 {
		if err := a.cache.DueIndex().AddDue(ctx, done.Jobs); err != nil {
			a.settings.Log.DebugContext(ctx, "due index not updated", "error", err)
		}
		a.wake(ctx, "jobs")
	}
}

func (a *App) wake(ctx context.Context, topic string) {
	a.engine.Poke(topic)
	if err := a.cache.Wakes().Wake(ctx, topic); err != nil {
		a.settings.Log.DebugContext(ctx, "other replicas not woken", "error", err)
	}
}

// installMenu sets the app's menu, trying until it succeeds: the platform may not be there yet.
func (a *App) installMenu(ctx context.Context) {
	for wait := time.Second; ; wait = min(2*wait, time.Hour) {
		err := a.client.CreateMenu(ctx, handlers.AppMenu())
		if err == nil || ctx.Err() != nil {
			return
		}
		a.settings.Log.WarnContext(ctx, "menu not installed", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// Close releases what New opened.
func (a *App) Close() {
	var faults []error
	if a.spool != nil && a.settings.Spool == nil {
		faults = append(faults, a.spool.Close())
	}
	if a.files != nil {
		faults = append(faults, a.files.Close())
	}
	if a.cache != nil {
		faults = append(faults, a.cache.Close())
	}
	if a.store != nil {
		faults = append(faults, a.store.Close())
	}
	if err := errors.Join(faults...); err != nil {
		a.settings.Log.Warn("not closed cleanly", "error", fmt.Errorf("close: %w", err))
	}
}

// noDialogues is the dialogue cache of commands that hold no conversation.
type noDialogues struct{}

func (noDialogues) Get(context.Context, string) (petition.Dialogue, bool, error) {
	return petition.Dialogue{}, false, nil
}
func (noDialogues) Put(context.Context, petition.Dialogue) error { return nil }
func (noDialogues) Drop(context.Context, string) error           { return nil }

// Idle tells whether nothing is left to handle, run or send now.
func (a *App) Idle(ctx context.Context) (bool, error) {
	backlog, err := a.store.Backlog(ctx)
	if err != nil || backlog.OpenInbound+backlog.OpenOutbound > 0 || a.spool.Len() > 0 {
		return false, err
	}
	due, err := a.store.DueJobs(ctx, a.settings.Clock.Now(), models.SystemClock{}.Now(), 1)
	if err != nil || len(due) > 0 {
		return false, err
	}
	running, err := a.store.JobsInHand(ctx)
	return !running, err
}
