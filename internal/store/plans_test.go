package store_test

import (
	"fmt"
	"strings"
	"testing"

	"gorm.io/gorm"

	"petitiondesk/internal/store"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

// planRows is how many cases the tables hold: with a handful, MariaDB reads them from end to end by right.
const planRows = 4000

// TestPlansOnMariaDB: no question about cases reads a whole table or a whole index there.
func TestPlansOnMariaDB(t *testing.T) {
	database, ok := databases()["mariadb"]
	if !ok {
		t.Skip("needs MariaDB")
	}
	s := migrated(t, database(t))
	fillForPlans(t, s)
	type statement struct {
		sql  string
		vars []any
	}
	var seen []statement
	collect := func(db *gorm.DB) {
		if db.Statement.SQL.Len() > 0 {
			seen = append(seen, statement{db.Statement.SQL.String(), db.Statement.Vars})
		}
	}
	on := s.DB().Callback()
	must(t, on.Query().After("gorm:query").Register("test:plans", collect))
	must(t, on.Row().After("gorm:row").Register("test:plans", collect)) // what is scanned into other structs
	must(t, on.Raw().After("gorm:raw").Register("test:plans", collect)) // what is derived from other tables
	questionsAboutCases(t, s)
	must(t, on.Query().Remove("test:plans"))
	must(t, on.Row().Remove("test:plans"))
	must(t, on.Raw().Remove("test:plans"))
	if len(seen) < 30 {
		t.Fatalf("only %d statements were seen", len(seen))
	}
	steps := 0
	for _, one := range seen {
		var plan []struct {
			Table string
			Type  string
			Key   string
		}
		if into, rest, derived := strings.Cut(one.sql, " SELECT "); strings.HasPrefix(into, "INSERT") {
			if !derived {
				steps++ // a row that was given
				continue
			}
			one.sql = "SELECT " + rest
		}
		must(t, s.DB().Raw("EXPLAIN "+one.sql, one.vars...).Scan(&plan).Error)
		for _, step := range plan {
			if step.Table == "" {
				steps++ // answered without reading a row
			}
			if step.Table == "" || strings.HasPrefix(step.Table, "<") {
				continue // from what another step made
			}
			steps++
			if step.Type == "ALL" || step.Type == "index" || step.Key == "" {
				t.Errorf("%s of %s by key %q: %s", step.Type, step.Table, step.Key, one.sql)
			}
		}
	}
	if steps < len(seen) {
		t.Errorf("%d statements take only %d steps that read a table", len(seen), steps)
	}
}

// fillForPlans writes cases of which one in thirty-three is open, over three years.
func fillForPlans(t *testing.T, s *store.Store) {
	t.Helper()
	from := fmt.Sprintf(" FROM seq_1_to_%d", planRows)
	const day = "DATE_FORMAT('2024-01-01' + INTERVAL seq MOD 1000 DAY, '%Y-%m-%d')"
	const ended = "IF(seq MOD 33 = 0, '', " + day + ")"
	for _, insert := range []string{
		"INSERT INTO cases (id, number, channel, topic, issue_place, place_code, headcount, collective, facts, demand, state, registered_by, " +
			"registered_at, updated_at, unit_code, resolved_on, case_leader) SELECT seq, CONCAT('XF', seq), 'visit', '', '', CONCAT('p', seq MOD 20), 1, 0, '', '', " +
			"'referred', CONCAT('clerk', seq MOD 50), '2024-01-01', '2024-01-01', CONCAT('u', seq MOD 20), " + ended + ", IF(seq MOD 99 = 0, 'chen', '')" + from,
		"INSERT INTO submissions (id, case_id, draft_id, channel, received_at, received_by, original, number) " +
			"SELECT seq, seq, seq, 'visit', '2024-01-01', 'clerk1', '', CONCAT('XF', seq)" + from,
		"INSERT INTO petitioners (submission_id, role, name, mobile, id_number, mobile_index, id_index, name_index) " +
			"SELECT seq, 'lead', '测试', '', '', CONCAT('m', seq), CONCAT('i', seq), CONCAT('n', seq MOD 500)" + from,
		"INSERT INTO case_progress (case_id, author, text, at) SELECT seq, 'clerk1', '', '2024-01-01'" + from,
		"INSERT INTO case_events (case_id, charge_no, step, day, actor, at, details) SELECT seq, 0, 'register', " + day + ", 'clerk1', '2024-01-01', '{}'" + from,
		"INSERT INTO clocks (case_id, clock_key, rule, rule_set, unit_code, start, due_unrolled, due_legal, due_internal, state, open, extended, " +
			"provisional, overdue_since, stopped, settled_on, version, updated_at) SELECT seq, 'C02.1', 'C02', '', CONCAT('u', seq MOD 20), " + day + ", " +
			day + ", " + day + ", " + day + ", IF(seq MOD 33 = 0, 'running', 'met'), seq MOD 33 = 0, 0, 0, '', " + ended + ", " + ended + ", 1, '2024-01-01'" + from,
		"INSERT INTO clock_reminders (clock_id, version, step, recipient, day, told_at) SELECT seq, 1, 'due_day', CONCAT('clerk', seq MOD 50), " + day +
			", IF(seq MOD 33 = 0, NULL, '2024-01-01')" + from,
		"INSERT INTO counted_submissions (submission_id, case_id, known_from, known_to, registered_on, channel, level, topic_list, topic, purpose, " +
			"unit_code, headcount, collective, repeated, voided) SELECT seq, seq, " + day + ", '9999-12-31', " + day + ", 'visit', 'county', '', '', '', '', 1, 0, 0, 0" + from,
		"INSERT INTO ratings (case_id, object, unit_code, grade, rated_on, recorded_by, recorded_at) SELECT seq, 'unit', '', 'satisfied', " + day +
			", 'clerk1', '2024-01-01'" + from,
		"INSERT INTO counted_endings (case_id, ended_on, known_from, known_until, office, unit, rated_unit) SELECT seq, " + day + ", " + day + ", '9999-12-31', '', '', ''" + from,
		"ANALYZE TABLE cases, submissions, petitioners, case_progress, case_events, clocks, clock_reminders, counted_submissions, counted_endings, ratings",
	} {
		must(t, s.DB().Exec(insert).Error)
	}
}

func questionsAboutCases(t *testing.T, s *store.Store) {
	t.Helper()
	week := statistics.Period{From: "2025-03-01", To: "2025-03-07"}
	quarter := statistics.Period{From: "2025-01-15", To: "2025-04-15"} // with whole months that are closed
	rules := []statute.RuleID{"C02"}
	transact(t, s, func(tx *store.Tx) error {
		if err := closeUntil(tx, "2025-06"); err != nil {
			return err
		}
		return tx.AddRatings([]petition.Rating{{CaseID: 33, Object: petition.RatedUnit, Grade: petition.Satisfied, RatedOn: "2025-03-01", RecordedAt: start}})
	})
	must(t, s.Read(t.Context(), func(tx *store.Tx) error {
		for _, ask := range []func() error{
			func() error { _, err := tx.Case(33); return err },
			func() error { _, err := tx.CaseByNumber("XF33"); return err },
			func() error { _, err := tx.CasesBy("clerk1", 10); return err },
			func() error { _, err := tx.LeadPetitioner(33); return err },
			func() error { _, err := tx.ProgressOf(33, 5); return err },
			func() error { _, err := tx.CasesByID([]int64{1, 2}); return err },
			func() error { _, err := tx.OldestUnresolved("", 10); return err },
			func() error { _, err := tx.EventsOf(33); return err },
			func() error { _, err := tx.ClocksOf(33); return err },
			func() error { _, err := tx.Clock(33); return err },
			func() error { _, err := tx.ClocksByID([]int64{1, 2}); return err },
			func() error { _, err := tx.OpenClocks("", 10); return err },
			func() error { _, err := tx.OpenClocks("u1", 10); return err },
			func() error { _, err := tx.OpenClocksAfter(33, 200); return err },
			func() error { _, err := tx.UntoldReminders("clerk1", 10); return err },
			func() error { _, err := tx.CountSubmissionsOf(33); return err },
			func() error { _, err := tx.SubmissionOfDraft(33); return err },
			func() error { _, err := tx.CountedOf(33, 10); return err },
			func() error {
				_, err := tx.EarlierCases(petition.Sought{IDIndex: "i1", MobileIndex: "m1", NameIndex: "n1", PlaceCode: "p1", Topic: "labour"}, 100)
				return err
			},
			func() error { _, err := tx.CountSubmissions(week, "2026-01-01"); return err },
			func() error { _, err := tx.CountClocks(rules, week, "2026-01-01"); return err },
			func() error { _, err := tx.CountSubmissions(quarter, "2025-07-10"); return err },
			func() error { _, err := tx.MonthToClose(); return err },
			func() error { _, err := tx.MonthAgrees("2025-06"); return err },
			func() error { _, _, err := tx.CountEndings(week, "2026-01-01"); return err },
			func() error { _, err := tx.SubmissionsOf(33, 0, 10); return err },
			func() error { _, err := tx.PetitionersOf(33, 10); return err },
		} {
			if err := ask(); err != nil {
				return err
			}
		}
		return nil
	}))
}
