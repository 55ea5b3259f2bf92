package store

import (
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// tables0014 say who is barred from which case, who is whose kin, and who opened which confidential file.
var tables0014 = []table{
	{
		"barred", `
		id id
		case_id big
		user_id str(64)
		unit_code str(64)
		ground str(16)
		barred_by str(64)
		barred_at instant
		lifted_at instant?
		lifted_by str(64)
		lift_reason text`,
		[]string{"case_id, id", "user_id, case_id", "unit_code, case_id"},
	},
	{
		"kin", `
		user_id str(64)
		name str(191)
		relation str(64)
		primary user_id, name`,
		[]string{"name, user_id"},
	},
	{
		"access_log", `
		id id
		case_id big
		user_id str(64)
		reason text
		at instant`,
		[]string{"case_id, id"},
	},
}

var additions0014 = []addition{{
	table: "cases", columns: []addedColumn{{"confidential", "bool", "0"}}, indexes: []string{"confidential, id"},
}}

// migrate0014 makes cases confidential that are accusations by what is on record, and bars the units they are about.
func (m migrations) migrate0014(db *gorm.DB) error {
	if err := m.create(db, tables0014); err != nil {
		return err
	}
	for _, a := range additions0014 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	if err := db.Exec("UPDATE cases SET confidential = ? WHERE purpose = 'accusation'", true).Error; err != nil {
		return fmt.Errorf("mark accusations: %w", err)
	}
	for after := int64(0); ; {
		next, err := m.barAccused0014(db, after)
		if err != nil || next == after {
			return err
		}
		after = next
	}
}

// barAccused0014 follows some accusations that were passed on before there were bars.
func (m migrations) barAccused0014(db *gorm.DB, after int64) (int64, error) {
	var routed []struct {
		ID      int64
		CaseID  int64
		Actor   string
		At      time.Time
		Details []byte
	}
	err := db.Raw("SELECT id, case_id, actor, at, details FROM case_events WHERE id > ? AND step = 'route_accusation' ORDER BY id LIMIT 500", after).
		Scan(&routed).Error
	if err != nil {
		return after, fmt.Errorf("read accusations: %w", err)
	}
	for _, e := range routed {
		after = e.ID
		var details struct{ Accusation struct{ Accused string } }
		if err := json.Unmarshal(e.Details, &details); err != nil {
			return after, fmt.Errorf("read accusation %d: %w", e.ID, err)
		}
		if err := db.Exec("UPDATE cases SET confidential = ? WHERE id = ?", true, e.CaseID).Error; err != nil {
			return after, fmt.Errorf("mark accusation: %w", err)
		}
		unit := details.Accusation.Accused
		if unit == "" {
			continue
		}
		err := db.Exec(`INSERT INTO barred (case_id, user_id, unit_code, ground, barred_by, barred_at, lifted_by, lift_reason)
			SELECT ?, '', ?, 'accused', ?, ?, '', '' FROM cases WHERE id = ?
			AND NOT EXISTS (SELECT 1 FROM barred b WHERE b.case_id = ? AND b.unit_code = ?)`,
			e.CaseID, unit, e.Actor, e.At, e.CaseID, e.CaseID, unit).Error
		if err != nil {
			return after, fmt.Errorf("bar accused unit: %w", err)
		}
	}
	return after, nil
}
