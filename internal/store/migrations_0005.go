package store

import (
	"fmt"

	"gorm.io/gorm"
)

var additions0005 = []addition{
	{table: "submissions", columns: []addedColumn{{"number", "str(32)", "''"}}},
	{
		table: "petitioners",
		columns: []addedColumn{
			{"mobile_index", "str(64)", "''"}, {"id_index", "str(64)", "''"}, {"name_index", "str(64)", "''"},
		},
		indexes: []string{"mobile_index, submission_id", "id_index, submission_id", "name_index, submission_id"},
	},
	{table: "cases", indexes: []string{"place_code, id"}},
}

// migrate0005 gives every submission a number of its own, and petitioners blind indexes by which a repeat is found.
func (m migrations) migrate0005(db *gorm.DB) error {
	for _, a := range additions0005 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	// The first submission of a case bears the case's number.
	err := db.Exec("UPDATE submissions SET number = (SELECT cases.number FROM cases WHERE cases.id = submissions.case_id) WHERE number = ''").Error
	if err != nil {
		return fmt.Errorf("number submissions: %w", err)
	}
	return m.add(db, addition{table: "submissions", indexes: []string{"unique number"}})
}
