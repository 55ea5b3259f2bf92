package store

import "gorm.io/gorm"

// migrate0032 finds what a unit has not signed for yet.
func (m migrations) migrate0032(db *gorm.DB) error {
	return m.add(db, addition{table: "cases", indexes: []string{"unit_code, state, id"}})
}
