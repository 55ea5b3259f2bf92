package cache

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"petitiondesk/models/queue"
)

// paceWindow is the time in which a person gets at most queue.PersonPerMinute messages.
const paceWindow = time.Minute

// Pacer allows each person a number of messages in any minute, counted in Redis for all replicas. Each replica counts its
// own as well. While Redis is gone, and for a minute after it has forgotten or been out of reach, nobody knows what the
// others sent, and each replica keeps to queue.PersonAlone.
type Pacer struct {
	client  redis.UniversalClient
	own     *slidingLog
	log     *slog.Logger
	most    int
	without atomic.Bool // Redis is gone and this was logged

	mu     sync.Mutex
	memory string    // names what Redis remembers; it changes when that is lost
	unsure time.Time // until when the shared count may lack messages
}

// Most sets how many messages a person gets in a minute where it is not queue.PersonPerMinute.
func (p *Pacer) Most(perMinute int) *Pacer {
	if perMinute > 0 {
		p.most = perMinute
	}
	return p
}

func newPacer(client redis.UniversalClient, log *slog.Logger) *Pacer {
	return &Pacer{client: client, own: newSlidingLog(paceWindow), most: queue.PersonPerMinute, log: log}
}

// KEYS: the name of Redis's memory. ARGV: its name if it has none. Returns the name.
var nameMemory = redis.NewScript(`
local name = redis.call('GET', KEYS[1])
if not name then
	name = ARGV[1]
	redis.call('SET', KEYS[1], name)
end
return name`)

// look finds out whether Redis still remembers what it did. A replica looks when it begins, so that it notices a loss
// even before its first message.
func (p *Pacer) look(ctx context.Context, wall time.Time) error {
	name, err := nameMemory.Run(ctx, p.client, []string{"desk:pace-memory"}, rand.Text()).Text()
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil || p.memory != "" && p.memory != name {
		p.unsure = wall.Add(paceWindow)
	}
	if err == nil {
		p.memory = name
	}
	return err
}

func (p *Pacer) limit(wall time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if wall.Before(p.unsure) {
		return queue.Alone(p.most)
	}
	return p.most
}

// Careful tells whether this replica keeps to its share of the messages, as nobody knows what the others sent.
func (p *Pacer) Careful(wall time.Time) bool { return p.without.Load() || p.limit(wall) < p.most }

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
	gone := p.look(ctx, wall)
	if ctx.Err() != nil {
		return false, 0, ctx.Err()
	}
	if ok, retryAfter = p.own.take(person, p.limit(wall), wall); !ok {
		return false, retryAfter, nil
	}
	var wait int64
	if gone == nil {
		wait, gone = countSend.Run(ctx, p.client, []string{"desk:pace:" + person},
			wall.UnixMilli(), paceWindow.Milliseconds(), p.most, rand.Text()).Int64()
	}
	if ctx.Err() != nil {
		p.own.giveBack(person, wall)
		return false, 0, ctx.Err()
	}
	p.noteRedis(ctx, gone)
	if gone != nil || wait == 0 {
		return true, 0, nil //nolint:nilerr // without Redis this replica's own share decides
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
