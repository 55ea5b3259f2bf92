package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// directCount asks every submission, whatever is closed.
func directCount(t *testing.T, s *store.Store, period statistics.Period, asOf calendar.Day) []statistics.Row {
	t.Helper()
	const alike = "channel, level, topic_list, topic, purpose, unit_code, collective, repeated, voided"
	var rows []statistics.Row
	must(t, s.DB().Model(&statistics.Counted{}).Select(alike+", COUNT(*) AS submissions, SUM(headcount) AS headcount").
		Where("registered_on BETWEEN ? AND ?", period.From, period.To).Where("known_from <= ? AND known_to >= ?", asOf, asOf).
		Group(alike).Order(alike).Scan(&rows).Error)
	return rows
}

func count(t *testing.T, s *store.Store, period statistics.Period, asOf calendar.Day) []statistics.Row {
	t.Helper()
	return read(t, s, func(tx *store.Tx) ([]statistics.Row, error) { return tx.CountSubmissions(period, asOf) })
}

// Whatever is registered, corrected and closed in whatever order, by clocks that go back as well, every period comes out
// as its submissions say, on every day.
func TestClosedMonthsSayWhatTheSubmissionsSay(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		const year = 365
		first := calendar.Day("2025-01-01")
		rapid.Check(t, func(rt *rapid.T) {
			for _, table := range []string{"counted_submissions", "counted_closed", "counted_months"} {
				must(t, s.DB().Exec("DELETE FROM "+table).Error)
			}
			now := 0
			for range rapid.IntRange(1, 25).Draw(rt, "steps") {
				now = max(0, now+rapid.SampledFrom([]int{0, 0, 1, 3, 20, 40, -1, -35}).Draw(rt, "days"))
				day := first.Add(now)
				err := s.Transact(t.Context(), func(tx *store.Tx) error {
					if rapid.IntRange(0, 4).Draw(rt, "what") == 0 {
						return closeUntil(tx, statistics.ClosableOn(day))
					}
					row := counted(int64(rapid.IntRange(1, 6).Draw(rt, "submission")), day)
					row.RegisteredOn = first.Add(int(row.SubmissionID) * 23)
					row.Headcount = rapid.IntRange(1, 3).Draw(rt, "people")
					row.Topic = rapid.SampledFrom([]string{"", "labour", "housing"}).Draw(rt, "topic")
					row.Voided = rapid.IntRange(0, 5).Draw(rt, "voided") == 0
					return tx.RecordCounted(row)
				})
				must(t, err)
			}
			anyDay := func(name string) calendar.Day { return first.Add(rapid.IntRange(-5, year).Draw(rt, name)) }
			period := statistics.Period{From: anyDay("from"), To: anyDay("to")}
			if period.To < period.From {
				period.From, period.To = period.To, period.From
			}
			asOf := anyDay("as of")
			if diff := cmp.Diff(directCount(t, s, period, asOf), count(t, s, period, asOf)); diff != "" {
				rt.Fatalf("%v as of %s: %s", period, asOf, diff)
			}
			if month := disagreeing(t, s); month != "" {
				rt.Fatalf("%s is not what its submissions say", month)
			}
		})
	})
}

func closeUntil(tx *store.Tx, until statistics.Month) error {
	for {
		month, err := tx.MonthToClose()
		if err != nil || month == "" || month > until {
			return err
		}
		if err := tx.CloseMonth(month); err != nil {
			return err
		}
	}
}

func disagreeing(t *testing.T, s *store.Store) statistics.Month {
	t.Helper()
	return read(t, s, func(tx *store.Tx) (statistics.Month, error) {
		months, err := tx.ClosedMonths()
		if err != nil {
			return "", err
		}
		for _, month := range months {
			if agrees, err := tx.MonthAgrees(month); err != nil || !agrees {
				return month, err
			}
		}
		return "", nil
	})
}

func TestAClosedMonthStaysAsItIs(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		const december = calendar.Day("2026-12-10")
		countedAs(t, s, counted(1, today), func(c *statistics.Counted) { c.Topic = "education" })
		transact(t, s, func(tx *store.Tx) error { return tx.CloseMonth("2026-11") })
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.CloseMonth("2026-11") }), models.Conflict)
		before := count(t, s, november, "2026-11-30")
		// One that still writes November, by a clock that stands still, and one that corrects.
		countedAs(t, s, counted(2, today), func(*statistics.Counted) {})
		countedAs(t, s, counted(1, today.Add(1)), func(c *statistics.Counted) { c.Topic = "labour" })
		same(t, count(t, s, november, "2026-11-30"), before)
		same(t, count(t, s, november, december), directCount(t, s, november, december))
		if rows := count(t, s, november, december); len(rows) != 2 {
			t.Errorf("in December November reads %+v", rows)
		}
		if month := disagreeing(t, s); month != "" {
			t.Errorf("%s is not what its submissions say", month)
		}
		must(t, s.DB().Exec("UPDATE counted_submissions SET topic = 'housing' WHERE submission_id = 1").Error)
		if month := disagreeing(t, s); month != "2026-11" {
			t.Errorf("what was changed behind a closed month's back shows in %q", month)
		}
	})
}

func TestMonthsAreClosedInTurn(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		next := func() statistics.Month { return read(t, s, (*store.Tx).MonthToClose) }
		if month := next(); month != "" {
			t.Errorf("with nothing counted, %s is to be closed", month)
		}
		countedAs(t, s, counted(1, "2026-09-30"), func(c *statistics.Counted) { c.RegisteredOn = "2026-09-30" })
		countedAs(t, s, counted(2, "2026-12-01"), func(c *statistics.Counted) { c.Channel = petition.LetterChannel })
		if month := next(); month != "2026-09" {
			t.Errorf("first, %q is to be closed", month)
		}
		transact(t, s, func(tx *store.Tx) error { return closeUntil(tx, "2026-11") })
		same(t, read(t, s, (*store.Tx).ClosedMonths), []statistics.Month{"2026-09", "2026-10", "2026-11"})
	})
}
