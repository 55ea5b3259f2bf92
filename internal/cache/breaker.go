package cache

import (
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// restAfterFailure is how long Redis is left alone when it could not be reached, so that an outage costs one
// caller a timeout and not every one.
const restAfterFailure = time.Second

var errResting = errors.New("redis could not be reached a moment ago")

// breaker is a hook that fails calls at once while Redis is left alone.
type breaker struct{ restUntil atomic.Int64 }

var _ redis.Hook = (*breaker)(nil)

// DialHook leaves dialling as it is.
func (b *breaker) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook guards single commands.
func (b *breaker) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if b.resting() {
			cmd.SetErr(errResting)
			return errResting
		}
		return b.note(next(ctx, cmd))
	}
}

// ProcessPipelineHook guards pipelines.
func (b *breaker) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if b.resting() {
			for _, cmd := range cmds {
				cmd.SetErr(errResting)
			}
			return errResting
		}
		return b.note(next(ctx, cmds))
	}
}

func (b *breaker) resting() bool { return time.Now().UnixNano() < b.restUntil.Load() }

func (b *breaker) note(err error) error {
	if unreachable(err) {
		b.restUntil.Store(time.Now().Add(restAfterFailure).UnixNano())
	}
	return err
}

func unreachable(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, redis.Nil) {
		return false
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, redis.ErrPoolTimeout)
}
