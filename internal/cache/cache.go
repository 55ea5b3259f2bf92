// Package cache keeps in Redis what makes petitiondesk fast and may be lost at any moment. It is the only
// package that knows go-redis. When Redis is gone every call fails quickly and callers carry on without.
package cache

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"petitiondesk/models"
)

// Cache is a connection to Redis, or to the one inside this process.
type Cache struct {
	client   redis.UniversalClient
	embedded *embedded
	log      *slog.Logger
	pacer    *Pacer
}

// Open prepares the connection. Redis need not be there yet: the program works without.
//
// URLs, with host:port lists where given, ports optional and special characters of passwords percent-encoded:
//
//	embedded                                              inside this process, for the demo and tests
//	redis://[user:password@]host[/db]                     one server
//	rediss://[user:password@]host[/db]                    one server, TLS
//	redis+sentinel://[user:password@]host,host/master[/db]
//	redis+cluster://[user:password@]host,host
//
// Sentinel URLs take ?sentinel_user=…&sentinel_password=…; Sentinel and Cluster URLs take ?tls=true.
func Open(ctx context.Context, url string, log *slog.Logger) (*Cache, error) {
	if log == nil {
		log = slog.Default()
	}
	c := &Cache{log: log}
	if url == embeddedURL {
		server, err := startEmbedded()
		if err != nil {
			return nil, err
		}
		c.embedded, url = server, server.url()
	}
	options, err := optionsFor(url)
	if err != nil {
		c.stopEmbedded()
		return nil, err
	}
	c.client = redis.NewUniversalClient(options)
	c.client.AddHook(&breaker{})
	c.pacer = newPacer(c.client, log)
	if err := c.Ping(ctx); err != nil {
		log.WarnContext(ctx, "redis does not answer, working without it", slog.Any("error", err))
	} else if err := c.pacer.look(ctx, time.Now()); err != nil {
		log.WarnContext(ctx, "redis does not tell what it remembers", slog.Any("error", err))
	}
	return c, nil
}

// Close ends all connections, and the embedded Redis.
func (c *Cache) Close() error {
	err := c.client.Close()
	c.stopEmbedded()
	return err
}

func (c *Cache) stopEmbedded() {
	if c.embedded != nil {
		c.embedded.server.Close()
	}
}

// Ping tells whether Redis answers; if not, the error has code Unavailable.
func (c *Cache) Ping(ctx context.Context) error {
	return failed("ping redis", c.client.Ping(ctx).Err())
}

// Tokens keeps access tokens.
func (c *Cache) Tokens() *Tokens { return &Tokens{client: c.client} }

// Dialogues keeps where conversations stand.
func (c *Cache) Dialogues() *Dialogues { return &Dialogues{client: c.client} }

// DueIndex keeps when jobs fall due.
func (c *Cache) DueIndex() *DueIndex { return &DueIndex{client: c.client} }

// Wakes carries wake-ups between replicas.
func (c *Cache) Wakes() *Wakes { return &Wakes{client: c.client} }

// Pacer paces messages to each person.
func (c *Cache) Pacer() *Pacer { return c.pacer }

// failed names what could not be done. An error that Redis did not answer itself has code Unavailable.
func failed(op string, err error) error {
	if err == nil {
		return nil
	}
	if _, answered := errors.AsType[redis.Error](err); answered {
		return fmt.Errorf("%s: %w", op, err)
	}
	return &models.Error{Code: models.Unavailable, Op: op, Err: err}
}
