package store

import (
	"fmt"

	"gorm.io/gorm"
)

var additions0006 = []addition{
	{table: "clocks", indexes: []string{"unit_code, open, due_internal, case_id"}},
	{table: "cases", indexes: []string{"place_code, topic, id"}},
	{table: "counted_submissions", indexes: []string{"known_from, registered_on", "known_to, registered_on"}},
	{table: "petitioners", columns: []addedColumn{{"case_id", "big", "0"}, {"place_code", "str(64)", "''"}}},
}

// tables0006 are derived: what they hold can always be made again.
var tables0006 = []table{
	{
		"counted_endings", `
		id id
		case_id big
		ended_on str(10)
		known_from str(10)
		known_until str(10)
		office str(32)
		unit str(32)
		rated_unit str(64)`,
		[]string{"unique case_id, ended_on, known_from"},
	},
	{"counted_closed", `
		month str(7)
		closed_at instant
		primary month`, nil},
	{
		"counted_months", `
		registered_in str(7)
		known_in str(7)
		channel str(32)
		level str(32)
		topic_list str(16)
		topic str(64)
		purpose str(32)
		unit_code str(64)
		collective bool
		repeated bool
		voided bool
		nationwide str(16)
		submissions big
		headcount big
		primary registered_in, known_in, channel, level, topic_list, topic, purpose, unit_code, collective, repeated, voided, nationwide`,
		[]string{"known_in"},
	},
}

// endingsIndex0006 answers the question for a period by itself. Made of its columns, its name would be too long.
const endingsIndex0006 = "`ended_on`, `known_from`, `known_until`, `office`, `unit`, `rated_unit`, `case_id`"

// endings0006 derives how the end of a case's time to decide counts: from the day on which it was recorded, and anew from
// each day on which somebody said something. Its blank takes a condition on clocks, twice.
var endings0006 = "INSERT INTO counted_endings (case_id, ended_on, known_from, known_until, office, unit, rated_unit) " +
	"SELECT e.case_id, e.ended_on, e.known_from, COALESCE((SELECT MIN(ratings.rated_on) FROM ratings WHERE ratings.case_id = e.case_id " +
	"AND ratings.rated_on > e.known_from), '9999-12-31'), " + said0006("grade", "office") + ", " + said0006("grade", "unit") + ", " + said0006("unit_code", "unit") +
	" FROM (SELECT case_id, stopped AS ended_on, MIN(settled_on) AS known_from FROM clocks WHERE " + ended0006 + " %[1]s GROUP BY case_id, stopped " +
	"UNION SELECT clocks.case_id, clocks.stopped, ratings.rated_on FROM clocks JOIN ratings ON ratings.case_id = clocks.case_id " +
	"AND ratings.rated_on > clocks.settled_on WHERE " + ended0006 + " %[1]s) AS e"

const ended0006 = "clocks.rule IN ('C07', 'C09') AND clocks.state IN ('met', 'met_late') AND clocks.settled_on <> ''"

// said0006 is a column of the newest rating of one object as of the day.
func said0006(column, object string) string {
	return "COALESCE((SELECT ratings." + column + " FROM ratings WHERE ratings.case_id = e.case_id AND ratings.object = '" + object +
		"' AND ratings.rated_on <= e.known_from ORDER BY ratings.id DESC LIMIT 1), '')"
}

// found0006 answer by themselves which cases are a person's.
var found0006 = addition{
	table: "petitioners", indexes: []string{"mobile_index, case_id", "id_index, case_id", "name_index, place_code, case_id"},
}

// outgrown0006 are what the new indexes stand for as well.
var outgrown0006 = map[string][]string{
	"clocks":      {"idx_clocks_unit_code_open_due_internal"},
	"petitioners": {"idx_petitioners_mobile_index_submission_id", "idx_petitioners_id_index_submission_id", "idx_petitioners_name_index_submission_id"},
}

// migrate0006 lets every list and the search for repeats end within an index, however many cases there are.
func (m migrations) migrate0006(db *gorm.DB) error {
	for _, t := range tables0006 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	if err := m.addNamedIndex(db, "counted_endings", "", "idx_counted_endings_period", endingsIndex0006); err != nil {
		return fmt.Errorf("index counted endings: %w", err)
	}
	for _, a := range additions0006 {
		if err := m.add(db, a); err != nil {
			return err
		}
	}
	const caseOf = "(SELECT submissions.case_id FROM submissions WHERE submissions.id = petitioners.submission_id)"
	for _, statement := range []string{
		"UPDATE petitioners SET case_id = " + caseOf + " WHERE case_id = 0",
		"UPDATE petitioners SET place_code = (SELECT cases.place_code FROM cases WHERE cases.id = petitioners.case_id) WHERE place_code = ''",
	} {
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("tell petitioners their cases: %w", err)
		}
	}
	for _, statement := range []string{"DELETE FROM counted_endings", fmt.Sprintf(endings0006, "")} {
		if err := db.Exec(statement).Error; err != nil {
			return fmt.Errorf("count endings: %w", err)
		}
	}
	if err := m.add(db, found0006); err != nil {
		return err
	}
	for of, names := range outgrown0006 {
		for _, name := range names {
			if err := m.dropIndex(db, of, name); err != nil {
				return fmt.Errorf("drop index of %s: %w", of, err)
			}
		}
	}
	return nil
}
