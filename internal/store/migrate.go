package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/go-gormigrate/gormigrate/v2"
	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"

	"petitiondesk/models"
)

const (
	// migrateLock names the lock by the schema: lock names are the whole server's, at most 64 characters.
	migrateLock     = "CONCAT('petitiondesk_migrate_', MD5(DATABASE()))"
	migrateLockWait = 60 // seconds
)

// migrations is the append-only list of steps that bring a database of any age to the present schema.
type migrations struct {
	dialect string
	log     *slog.Logger
}

func (m migrations) list() []*gormigrate.Migration {
	return []*gormigrate.Migration{
		{ID: "0001", Migrate: m.migrate0001},
		{ID: "0002", Migrate: m.migrate0002},
		{ID: "0003", Migrate: m.migrate0003},
		{ID: "0004", Migrate: m.migrate0004},
		{ID: "0005", Migrate: m.migrate0005},
		{ID: "0006", Migrate: m.migrate0006},
		{ID: "0007", Migrate: m.migrate0007},
		{ID: "0008", Migrate: m.migrate0008},
		{ID: "0009", Migrate: m.migrate0009},
		{ID: "0010", Migrate: m.migrate0010},
		{ID: "0011", Migrate: m.migrate0011},
		{ID: "0012", Migrate: m.migrate0012},
		{ID: "0013", Migrate: m.migrate0013},
		{ID: "0014", Migrate: m.migrate0014},
		{ID: "0015", Migrate: m.migrate0015},
		{ID: "0017", Migrate: m.migrate0017},
		{ID: "0020", Migrate: m.migrate0020},
		{ID: "0023", Migrate: m.migrate0023},
		{ID: "0024", Migrate: m.migrate0024},
		{ID: "0025", Migrate: m.migrate0025},
		{ID: "0026", Migrate: m.migrate0026},
		{ID: "0027", Migrate: m.migrate0027},
		{ID: "0028", Migrate: m.migrate0028},
		{ID: "0029", Migrate: m.migrate0029},
		{ID: "0031", Migrate: m.migrate0031},
		{ID: "0032", Migrate: m.migrate0032},
	}
}

// Migrate brings the schema to the present. Any number of processes may call it at once; one does the work.
func (s *Store) Migrate(ctx context.Context) (err error) {
	db, err := s.connect(ctx, 1, true)
	if err != nil {
		return classify("open database to migrate", err)
	}
	defer func() { err = errors.Join(err, closePool(db)) }()
	db = db.WithContext(ctx)
	if s.dialect.name() == sqliteName {
		// Transactions begin as immediate ones here, and tables are created in them.
		return classify("migrate", db.Transaction(s.migrate))
	}
	return classify("migrate", db.Connection(s.migrateLocked))
}

// migrateLocked works on one connection, so that losing it ends the lock and the migration together.
func (s *Store) migrateLocked(db *gorm.DB) (err error) {
	var got *int
	if err := db.Raw("SELECT GET_LOCK("+migrateLock+", ?)", migrateLockWait).Scan(&got).Error; err != nil {
		return fmt.Errorf("lock schema: %w", err)
	}
	if got == nil || *got != 1 {
		return &models.Error{Code: models.Unavailable, Op: "lock schema", Err: errors.New("another process is migrating")}
	}
	defer func() {
		var released *int
		err = errors.Join(err, db.Raw("SELECT RELEASE_LOCK("+migrateLock+")").Scan(&released).Error)
	}()
	return s.migrate(db)
}

func (s *Store) migrate(db *gorm.DB) error { return s.steps(db).Migrate() }

func (s *Store) steps(db *gorm.DB) *gormigrate.Gormigrate {
	options := &gormigrate.Options{TableName: "schema_migrations", IDColumnName: "id", IDColumnSize: 64}
	return gormigrate.New(db.Session(&gorm.Session{}), options, migrations{dialect: s.dialect.name(), log: s.log}.list())
}

// UpToDate tells whether the schema has every step.
func (s *Store) UpToDate(ctx context.Context) (bool, error) {
	db := s.db.WithContext(ctx)
	if !db.Migrator().HasTable("schema_migrations") {
		return false, classify("look at schema", s.Ping(ctx))
	}
	var ids []string
	for _, step := range (migrations{}).list() {
		ids = append(ids, step.ID)
	}
	var done int64
	err := db.Table("schema_migrations").Where("id IN ?", ids).Count(&done).Error
	return done == int64(len(ids)), classify("look at schema", err)
}

// noTriggers tells whether the server refuses triggers as such: no privilege, or no support for them.
func noTriggers(err error) bool {
	e, ok := errors.AsType[*mysql.MySQLError](err)
	return ok && slices.Contains([]uint16{1105, 1142, 1227, 1235, 1419, 8108}, e.Number)
}
