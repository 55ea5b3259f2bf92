package store

import (
	"fmt"

	"gorm.io/gorm"
)

var additions0012 = []addition{
	{table: "approval_requests", columns: []addedColumn{
		{"kind_version", "int", "0"},
		{"step", "int", "0"},
		{"round", "big", "0"},
		{"applicant_unit", "str(64)", "''"},
		{"plan", "text?", "NULL"},
		{"payload", "text?", "NULL"},
		{"step_began", "instant?", "NULL"},
		{"step_due", "instant?", "NULL"},
	}, indexes: []string{"applicant, state, id"}},
}

var tables0012 = []table{
	{"approval_seats", `
		request_id big
		step int
		user_id str(64)
		principal str(64)
		verdict str(16)
		opinion text
		name str(191)
		gone str(16)
		given_at instant
		decided_at instant?
		card big
		card_at instant
		primary request_id, step, user_id`, []string{"decided_at"}},
	{"approval_entries", `
		request_id big
		no big
		step int
		doing str(16)
		actor str(64)
		name str(191)
		principal str(64)
		text text
		at instant
		primary request_id, no`, []string{"at"}},
	{"approval_settings", `
		kind str(32)
		version int
		plan text
		created_at instant
		primary kind, version`, nil},
	{
		"approval_delegations", `
		id id
		principal str(64)
		stand_in str(64)
		from_day str(10)
		to_day str(10)
		absent bool
		reason text
		created_at instant
		ended_at instant?`,
		[]string{"principal, to_day", "stand_in, to_day"},
	},
	{
		"instructions", `
		id id
		request_id big
		case_id big
		unit_code str(64)
		due str(10)
		text text
		given_by str(64)
		given_at instant
		open bool
		answer text
		answered_by str(64)
		answered_at instant?`,
		[]string{"case_id, open", "unit_code, open, due"},
	},
}

// migrate0012 gives requests their steps, seats and history. Those that are there go on as they were: any of their
// holders decides.
func (m migrations) migrate0012(db *gorm.DB) error {
	for _, a := range additions0012 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	for _, t := range tables0012 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	return nil
}
