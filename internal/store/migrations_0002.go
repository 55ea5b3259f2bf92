package store

import (
	"fmt"

	"gorm.io/gorm"
)

// tables0002 is frozen.
var tables0002 = []table{
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
		overdue_since str(10)
		stopped str(10)
		settled_on str(10)
		version big
		updated_at instant`,
		[]string{"unique case_id, clock_key"},
	},
}

// migrate0002 makes the clocks of cases.
func (m migrations) migrate0002(db *gorm.DB) error {
	for _, t := range tables0002 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	return nil
}
