package bot

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

// movable is a clock that only moves when told.
type movable struct {
	mu  sync.Mutex
	now time.Time
}

func (m *movable) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *movable) advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

func wantToken(t *testing.T, s *TokenSource, want string) {
	t.Helper()
	if got, err := s.Token(context.Background()); err != nil || got != want {
		t.Fatalf("token %q, %v; want %q", got, err, want)
	}
}

func TestTokenIsFetchedOnceForAll(t *testing.T) {
	api := newFakeAPI(t)
	source := api.tokens(&mapStore{}, nil)
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if got, err := source.Token(context.Background()); err != nil || got != "T1" {
				t.Errorf("token %q, %v", got, err)
			}
		})
	}
	wait.Wait()
	if api.fetched() != 1 {
		t.Errorf("%d fetches", api.fetched())
	}
}

func TestTokenIsSharedThroughStore(t *testing.T) {
	api, store := newFakeAPI(t), &mapStore{}
	wantToken(t, api.tokens(store, nil), "T1")
	wantToken(t, api.tokens(store, nil), "T1")
	if store.ttl != 7200*time.Second-refetchMargin || api.fetched() != 1 {
		t.Errorf("ttl %s, %d fetches", store.ttl, api.fetched())
	}
}

func TestTokenIsRenewedBeforeItExpires(t *testing.T) {
	api, clock := newFakeAPI(t), &movable{now: testNow}
	source := api.tokens(nil, clock.Now)
	wantToken(t, source, "T1")
	clock.advance(7200*time.Second - refetchMargin - time.Second)
	wantToken(t, source, "T1")
	clock.advance(2 * time.Second)
	wantToken(t, source, "T2")
}

func TestShortLifetimesStayPositive(t *testing.T) {
	for seconds, want := range map[int64]time.Duration{7200: 6900 * time.Second, 300: 150 * time.Second, 1: time.Second, 0: time.Second, -5: time.Second} {
		if got := usableFor(seconds); got != want {
			t.Errorf("usableFor(%d) = %s", seconds, got)
		}
	}
}

func TestTokenSurvivesBrokenStore(t *testing.T) {
	api, clock, store := newFakeAPI(t), &movable{now: testNow}, &mapStore{broken: true}
	source := api.tokens(store, clock.Now)
	wantToken(t, source, "T1")
	clock.advance(storeReadEvery + time.Second)
	wantToken(t, source, "T1")
	if api.fetched() != 1 {
		t.Errorf("%d fetches", api.fetched())
	}
}

func TestInvalidateEvictsOnlyTheBadToken(t *testing.T) {
	api, store := newFakeAPI(t), &mapStore{}
	first, second := api.tokens(store, nil), api.tokens(store, nil)
	wantToken(t, first, "T1")
	wantToken(t, second, "T1")
	first.Invalidate(context.Background(), "T1")
	wantToken(t, first, "T2")
	second.Invalidate(context.Background(), "T1") // late: the store holds T2 by now
	wantToken(t, second, "T2")
	if api.fetched() != 2 {
		t.Errorf("%d fetches", api.fetched())
	}
}

func TestRefusedTokenIsNotTakenBackFromStore(t *testing.T) {
	api, store := newFakeAPI(t), &mapStore{}
	source := api.tokens(store, nil)
	wantToken(t, source, "T1")
	store.broken = true
	source.Invalidate(context.Background(), "T1")
	store.broken = false
	wantToken(t, source, "T2")
}

func TestRefusedSecretIsNotHammered(t *testing.T) {
	api, clock := newFakeAPI(t), &movable{now: testNow}
	api.tokenAnswer = `{"errcode":40013,"errmsg":"invalid corpid"}`
	source := api.tokens(nil, clock.Now)
	for range 5 {
		if _, err := source.Token(context.Background()); ClassOf(err) != ClassConfig {
			t.Fatalf("got %v", err)
		}
	}
	if api.fetched() != 1 {
		t.Errorf("%d fetches", api.fetched())
	}
	api.mu.Lock()
	api.tokenAnswer = ""
	api.mu.Unlock()
	clock.advance(configBackoff + time.Second)
	wantToken(t, source, "T2")
}

func TestTokenAnswerWithoutTokenIsTransient(t *testing.T) {
	api := newFakeAPI(t)
	api.tokenAnswer = `{"errcode":0}`
	if _, err := api.tokens(nil, nil).Token(context.Background()); ClassOf(err) != ClassBackoff {
		t.Errorf("got %v", err)
	}
}

func TestTokenHeedsContext(t *testing.T) {
	api := newFakeAPI(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	source := api.tokens(nil, nil)
	if _, err := source.Token(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got, err := source.GetAccessToken(); err != nil || got == "" {
		t.Errorf("a caller that gave up spoiled the fetch: %q, %v", got, err)
	}
}

func TestSecretIsNotInTokenErrors(t *testing.T) {
	api := newFakeAPI(t)
	refused := NewTokenSource(TokenConfig{CorpID: testCorp, Secret: "WRONGSECRET", APIBase: api.server.URL, HTTP: api.server.Client()})
	unreachable := NewTokenSource(TokenConfig{CorpID: testCorp, Secret: "WRONGSECRET", APIBase: "http://127.0.0.1:1", HTTP: api.server.Client()})
	impossible := NewTokenSource(TokenConfig{CorpID: testCorp, Secret: "WRONGSECRET", APIBase: "://bad", HTTP: api.server.Client()})
	for _, source := range []*TokenSource{refused, unreachable, impossible} {
		_, err := source.Token(context.Background())
		if err == nil || strings.Contains(err.Error(), "WRONGSECRET") {
			t.Errorf("error %v", err)
		}
	}
}
