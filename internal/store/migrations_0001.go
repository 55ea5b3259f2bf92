package store

import (
	"fmt"
	"log/slog"

	"gorm.io/gorm"
)

// tables0001 is frozen, as is everything in a migration file: a change to a table is a further migration.
var tables0001 = []table{
	{"units", `
		code str(64)
		name str(191)
		kind str(32)
		primary code`, nil},
	{"people", `
		user_id str(64)
		name str(191)
		unit_code str(64)
		post str(191)
		active bool
		primary user_id`, nil},
	{
		"person_roles", `
		user_id str(64)
		role str(32)
		primary user_id, role`,
		[]string{"role, user_id"},
	},
	{
		"cases", `
		id id
		number str(32)
		channel str(32)
		topic str(191)
		issue_place str(255)
		place_code str(64)
		headcount int
		collective bool
		facts text
		demand text
		state str(32)
		registered_by str(64)
		registered_at instant
		updated_at instant`,
		[]string{"unique number", "registered_by, id"},
	},
	{
		"submissions", `
		id id
		case_id big
		draft_id big
		channel str(32)
		received_at instant
		received_by str(64)
		original text`,
		[]string{"unique draft_id", "case_id"},
	},
	{"visits", `
		submission_id big
		headcount int
		collective bool
		primary submission_id`, nil},
	{
		"petitioners", `
		id id
		submission_id big
		role str(32)
		name str(191)
		mobile str(64)
		id_number str(64)`,
		[]string{"submission_id"},
	},
	{
		"case_progress", `
		id id
		case_id big
		author str(64)
		text text
		at instant`,
		[]string{"case_id, id"},
	},
	{
		"drafts", `
		id id
		origin str(191)
		owner str(64)
		state str(32)
		report text
		case_id big?
		version big
		created_at instant
		updated_at instant`,
		[]string{"unique origin", "owner, state, id"},
	},
	{"dialogues", `
		user_id str(64)
		flow str(64)
		step str(64)
		ref str(191)
		version big
		updated_at instant
		primary user_id`, nil},
	{
		"approval_requests", `
		id id
		kind str(32)
		case_id big
		case_number str(32)
		applicant str(64)
		reason text
		state str(32)
		pending_case big?
		version big
		decided_by str(64)
		decided_name str(191)
		opinion text
		created_at instant
		decided_at instant?`,
		[]string{"unique kind, pending_case", "case_id", "case_number"},
	},
	{
		"approval_holders", `
		request_id big
		user_id str(64)
		waiting bool
		primary request_id, user_id`,
		[]string{"user_id, waiting, request_id", "user_id, request_id"},
	},
	{"duty_stations", `
		code str(64)
		name str(191)
		primary code`, nil},
	{"duty_rules", `
		code str(191)
		station str(64)
		post str(191)
		weekday int?
		people text
		from str(10)
		to str(10)
		start int
		end int
		holiday str(16)
		primary code`, nil},
	{
		"duty_slots", `
		id id
		station str(64)
		post str(191)
		day str(10)
		user_id str(64)
		rule_code str(191)
		starts_at instant
		ends_at instant
		state str(32)
		version big
		confirmed_at instant?
		created_at instant`,
		[]string{"unique rule_code, day", "day, starts_at", "user_id, day"},
	},
	{
		"inbox", `
		id id
		dedup_key str(191)
		person str(64)
		body blob?
		sent_at instant
		received_at instant
		state int
		seq big
		lease_until instant
		attempts int
		last_error str(1000)
		done_at instant?`,
		[]string{"unique dedup_key", "state, id"},
	},
	{
		"jobs", `
		id id
		kind str(64)
		ref str(191)
		uniq str(191)
		payload text
		due_at instant
		state int
		seq big
		lease_until instant
		attempts int
		last_error str(1000)
		created_at instant
		done_at instant?`,
		[]string{"unique uniq", "state, due_at", "state, id"},
	},
	{
		"outbox", `
		id id
		dedup_key str(191)
		recipient str(64)
		kind str(64)
		data blob?
		task_id str(191)
		amends bool
		endpoint str(191)
		request blob?
		due_at instant
		not_after instant?
		state int
		seq big
		lease_until instant
		attempts int
		err_code int
		last_error str(1000)
		msg_id str(191)
		bundle_id big?
		created_at instant
		first_try_at instant?
		done_at instant?`,
		[]string{"unique dedup_key", "state, due_at", "task_id, recipient"},
	},
	{
		"card_codes", `
		id id
		task_id str(191)
		recipient str(64)
		code str(255)
		issued_at instant
		expires_at instant
		consumed_at instant?`,
		[]string{"unique task_id, recipient, code"},
	},
	{"ledger_entries", `
		seq big
		prev_hash str(64)
		kind str(64)
		subject str(191)
		actor str(64)
		at instant
		payload blob?
		hash str(64)
		primary seq`, nil},
	{"ledger_head", `
		id big
		seq big
		hash str(64)
		serial_day str(10)
		day_serial big
		primary id`, nil},
}

// genesis0001 is the head of an empty ledger.
const genesis0001 = "INSERT INTO ledger_head (id, seq, hash, serial_day, day_serial) " +
	"SELECT 1, 0, '0000000000000000000000000000000000000000000000000000000000000000', '', 0 " +
	"FROM (SELECT 1) AS one WHERE NOT EXISTS (SELECT 1 FROM ledger_head AS head WHERE head.id = 1)"

// migrate0001 creates all tables. MySQL commits each statement by itself, so each can be repeated.
func (m migrations) migrate0001(db *gorm.DB) error {
	for _, t := range tables0001 {
		for _, statement := range t.statements(m.dialect) {
			if err := db.Exec(statement).Error; err != nil {
				return fmt.Errorf("create table %s: %w", t.name, err)
			}
		}
	}
	if err := db.Exec(genesis0001).Error; err != nil {
		return fmt.Errorf("begin ledger: %w", err)
	}
	return m.guardLedger0001(db)
}

// guardLedger0001 makes the database itself refuse changes to the ledger. A server that grants no triggers to
// the program (as with a binary log and without log_bin_trust_function_creators) is used without: the hash
// chain shows changes anyway.
func (m migrations) guardLedger0001(db *gorm.DB) error {
	for _, event := range []string{"UPDATE", "DELETE"} {
		name := map[string]string{"UPDATE": "ledger_entries_no_update", "DELETE": "ledger_entries_no_delete"}[event]
		refuse := "BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END"
		if m.dialect == mysqlName {
			refuse = "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger entries are never changed'"
		}
		if err := db.Exec("DROP TRIGGER IF EXISTS " + name).Error; err != nil && !noTriggers(err) {
			return fmt.Errorf("guard ledger: %w", err)
		}
		err := db.Exec("CREATE TRIGGER " + name + " BEFORE " + event + " ON ledger_entries " + refuse).Error
		if noTriggers(err) {
			m.log.Warn("ledger is not guarded by triggers: the server does not allow them", slog.Any("error", err))
			return nil
		}
		if err != nil {
			return fmt.Errorf("guard ledger: %w", err)
		}
	}
	return nil
}
