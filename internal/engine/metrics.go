package engine

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

const namespace = "petitiondesk"

type metrics struct {
	received      *prometheus.CounterVec
	commitRows    prometheus.Histogram
	turns         *prometheus.CounterVec
	turnSeconds   *prometheus.HistogramVec
	answerSeconds prometheus.Histogram
	sends         *prometheus.CounterVec
	settled       *prometheus.CounterVec
	lag           *prometheus.GaugeVec
	open          *prometheus.GaugeVec
	dead          prometheus.Gauge
	skew          prometheus.Gauge
	stopped       prometheus.Gauge
	looked        prometheus.Gauge
	database      prometheus.Gauge
	config        prometheus.Gauge
	degraded      *prometheus.GaugeVec
	spooled       prometheus.GaugeFunc
}

func newMetrics(spooled func() int) *metrics {
	counter := func(name, help, label string, more ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, append([]string{label}, more...))
	}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help})
	}
	perQueue := func(name, help string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, []string{"queue"})
	}
	return &metrics{
		received: counter("inbound_received_total", "Inbound rows by what became of them: stored, spooled, refused.", "result"),
		commitRows: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "group_commit_rows", Help: "Inbound rows that shared one commit.",
			Buckets: prometheus.ExponentialBuckets(1, 2, 9),
		}),
		turns: counter("turns_total", "Turns by queue and result: done, failed, dead, fenced, lapsed.", "queue", "result"),
		turnSeconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Name: "turn_seconds", Help: "How long turns took.", Buckets: prometheus.ExponentialBuckets(0.005, 3, 9),
		}, []string{"queue"}),
		answerSeconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "answer_seconds", Help: "From a callback to the first answer that the platform took.",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300},
		}),
		sends:    counter("sends_total", "Posts to the platform by verdict.", "verdict"),
		settled:  counter("outbox_settled_total", "Outbound rows settled, by state.", "state"),
		lag:      perQueue("lag_seconds", "How long the oldest open row has been due."),
		open:     perQueue("open_rows", "Rows that still need work."),
		dead:     gauge("dead_letters", "Rows that cannot succeed."),
		skew:     gauge("clock_skew_seconds", "The database's clock minus the machine's."),
		stopped:  gauge("claiming_stopped", "1 while the clocks differ too much to claim anything."),
		looked:   gauge("watchdog_timestamp_seconds", "When the watchdog last looked, in seconds since 1970."),
		database: gauge("database_up", "1 when the database answered the watchdog's last look."),
		config:   gauge("platform_config_errcode", "Errcode by which the platform refuses our settings, 0 when it does not."),
		degraded: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Namespace: namespace, Name: "degraded", Help: "1 while an optional part fails and the desk carries on without it.",
		}, []string{"part"}),
		spooled: prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Namespace: namespace, Name: "spooled_rows", Help: "Inbound rows on the local disk.",
		}, func() float64 { return float64(spooled()) }),
	}
}

func (m *metrics) register(with prometheus.Registerer) error {
	if with == nil {
		return nil
	}
	var faults []error
	for _, collector := range []prometheus.Collector{
		m.received, m.commitRows, m.turns, m.turnSeconds, m.answerSeconds, m.sends, m.settled, m.lag, m.open, m.dead, m.skew, m.stopped,
		m.looked, m.database, m.config, m.degraded, m.spooled,
	} {
		faults = append(faults, with.Register(collector))
	}
	return errors.Join(faults...)
}

func (m *metrics) watched(s Status, optional []*fault) {
	m.looked.Set(float64(s.At.Unix()))
	m.database.Set(oneIf(s.StoreReachable))
	m.config.Set(float64(s.ConfigFault))
	for _, part := range optional {
		m.degraded.WithLabelValues(part.name).Set(oneIf(part.failing()))
	}
	m.lag.WithLabelValues(TopicInbox).Set(s.InboxLag.Seconds())
	m.lag.WithLabelValues(TopicJobs).Set(s.JobLag.Seconds())
	m.lag.WithLabelValues(TopicOutbox).Set(s.OutboxLag.Seconds())
	m.open.WithLabelValues(TopicInbox).Set(float64(s.OpenInbound))
	m.open.WithLabelValues(TopicJobs).Set(float64(s.OpenJobs))
	m.open.WithLabelValues(TopicOutbox).Set(float64(s.OpenOutbound))
	m.dead.Set(float64(s.DeadLetters))
	m.skew.Set(s.Skew.Seconds())
	m.stopped.Set(oneIf(s.ClaimingStopped))
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
