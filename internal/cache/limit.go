package cache

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// Limit allows a number of events of each key in any window, counted in Redis for all replicas. Each replica counts its own
// as well, which is what holds while Redis is gone or has forgotten.
type Limit struct {
	client  redis.UniversalClient
	name    string
	most    int
	window  time.Duration
	own     *slidingLog
	log     *slog.Logger
	without atomic.Bool // Redis is gone and this was logged
}

// Limit makes a limit of that name.
func (c *Cache) Limit(name string, most int, window time.Duration) *Limit {
	return &Limit{client: c.client, name: name, most: most, window: window, own: newSlidingLog(window), log: c.log}
}

// Allow counts one more event of the key if there is room; else it says after how long to come again.
func (l *Limit) Allow(ctx context.Context, key string, wall time.Time) (ok bool, retryAfter time.Duration) {
	if ok, retryAfter = l.own.take(key, l.most, wall); !ok {
		return false, retryAfter
	}
	wait, err := countSend.Run(ctx, l.client, []string{"desk:limit:" + l.name + ":" + key},
		wall.UnixMilli(), l.window.Milliseconds(), l.most, rand.Text()).Int64()
	if gone := err != nil; ctx.Err() == nil && l.without.CompareAndSwap(!gone, gone) {
		l.log.WarnContext(ctx, "limit's counter changed between redis and this replica", slog.String("limit", l.name), slog.Bool("redis", !gone))
	}
	if err != nil || wait == 0 {
		return true, 0
	}
	l.own.giveBack(key, wall)
	return false, time.Duration(wait) * time.Millisecond
}
