package store

import (
	"fmt"

	"gorm.io/gorm"
)

var additions0006 = []addition{
	{table: "clocks", indexes: []string{"unit_code, open, due_internal, case_id"}},
	{table: "cases", indexes: []string{"place_code, topic, id"}},
	{table: "petitioners", columns: []addedColumn{{"case_id", "big", "0"}, {"place_code", "str(64)", "''"}}},
}

// found0006 answer by themselves which cases are a person's.
var found0006 = addition{
	table: "petitioners", indexes: []string{"mobile_index, case_id", "id_index, case_id", "name_index, place_code, case_id"},
}

// outgrown0006 are what the new indexes stand for as well.
var outgrown0006 = map[string][]string{
	"clocks":      {"idx_clocks_unit_code_open_due_internal"},
	"petitioners": {"idx_petitioners_mobile_index_submission_id", "idx_petitioners_id_index_submission_id", "idx_petitioners_name_index_submission_id"},
}

// migrate0006 lets every list and the search for repeats end within an index, however many cases there are.
func (m migrations) migrate0006(db *gorm.DB) error {
	for _, a := range additions0006 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	const caseOf = "(SELECT submissions.case_id FROM submissions WHERE submissions.id = petitioners.submission_id)"
	for _, statement := range []string{
		"UPDATE petitioners SET case_id = " + caseOf + " WHERE case_id = 0",
		"UPDATE petitioners SET place_code = (SELECT cases.place_code FROM cases WHERE cases.id = petitioners.case_id) WHERE place_code = ''",
	} {
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("tell petitioners their cases: %w", err)
		}
	}
	if err := m.add(db, found0006); err != nil {
		return err
	}
	for of, names := range outgrown0006 {
		for _, name := range names {
			if err := m.dropIndex(db, of, name); err != nil {
				return fmt.Errorf("drop index of %s: %w", of, err)
			}
		}
	}
	return nil
}
