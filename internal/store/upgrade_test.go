package store_test

import (
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
)

// A case of the first version, already laid before the supervisors, goes on where it stands.
func TestCasesOfVersion0001GoOn(t *testing.T) {
	for name, database := range databases() {
		t.Run(name, func(t *testing.T) {
			s := opened(t, database(t))
			must(t, s.MigrateTo("0001"))
			for _, statement := range []string{
				"INSERT INTO cases (number, channel, topic, issue_place, place_code, headcount, collective, facts, demand, state, registered_by, registered_at, updated_at) " +
					"VALUES ('XF20261110-0001', 'visit', '', '城关镇', 'chengguan', 6, 1, '拖欠工资', '支付', 'escalated', 'wangfang', '2026-11-09 16:30:00', '2026-11-09 16:30:00')",
				"INSERT INTO submissions (case_id, draft_id, channel, received_at, received_by, original) VALUES (1, 7, 'visit', '2026-11-09 16:30:00', 'wangfang', '原话')",
				"INSERT INTO visits (submission_id, headcount, collective) VALUES (1, 6, 1)",
				"INSERT INTO petitioners (submission_id, role, name, mobile, id_number) VALUES (1, 'lead', '张某', '13900000000', '')",
			} {
				must(t, s.DB().Exec(statement).Error)
			}
			must(t, s.Migrate(t.Context()))
			found := read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.CaseByNumber("XF20261110-0001") })
			if found.State != petition.Registered || found.RuleSet != "national-2022" || found.Version != 1 {
				t.Errorf("the case reads %+v", found)
			}
			events := read(t, s, func(tx *store.Tx) ([]casework.Event, error) { return tx.EventsOf(found.ID) })
			// 16:30 UTC is half past midnight of the next civil day.
			if len(events) != 1 || events[0].Step != casework.Register || events[0].Day != "2026-11-10" {
				t.Errorf("its events are %+v", events)
			}
			c := found
			c.State = petition.Referred
			transact(t, s, func(tx *store.Tx) error { return tx.UpdateCase(&c) })
		})
	}
}

// While old processes still run beside new ones, both register: a row of a version before 0005 has no number of its own.
func TestOldProcessesRegisterDuringTheUpgrade(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		for id := range 2 {
			must(t, s.DB().Exec("INSERT INTO cases (id, number, channel, topic, issue_place, place_code, headcount, collective, facts, demand, "+
				"state, registered_by, registered_at, updated_at) VALUES (?, ?, 'visit', '', '', '', 1, 0, '', '', 'registered', 'zhang', ?, ?)",
				id+1, numbered("XF20261123-000", id+1), start, start).Error)
			must(t, s.DB().Exec("INSERT INTO submissions (case_id, draft_id, channel, received_at, received_by, original) "+
				"VALUES (?, ?, 'visit', ?, 'zhang', '')", id+1, id+1, start).Error)
		}
		found := read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.CaseByNumber(numbered("XF20261123-000", 2)) })
		if found.ID != 2 {
			t.Errorf("found %+v", found)
		}
		submission := read(t, s, func(tx *store.Tx) (petition.Submission, error) { return tx.SubmissionOfDraft(1) })
		if submission.Number != "" || submission.CollectiveFrom != petition.CollectiveFrom {
			t.Errorf("read %+v", submission)
		}
		must(t, s.DB().Exec("DELETE FROM schema_migrations WHERE id = '0007'").Error)
		must(t, s.Migrate(t.Context()))
		submission = read(t, s, func(tx *store.Tx) (petition.Submission, error) { return tx.SubmissionOfDraft(1) })
		if submission.Number != numbered("XF20261123-000", 1) {
			t.Errorf("the submission is numbered %q", submission.Number)
		}
	})
}
