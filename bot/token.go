package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/credential"
	"golang.org/x/sync/singleflight"
)

// TokenStore shares the access_token between processes. Get returns "" for a miss. CompareDelete removes key only
// while it still holds value. A store may fail at any time; tokens are then kept in memory.
type TokenStore interface {
	Get(ctx context.Context, key string) (string, error)
	Set(ctx context.Context, key, value string, ttl time.Duration) error
	CompareDelete(ctx context.Context, key, value string) error
}

const (
	refetchMargin   = 5 * time.Minute
	storeReadEvery  = time.Minute
	unknownLifetime = 2 * time.Hour
	configBackoff   = time.Minute
	outageBackoff   = 2 * time.Second
	fetchTimeout    = 10 * time.Second
)

// TokenSource hands out the access_token of one app (doc 91039): shared through a TokenStore, fetched at most once at
// a time, and not fetched again for a while after the platform refused. It is safe for concurrent use.
type TokenSource struct {
	corpID, secret, key string
	transport           transport
	store               TokenStore
	log                 *slog.Logger
	now                 func() time.Time
	flight              singleflight.Group

	mu         sync.Mutex
	token      string
	freshUntil time.Time // until then the store is not asked
	validUntil time.Time // until then the token serves when the store fails
	refused    string    // the token the platform refused last
	failure    error
	retryAt    time.Time // until then failure is the answer to a fetch
}

// silenceper's own clients accept a TokenSource in place of credential.WorkAccessToken, which loses a good token when
// the cache fails and never refreshes on 40014.
var _ credential.AccessTokenContextHandle = (*TokenSource)(nil)

// TokenConfig describes one app. Store, HTTP, Logger, Observe and Now may be nil; APIBase may be empty.
type TokenConfig struct {
	CorpID, Secret string
	AgentID        int64
	APIBase        string
	HTTP           *http.Client
	Store          TokenStore
	Logger         *slog.Logger
	Observe        Observe
	Now            func() time.Time
}

// NewTokenSource fetches nothing yet.
func NewTokenSource(cfg TokenConfig) *TokenSource {
	s := &TokenSource{
		corpID: cfg.CorpID, secret: cfg.Secret,
		key:       fmt.Sprintf("wecom:token:%s:%d", cfg.CorpID, cfg.AgentID),
		transport: newTransport(cfg.APIBase, cfg.HTTP, callTimeout, cfg.Observe),
		store:     cfg.Store, log: orDiscard(cfg.Logger), now: cfg.Now,
	}
	if s.now == nil {
		s.now = time.Now
	}
	return s
}

// Token returns a token the platform has not refused yet.
func (s *TokenSource) Token(ctx context.Context) (string, error) {
	if token := s.inMemory(&s.freshUntil); token != "" {
		return token, nil
	}
	result := s.flight.DoChan("token", func() (any, error) {
		// One caller giving up must not fail the others who wait for the same fetch.
		shared, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTimeout)
		defer cancel()
		return s.load(shared)
	})
	select {
	case <-ctx.Done():
		return "", &TransportError{Path: "gettoken", Err: ctx.Err()}
	case r := <-result:
		token, _ := r.Val.(string)
		return token, r.Err
	}
}

// GetAccessTokenContext implements silenceper's credential.AccessTokenContextHandle.
func (s *TokenSource) GetAccessTokenContext(ctx context.Context) (string, error) { return s.Token(ctx) }

// GetAccessToken implements silenceper's credential.AccessTokenHandle.
func (s *TokenSource) GetAccessToken() (string, error) { return s.Token(context.Background()) }

// Invalidate forgets bad, here and in the store, unless a newer token has taken its place already.
func (s *TokenSource) Invalidate(ctx context.Context, bad string) {
	s.mu.Lock()
	s.refused = bad
	if s.token == bad {
		s.token = ""
	}
	s.mu.Unlock()
	if s.store == nil {
		return
	}
	if err := s.store.CompareDelete(ctx, s.key, bad); err != nil {
		s.log.Warn("forget refused token in store", "error", Redact(err.Error()))
	}
}

// inMemory takes a pointer because the time is guarded by the mutex it locks.
func (s *TokenSource) inMemory(until *time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token != "" && s.now().Before(*until) {
		return s.token
	}
	return ""
}

func (s *TokenSource) load(ctx context.Context) (string, error) {
	// Another flight may have landed between the caller's look and this one's start.
	if token := s.inMemory(&s.freshUntil); token != "" {
		return token, nil
	}
	if s.store != nil {
		token, err := s.store.Get(ctx, s.key)
		if err != nil {
			s.log.Warn("read token from store", "error", Redact(err.Error()))
			token = s.inMemory(&s.validUntil)
		}
		if token != "" && s.accept(token, unknownLifetime) {
			return token, nil
		}
	}
	if err := s.held(); err != nil {
		return "", err
	}
	token, lifetime, err := s.fetch(ctx)
	if err != nil {
		s.hold(err)
		return "", err
	}
	s.accept(token, lifetime)
	if s.store != nil {
		if err := s.store.Set(ctx, s.key, token, lifetime); err != nil {
			s.log.Warn("write token to store", "error", Redact(err.Error()))
		}
	}
	return token, nil
}

// accept remembers a token unless it is the one refused last, which a failing store may still hold.
func (s *TokenSource) accept(token string, lifetime time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token == s.refused {
		return false
	}
	now := s.now()
	if token != s.token {
		s.token, s.validUntil = token, now.Add(lifetime)
	}
	s.freshUntil = s.validUntil
	if s.store != nil && now.Add(storeReadEvery).Before(s.validUntil) {
		s.freshUntil = now.Add(storeReadEvery)
	}
	s.failure = nil
	return true
}

func (s *TokenSource) fetch(ctx context.Context) (string, time.Duration, error) {
	query := url.Values{"corpid": {s.corpID}, "corpsecret": {s.secret}}
	req, err := s.transport.request(ctx, http.MethodGet, "gettoken", query, nil)
	if err != nil {
		return "", 0, err
	}
	data, err := s.transport.json(req, "gettoken")
	if err != nil {
		return "", 0, err
	}
	var answer struct {
		Token   string `json:"access_token"`
		Seconds int64  `json:"expires_in"`
	}
	if err := json.Unmarshal(data, &answer); err != nil || answer.Token == "" {
		return "", 0, &TransportError{Path: "gettoken", Err: errors.New("answer holds no token")}
	}
	s.log.Info("fetched access token", "expires_in", answer.Seconds)
	return answer.Token, usableFor(answer.Seconds), nil
}

// usableFor leaves a margin before the platform's expiry but never goes below a second.
func usableFor(seconds int64) time.Duration {
	lifetime := time.Duration(seconds) * time.Second
	return max(lifetime-refetchMargin, lifetime/2, time.Second)
}

func (s *TokenSource) held() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure != nil && s.now().Before(s.retryAt) {
		return s.failure
	}
	return nil
}

// hold keeps a failed fetch from being repeated at once: repeated bad calls block gettoken for an hour (doc 90312).
func (s *TokenSource) hold(err error) {
	wait := configBackoff
	if ClassOf(err) == ClassBackoff {
		wait = max(outageBackoff, RetryAfter(err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure, s.retryAt = err, s.now().Add(wait)
}

func orDiscard(log *slog.Logger) *slog.Logger {
	if log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return log
}
