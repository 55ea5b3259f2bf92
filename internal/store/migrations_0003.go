package store

import (
	"fmt"

	"gorm.io/gorm"
)

// tables0003 keeps the yearly notices of public days, each import as a version of its own.
var tables0003 = []table{
	{
		"calendar_notices", `
		id id
		notice_year int
		version int
		source str(191)
		imported_by str(64)
		imported_at instant`,
		[]string{"unique notice_year, version"},
	},
	{"public_days", `
		notice_id big
		day str(10)
		off bool
		name str(64)
		primary notice_id, day`, nil},
}

func (m migrations) migrate0003(db *gorm.DB) error {
	for _, t := range tables0003 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	return nil
}
