package store

import (
	"gorm.io/gorm"
)

var tables0029 = []table{{
	"possible_repeats", `
	id id
	case_id big
	earlier_id big
	why str(64)
	left_by str(64)
	left_at instant
	verdict str(16)
	decided_by str(64)
	decided_at instant?`,
	[]string{"unique case_id, earlier_id", "earlier_id", "verdict, id"},
}}

// migrate0029 keeps pairs of cases of which it was left open whether they are one matter.
func (m migrations) migrate0029(db *gorm.DB) error {
	return m.create(db, tables0029)
}
