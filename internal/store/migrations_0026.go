package store

import (
	"fmt"

	"gorm.io/gorm"
)

var tables0026 = []table{{"villages", `
	unit_code str(64)
	name str(64)
	primary unit_code, name`, nil}}

// migrate0026 keeps the villages and communities of townships.
func (m migrations) migrate0026(db *gorm.DB) error {
	for _, t := range tables0026 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	return nil
}
