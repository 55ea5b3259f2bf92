package store_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/internal/store"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

var november = statistics.Period{From: "2026-11-01", To: "2026-11-30"}

func counted(submission int64, from calendar.Day) statistics.Counted {
	return statistics.Counted{
		SubmissionID: submission, CaseID: submission, KnownFrom: from, RegisteredOn: today, Channel: petition.VisitChannel,
		Level: petition.CountyLevel, TopicList: petition.Topics2023, Headcount: 2,
	}
}

func countedAs(t *testing.T, s *store.Store, row statistics.Counted, change func(*statistics.Counted)) {
	t.Helper()
	change(&row)
	transact(t, s, func(tx *store.Tx) error { return tx.RecordCounted(row) })
}

func TestPastFiguresComeOutAgain(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		transact(t, s, func(tx *store.Tx) error { return tx.RecordCounted(counted(1, today)) })
		countedAs(t, s, counted(1, today), func(c *statistics.Counted) { c.Topic = "education" }) // the same day: in place
		countedAs(t, s, counted(1, today.Add(2)), func(c *statistics.Counted) { c.Topic = "labour" })
		countedAs(t, s, counted(1, today.Add(5)), func(c *statistics.Counted) { c.Topic, c.Voided = "labour", true })
		for asOf, want := range map[calendar.Day]string{
			today.Add(-1): "", today: "education false", today.Add(1): "education false", today.Add(2): "labour false",
			today.Add(4): "labour false", today.Add(5): "labour true", today.Add(99): "labour true",
		} {
			rows := read(t, s, func(tx *store.Tx) ([]statistics.Row, error) { return tx.CountSubmissions(november, asOf) })
			var got []string
			for _, r := range rows {
				got = append(got, fmt.Sprint(r.Topic, " ", r.Voided))
			}
			if strings.Join(got, ",") != want {
				t.Errorf("as of %s: %q, want %q", asOf, got, want)
			}
		}
		now := read(t, s, func(tx *store.Tx) ([]statistics.Counted, error) { return tx.CountedOf(1, 9) })
		if len(now) != 1 || !now[0].Voided || now[0].KnownFrom != today.Add(5) {
			t.Errorf("now %+v", now)
		}
	})
}

func TestCountsAreGrouped(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		for id, people := range []int{1, 2, 7} {
			countedAs(t, s, counted(int64(id+1), today), func(c *statistics.Counted) { c.Headcount, c.Collective = people, people >= 5 })
		}
		countedAs(t, s, counted(9, today), func(c *statistics.Counted) { c.RegisteredOn = "2026-12-01" })
		got := read(t, s, func(tx *store.Tx) ([]statistics.Row, error) { return tx.CountSubmissions(november, today) })
		row := statistics.Row{Channel: petition.VisitChannel, Level: petition.CountyLevel, TopicList: petition.Topics2023, Submissions: 2, Headcount: 3}
		group := row
		group.Collective, group.Submissions, group.Headcount = true, 1, 7
		same(t, got, []statistics.Row{row, group})
	})
}

// What was known on a day is what had last been recorded by then, whatever is recorded later.
func TestLaterKnowledgeNeverChangesThePast(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		registered := calendar.Day("2020-01-01")
		submission := int64(0)
		rapid.Check(t, func(rt *rapid.T) {
			registered, submission = registered.Add(1), submission+1
			known := map[int]int{}
			day := 0
			for range rapid.IntRange(1, 5).Draw(rt, "records") {
				day += rapid.IntRange(0, 3).Draw(rt, "pause")
				known[day] = rapid.IntRange(1, 99).Draw(rt, "people")
				row := counted(submission, today.Add(day))
				row.RegisteredOn, row.Headcount = registered, known[day]
				if err := s.Transact(t.Context(), func(tx *store.Tx) error { return tx.RecordCounted(row) }); err != nil {
					rt.Fatal(err)
				}
			}
			asOf := rapid.IntRange(-1, 15).Draw(rt, "as of")
			want := 0
			for d := range asOf + 1 {
				if people, recorded := known[d]; recorded {
					want = people
				}
			}
			got := 0
			err := s.Read(t.Context(), func(tx *store.Tx) error {
				rows, err := tx.CountSubmissions(statistics.Period{From: registered, To: registered}, today.Add(asOf))
				for _, r := range rows {
					got += r.Headcount
				}
				return err
			})
			if err != nil || got != want {
				rt.Fatalf("as of day %d: %d people, want %d (%v)", asOf, got, want, err)
			}
		})
	})
}

