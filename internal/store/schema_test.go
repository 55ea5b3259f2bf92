package store_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm/schema"

	"petitiondesk/internal/store"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/duty"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
	"petitiondesk/models/statistics"
)

var update = flag.Bool("update", false, "write the schema snapshots of testdata anew")

// indexesOf lists the models with the indexes that their queries need, unique ones marked.
var indexesOf = map[any][]string{
	&people.Unit{}:         {},
	&people.Village{}:      {},
	&people.Person{}:       {},
	&people.PersonRole{}:   {"role,user_id"},
	&petition.Case{}:       {"unique number", "registered_by,id", "unit_code,id", "case_leader,resolved_on,id", "responsible,completed_on,id", "resolved_on,merged_into,id", "place_code,id", "place_code,topic,id"},
	&petition.Submission{}: {"unique draft_id", "case_id", "unique number"},
	&petition.Visit{}:      {},
	&petition.Petitioner{}: {"submission_id", "mobile_index,case_id", "id_index,case_id", "name_index,place_code,case_id", "tail_index,case_id"},
	&petition.Progress{}:   {"case_id,id"},
	&casework.Event{}:      {"case_id,id"},
	&casework.ClockRow{}:   {"unique case_id,clock_key", "open,due_internal,case_id", "unit_code,open,due_internal,case_id"},
	&casework.Reminder{}:   {"unique clock_id,step,recipient,version", "recipient,told_at,id"},
	&petition.Draft{}:      {"unique origin", "owner,state,id", "state,watched,created_at"},
	&petition.Dialogue{}:   {},
	&approval.Request{}:    {"unique kind,pending_case", "case_id", "case_number", "applicant,state,id"},
	&approval.Holder{}:     {"user_id,waiting,request_id", "user_id,request_id"},
	&duty.Station{}:        {},
	&duty.Rule{}:           {},
	&duty.Slot{}:           {"unique rule_code,day,seat", "day,starts_at", "user_id,day", "station,post,day"},
	&duty.Period{}:         {},
	&duty.Absence{}:        {"user_id,id"},
	&duty.Override{}:       {"turn"},
	&duty.Post{}:           {},
	&duty.Swap{}:           {"asker,id", "other,id", "state,starts_at", "give_id"},
	&notice.Ladder{}:       {},
	&duty.Note{}:           {"station,post,id"},
	&duty.FeedLink{}:       {"unique user_id"},
	&duty.Import{}:         {},
	&duty.Card{}:           {},
	&calendar.Edition{}:    {"unique notice_year,version"},
	&calendar.EditionDay{}: {},
	&queue.Inbound{}:       {"unique dedup_key", "state,id"},
	&queue.Job{}:           {"unique uniq", "state,due_at", "state,id"},
	&queue.Outbound{}:      {"unique dedup_key", "state,due_at", "task_id,recipient"},
	&queue.CardCode{}:      {"unique task_id,recipient,code"},
	&ledger.Entry{}:        {"subject,seq"},
	&ledger.TreeHash{}:     {},
	&ledger.Checkpoint{}:   {"unique uniq", "size,id"},
	&ledger.Receipt{}:      {"unique checkpoint_id,place,target", "outcome,id"},
	&ledger.Incident{}:     {"unique uniq", "state,kind,id"},
	&ledger.AmendRequest{}: {"case_id,id", "number,kind,state", "state,decided_at"},
	&ledger.Head{}:         {},
	&statistics.Counted{}:  {"unique submission_id,known_from", "case_id,known_to"},
	&petition.Rating{}:     {"case_id,object,rated_on"},
	&petition.DataKey{}:    {"key_id,draft_id"},

	&petition.TopicEdition{}: {"unique topic_list,version"},
	&petition.TopicEntry{}:   {},
	&approval.Seat{}:         {"decided_at"},
	&approval.Entry{}:        {"at"},
	&approval.Setting{}:      {},
	&approval.Delegation{}:   {"principal,to_day", "stand_in,to_day"},
	&approval.Instruction{}:  {"case_id,open", "unit_code,open,due"},

	&petition.CaseGram{}:   {},
	&casework.Proposal{}:   {"case_id"},
	&petition.Attachment{}: {"unique origin", "draft_id,id", "case_id,id", "owner,draft_id,case_id,received_at"},

	&duty.Booking{}:            {"unique open_case", "case_id,id", "slot_id,state", "state,day,id", "unit_code,state,day,id"},
	&duty.ReceptionList{}:      {},
	&petition.PaperNumber{}:    {"unique number", "day,number"},
	&petition.PossibleRepeat{}: {"unique case_id,earlier_id", "earlier_id", "verdict,id"},

	&people.Bar{}:    {"case_id,id", "user_id,case_id", "unit_code,case_id"},
	&people.Kin{}:    {"name,user_id"},
	&people.Access{}: {"case_id,id"},
}

