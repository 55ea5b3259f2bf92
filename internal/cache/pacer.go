package cache

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"petitiondesk/models/queue"
)

// paceWindow is the time in which a person gets at most queue.PersonPerMinute messages.
const paceWindow = time.Minute

// Pacer allows each person a number of messages in any minute, counted in Redis for all replicas. Each replica
// counts its own as well, which is what holds while Redis is gone or has forgotten.
type Pacer struct {
	client  redis.UniversalClient
	own     *slidingLog
	log     *slog.Logger
	without atomic.Bool // Redis is gone and this was logged
}

func newPacer(client redis.UniversalClient, log *slog.Logger) *Pacer {
	return &Pacer{client: client, own: newSlidingLog(queue.PersonPerMinute, paceWindow), log: log}
}

// KEYS: the person's log. ARGV: now, window, limit, name of this message; times in ms. Returns 0, or in how
// many ms the next message may go.
var countSend = redis.NewScript(`
local now, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[3]) then
	redis.call('ZADD', KEYS[1], now, ARGV[4])
	redis.call('PEXPIRE', KEYS[1], window)
	return 0
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return math.max(1, tonumber(oldest[2]) + window - now)`)

// Allow counts one more message to the person if it may go now; else it says after how long to ask again.
func (p *Pacer) Allow(ctx context.Context, person string, wall time.Time) (ok bool, retryAfter time.Duration, err error) {
	if ok, retryAfter = p.own.take(person, wall); !ok {
		return false, retryAfter, nil
	}
	wait, err := countSend.Run(ctx, p.client, []string{"desk:pace:" + person},
		wall.UnixMilli(), paceWindow.Milliseconds(), queue.PersonPerMinute, rand.Text()).Int64()
	if ctx.Err() != nil {
		p.own.giveBack(person, wall)
		return false, 0, ctx.Err()
	}
	p.noteRedis(ctx, err)
	if err != nil {
		return true, 0, nil //nolint:nilerr // without Redis this replica's own count decides
	}
	if wait == 0 {
		return true, 0, nil
	}
	p.own.giveBack(person, wall)
	return false, time.Duration(wait) * time.Millisecond, nil
}

func (p *Pacer) noteRedis(ctx context.Context, err error) {
	switch gone := err != nil; {
	case gone && p.without.CompareAndSwap(false, true):
		p.log.WarnContext(ctx, "pacing without redis, by this replica's own count", slog.Any("error", err))
	case !gone && p.without.CompareAndSwap(true, false):
		p.log.InfoContext(ctx, "pacing with redis again")
	}
}
