package store

import (
	"gorm.io/gorm"
)

var tables0024 = []table{{"step_proposals", `
	user_id str(64)
	case_id big
	number str(32)
	version big
	steps text
	task str(191)
	written_at instant
	primary user_id`, []string{"case_id"}}}

// migrate0024 keeps what somebody has written for the next step of a case until he confirms it.
func (m migrations) migrate0024(db *gorm.DB) error {
	return m.create(db, tables0024)
}
