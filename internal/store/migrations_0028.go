package store

import (
	"gorm.io/gorm"
)

var tables0028 = []table{{"bookings", `
	id id
	case_id big
	slot_id big
	rule_code str(191)
	turn str(10)
	seat int
	station str(64)
	day str(10)
	state str(16)
	open_case big?
	version big
	booked_by str(64)
	unit_code str(64)
	booked_at instant
	ended_by str(64)
	ended_at instant?`, []string{"unique open_case", "case_id, id", "slot_id, state", "state, day, id", "unit_code, state, day, id"}}, {"reception_lists", `
	slot_id big
	issue big
	recipient str(64)
	sent str(64)
	sent_at instant?
	primary slot_id`, nil}}

// migrate0028 keeps petitions that are booked for leaders' receptions, and which list of them a leader has.
func (m migrations) migrate0028(db *gorm.DB) error {
	return m.create(db, tables0028)
}
