package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"petitiondesk/config"
	"petitiondesk/internal/web"
	"petitiondesk/models"
)

// serve runs the service until ctx ends.
func serve(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	app, err := New(ctx, Settings{Config: cfg, Clock: models.SystemClock{}, Log: log})
	if err != nil {
		return err
	}
	defer app.Close()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return err
	}
	log.Info("serving", "address", listener.Addr().String(), "settings", cfg)
	return app.Run(ctx, listener, app.Handler())
}

// httpGrace is how long open requests may take to end.
const httpGrace = 6 * time.Second

// Run serves the handler and runs the engine until ctx ends or either fails. Requests end first, so that
// nothing is accepted that nobody would store.
func (a *App) Run(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := web.Server(handler)
	group, ctx := errgroup.WithContext(ctx)
	engineCtx, stopEngine := context.WithCancel(context.WithoutCancel(ctx))
	group.Go(func() error {
		defer stopEngine()
		<-ctx.Done()
		a.closing.Store(true)
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), httpGrace)
		defer cancel()
		if err := server.Shutdown(ending); err != nil {
			a.settings.Log.Warn("requests cut off at shutdown", "error", err)
			return server.Close()
		}
		return nil
	})
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error { return a.engine.Run(engineCtx) })
	group.Go(func() error {
		a.installMenu(engineCtx)
		return nil
	})
	return group.Wait()
}