func TestSchemaFitsTheModels(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		for model, indexes := range indexesOf {
			parsed, err := schema.Parse(model, &sync.Map{}, schema.NamingStrategy{})
			must(t, err)
			columns, err := s.DB().Migrator().ColumnTypes(model)
			must(t, err)
			var names []string
			for _, column := range columns {
				names = append(names, column.Name())
			}
			same(t, names, parsed.DBNames)

			found := indexesIn(t, s, parsed.Table)
			for _, index := range indexes {
				if !slices.Contains(found, index) {
					t.Errorf("%s has indexes %q, want %q too", parsed.Table, found, index)
				}
			}
		}
	})
}

func indexesIn(t *testing.T, s *store.Store, table string) []string {
	t.Helper()
	question := "SELECT CONCAT(IF(non_unique, '', 'unique '), GROUP_CONCAT(column_name ORDER BY seq_in_index)) " +
		"FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? GROUP BY index_name, non_unique"
	if s.DialectName() == "sqlite" {
		question = "SELECT CASE WHEN l.\"unique\" THEN 'unique ' ELSE '' END || " +
			"(SELECT group_concat(name) FROM pragma_index_info(l.name)) FROM pragma_index_list(?) AS l"
	}
	var found []string
	must(t, s.DB().Raw(question, table).Scan(&found).Error)
	return found
}

// dump writes the schema as statements that make it again.
func dump(t *testing.T, s *store.Store) string {
	t.Helper()
	var statements []string
	if s.DialectName() == "sqlite" {
		must(t, s.DB().Raw("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "+
			"ORDER BY CASE type WHEN 'table' THEN 0 ELSE 1 END, name").Scan(&statements).Error)
	} else {
		var tables []string
		must(t, s.DB().Raw("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name").Scan(&tables).Error)
		for _, table := range tables {
			var name, create string
			must(t, s.DB().Raw("SHOW CREATE TABLE `"+table+"`").Row().Scan(&name, &create))
			statements = append(statements, create)
		}
		var triggers []string
		must(t, s.DB().Raw("SELECT CONCAT('CREATE TRIGGER ', trigger_name, ' ', action_timing, ' ', event_manipulation, ' ON ', "+
			"event_object_table, ' FOR EACH ROW ', action_statement) FROM information_schema.triggers "+
			"WHERE trigger_schema = DATABASE() ORDER BY trigger_name").Scan(&triggers).Error)
		statements = append(statements, triggers...)
	}
	return strings.Join(statements, statementEnd) + statementEnd
}

const statementEnd = ";\n\n"

func snapshotFile(s *store.Store, version string) string {
	return filepath.Join("testdata", fmt.Sprintf("schema_%s_%s.sql", version, s.DialectName()))
}

// onEachVersion runs a test for every version the schema has had, on an empty database of each kind.
func onEachVersion(t *testing.T, run func(t *testing.T, database func(*testing.T) string, versions []string)) {
	t.Helper()
	versions := store.Versions()
	for i, version := range versions {
		for name, database := range databases() {
			t.Run(version+"/"+name, func(t *testing.T) { run(t, database, versions[:i+1]) })
		}
	}
}

func TestEveryVersionIsFrozen(t *testing.T) {
	onEachVersion(t, func(t *testing.T, database func(*testing.T) string, versions []string) {
		s := opened(t, database(t))
		version := versions[len(versions)-1]
		must(t, s.MigrateTo(version))
		got := dump(t, s)
		if *update {
			must(t, os.WriteFile(snapshotFile(s, version), []byte(got), 0o600))
		}
		want, err := os.ReadFile(snapshotFile(s, version))
		must(t, err)
		same(t, got, string(want))
	})
}

func TestADatabaseOfEveryVersionComesUpToDate(t *testing.T) {
	onEachVersion(t, func(t *testing.T, database func(*testing.T) string, versions []string) {
		old := opened(t, database(t))
		snapshot, err := os.ReadFile(snapshotFile(old, versions[len(versions)-1]))
		must(t, err)
		for statement := range strings.SplitSeq(strings.TrimSpace(string(snapshot)), statementEnd) {
			must(t, old.DB().Exec(strings.TrimSuffix(statement, ";")).Error)
		}
		for _, version := range versions {
			must(t, old.DB().Exec("INSERT INTO schema_migrations (id) VALUES (?)", version).Error)
		}
		genesis := ledger.Genesis()
		must(t, old.DB().Create(&genesis).Error)
		must(t, old.Migrate(t.Context()))
		same(t, dump(t, old), dump(t, migrated(t, database(t))))

		transact(t, old, func(tx *store.Tx) error { _, err := registerWithSerial(tx, today, 1); return err })
		verifyLedger(t, old)
	})
}

func TestLedgerRefusesChanges(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error { _, err := registerWithSerial(tx, today, 1); return err })
		for _, statement := range []string{"UPDATE ledger_entries SET actor = 'nobody'", "DELETE FROM ledger_entries"} {
			err := s.DB().Exec(statement).Error
			if err == nil || !strings.Contains(err.Error(), "ledger entries are never changed") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		if n := verifyLedger(t, s); n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}
