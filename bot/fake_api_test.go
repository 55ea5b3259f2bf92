package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const testSecret = "SECRETVALUE"

// fakeAPI is a WeCom that hands out tokens T1, T2, … and answers everything else through answer.
type fakeAPI struct {
	server *httptest.Server
	answer func(w http.ResponseWriter, r *http.Request)

	mu          sync.Mutex
	tokenAnswer string
	fetches     int
	requests    []string // "METHOD path token body"
}

func newFakeAPI(t testing.TB) *fakeAPI {
	f := &fakeAPI{answer: answerJSON(`{"errcode":0,"errmsg":"ok"}`)}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

func (f *fakeAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/cgi-bin/")
	if path == "gettoken" {
		f.serveToken(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	f.mu.Lock()
	f.requests = append(f.requests, fmt.Sprintf("%s %s %s %s", r.Method, path, r.URL.Query().Get("access_token"), body))
	f.mu.Unlock()
	f.answer(w, r)
}

func (f *fakeAPI) serveToken(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fetches++
	switch {
	case r.URL.Query().Get("corpsecret") != testSecret:
		answerJSON(`{"errcode":40001,"errmsg":"invalid credential, corpsecret=`+r.URL.Query().Get("corpsecret")+`"}`)(w, r)
	case f.tokenAnswer != "":
		answerJSON(f.tokenAnswer)(w, r)
	default:
		answerJSON(fmt.Sprintf(`{"errcode":0,"access_token":"T%d","expires_in":7200}`, f.fetches))(w, r)
	}
}

func (f *fakeAPI) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.requests...)
}

func (f *fakeAPI) fetched() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fetches
}

func answerJSON(body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		_, _ = io.WriteString(w, body)
	}
}

// refuseTokens answers code until the token is one of good.
func refuseTokens(code int, next func(http.ResponseWriter, *http.Request), good ...string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, token := range good {
			if r.URL.Query().Get("access_token") == token {
				next(w, r)
				return
			}
		}
		answerJSON(fmt.Sprintf(`{"errcode":%d,"errmsg":"token refused: access_token=%s"}`, code, r.URL.Query().Get("access_token")))(w, r)
	}
}

func (f *fakeAPI) client(store TokenStore) *Client {
	return NewClient(ClientConfig{
		CorpID: testCorp, Secret: testSecret, AgentID: testAgent, APIBase: f.server.URL + "/", HTTP: f.server.Client(), Tokens: store,
	})
}

func (f *fakeAPI) tokens(store TokenStore, now func() time.Time) *TokenSource {
	return NewTokenSource(TokenConfig{
		CorpID: testCorp, Secret: testSecret, AgentID: testAgent, APIBase: f.server.URL, HTTP: f.server.Client(), Store: store, Now: now,
	})
}

// mapStore is a TokenStore that can be broken.
type mapStore struct {
	mu     sync.Mutex
	values map[string]string
	ttl    time.Duration
	broken bool
}

var errStoreDown = errors.New("store is down")

func (s *mapStore) Get(_ context.Context, key string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return "", errStoreDown
	}
	return s.values[key], nil
}

func (s *mapStore) Set(_ context.Context, key, value string, ttl time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return errStoreDown
	}
	if s.values == nil {
		s.values = map[string]string{}
	}
	s.values[key], s.ttl = value, ttl
	return nil
}

func (s *mapStore) CompareDelete(_ context.Context, key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return errStoreDown
	}
	if s.values[key] == value {
		delete(s.values, key)
	}
	return nil
}
