package store

import (
	"gorm.io/gorm"

	"petitiondesk/models/petition"
)

var tables0015 = []table{{"case_grams", `
	gram big
	case_id big
	primary gram, case_id`, nil}}

var additions0015 = []addition{{
	table: "petitioners", columns: []addedColumn{{"tail_index", "str(64)", "''"}}, indexes: []string{"tail_index, case_id"},
}}

// migrate0015 lets cases be found by their words and by the last digits of a phone number. The words of what is on record are
// taken in here, the digits by the desk, which has the key.
func (m migrations) migrate0015(db *gorm.DB) error {
	if err := m.create(db, tables0015); err != nil {
		return err
	}
	for _, a := range additions0015 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	for last := int64(0); ; {
		var cases []petition.Case
		err := db.Select("id, facts, demand, issue_place, confidential").Where("id > ?", last).Order("id").Limit(200).Find(&cases).Error
		if err != nil || len(cases) == 0 {
			return err
		}
		for _, c := range cases {
			last = c.ID
			if err := addGrams(db, c.ID, c.Grams()); err != nil {
				return err
			}
		}
	}
}
