package store

import (
	"fmt"

	"gorm.io/gorm"
)

// tables0011 keeps which receipts were given out, and the tickets drawn at the door.
var tables0011 = []table{
	{
		"receipts", `
		submission_id big
		case_id big
		number str(32)
		issue big
		entry_seq big
		entry_hash str(64)
		issued_at instant
		registered_at instant
		primary submission_id`,
		[]string{"unique number"},
	},
	{
		"door_tickets", `
		id id
		day str(10)
		no big
		issued_by str(64)
		issued_at instant
		submission_number str(32)
		void_reason str(400)
		void_asked_by str(64)
		voided_by str(64)
		voided_at instant?`,
		[]string{"unique day, no", "submission_number"},
	},
}

var additions0011 = []addition{
	{table: "ratings", columns: []addedColumn{{"own", "bool", "0"}}},
}

func (m migrations) migrate0011(db *gorm.DB) error {
	for _, t := range tables0011 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	for _, a := range additions0011 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	return nil
}
