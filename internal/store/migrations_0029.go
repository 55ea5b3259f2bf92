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
}, {
	"paper_numbers", `
	id id
	number str(32)
	day str(10)
	issued_by str(64)
	issued_at instant
	used_by str(64)
	used_at instant?
	void_reason text
	void_asked_by str(64)
	voided_by str(64)
	voided_at instant?`,
	[]string{"unique number", "day, number"},
}}

// migrate0029 keeps pairs of cases of which it was left open whether they are one matter, and the numbers kept for paper.
func (m migrations) migrate0029(db *gorm.DB) error {
	return m.create(db, tables0029)
}
