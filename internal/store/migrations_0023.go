package store

import "gorm.io/gorm"

var additions0023 = []addition{{
	table: "drafts", columns: []addedColumn{{"watched", "str(16)", "''"}}, indexes: []string{"state, watched, created_at"},
}}

// migrate0023 lets unfinished reports be looked after: what was told about each.
func (m migrations) migrate0023(db *gorm.DB) error {
	for _, a := range additions0023 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	return nil
}
