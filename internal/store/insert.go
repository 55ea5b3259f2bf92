package store

import (
	"errors"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// chunk is how many rows or keys go into one statement.
const chunk = 200

// unique describes rows that are the same when their keys are.
type unique[T any] struct {
	key func(row *T) string
	// among finds the rows of the table that may have the keys of the given ones.
	among func(db *gorm.DB, rows []T) *gorm.DB
	id    func(row *T) *int64
}

// byColumn is unique for a single key column.
func byColumn[T any](column string, key func(row *T) string, id func(row *T) *int64) unique[T] {
	return unique[T]{key: key, id: id, among: func(db *gorm.DB, rows []T) *gorm.DB {
		keys := make([]string, len(rows))
		for i := range rows {
			keys[i] = key(&rows[i])
		}
		return db.Select("id", column).Where(clause.IN{Column: clause.Column{Name: column}, Values: anys(keys)})
	}}
}

// insertNew inserts the rows whose keys are not there yet and returns exactly those, with ids. Affected-row
// counts of a multi-row insert-ignore do not say which rows went in, so it looks first, inserts plainly, and
// falls back to one row at a time when another writer was faster.
func insertNew[T any](db *gorm.DB, rows []T, u unique[T]) ([]T, error) {
	var inserted []T
	for part := range slices.Chunk(distinct(rows, u), chunk) {
		fresh, err := insertPart(db, part, u)
		if err != nil {
			return nil, err
		}
		inserted = append(inserted, fresh...)
	}
	return inserted, nil
}

func insertPart[T any](db *gorm.DB, rows []T, u unique[T]) ([]T, error) {
	if len(rows) == 1 {
		return insertSingly(db, rows)
	}
	known, err := idsOf(db, rows, u)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(row T) bool { _, ok := known[u.key(&row)]; return ok })
	if len(rows) == 0 {
		return nil, nil
	}
	err = db.Create(&rows).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return insertSingly(db, rows)
	}
	if err != nil {
		return nil, err
	}
	// The ids that drivers report for several rows rest on assumptions about the server's counting.
	ids, err := idsOf(db, rows, u)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		*u.id(&rows[i]) = ids[u.key(&rows[i])]
	}
	return rows, nil
}

func insertSingly[T any](db *gorm.DB, rows []T) ([]T, error) {
	var inserted []T
	for i := range rows {
		result := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows[i])
		if result.Error != nil {
			return nil, result.Error
		}
		if result.RowsAffected == 1 {
			inserted = append(inserted, rows[i])
		}
	}
	return inserted, nil
}

func idsOf[T any](db *gorm.DB, rows []T, u unique[T]) (map[string]int64, error) {
	var there []T
	if err := u.among(db, rows).Find(&there).Error; err != nil {
		return nil, err
	}
	ids := make(map[string]int64, len(there))
	for i := range there {
		ids[u.key(&there[i])] = *u.id(&there[i])
	}
	return ids, nil
}

// distinct copies the rows without ids, keeping the first of each key: a copy, so that a transaction that runs
// again starts from the same rows.
func distinct[T any](rows []T, u unique[T]) []T {
	seen := make(map[string]bool, len(rows))
	kept := make([]T, 0, len(rows))
	for _, row := range rows {
		key := u.key(&row)
		if seen[key] {
			continue
		}
		seen[key] = true
		*u.id(&row) = 0
		kept = append(kept, row)
	}
	return kept
}

func anys[T any](values []T) []any {
	list := make([]any, len(values))
	for i, value := range values {
		list[i] = value
	}
	return list
}
