package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"

	"petitiondesk/internal/web"
)

// front is the HTTP server. It serves from the first moment, even while what stands behind it is not there yet.
type front struct {
	server  *http.Server
	handler atomic.Pointer[http.Handler]
	served  chan error
	log     *slog.Logger
}

func openFront(listener net.Listener, handler http.Handler, log *slog.Logger) *front {
	return openFrontFor(listener, handler, log, maxConnections)
}

func openFrontFor(listener net.Listener, handler http.Handler, log *slog.Logger, clients int) *front {
	f := &front{served: make(chan error, 1), log: log}
	f.lead(handler)
	f.server = web.Server(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*f.handler.Load()).ServeHTTP(w, r) }))
	f.server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug) // what clients do wrong
	go func() { f.served <- f.server.Serve(netutil.LimitListener(listener, clients)) }()
	return f
}

// maxConnections is how many clients may be connected at a time; others wait in line. Each costs some 10 KB.
const maxConnections = 4096

// lead sends requests to another handler from now on.
func (f *front) lead(to http.Handler) { f.handler.Store(&to) }

// httpGrace is how long open requests may take to end.
const httpGrace = 6 * time.Second

// close lets open requests end and returns why serving ended, nil when it was because of this.
func (f *front) close(ctx context.Context) error {
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), httpGrace)
	defer cancel()
	var cut error
	if err := f.server.Shutdown(ending); err != nil {
		f.log.Warn("requests cut off at shutdown", "error", err)
		cut = f.server.Close()
	}
	if err := <-f.served; !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(cut, err)
	}
	return cut
}
