package store

import (
	"gorm.io/gorm"
)

var tables0025 = []table{{
	"attachments", `
	id id
	origin str(191)
	owner str(64)
	draft_id big
	case_id big
	kind str(16)
	media_id str(255)
	state str(16)
	size big
	hash str(64)
	sealed blob?
	received_at instant`,
	[]string{"unique origin", "draft_id, id", "case_id, id", "owner, draft_id, case_id, received_at"},
}}

// migrate0025 keeps what is sent beside words.
func (m migrations) migrate0025(db *gorm.DB) error {
	return m.create(db, tables0025)
}
