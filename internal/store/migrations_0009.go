package store

import (
	"fmt"
	"log/slog"

	"gorm.io/gorm"
)

// tables0009 is frozen.
var tables0009 = []table{
	{
		"ledger_tree", `
		idx big
		hash str(64)
		primary idx`,
		nil,
	},
	{
		"ledger_checkpoints", `
		id id
		uniq str(128)
		size big
		root str(64)
		head str(64)
		day str(10)
		made_at instant
		asked_by str(64)
		note text`,
		[]string{"unique uniq", "size, id"},
	},
	{
		"ledger_receipts", `
		id id
		checkpoint_id big
		place str(16)
		target str(128)
		outcome str(16)
		ref str(255)
		err_code int
		at instant`,
		[]string{"unique checkpoint_id, place, target", "outcome, id"},
	},
	{
		"ledger_incidents", `
		id id
		uniq str(128)
		kind str(16)
		state str(16)
		anchor_size big
		anchor_root str(64)
		head_seq big
		lost text
		opened_at instant
		reason text
		signed_by str(64)
		signed_as str(32)
		signed_at instant?
		countersigned_by str(64)
		countersigned_as str(32)
		countersigned_at instant?
		version big`,
		[]string{"unique uniq", "state, kind, id"},
	},
	{
		"ledger_amendments", `
		id id
		submission_id big
		case_id big
		number str(32)
		kind str(16)
		was int
		value int
		reason text
		state str(16)
		asked_by str(64)
		asked_at instant
		decided_by str(64)
		decided_at instant?
		opinion text
		version big`,
		[]string{"case_id, id", "number, kind, state", "state, decided_at"},
	},
}

var additions0009 = []addition{
	{table: "submissions", columns: []addedColumn{{"commit_key", "str(64)", "''"}}},
	{table: "ledger_entries", indexes: []string{"subject, seq"}},
}

// migrate0009 adds the Merkle tree over the ledger, checkpoints with the receipts of their anchors, incidents and amendments.
func (m migrations) migrate0009(db *gorm.DB) error {
	for _, t := range tables0009 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	for _, a := range additions0009 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	return m.guard0009(db)
}

// guarded0009 are never changed, like the entries themselves.
var guarded0009 = []string{"ledger_tree", "ledger_checkpoints"}

func (m migrations) guard0009(db *gorm.DB) error {
	for _, table := range guarded0009 {
		for _, event := range []string{"update", "delete"} {
			if err := m.guard0009Event(db, table, event); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m migrations) guard0009Event(db *gorm.DB, table, event string) error {
	name := table + "_no_" + event
	refuse := "BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END"
	if m.dialect == mysqlName {
		refuse = "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger entries are never changed'"
	}
	if err := db.Exec("DROP TRIGGER IF EXISTS " + name).Error; err != nil && !noTriggers(err) {
		return fmt.Errorf("guard %s: %w", table, err)
	}
	err := db.Exec("CREATE TRIGGER " + name + " BEFORE " + event + " ON " + table + " " + refuse).Error
	if noTriggers(err) {
		m.log.Warn("ledger is not guarded by triggers: the server does not allow them", slog.Any("error", err))
		return nil
	}
	if err != nil {
		return fmt.Errorf("guard %s: %w", table, err)
	}
	return nil
}
