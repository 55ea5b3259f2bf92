package store

import "gorm.io/gorm"

// migrate0017 finds the open cases of a responsible person, for a hand-over 交接.
func (m migrations) migrate0017(db *gorm.DB) error {
	return m.add(db, addition{table: "cases", indexes: []string{"responsible, completed_on, id"}})
}
