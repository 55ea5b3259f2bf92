package store

import (
	"fmt"

	"gorm.io/gorm"
)

// tables0002 hold the way of a case: its steps, its statutory clocks and who was reminded of them.
var tables0002 = []table{
	{
		"case_events", `
		id id
		case_id big
		charge_no int
		step str(32)
		day str(10)
		actor str(64)
		at instant
		details text`,
		[]string{"case_id, id"},
	},
	{
		"clocks", `
		id id
		case_id big
		clock_key str(64)
		rule str(16)
		rule_set str(32)
		unit_code str(64)
		start str(10)
		due_unrolled str(10)
		due_legal str(10)
		due_internal str(10)
		state str(16)
		open bool
		extended int
		provisional bool
		overdue_since str(10)
		stopped str(10)
		settled_on str(10)
		version big
		updated_at instant`,
		[]string{"unique case_id, clock_key", "open, due_internal, case_id", "unit_code, open, due_internal", "open, provisional"},
	},
	{
		"clock_reminders", `
		id id
		clock_id big
		version big
		step str(32)
		recipient str(64)
		day str(10)
		told_at instant?`,
		[]string{"unique clock_id, step, recipient, version", "recipient, told_at, id"},
	},
}

var additions0002 = []addition{
	{table: "people", indexes: []string{"unit_code, user_id", "name, user_id"}},
	{
		table: "cases",
		columns: []addedColumn{
			{"version", "big", "1"},
			{"rule_set", "str(32)", "''"},
			{"unit_code", "str(64)", "''"},
			{"responsible", "str(64)", "''"},
			{"first_handler", "str(64)", "''"},
			{"case_leader", "str(64)", "''"},
			{"resolution_due", "str(10)", "''"},
			{"completed_on", "str(10)", "''"},
			{"resolved_on", "str(10)", "''"},
			{"certified_on", "str(10)", "''"},
			{"merged_into", "big", "0"},
		},
		indexes: []string{"unit_code, id", "case_leader, resolved_on, id", "resolved_on, merged_into, id"},
	},
}

// migrate0002 adds the way of a case. Cases on record begin it where they stand: with their registration. That a case
// was laid before the supervisors is told by its requests, no longer by its state.
func (m migrations) migrate0002(db *gorm.DB) error {
	for _, t := range tables0002 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	for _, a := range additions0002 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	day := "DATE_FORMAT(registered_at + INTERVAL 8 HOUR, '%Y-%m-%d')"
	if m.dialect == sqliteName {
		day = "strftime('%Y-%m-%d', registered_at, '+8 hours')"
	}
	for _, statement := range []string{
		"UPDATE cases SET state = 'registered' WHERE state = 'escalated'",
		"UPDATE cases SET rule_set = 'national-2022' WHERE rule_set = ''",
		"INSERT INTO case_events (case_id, charge_no, step, day, actor, at, details) SELECT id, 0, 'register', " + day +
			", registered_by, registered_at, '{}' FROM cases WHERE NOT EXISTS (SELECT 1 FROM case_events WHERE case_events.case_id = cases.id)",
	} {
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("bring cases on their way: %w", err)
		}
	}
	return nil
}
