package store

import (
	"errors"
	"reflect"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"

	"petitiondesk/models"
)

// sessionKey holds the *session that a gorm session belongs to.
const sessionKey = "petitiondesk:session"

// session is what is known about the transaction, or the reading, in which statements run.
type session struct {
	readOnly bool
	lost     error // the database has given the transaction up; what follows would not be part of it
}

func sessionOf(db *gorm.DB) *session {
	if value, ok := db.Get(sessionKey); ok {
		return value.(*session)
	}
	return &session{}
}

func registerCallbacks(db *gorm.DB) error {
	on := db.Callback()
	return errors.Join(
		on.Create().Before("*").Register("petitiondesk:write", refuseWrite),
		on.Update().Before("*").Register("petitiondesk:write", refuseWrite),
		on.Delete().Before("*").Register("petitiondesk:write", refuseWrite),
		on.Query().Before("*").Register("petitiondesk:read", refuseLost),
		on.Create().Before("gorm:create").Register("petitiondesk:instants", instantsOfRows),
		on.Update().Before("gorm:update").Register("petitiondesk:instants", instantsOfMap),
		on.Create().After("*").Register("petitiondesk:lost", noteLost),
		on.Update().After("*").Register("petitiondesk:lost", noteLost),
		on.Delete().After("*").Register("petitiondesk:lost", noteLost),
		on.Query().After("*").Register("petitiondesk:lost", noteLost),
	)
}

func refuseWrite(db *gorm.DB) {
	if sessionOf(db).readOnly {
		_ = db.AddError(errors.New("write outside a transaction"))
	}
	refuseLost(db)
}

// refuseLost stops a caller that ignored a deadlock: the server has rolled back and would commit each further
// statement by itself.
func refuseLost(db *gorm.DB) {
	if lost := sessionOf(db).lost; lost != nil {
		_ = db.AddError(lost)
	}
}

func noteLost(db *gorm.DB) {
	if db.Error != nil && retryable(db.Error) {
		sessionOf(db).lost = db.Error
	}
}

// kept is the form in which an instant is written. No datetime column can hold the zero time; the epoch stands
// for it and is as far in the past for every comparison.
func kept(t time.Time) time.Time {
	if t.IsZero() {
		return time.UnixMilli(0).UTC()
	}
	return models.Instant(t)
}

// instantsOfRows brings every instant of the rows to be created into the kept form.
func instantsOfRows(db *gorm.DB) {
	if db.Error != nil || db.Statement.Schema == nil {
		return
	}
	rows := db.Statement.ReflectValue
	switch rows.Kind() {
	case reflect.Struct:
		instantsOfRow(db, rows)
	case reflect.Slice, reflect.Array:
		for i := range rows.Len() {
			instantsOfRow(db, reflect.Indirect(rows.Index(i)))
		}
	}
}

func instantsOfRow(db *gorm.DB, row reflect.Value) {
	for _, field := range db.Statement.Schema.Fields {
		if field.DBName == "" {
			continue
		}
		value := field.ReflectValueOf(db.Statement.Context, row)
		switch instant := value.Interface().(type) {
		case time.Time:
			if !instant.IsZero() || !filledByGorm(field) {
				value.Set(reflect.ValueOf(kept(instant)))
			}
		case *time.Time:
			if instant != nil {
				whole := kept(*instant)
				value.Set(reflect.ValueOf(&whole))
			}
		}
	}
}

func filledByGorm(field *schema.Field) bool {
	return field.AutoCreateTime > 0 || field.AutoUpdateTime > 0
}

// instantsOfMap does the same for the values of an update.
func instantsOfMap(db *gorm.DB) {
	values, ok := db.Statement.Dest.(map[string]any)
	if !ok {
		return
	}
	for name, value := range values {
		values[name] = keptValue(value)
	}
}

func keptValue(value any) any {
	switch v := value.(type) {
	case time.Time:
		return kept(v)
	case *time.Time:
		if v != nil {
			return kept(*v)
		}
	case clause.Expr:
		for i := range v.Vars {
			v.Vars[i] = keptValue(v.Vars[i])
		}
	}
	return value
}
