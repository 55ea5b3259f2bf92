package store

import "gorm.io/gorm"

var additions0027 = []addition{
	{table: "units", columns: []addedColumn{{"office_id", "big", "0"}}},
	{table: "people", columns: []addedColumn{{"changed_at", "instant?", "NULL"}}},
}

// migrate0027 keeps which department of the address book stands for a unit, and when somebody came or left.
func (m migrations) migrate0027(db *gorm.DB) error {
	for _, a := range additions0027 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	return nil
}
