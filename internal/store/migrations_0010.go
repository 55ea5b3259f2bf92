package store

import (
	"fmt"

	"gorm.io/gorm"
)

var tables0010 = []table{
	{
		"data_keys", `
		draft_id big
		key_id str(64)
		wrapped blob?
		created_at instant
		destroyed_at instant?
		primary draft_id`,
		[]string{"key_id, draft_id"},
	},
}

var additions0010 = []addition{
	{table: "drafts", columns: []addedColumn{{"sealed", "blob?", "NULL"}}},
	{table: "submissions", columns: []addedColumn{{"sealed", "blob?", "NULL"}}},
	{table: "petitioners", columns: []addedColumn{{"sealed", "blob?", "NULL"}}},
	{table: "outbox", columns: []addedColumn{{"body_hash", "str(64)", "''"}}},
}

// migrate0010 makes room for sealed values and their keys, and for bodies that are purged. What is there already is sealed
// later, in batches, by whoever has the keys.
func (m migrations) migrate0010(db *gorm.DB) error {
	for _, t := range tables0010 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	for _, a := range additions0010 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	return nil
}
