package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"petitiondesk/bot"
	"petitiondesk/config"
	"petitiondesk/internal/engine"
	"petitiondesk/internal/web"
	"petitiondesk/models"
	"petitiondesk/models/queue"
)

// serve runs the service until ctx ends. While the database cannot be reached at the start, callbacks are taken
// in all the same and wait in the spool.
func serve(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	spool, err := engine.OpenSpool(cfg.Spool)
	if err != nil {
		return err
	}
	defer func() {
		if err := spool.Close(); err != nil {
			log.Warn("spool not closed cleanly", "error", err)
		}
	}()
	settings := Settings{Config: cfg, Clock: deskClock(), Log: log, Spool: spool}
	waiting, err := waitingRoom(settings)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return err
	}
	log.Info("serving", "address", listener.Addr().String(), "settings", cfg)
	front := openFront(listener, waiting, log)
	app, err := newWhenReachable(ctx, settings)
	if err != nil || app == nil {
		return errors.Join(err, front.close(ctx))
	}
	defer app.Close()
	front.lead(app.Handler())
	return app.run(ctx, front)
}

// waitingRoom takes callbacks into the spool and says that the service is not ready.
func waitingRoom(s Settings) (http.Handler, error) {
	callback, err := newCallback(s, func(_ context.Context, row queue.Inbound) error {
		return s.Spool.Append([]queue.Inbound{row})
	})
	if err != nil {
		return nil, err
	}
	m := newMetrics()
	m.waitForDatabase(s.Spool)
	return web.Site{
		Callback: m.countCallbacks(callback), Metrics: m.page(),
		Ready: func(context.Context) error {
			return models.Errorf(models.Unavailable, "the database has not been reached yet")
		},
		Status: func() any { return map[string]int{"Spooled": s.Spool.Len()} }, Log: s.Log,
	}.Handler(), nil
}

// newWhenReachable builds the service, trying again as long as only the database is missing. It returns nil
// when ctx ended first.
func newWhenReachable(ctx context.Context, s Settings) (*App, error) {
	for wait := time.Second; ; wait = min(2*wait, 10*time.Second) {
		app, err := New(ctx, s)
		if err == nil {
			return app, nil
		}
		if models.CodeOf(err) != models.Unavailable && ctx.Err() == nil {
			return nil, err
		}
		if ctx.Err() == nil {
			s.Log.WarnContext(ctx, "database not reached, messages wait in the spool", "error", err, "spooled", s.Spool.Len())
		}
		select {
		case <-ctx.Done():
			return nil, nil
		case <-time.After(wait):
		}
	}
}

// newCallback makes the callback's handler; accept must make the row durable.
func newCallback(s Settings, accept func(ctx context.Context, row queue.Inbound) error) (*bot.Callback, error) {
	wecom := s.Config.WeCom
	return bot.NewCallback(bot.CallbackConfig{
		CorpID: wecom.CorpID, AgentID: wecom.AgentID, Token: wecom.Token, EncodingAESKey: wecom.AESKey,
		Now: s.Clock.Now, Logger: s.Log,
	}, func(ctx context.Context, d bot.Delivery) error {
		err := accept(ctx, inboundOf(d, s.Clock))
		if err == nil {
			crash("before-answer", "key:"+d.Key)
		}
		if err == nil && s.Spool != nil && s.Spool.Len() > 0 {
			crash("after-spool", "key:"+d.Key)
		}
		return err
	})
}

// Run serves the handler and runs the engine until ctx ends or either fails.
func (a *App) Run(ctx context.Context, listener net.Listener, handler http.Handler) error {
	return a.run(ctx, openFront(listener, handler, a.settings.Log))
}

// run ends the requests first, so that nothing is accepted that nobody would store.
func (a *App) run(ctx context.Context, front *front) error {
	group, ctx := errgroup.WithContext(ctx)
	engineCtx, stopEngine := context.WithCancel(context.WithoutCancel(ctx))
	group.Go(func() error {
		defer stopEngine()
		select {
		case <-ctx.Done():
		case err := <-front.served:
			front.served <- err
		}
		a.closing.Store(true)
		return front.close(ctx)
	})
	group.Go(func() error { return a.engine.Run(engineCtx) })
	group.Go(func() error {
		a.installMenu(engineCtx)
		return nil
	})
	group.Go(func() error {
		a.keepHouse(engineCtx)
		return nil
	})
	return group.Wait()
}
