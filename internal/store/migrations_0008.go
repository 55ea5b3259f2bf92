package store

import (
	"fmt"

	"gorm.io/gorm"
)

// tables0008 keep what was known of a clock before its date or unit changed, and that a year's report was handed in.
var tables0008 = []table{
	{
		"clock_facts", `
		id id
		clock_id big
		rule str(16)
		unit_code str(64)
		due_legal str(10)
		known_from str(10)
		known_to str(10)`,
		[]string{"rule, due_legal, known_to, clock_id"},
	},
	{"annual_reports", `
		year int
		submitted_on str(10)
		recorded_by str(64)
		recorded_at instant
		note text
		primary year`, nil},
}

var additions0008 = []addition{
	{
		table:   "clocks",
		columns: []addedColumn{{"known_from", "str(10)", "''"}},
		indexes: []string{"rule, due_legal, state, settled_on, known_from, unit_code"},
	},
	{table: "cases", indexes: []string{"state, id"}},
}

// replaced0008 is the beginning of an index that 0008 adds.
const replaced0008 = "idx_clocks_rule_due_legal_state_settled_on"

// migrate0008 lets figures of a past day be counted by the dates that were known on it.
func (m migrations) migrate0008(db *gorm.DB) error {
	for _, t := range tables0008 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	for _, a := range additions0008 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	return m.dropIndex(db, "clocks", replaced0008)
}