// clock is the part of a clock's row that is counted.
type clock struct {
	caseID             int64
	rule               string
	due, state         string
	stopped, settledOn string
}

func putClocks(t *testing.T, s *store.Store, clocks ...clock) {
	t.Helper()
	rows := make([]casework.ClockRow, len(clocks))
	for n, c := range clocks {
		rows[n] = casework.ClockRow{
			CaseID: c.caseID, ClockKey: fmt.Sprint(n), Rule: statute.RuleID(c.rule), DueUnrolled: calendar.Day(c.due),
			DueLegal: calendar.Day(c.due), DueInternal: calendar.Day(c.due), State: statute.State(c.state), Open: c.stopped == "",
			Stopped: calendar.Day(c.stopped), SettledOn: calendar.Day(c.settledOn), Version: 1, UpdatedAt: start,
		}
	}
	transact(t, s, func(tx *store.Tx) error { return tx.SaveClocks(rows) })
}

func TestClocksCountAsOfADay(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		putClocks(t, s,
			clock{1, "C07", "2026-11-10", "met", "2026-11-08", "2026-11-12"}, // recorded after its due day
			clock{2, "C07", "2026-11-10", "met_late", "2026-11-11", "2026-11-11"},
			clock{3, "C09", "2026-11-20", "running", "", ""},
			clock{4, "C07", "2026-11-05", "overdue", "", ""},
			clock{5, "C07", "2026-11-05", "lapsed", "", ""},
			clock{6, "C07", "2026-11-05", "none", "", ""},
			clock{7, "C07", "2026-12-05", "running", "", ""},
		)
		for asOf, want := range map[calendar.Day]string{
			"2026-11-01": "C07 pending 3 C09 pending 1",
			"2026-11-11": "C07 late 3 C09 pending 1",
			"2026-11-12": "C07 late 2 C07 on_time 1 C09 pending 1",
			"2026-11-21": "C07 late 2 C07 on_time 1 C09 late 1",
		} {
			rows := read(t, s, func(tx *store.Tx) ([]statistics.ClockRow, error) {
				return tx.CountClocks(statistics.DecisionRules, november, asOf)
			})
			var got []string
			for _, r := range rows {
				got = append(got, fmt.Sprint(string(r.Rule), " ", string(r.Outcome), " ", r.Clocks))
			}
			if text := strings.Join(got, " "); text != want {
				t.Errorf("as of %s: %q, want %q", asOf, text, want)
			}
		}
	})
}

func TestTheNewestRatingCounts(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		putClocks(t, s,
			clock{1, "C07", "2026-11-10", "met", "2026-11-08", "2026-11-08"},
			clock{1, "C09", "2026-11-10", "met", "2026-11-08", "2026-11-08"},
			clock{2, "C07", "2026-11-10", "met_late", "2026-11-11", "2026-11-11"},
			clock{3, "C07", "2026-11-10", "overdue", "", ""},
		)
		rate := func(caseID int64, object petition.RatedObject, grade petition.Grade, on calendar.Day) {
			rating := petition.Rating{CaseID: caseID, Object: object, Grade: grade, RatedOn: on, RecordedBy: "zhang", RecordedAt: start}
			transact(t, s, func(tx *store.Tx) error { return tx.AddRatings([]petition.Rating{rating}) })
		}
		rate(1, petition.RatedUnit, petition.Satisfied, "2026-11-09")
		rate(1, petition.RatedUnit, petition.Dissatisfied, "2026-11-20")
		rate(2, petition.RatedOffice, petition.Basically, "2026-11-12")
		rate(3, petition.RatedUnit, petition.Satisfied, "2026-11-12") // not completed
		for asOf, want := range map[calendar.Day][]statistics.RatingRow{
			"2026-11-09": {{Object: petition.RatedUnit, Grade: petition.Satisfied, Cases: 1}},
			"2026-11-30": {
				{Object: petition.RatedOffice, Grade: petition.Basically, Cases: 1},
				{Object: petition.RatedUnit, Grade: petition.Dissatisfied, Cases: 1},
			},
		} {
			same(t, read(t, s, func(tx *store.Tx) ([]statistics.RatingRow, error) {
				return tx.CountRatings(statistics.DecisionRules, november, asOf)
			}), want)
		}
		for asOf, want := range map[calendar.Day]int{"2026-11-07": 0, "2026-11-08": 1, "2026-11-30": 2} {
			got := read(t, s, func(tx *store.Tx) (int, error) {
				return tx.CountCompleted([]statute.RuleID{"C07", "C09"}, november, asOf)
			})
			if got != want {
				t.Errorf("as of %s: %d completed, want %d", asOf, got, want)
			}
		}
	})
}

