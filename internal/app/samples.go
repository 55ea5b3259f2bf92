package app

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
)

const (
	sampleFor   = 15 * time.Second // a sample serves every scrape of this time
	sampleLimit = 3 * time.Second
)

// samples are gauges that take questions to the stores. A scrape asks anew unless another one is asking. Of what could not
// be asked nothing is said, so that nobody takes an old number for the present one.
type samples struct {
	health func(ctx context.Context) (desk.Health, error)
	ping   func(ctx context.Context) error
	paced  func() bool // carefully
	now    func() time.Time
	sealed bool

	asking sync.Mutex
	newest atomic.Pointer[sample]

	checkpointAge, anchorAge, lost, barred, cacheUp, careful, sealing *prometheus.Desc
}

type sample struct {
	taken   time.Time
	health  desk.Health
	known   bool // health
	cacheUp bool
}

func newSamples(a *App) *samples {
	desc := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, nil, nil)
	}
	pacer := a.cache.Pacer()
	return &samples{
		health: a.Desk.Health, ping: a.cache.Ping, now: a.settings.Clock.Now, sealed: a.keys != nil,
		paced:         func() bool { return pacer.Careful(models.SystemClock{}.Now()) },
		checkpointAge: desc("checkpoint_age_seconds", "Since the newest checkpoint of the ledger; absent while there is none."),
		anchorAge:     desc("anchor_age_seconds", "Since the anchor file took a checkpoint; absent while it has none."),
		lost:          desc("board_lost_messages", "Dead letters and expired messages on the duty office's board that nobody has dealt with."),
		barred:        desc("registration_barred", "1 while a restored ledger waits to be explained and nothing is registered."),
		cacheUp:       desc("cache_up", "1 when Redis answers."),
		careful:       desc("pacing_careful", "1 while this replica sends each person its own share only, as nobody knows what the others sent."),
		sealing:       desc("sealing", "1 when personal data are sealed by a master key."),
	}
}

// Describe lists the gauges.
func (s *samples) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{s.checkpointAge, s.anchorAge, s.lost, s.barred, s.cacheUp, s.careful, s.sealing} {
		to <- d
	}
}

// Collect says what the newest sample holds.
func (s *samples) Collect(to chan<- prometheus.Metric) {
	s.refresh()
	gauge := func(d *prometheus.Desc, value float64) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value)
	}
	gauge(s.careful, oneIf(s.paced()))
	gauge(s.sealing, oneIf(s.sealed))
	newest := s.newest.Load()
	if newest == nil {
		return
	}
	gauge(s.cacheUp, oneIf(newest.cacheUp))
	if !newest.known {
		return
	}
	age := func(d *prometheus.Desc, at *time.Time) {
		if at != nil {
			gauge(d, max(s.now().Sub(*at), 0).Seconds())
		}
	}
	age(s.checkpointAge, newest.health.CheckpointAt)
	age(s.anchorAge, newest.health.AnchorAt)
	gauge(s.lost, float64(newest.health.LostMessages))
	gauge(s.barred, oneIf(newest.health.Barred))
}

// refresh takes a new sample when the last one is old and nobody else is taking one.
func (s *samples) refresh() {
	if !s.asking.TryLock() {
		return
	}
	defer s.asking.Unlock()
	if newest := s.newest.Load(); newest != nil && time.Since(newest.taken) < sampleFor {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), sampleLimit)
	defer cancel()
	fresh := sample{cacheUp: s.ping(ctx) == nil}
	var err error
	fresh.health, err = s.health(ctx)
	fresh.known, fresh.taken = err == nil, time.Now()
	s.newest.Store(&fresh)
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
