package cache_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"petitiondesk/internal/cache"
	"petitiondesk/models"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/test/testenv"
)

// listen starts a listener; stop ends it and waits.
func listen(t *testing.T, c *cache.Cache, heard chan<- string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		ended <- c.Wakes().Listen(ctx, func(topic string) {
			select {
			case heard <- topic:
			case <-ctx.Done():
			}
		})
	}()
	return func() {
		t.Helper()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("listening ended with %v", err)
		}
	}
}

// gone are ways for Redis not to be there.
func gone() map[string]func(t *testing.T) *cache.Cache {
	all := map[string]func(*testing.T) *cache.Cache{
		"nobody listens": func(t *testing.T) *cache.Cache { return opened(t, "redis://127.0.0.1:1") },
	}
	if !testing.Short() {
		all["server stopped"] = func(t *testing.T) *cache.Cache {
			server := testenv.RedisServer(t)
			c := opened(t, server.URL)
			must(t, c.Ping(t.Context()))
			server.Stop()
			return c
		}
	}
	return all
}

func TestRedisGone(t *testing.T) {
	for name, outage := range gone() {
		t.Run(name, func(t *testing.T) {
			c, ctx := outage(t), t.Context()
			_, tokenErr := c.Tokens().Get(ctx, "corp")
			_, _, dialogueErr := c.Dialogues().Get(ctx, "zhang")
			_, _, dueErr := c.DueIndex().NextDue(ctx)
			for call, err := range map[string]error{
				"ping": c.Ping(ctx), "token": tokenErr, "dialogue": dialogueErr, "due": dueErr,
				"put": c.Dialogues().Put(ctx, petition.Dialogue{}), "add": c.DueIndex().AddDue(ctx, []queue.Job{{}}),
				"wake": c.Wakes().Wake(ctx, cache.JobsTopic),
			} {
				if models.CodeOf(err) != models.Unavailable {
					t.Errorf("%s: %v", call, err)
				}
			}
			for i := range queue.PersonAlone + 5 {
				ok, after, err := c.Pacer().Allow(ctx, "zhang", start)
				if err != nil || ok != (i < queue.PersonAlone) || (after != 0) == ok {
					t.Errorf("message %d: allowed %v, after %v: %v", i, ok, after, err)
				}
			}
			listen(t, c, make(chan string, 10))()
		})
	}
}

func TestRedisComesBack(t *testing.T) {
	servers := map[string]func(*testing.T) *testenv.Server{}
	if !testing.Short() {
		servers["server"] = func(t *testing.T) *testenv.Server { return testenv.RedisServer(t) }
	}
	for name, start := range servers {
		t.Run(name, func(t *testing.T) {
			server := start(t)
			c := opened(t, server.URL)
			heard := make(chan string, 100)
			stop := listen(t, c, heard)
			wakeUntilHeard(t, c, heard, cache.InboxTopic)
			server.Kill()
			if err := c.Ping(t.Context()); err == nil {
				t.Error("a killed server answers")
			}
			server.Start()
			wakeUntilHeard(t, c, heard, cache.JobsTopic)
			for c.Tokens().Set(t.Context(), "corp", "one", time.Hour) != nil {
				time.Sleep(10 * time.Millisecond)
			}
			stop()
		})
	}
}