// Visits registered before there were facts for statistics are counted on the civil day they were registered.
func TestEarlierCasesAreCounted(t *testing.T) {
	for name, database := range databases() {
		t.Run(name, func(t *testing.T) {
			s := opened(t, database(t))
			must(t, s.MigrateTo("0001"))
			midnight := calendar.Day("2026-11-23").At(0)
			for id, at := range []time.Time{midnight.Add(-time.Millisecond), midnight} {
				must(t, s.DB().Exec("INSERT INTO cases (id, number, channel, topic, issue_place, place_code, headcount, collective, facts, demand, "+
					"state, registered_by, registered_at, updated_at) VALUES (?, ?, 'visit', '', '', '', 6, 1, '', '', 'registered', 'zhang', ?, ?)",
					id+1, numbered("XF", id+1), at, at).Error)
				must(t, s.DB().Exec("INSERT INTO submissions (id, case_id, draft_id, channel, received_at, received_by, original) "+
					"VALUES (?, ?, ?, 'visit', ?, 'zhang', '')", id+11, id+1, id+1, at).Error)
				must(t, s.DB().Exec("INSERT INTO visits (submission_id, headcount, collective) VALUES (?, 6, 1)", id+11).Error)
			}
			must(t, s.Migrate(t.Context()))
			for id, day := range []calendar.Day{"2026-11-22", "2026-11-23"} {
				got := read(t, s, func(tx *store.Tx) ([]statistics.Counted, error) { return tx.CountedOf(int64(id+1), 9) })
				if len(got) != 1 {
					t.Fatalf("got %+v", got)
				}
				same(t, got[0], statistics.Counted{
					ID: got[0].ID, SubmissionID: int64(id + 11), CaseID: int64(id + 1), KnownFrom: day, KnownTo: statistics.Forever,
					RegisteredOn: day, Channel: petition.VisitChannel, Level: petition.CountyLevel, Headcount: 6, Collective: true,
				})
			}
		})
	}
}

func TestThePeriodIsReadFromTheCoveringIndex(t *testing.T) {
	s := migrated(t, "sqlite://"+filepath.Join(t.TempDir(), "desk.db"))
	var plan []struct{ Detail string }
	must(t, s.DB().Raw("EXPLAIN QUERY PLAN SELECT channel, level, topic_list, topic, purpose, unit_code, collective, repeated, voided, nationwide, "+
		"COUNT(*), SUM(headcount) FROM counted_submissions WHERE registered_on BETWEEN ? AND ? AND known_from <= ? AND known_to >= ? "+
		"GROUP BY channel, level, topic_list, topic, purpose, unit_code, collective, repeated, voided, nationwide",
		november.From, november.To, today, today).Scan(&plan).Error)
	if len(plan) == 0 || !strings.Contains(plan[0].Detail, "USING COVERING INDEX idx_counted_submissions_kinds") {
		t.Errorf("got %+v", plan)
	}
}

// MySQL commits each statement of a migration by itself, so one that was cut off begins again from the start.
func TestCountingCanBeMigratedAgain(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		register(t, s, "XF20261123-0001", 7)
		before := dump(t, s)
		for range 2 {
			must(t, s.DB().Exec("DELETE FROM schema_migrations WHERE id >= '0004'").Error)
			must(t, s.Migrate(t.Context()))
			// AUTO_INCREMENT moves on, which is no change of the schema.
			same(t, withoutSerials(dump(t, s)), withoutSerials(before))
			if rows := read(t, s, func(tx *store.Tx) ([]statistics.Counted, error) { return tx.CountedOf(1, 9) }); len(rows) != 1 {
				t.Errorf("counted %+v", rows)
			}
		}
	})
}

var serials = regexp.MustCompile(` AUTO_INCREMENT=\d+`)

func withoutSerials(schema string) string { return serials.ReplaceAllString(schema, "") }
