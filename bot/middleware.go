package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// ErrPanic is what Recover makes of a panic.
var ErrPanic = errors.New("handler panicked")

// Recover turns a panic into ErrPanic and logs it with its stack.
func Recover() Middleware {
	return func(next Handler) Handler {
		return func(c *Context) (err error) {
			defer func() {
				if cause := recover(); cause != nil {
					c.Logger().Error("handler panicked", "route", c.Route(),
						"panic", Redact(fmt.Sprint(cause)), "stack", string(debug.Stack()))
					err = fmt.Errorf("%w: %s", ErrPanic, c.Route())
				}
			}()
			return next(c)
		}
	}
}

// Logging writes one line per message: who, which kind, which handler, how it ended. It never writes what was said.
func Logging() Middleware {
	return func(next Handler) Handler {
		return func(c *Context) error {
			began := time.Now()
			err := next(c)
			log := c.Logger().With("route", c.Route(), "took", time.Since(began))
			if err != nil {
				log.Warn("message failed", "error", Redact(err.Error()))
				return err
			}
			log.Info("message handled")
			return nil
		}
	}
}

// Timeout bounds Ctx of every handler. A handler must heed its context for this to take effect.
func Timeout(limit time.Duration) Middleware {
	return func(next Handler) Handler {
		return func(c *Context) error {
			outer := c.ctx
			ctx, cancel := context.WithTimeout(outer, limit)
			defer func() {
				cancel()
				c.ctx = outer
			}()
			c.ctx = ctx
			return next(c)
		}
	}
}
