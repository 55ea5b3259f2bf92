package cache

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"
)

const wakeChannel = "desk:wake"

// Topics of wake-ups.
const (
	InboxTopic  = "inbox"
	JobsTopic   = "jobs"
	OutboxTopic = "outbox"
)

// Wakes carries hints between replicas that new work is there. Some may get lost; everybody polls as well.
type Wakes struct{ client redis.UniversalClient }

// Wake tells all listeners of the topic, this process among them.
func (w *Wakes) Wake(ctx context.Context, topic string) error {
	return failed("wake "+topic, w.client.Publish(ctx, wakeChannel, topic).Err())
}

// Listen calls woken for each hint until ctx ends, whose error it returns. It connects again by itself, and then
// wakes all topics, since hints may have passed meanwhile.
func (w *Wakes) Listen(ctx context.Context, woken func(topic string)) error {
	subscription := w.client.Subscribe(ctx, wakeChannel)
	events := subscription.ChannelWithSubscriptions()
	err := relay(ctx, events, woken)
	return errors.Join(err, subscription.Close())
}

func relay(ctx context.Context, events <-chan any, woken func(topic string)) error {
	connected := false
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case event, open := <-events:
			if !open {
				return errors.New("listen for wake-ups: the connection was closed")
			}
			switch e := event.(type) {
			case *redis.Message:
				woken(e.Payload)
			case *redis.Subscription:
				if connected {
					for _, topic := range []string{InboxTopic, JobsTopic, OutboxTopic} {
						woken(topic)
					}
				}
				connected = true
			}
		}
	}
}
