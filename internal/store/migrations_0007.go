package store

import (
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// tables0007 keep the imported lists of topics, each import as a version of its own, and how far what is written in
// batches has come.
var tables0007 = []table{
	{
		"topic_editions", `
		id id
		topic_list str(16)
		version int
		source str(191)
		imported_by str(64)
		imported_at instant`,
		[]string{"unique topic_list, version"},
	},
	{"topic_entries", `
		edition_id big
		position int
		code str(64)
		name str(64)
		parent str(64)
		crosswalk str(255)
		primary edition_id, position`, nil},
	{"batch_progress", `
		name str(64)
		mark str(64)
		upto big
		updated_at instant
		primary name`, nil},
}

var additions0007 = []addition{
	{table: "cases", columns: []addedColumn{
		{"registered_residence", "str(255)", "''"},
		{"registered_code", "str(64)", "''"},
		{"habitual_residence", "str(255)", "''"},
		{"habitual_code", "str(64)", "''"},
		{"nationwide", "str(16)", "''"},
	}},
	{table: "submissions", columns: []addedColumn{
		{"signatories", "int", "0"},
		{"collective_from", "int", "5"},
		{"postmark", "str(10)", "''"},
		{"read_back_at", "instant?", "NULL"},
		{"nationwide", "str(16)", "''"},
	}},
	{table: "counted_submissions", columns: []addedColumn{{"nationwide", "str(16)", "''"}}},
}

// coveringIndex0007 is the one of 0004 with what is counted by since. It takes its place once it is there.
const coveringIndex0007 = "`registered_on`, `known_from`, `known_to`, `channel`, `level`, `topic_list`, `topic`, `purpose`, " +
	"`unit_code`, `collective`, `repeated`, `voided`, `nationwide`, `headcount`"

func (m migrations) migrate0007(db *gorm.DB) error {
	for _, t := range tables0007 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	if err := m.numberLater0007(db); err != nil {
		return fmt.Errorf("let submissions wait for their number: %w", err)
	}
	for _, a := range additions0007 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	if err := m.addNamedIndex(db, "counted_submissions", "", "idx_counted_submissions_kinds", coveringIndex0007); err != nil {
		return fmt.Errorf("index counted submissions: %w", err)
	}
	return m.dropIndex(db, "counted_submissions", "idx_counted_submissions_period")
}

// numberLater0007 lets submissions.number be NULL. A process of a version before 0005 does not write it; with ” for every
// such row, the unique index would refuse all but the first, and nobody could register until the last process is new.
func (m migrations) numberLater0007(db *gorm.DB) error {
	statements := []string{
		"ALTER TABLE submissions MODIFY COLUMN number VARCHAR(32) NULL DEFAULT NULL",
	}
	if m.dialect == sqliteName {
		there, err := m.columnsOf(db, "submissions")
		if err != nil {
			return err
		}
		statements = nil
		// SQLite changes no column: another takes its place. All of it is one transaction.
		if !slices.Contains(there, "signatories") {
			statements = []string{
				"DROP INDEX IF EXISTS uniq_submissions_number",
				"ALTER TABLE submissions RENAME COLUMN number TO number_0005",
				"ALTER TABLE submissions ADD COLUMN number TEXT DEFAULT NULL CHECK (length(`number`) <= 32)",
				"UPDATE submissions SET number = number_0005",
				"ALTER TABLE submissions DROP COLUMN number_0005",
			}
		}
	}
	// The first submission of a case bears the case's number; there was none else before 0005.
	statements = append(statements, "UPDATE submissions SET number = (SELECT cases.number FROM cases WHERE cases.id = submissions.case_id) "+
		"WHERE number IS NULL OR number = ''")
	for _, statement := range statements {
		if err := db.Exec(statement).Error; err != nil {
			return err
		}
	}
	return m.add(db, addition{table: "submissions", indexes: []string{"unique number"}})
}
