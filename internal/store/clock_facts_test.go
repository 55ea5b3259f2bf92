package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"gorm.io/gorm"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// A clock counts by the date and the unit that were known on the day asked for.
func TestClocksCountByWhatWasKnown(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error {
			rows := []casework.ClockRow{
				{CaseID: 1, ClockKey: "C07.1", Rule: "C07", UnitCode: "zjj", DueLegal: "2026-12-20", State: "met", SettledOn: "2026-12-18", KnownFrom: "2026-11-20", Version: 2, UpdatedAt: start},
				{CaseID: 2, ClockKey: "C07.1", Rule: "C07", UnitCode: "zjj", DueLegal: "2026-11-28", State: "none", SettledOn: "2026-11-25", KnownFrom: "2026-11-10", Version: 1, UpdatedAt: start},
			}
			if err := tx.SaveClocks(rows); err != nil {
				return err
			}
			return tx.AddClockFacts([]casework.ClockFact{
				{ClockID: rows[0].ID, Rule: "C07", UnitCode: "rsj", DueLegal: "2026-11-12", KnownFrom: "2026-11-02", KnownTo: "2026-11-09"},
				{ClockID: rows[0].ID, Rule: "C07", UnitCode: "zjj", DueLegal: "2026-11-12", KnownFrom: "2026-11-10", KnownTo: "2026-11-19"},
			})
		})
		for asOf, want := range map[calendar.Day]string{
			"2026-11-01": "",
			"2026-11-09": "rsj pending 1",
			"2026-11-10": "zjj pending 1 zjj pending 1",
			"2026-11-19": "zjj pending 1 zjj late 1",
			"2026-11-20": "zjj pending 1",
			"2026-11-25": "", // it ended without a verdict
			"2026-12-31": "",
		} {
			rows := read(t, s, func(tx *store.Tx) ([]statistics.ClockRow, error) {
				return tx.CountClocks(statistics.DecisionRules, november, asOf)
			})
			var got []string
			for _, r := range rows {
				got = append(got, fmt.Sprint(r.UnitCode, " ", string(r.Outcome), " ", r.Clocks))
			}
			if text := strings.Join(got, " "); text != want {
				t.Errorf("as of %s: %q, want %q", asOf, text, want)
			}
		}
	})
}

func TestUnprovenDeliveriesAreThoseThatWait(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		for n, state := range []petition.State{petition.OpinionIssued, petition.OpinionDelivered, petition.ReviewIssued, petition.ReexaminationIssued} {
			number := numbered("XF20261123-000", n+1)
			register(t, s, number, int64(n+1))
			transact(t, s, func(tx *store.Tx) error {
				c, err := tx.CaseByNumber(number)
				if err != nil {
					return err
				}
				c.State = state
				return tx.UpdateCase(&c)
			})
		}
		for limit, want := range map[int]int{10: 3, 2: 2} {
			got := read(t, s, func(tx *store.Tx) ([]petition.Case, error) { return tx.UnprovenDeliveries(limit) })
			if len(got) != want || got[0].State != petition.OpinionIssued || got[1].State != petition.ReviewIssued {
				t.Errorf("of %d at most: %+v", limit, got)
			}
		}
	})
}

func TestAnnualReportIsRecordedOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		report := statistics.AnnualReport{Year: 2026, SubmittedOn: "2027-01-15", RecordedBy: "madong", RecordedAt: start}
		transact(t, s, func(tx *store.Tx) error { return tx.AddAnnualReport(&report) })
		err := s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AddAnnualReport(&report) })
		wantCode(t, err, models.Conflict)
		got := read(t, s, func(tx *store.Tx) (statistics.AnnualReport, error) { return tx.AnnualReport(2026) })
		if got.SubmittedOn != "2027-01-15" {
			t.Errorf("got %+v", got)
		}
		err = s.Read(t.Context(), func(tx *store.Tx) error { _, err := tx.AnnualReport(2025); return err })
		wantCode(t, err, models.NotFound)
	})
}

func TestTheOnTimeRateIsReadFromTheCoveringIndex(t *testing.T) {
	s := migrated(t, "sqlite://"+filepath.Join(t.TempDir(), "desk.db"))
	var seen []string
	on := s.DB().Callback().Row()
	must(t, on.After("gorm:row").Register("test:plan", func(db *gorm.DB) {
		if strings.Contains(db.Statement.SQL.String(), "clocks") {
			seen = append(seen, db.Dialector.Explain(db.Statement.SQL.String(), db.Statement.Vars...))
		}
	}))
	read(t, s, func(tx *store.Tx) ([]statistics.ClockRow, error) {
		return tx.CountClocks(statistics.Rules(), november, today)
	})
	must(t, on.Remove("test:plan"))
	if len(seen) != 2 {
		t.Fatalf("seen %q", seen)
	}
	for i, want := range []string{"COVERING INDEX idx_clocks_rule_due_legal_state", "INDEX idx_clock_facts_rule_due_legal_known_to"} {
		var plan []struct{ Detail string }
		must(t, s.DB().Raw("EXPLAIN QUERY PLAN "+seen[i]).Scan(&plan).Error)
		if !strings.Contains(fmt.Sprint(plan), want) {
			t.Errorf("%s: %v", seen[i], plan)
		}
	}
}
