package store

import (
	"fmt"

	"gorm.io/gorm"
)

// tables0013 is frozen.
var tables0013 = []table{
	{"duty_periods", `
		code str(64)
		name str(191)
		from str(10)
		to str(10)
		stations text?
		crew int
		primary code`, nil},
	{
		"duty_absences", `
		id id
		user_id str(64)
		from str(10)
		to str(10)
		reason str(191)
		by str(64)
		created_at instant
		ended_at instant?`,
		[]string{"user_id, id"},
	},
	{
		"duty_overrides", `
		code str(255)
		rule_code str(191)
		turn str(10)
		seat int
		user_id str(64)
		source str(16)
		reason str(191)
		by str(64)
		created_at instant
		primary code`,
		[]string{"turn"},
	},
	{"duty_posts", `
		name str(191)
		lead bool
		approval bool
		roles text?
		rest_hours int
		backups text?
		ahead bool
		form str(64)
		primary name`, nil},
	{
		"duty_swaps", `
		id id
		asker str(64)
		other str(64)
		give_id big
		give_version big
		take_id big
		take_version big
		state str(16)
		version big
		decided_by str(64)
		starts_at instant
		follow_ups int
		created_at instant
		updated_at instant`,
		[]string{"asker, id", "other, id", "state, starts_at", "give_id"},
	},
	{"duty_ladders", `
		slot_id big
		version big
		steps text?
		created_at instant
		primary slot_id, version`, nil},
	{
		"duty_notes", `
		id id
		slot_id big
		station str(64)
		post str(191)
		author str(64)
		text text
		created_at instant`,
		[]string{"station, post, id"},
	},
	{
		"duty_feeds", `
		token_hash str(64)
		user_id str(64)
		created_at instant
		primary token_hash`,
		[]string{"unique user_id"},
	},
	{
		"duty_imports", `
		id id
		by str(64)
		name str(191)
		before text?
		after text?
		created_at instant
		undone_at instant?`,
		nil,
	},
	{"duty_cards", `
		user_id str(64)
		field str(191)
		phone str(64)
		primary user_id`, nil},
}

var additions0013 = []addition{
	{table: "duty_stations", columns: []addedColumn{{"address", "str(191)", "''"}}},
	{table: "duty_rules", columns: []addedColumn{
		{"pattern", "str(16)", "''"},
		{"dates", "text?", "NULL"},
		{"month_day", "int", "0"},
		{"nth", "int", "0"},
		{"seats", "int", "0"},
		{"holiday_crew", "text?", "NULL"},
		{"period", "str(64)", "''"},
	}},
	{
		table: "duty_slots",
		columns: []addedColumn{
			{"seat", "int", "0"}, {"nominal", "str(10)", "''"}, {"source", "str(16)", "''"}, {"arrived_at", "instant?", "NULL"},
		},
		indexes: []string{"unique rule_code, day, seat", "station, post, day"},
	},
}

// migrate0013 makes room for several people on a slot, and for everything by which a roster departs from its rules.
func (m migrations) migrate0013(db *gorm.DB) error {
	for _, t := range tables0013 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create %s: %w", t.name, err)
			}
		}
	}
	for _, a := range additions0013 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	return m.dropIndex(db, "duty_slots", "uniq_duty_slots_rule_code_day")
}
