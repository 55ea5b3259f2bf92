package store

import (
	"gorm.io/gorm"
)

var tables0031 = []table{{"duty_groups", `
	station str(64)
	chat_id str(64)
	week str(10)
	shown str(64)
	updated str(10)
	version big
	primary station`, nil}, {"duty_board_marks", `
	mark str(64)
	done_by str(64)
	done_at instant
	primary mark`, nil}}

var additions0031 = []addition{
	{table: "duty_stations", columns: []addedColumn{{"area", "text?", "NULL"}}},
	{table: "duty_slots", columns: []addedColumn{{"arrived_by", "str(16)", "''"}}},
}

// migrate0031 keeps where stations are and how arrivals are known, their group chats, and what the duty office has dealt with.
func (m migrations) migrate0031(db *gorm.DB) error {
	if err := m.create(db, tables0031); err != nil {
		return err
	}
	for _, a := range additions0031 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	return nil
}
