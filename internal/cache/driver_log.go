package cache

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/redis/go-redis/v9"
)

// driverLog takes what go-redis would print on standard error. Its connection troubles reach callers as errors.
type driverLog struct{}

// go-redis has one logger for all clients and reads it unguarded, so it is set before there is any.
func init() { redis.SetLogger(driverLog{}) }

// Printf implements the logger of go-redis.
func (driverLog) Printf(ctx context.Context, format string, args ...any) {
	slog.DebugContext(ctx, "go-redis", slog.String("text", fmt.Sprintf(format, args...)))
}
