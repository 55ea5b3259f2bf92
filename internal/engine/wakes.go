package engine

import (
	"context"
	"errors"
	"time"
)

const hintTimeout = time.Second

var errListenEnded = errors.New("subscription ended")

// listen wakes local loops on the hints of other replicas, and comes back after each failure.
func (e *Engine) listen(ctx context.Context) {
	if e.ports.Wakes == nil {
		return
	}
	pause := e.cfg.Poll
	for ctx.Err() == nil {
		started := time.Now()
		err := e.ports.Wakes.Listen(ctx, func(topic string) {
			e.listenFault.observe(nil)
			e.Poke(topic)
		})
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = errListenEnded
		}
		e.listenFault.observe(err)
		if time.Since(started) > time.Minute {
			pause = e.cfg.Poll
		}
		bell(nil).wait(ctx, jittered(pause))
		pause = min(2*pause, 30*time.Second)
	}
}

// hint tells other replicas of new inbound rows, apart from the callbacks so that a slow Redis delays none.
func (e *Engine) hint(ctx context.Context) {
	if e.ports.Wakes == nil {
		return
	}
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
			return
		case <-e.hints:
		}
		limited, cancel := context.WithTimeout(ctx, hintTimeout)
		err := e.ports.Wakes.Wake(limited, TopicInbox)
		cancel()
		if ctx.Err() == nil {
			e.wakesFault.observe(err)
		}
	}
}
