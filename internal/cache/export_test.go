package cache

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// Client lets tests look into Redis.
func (c *Cache) Client() redis.UniversalClient { return c.client }

// OptionsFor lets tests see what a URL means.
var OptionsFor = optionsFor

// NewPacer is the pacer of another replica on the same Redis.
func NewPacer(c *Cache) *Pacer {
	p := newPacer(c.client, c.log)
	_ = p.look(context.Background(), time.Now())
	return p
}
