package cache

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// Tokens keeps access tokens, shared by all replicas.
type Tokens struct{ client redis.UniversalClient }

func tokenKey(key string) string { return "desk:token:" + key }

// Get returns the token, or "" when there is none.
func (t *Tokens) Get(ctx context.Context, key string) (string, error) {
	value, err := t.client.Get(ctx, tokenKey(key)).Result()
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	return value, failed("read token", err)
}

// Set keeps a token for ttl.
func (t *Tokens) Set(ctx context.Context, key, value string, ttl time.Duration) error {
	return failed("keep token", t.client.Set(ctx, tokenKey(key), value, ttl).Err())
}

var compareDelete = redis.NewScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then
	return redis.call('DEL', KEYS[1])
end
return 0`)

// CompareDelete drops the token if it is still the given one, so that nobody drops a newer one.
func (t *Tokens) CompareDelete(ctx context.Context, key, value string) error {
	return failed("drop token", compareDelete.Run(ctx, t.client, []string{tokenKey(key)}, value).Err())
}
