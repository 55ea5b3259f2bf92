package app

import (
	"errors"
	"net/http"
	"runtime"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"petitiondesk/bot"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/engine"
)

const (
	namespace      = "petitiondesk"
	scrapeLimit    = 5 * time.Second
	scrapesAtATime = 3
)

// metrics are those of the process; the engine adds its own. docs/metrics.md lists every one.
type metrics struct {
	*prometheus.Registry
	apiRequests     *prometheus.CounterVec
	apiSeconds      prometheus.Histogram
	callbacks       *prometheus.CounterVec
	callbackSeconds prometheus.ObserverVec
	pages           *prometheus.CounterVec
}

func newMetrics() *metrics {
	counter := func(name, help, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, []string{label})
	}
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: namespace, Name: "callback_seconds", Help: "How long callbacks took to be answered; the platform waits 5 seconds.",
		Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
	}, nil)
	m := &metrics{
		Registry:    prometheus.NewRegistry(),
		apiRequests: counter("api_requests_total", "Calls to the platform by the class of their errcode.", "class"),
		apiSeconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "api_seconds", Help: "How long calls to the platform took.", Buckets: prometheus.ExponentialBuckets(0.01, 3, 8),
		}),
		callbacks:       counter("callback_answers_total", "Callbacks by the status they were answered with.", "code"),
		callbackSeconds: seconds,
		pages:           counter("page_answers_total", "Requests of the public query page by status.", "code"),
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: "build_info", Help: "1, labelled by what runs."}, []string{"version", "go"})
	build.WithLabelValues(buildName(), runtime.Version()).Set(1)
	m.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		build, m.apiRequests, m.apiSeconds, m.callbacks, seconds, m.pages)
	return m
}

// calling notes a call to the platform.
func (m *metrics) calling(_ string, took time.Duration, err error) {
	m.apiRequests.WithLabelValues(bot.ClassOf(err).String()).Inc()
	m.apiSeconds.Observe(took.Seconds())
}

func (m *metrics) countCallbacks(callback http.Handler) http.Handler {
	return promhttp.InstrumentHandlerDuration(m.callbackSeconds, promhttp.InstrumentHandlerCounter(m.callbacks, callback))
}

// countPages counts what the public page answers; other paths are not of unlimited number to anybody.
func (m *metrics) countPages(next http.Handler) http.Handler {
	counted := promhttp.InstrumentHandlerCounter(m.pages, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == desk.QueryPath || strings.HasPrefix(r.URL.Path, desk.QueryPath+"/") {
			counted.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (m *metrics) page() http.Handler {
	return promhttp.HandlerFor(m, promhttp.HandlerOpts{Timeout: scrapeLimit, MaxRequestsInFlight: scrapesAtATime})
}

// waitForDatabase adds what can be said before the database has been reached.
func (m *metrics) waitForDatabase(spool *engine.Spool) {
	database := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "database_up", Help: "0: the database has not been reached yet."})
	spooled := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: namespace, Name: "spooled_rows", Help: "Inbound rows on the local disk.",
	}, func() float64 { return float64(spool.Len()) })
	m.MustRegister(database, spooled)
}

// measure adds what the wired service knows.
func (a *App) measure(m *metrics) error {
	pool, err := a.store.Pool()
	if err != nil {
		return err
	}
	return errors.Join(m.Register(collectors.NewDBStatsCollector(pool, "desk")), m.Register(newSamples(a)))
}
