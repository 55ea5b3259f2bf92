package wecomsim

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"petitiondesk/bot/wxcrypt"
)

const (
	defaultAppName         = "信访工作台"
	defaultJournalLimit    = 100_000
	defaultCallbackTimeout = 5 * time.Second
	defaultRetryPause      = time.Second
)

// ErrClosed is returned by calls that push a callback after Close.
var ErrClosed = errors.New("wecomsim: server is closed")

// MovableClock is the demo's clock. Manual reports whether it stands still until told to move.
type MovableClock interface {
	Now() time.Time
	Set(time.Time)
	Advance(time.Duration)
	Manual() bool
}

// Config describes one corp with one self-built app.
type Config struct {
	CorpID         string
	AgentID        int64
	Secret         string // corpsecret accepted by gettoken
	Token          string // callback token, at most 32 letters and digits
	EncodingAESKey string // 43 characters

	// CallbackURL receives callbacks by HTTP POST. While it is empty the app counts as one without a
	// callback: nothing can be pushed and interactive cards are refused with 43012.
	CallbackURL string

	// Now gives the time; when nil, Clock's or else the real one is used.
	Now func() time.Time
	// Clock, when set, lets POST /sim/clock move the time.
	Clock MovableClock
	// RateNow gives the time by which the rates per member are judged; nil means the machine's clock. A demo
	// clock will not do: while it stands still every message would fall into the same minute.
	RateNow func() time.Time
	// PerMinute is how many messages a member gets in a minute; 0 means the platform's 30.
	PerMinute int

	Members []Member
	Logger  *slog.Logger
	// HTTP pushes the callbacks; when nil the server uses a client of its own.
	HTTP *http.Client

	AppName         string        // shown on the phone; default 信访工作台
	Hints           []string      // example sentences offered on the phone page; nil means a default list
	JournalLimit    int           // entries kept, oldest dropped first; default 100 000
	CallbackTimeout time.Duration // one delivery; default 5 s (doc 90930)
	RetryPause      time.Duration // before a second or third delivery; default 1 s, real time
}

// Server is the simulated platform. Create it with New; it is safe for concurrent use.
type Server struct {
	config  Config
	log     *slog.Logger
	cipher  *wxcrypt.Cipher
	client  *http.Client
	now     func() time.Time
	handler http.Handler

	callbackURL atomic.Pointer[string]
	idPrefix    string
	idCounter   atomic.Int64
	firstMsgID  int64

	directory *directory
	journal   *journal
	faults    *faultBox
	events    *hub
	media     *mediaStore

	state  sync.Mutex // guards the fields below
	tokens map[string]time.Time
	chats  map[string]*chat
	sent   *sentLog
	quota  map[string]*quotaWindow
	recent *duplicateWindow
	menu   *Menu
	groups []Group

	pushes      sync.WaitGroup
	pushContext context.Context
	cancelPush  context.CancelFunc
	closing     sync.Mutex
	closed      chan struct{}
}

// New checks the configuration and returns a server that has issued no token and shown no message yet.
func New(config Config) (*Server, error) {
	if config.CorpID == "" || config.Secret == "" || config.Token == "" || config.AgentID == 0 {
		return nil, errors.New("wecomsim: CorpID, AgentID, Secret and Token are required")
	}
	cipher, err := wxcrypt.NewCipher(config.EncodingAESKey, config.CorpID)
	if err != nil {
		return nil, fmt.Errorf("wecomsim: EncodingAESKey: %w", err)
	}
	applyDefaults(&config)
	directory, err := newDirectory(config.Members)
	if err != nil {
		return nil, err
	}
	pushContext, cancelPush := context.WithCancel(context.Background())
	s := &Server{
		config: config, log: config.Logger, cipher: cipher, client: config.HTTP, now: config.Now,
		idPrefix:   randomHex(4),
		firstMsgID: time.Now().UnixMilli() * 1000, // distinct across restarts, exact in a JavaScript number
		directory:  directory,
		journal:    newJournal(config.JournalLimit),
		faults:     &faultBox{},
		events:     newHub(),
		media:      newMediaStore(),
		tokens:     map[string]time.Time{},
		chats:      map[string]*chat{},
		sent:       newSentLog(),
		quota:      map[string]*quotaWindow{},
		recent:     newDuplicateWindow(),

		pushContext: pushContext, cancelPush: cancelPush, closed: make(chan struct{}),
	}
	s.SetCallbackURL(config.CallbackURL)
	s.handler = s.routes()
	return s, nil
}

func applyDefaults(config *Config) {
	if config.Now == nil {
		config.Now = time.Now
		if config.Clock != nil {
			config.Now = config.Clock.Now
		}
	}
	if config.PerMinute == 0 {
		config.PerMinute = maxPerMinute
	}
	if config.RateNow == nil {
		config.RateNow = time.Now
	}
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	if config.HTTP == nil {
		config.HTTP = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	}
	if config.AppName == "" {
		config.AppName = defaultAppName
	}
	if config.Hints == nil {
		config.Hints = defaultHints
	}
	if config.JournalLimit <= 0 {
		config.JournalLimit = defaultJournalLimit
	}
	if config.CallbackTimeout <= 0 {
		config.CallbackTimeout = defaultCallbackTimeout
	}
	if config.RetryPause <= 0 {
		config.RetryPause = defaultRetryPause
	}
}

// Handler serves /cgi-bin/* (qyapi), /sim/* (control) and /phone (the page and its assets).
func (s *Server) Handler() http.Handler { return s.handler }

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	s.routeAPI(mux)
	s.routeControl(mux)
	s.routePhone(mux)
	return mux
}

// SetCallbackURL changes where callbacks go, from the next delivery on. Empty means no callback.
func (s *Server) SetCallbackURL(url string) { s.callbackURL.Store(&url) }

// Close ends live pages, refuses new callbacks and waits for those under way. When ctx ends first the
// remaining deliveries are abandoned and its error is returned.
func (s *Server) Close(ctx context.Context) error {
	s.closing.Lock()
	if !s.isClosed() {
		close(s.closed)
	}
	s.closing.Unlock()

	finished := make(chan struct{})
	go func() {
		s.pushes.Wait()
		close(finished)
	}()
	var err error
	select {
	case <-finished:
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.cancelPush()
	<-finished
	s.client.CloseIdleConnections()
	return err
}

func (s *Server) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// newID returns an identifier that no earlier run of the simulator has used.
func (s *Server) newID(kind string) string {
	return fmt.Sprintf("%s%s%08x", kind, s.idPrefix, s.idCounter.Add(1))
}

func randomHex(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw) // never fails, see crypto/rand
	return hex.EncodeToString(raw)
}
