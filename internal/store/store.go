// Package store keeps the truth in MySQL, or in SQLite for the demo and the tests. It is the only package that
// knows gorm. All instants are written as UTC milliseconds.
package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync"
	"time"

	"gorm.io/gorm"

	"petitiondesk/internal/gather"
	"petitiondesk/models"
	"petitiondesk/models/queue"
)

// Options of Open.
type Options struct {
	// URL is mysql://user:password@host:3306/name (with tls, timeout, readTimeout or writeTimeout as query
	// parameters if needed), sqlite:///path/file.db, or sqlite://:memory: for a database that Close deletes.
	URL          string
	Logger       *slog.Logger // nil = slog.Default()
	Clock        models.Clock // the desk's clock; nil = the machine's
	MaxOpenConns int          // 0 = 32
}

// Store is an open database.
type Store struct {
	db      *gorm.DB
	dialect dialect
	log     *slog.Logger
	clock   models.Clock

	// writer holds a token for the one writer SQLite can have; it is nil where the server does the queueing.
	writer chan struct{}

	freezes *gather.Gather[freezing]
	settles *gather.Gather[settling]

	mu       sync.Mutex
	onCommit []func(context.Context, Committed)
}

// Committed lists the work that one commit left waiting, jobs with ids; what waited already may be among it.
type Committed struct {
	Outbound []queue.Outbound
	Jobs     []queue.Job
}

// dialect is what differs between the databases.
type dialect interface {
	// open connects the pool; for migrating, statements may take as long as they need.
	open(ctx context.Context, config *gorm.Config, maxConns int, migrating bool) (*gorm.DB, error)
	name() string
	close() error
}

const (
	mysqlName  = "mysql"
	sqliteName = "sqlite"

	defaultMaxOpenConns = 32
)

// Open connects to the database. It does not migrate.
func Open(ctx context.Context, options Options) (*Store, error) {
	dialect, err := dialectFor(options.URL)
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: dialect, log: options.Logger, clock: options.Clock}
	s.freezes, s.settles = gather.New(togetherMost, s.freezeTogether), gather.New(togetherMost, s.settleTogether)
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.clock == nil {
		s.clock = models.SystemClock{}
	}
	if dialect.name() == sqliteName {
		s.writer = make(chan struct{}, 1)
	}
	maxConns := options.MaxOpenConns
	if maxConns <= 0 {
		maxConns = defaultMaxOpenConns
	}
	if s.db, err = s.connect(ctx, maxConns, false); err != nil {
		return nil, classify("open database", errors.Join(err, dialect.close()))
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) connect(ctx context.Context, maxConns int, migrating bool) (*gorm.DB, error) {
	db, err := s.dialect.open(ctx, &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		NowFunc:                s.now,
		Logger:                 queryLog{log: s.log, slow: slowQuery},
	}, maxConns, migrating)
	if err != nil {
		return nil, err
	}
	return db, registerCallbacks(db)
}

// Close ends all connections.
func (s *Store) Close() error {
	return errors.Join(closePool(s.db), s.dialect.close())
}

func closePool(db *gorm.DB) error {
	pool, err := db.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// Ping tells whether the database answers; if not, the error has code Unavailable.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.db.DB()
	if err == nil {
		err = pool.PingContext(ctx)
	}
	if err != nil {
		return &models.Error{Code: models.Unavailable, Op: "ping database", Err: err}
	}
	return nil
}

// Pool is the pool of connections, to be measured.
func (s *Store) Pool() (*sql.DB, error) { return s.db.DB() }

// OnCommit adds a function that is told, after each commit, of the work it inserted.
func (s *Store) OnCommit(tell func(ctx context.Context, done Committed)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onCommit = append(s.onCommit, tell)
}

func (s *Store) announce(ctx context.Context, done Committed) {
	jobs, err := identify(s.reading(ctx), done.Jobs)
	if err != nil {
		s.log.WarnContext(ctx, "planned jobs not announced; they are found by polling", "error", err)
	}
	if done.Jobs = jobs; len(done.Outbound) == 0 && len(done.Jobs) == 0 {
		return
	}
	s.mu.Lock()
	hooks := s.onCommit
	s.mu.Unlock()
	for _, tell := range hooks {
		tell(ctx, done)
	}
}

func (s *Store) now() time.Time { return models.Instant(s.clock.Now()) }
