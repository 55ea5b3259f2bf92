package store

import (
	"gorm.io/gorm"
)

var tables0026 = []table{{"villages", `
	unit_code str(64)
	name str(64)
	primary unit_code, name`, nil}}

// migrate0026 keeps the villages and communities of townships.
func (m migrations) migrate0026(db *gorm.DB) error {
	return m.create(db, tables0026)
}
