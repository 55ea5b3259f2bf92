package cache_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"petitiondesk/internal/cache"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/test/testenv"
)

var start = time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// onEach runs a test on the embedded Redis and, unless -short, on a server and a cluster.
func onEach(t *testing.T, run func(t *testing.T, c *cache.Cache)) {
	t.Helper()
	t.Parallel()
	urls := map[string]func(*testing.T) string{"embedded": func(*testing.T) string { return "embedded" }}
	if !testing.Short() {
		urls["server"] = func(t *testing.T) string { return testenv.Redis(t) }
		urls["cluster"] = startCluster
	}
	for name, url := range urls {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, opened(t, url(t)))
		})
	}
}

func opened(t *testing.T, url string) *cache.Cache {
	t.Helper()
	c, err := cache.Open(t.Context(), url, nil)
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func flush(t *testing.T, c *cache.Cache) {
	t.Helper()
	must(t, c.Client().FlushAll(t.Context()).Err())
}

func TestTokens(t *testing.T) {
	onEach(t, func(t *testing.T, c *cache.Cache) {
		tokens, ctx := c.Tokens(), t.Context()
		want := func(value string) {
			t.Helper()
			got, err := tokens.Get(ctx, "corp")
			must(t, err)
			same(t, got, value)
		}
		want("")
		must(t, tokens.Set(ctx, "corp", "one", time.Hour))
		want("one")
		must(t, tokens.CompareDelete(ctx, "corp", "zero"))
		want("one")
		must(t, tokens.CompareDelete(ctx, "corp", "one"))
		want("")
		must(t, tokens.Set(ctx, "corp", "two", time.Hour))
		if left := c.Client().PTTL(ctx, "desk:token:corp").Val(); left <= 0 || left > time.Hour {
			t.Errorf("the token lives for %v", left)
		}
		flush(t, c)
		want("")
	})
}

func TestKeysExpire(t *testing.T) {
	onEach(t, func(t *testing.T, c *cache.Cache) {
		must(t, c.Tokens().Set(t.Context(), "corp", "one", time.Millisecond))
		for {
			value, err := c.Tokens().Get(t.Context(), "corp")
			must(t, err)
			if value == "" {
				return
			}
			time.Sleep(time.Millisecond)
		}
	})
}

func TestDialogues(t *testing.T) {
	onEach(t, func(t *testing.T, c *cache.Cache) {
		dialogues, ctx := c.Dialogues(), t.Context()
		want := func(d petition.Dialogue, there bool) {
			t.Helper()
			got, ok, err := dialogues.Get(ctx, "zhang")
			must(t, err)
			same(t, got, d)
			same(t, ok, there)
		}
		want(petition.Dialogue{}, false)
		first := petition.Dialogue{UserID: "zhang", Flow: "register", Step: "name", Ref: "12", Version: 9, UpdatedAt: start}
		second := first
		second.Step, second.Version = "mobile", 10
		must(t, dialogues.Put(ctx, first))
		want(first, true)
		must(t, dialogues.Put(ctx, second))
		must(t, dialogues.Put(ctx, first))
		want(second, true)
		must(t, dialogues.Drop(ctx, "zhang"))
		want(petition.Dialogue{}, false)
		must(t, dialogues.Put(ctx, first))
		flush(t, c)
		want(petition.Dialogue{}, false)
	})
}

func TestDueIndex(t *testing.T) {
	onEach(t, func(t *testing.T, c *cache.Cache) {
		index, ctx := c.DueIndex(), t.Context()
		want := func(due time.Time) {
			t.Helper()
			got, ok, err := index.NextDue(ctx)
			must(t, err)
			same(t, got, due)
			same(t, ok, !due.IsZero())
		}
		job := func(id int64, second int) queue.Job {
			return queue.Job{ID: id, DueAt: start.Add(time.Duration(second) * time.Second)}
		}
		want(time.Time{})
		must(t, index.AddDue(ctx, nil))
		must(t, index.AddDue(ctx, []queue.Job{job(1, 5), job(2, 3), job(3, 9)}))
		want(start.Add(3 * time.Second))
		must(t, index.AddDue(ctx, []queue.Job{job(2, 7)}))
		want(start.Add(5 * time.Second))
		must(t, index.RemoveDue(ctx, []int64{1, 99}))
		want(start.Add(7 * time.Second))
		must(t, index.ResetDue(ctx))
		want(time.Time{})
	})
}

func TestPacer(t *testing.T) {
	onEach(t, func(t *testing.T, c *cache.Cache) {
		want := func(p *cache.Pacer, at time.Time, allowed bool, wait time.Duration) {
			t.Helper()
			ok, after, err := p.Allow(t.Context(), "zhang", at)
			must(t, err)
			if ok != allowed || after != wait {
				t.Errorf("at %v: allowed %v, after %v; want %v, %v", at, ok, after, allowed, wait)
			}
		}
		ours := c.Pacer()
		theirs := cache.NewPacer(c)
		for i := range queue.PersonPerMinute {
			want([]*cache.Pacer{ours, theirs}[i%2], start.Add(time.Duration(i)*time.Second), true, 0)
		}
		at := start.Add(queue.PersonPerMinute * time.Second)
		for range 3 { // refused ones do not count
			want(ours, at, false, 40*time.Second)
			want(theirs, at, false, 40*time.Second)
		}
		want(ours, start.Add(time.Minute-time.Millisecond), false, time.Millisecond)
		want(ours, start.Add(time.Minute), true, 0)
		want(theirs, start.Add(time.Minute), false, time.Second)
	})
}

// The platform discards what exceeds 30 messages a minute without a word, so three replicas together must not send more,
// whatever happens to what Redis remembers and whoever sent before.
func TestPacerAfterRedisForgot(t *testing.T) {
	onEach(t, func(t *testing.T, c *cache.Cache) {
		replicas := []*cache.Pacer{c.Pacer(), cache.NewPacer(c), cache.NewPacer(c)}
		sent := 0
		try := func(at time.Time, by ...*cache.Pacer) {
			t.Helper()
			for range 2 * queue.PersonPerMinute {
				for _, p := range by {
					ok, _, err := p.Allow(t.Context(), "zhang", at)
					must(t, err)
					if ok {
						sent++
					}
				}
			}
		}
		try(start, replicas[0])
		if sent != queue.PersonPerMinute {
			t.Fatalf("%d messages at first", sent)
		}
		for range 3 {
			flush(t, c)
			try(start.Add(time.Second), replicas...)
		}
		if sent > 30 || sent <= queue.PersonPerMinute {
			t.Errorf("%d messages in a minute", sent)
		}
		sent = 0
		try(start.Add(2*time.Minute), replicas...)
		if sent != queue.PersonPerMinute {
			t.Errorf("%d messages in a minute long after", sent)
		}
	})
}

func TestWakes(t *testing.T) {
	onEach(t, func(t *testing.T, c *cache.Cache) {
		heard := make(chan string, 100)
		stop := listen(t, c, heard)
		wakeUntilHeard(t, c, heard, cache.JobsTopic)
		flush(t, c)
		wakeUntilHeard(t, c, heard, cache.OutboxTopic)
		stop()
	})
}

// wakeUntilHeard repeats the hint, since a listener may not have subscribed yet.
func wakeUntilHeard(t *testing.T, c *cache.Cache, heard <-chan string, topic string) {
	t.Helper()
	for {
		_ = c.Wakes().Wake(t.Context(), topic)
		select {
		case got := <-heard:
			if got == topic {
				return
			}
		case <-time.After(20 * time.Millisecond):
		case <-t.Context().Done():
			t.Fatal("never heard of it")
		}
	}
}

func TestUnusableURLs(t *testing.T) {
	for _, url := range []string{
		"", "redis", "http://:Geheim@h", "redis://:Geheim@", "redis://:Geheim@h/x", "redis://:Geheim@h,i", "redis://:Geheim%@h",
		"redis+sentinel://:Geheim@h", "redis+cluster://:Geheim@h/1", "redis://:Geheim@h?pool=5", "redis://:Geheim@h/1/2",
	} {
		c, err := cache.Open(t.Context(), url, nil)
		if err == nil {
			must(t, c.Close())
			t.Errorf("%q was opened", url)
			continue
		}
		if strings.Contains(err.Error(), "Geheim") {
			t.Errorf("the password is in %q", err)
		}
	}
}
