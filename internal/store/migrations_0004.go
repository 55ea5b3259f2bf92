package store

import (
	"fmt"

	"gorm.io/gorm"
)

// tables0004 is frozen. The long index of counted_submissions answers the question for a period by itself.
var tables0004 = []table{
	{
		"counted_submissions", `
		id id
		submission_id big
		case_id big
		known_from str(10)
		known_to str(10)
		registered_on str(10)
		channel str(32)
		level str(32)
		topic_list str(16)
		topic str(64)
		purpose str(32)
		unit_code str(64)
		headcount int
		collective bool
		repeated bool
		voided bool`,
		[]string{"unique submission_id, known_from", "case_id, known_to"},
	},
	{
		"ratings", `
		id id
		case_id big
		object str(16)
		unit_code str(64)
		grade str(32)
		rated_on str(10)
		recorded_by str(64)
		recorded_at instant`,
		[]string{"case_id, object, rated_on"},
	},
}

var additions0004 = []addition{
	{table: "cases", columns: []addedColumn{
		{"purpose", "str(32)", "''"},
		{"level", "str(32)", "''"},
		{"topic_list", "str(16)", "''"},
	}},
	{table: "clocks", indexes: []string{"rule, due_legal, state, settled_on", "rule, stopped, state, settled_on, case_id"}},
}

// coveringIndex0004 has a name of its own: made of the columns, it would be longer than MySQL allows.
const coveringIndex0004 = "`registered_on`, `known_from`, `known_to`, `channel`, `level`, `topic_list`, `topic`, `purpose`, " +
	"`unit_code`, `collective`, `repeated`, `voided`, `headcount`"

// count0004 counts what was registered before there were facts for statistics, as known since its own day.
const count0004 = "INSERT INTO counted_submissions (submission_id, case_id, known_from, known_to, registered_on, channel, level, " +
	"topic_list, topic, purpose, unit_code, headcount, collective, repeated, voided) " +
	"SELECT s.id, c.id, %[1]s, '9999-12-31', %[1]s, s.channel, 'county', c.topic_list, c.topic, '', '', " +
	"COALESCE(v.headcount, c.headcount), COALESCE(v.collective, c.collective), " +
	"EXISTS (SELECT 1 FROM submissions AS earlier WHERE earlier.case_id = s.case_id AND earlier.id < s.id), 0 " +
	"FROM submissions AS s JOIN cases AS c ON c.id = s.case_id LEFT JOIN visits AS v ON v.submission_id = s.id " +
	"WHERE NOT EXISTS (SELECT 1 FROM counted_submissions AS known WHERE known.submission_id = s.id)"

func (m migrations) migrate0004(db *gorm.DB) error {
	for _, t := range tables0004 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	for _, a := range additions0004 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	if err := m.addNamedIndex(db, "counted_submissions", "", "idx_counted_submissions_period", coveringIndex0004); err != nil {
		return fmt.Errorf("index counted submissions: %w", err)
	}
	return m.countWhatIsThere0004(db)
}

func (m migrations) countWhatIsThere0004(db *gorm.DB) error {
	day := "date(c.registered_at, '+8 hours')"
	if m.dialect == mysqlName {
		day = "DATE_FORMAT(DATE_ADD(c.registered_at, INTERVAL 8 HOUR), '%Y-%m-%d')"
	}
	classify := "UPDATE cases SET level = 'county' WHERE level = ''"
	for _, statement := range []string{classify, fmt.Sprintf(count0004, day)} {
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("count what is there: %w", err)
		}
	}
	return nil
}
