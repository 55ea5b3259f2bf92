package store_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"petitiondesk/internal/store"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

type ended struct {
	completed int
	ratings   []statistics.RatingRow
}

func endings(t *testing.T, s *store.Store, period statistics.Period, asOf calendar.Day) (int, []statistics.RatingRow) {
	t.Helper()
	got := read(t, s, func(tx *store.Tx) (e ended, err error) {
		e.completed, e.ratings, err = tx.CountEndings(period, asOf)
		return e, err
	})
	return got.completed, got.ratings
}

// directEndings asks the clocks and the ratings themselves.
func directEndings(t *testing.T, s *store.Store, period statistics.Period, asOf calendar.Day) (completed int, ratings []statistics.RatingRow) {
	t.Helper()
	const stopped = "FROM clocks WHERE rule IN ('C07', 'C09') AND stopped BETWEEN ? AND ? AND state IN ('met', 'met_late') AND settled_on <> '' AND settled_on <= ?"
	must(t, s.DB().Raw("SELECT COUNT(DISTINCT case_id) "+stopped, period.From, period.To, asOf).Scan(&completed).Error)
	must(t, s.DB().Raw("SELECT object, grade, COUNT(*) AS cases FROM ratings WHERE case_id IN (SELECT case_id "+stopped+") AND rated_on <= ? "+
		"AND NOT EXISTS (SELECT 1 FROM ratings AS later WHERE later.case_id = ratings.case_id AND later.object = ratings.object "+
		"AND later.rated_on <= ? AND later.id > ratings.id) GROUP BY object, grade ORDER BY object, grade",
		period.From, period.To, asOf, asOf, asOf).Scan(&ratings).Error)
	return completed, ratings
}

// Whatever ends and is rated in whatever order, the endings kept beside say on every day what the facts say.
func TestEndingsSayWhatTheFactsSay(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		cases := int64(0)
		rapid.Check(t, func(rt *rapid.T) {
			cases += 10
			for now := range rapid.IntRange(1, 12).Draw(rt, "days") {
				caseID := cases + int64(rapid.IntRange(0, 2).Draw(rt, "case"))
				day := today.Add(now)
				if rapid.Bool().Draw(rt, "ends") {
					row := casework.ClockRow{
						CaseID: caseID, ClockKey: fmt.Sprint(now), Rule: rapid.SampledFrom([]statute.RuleID{"C03", "C07", "C09"}).Draw(rt, "rule"),
						State: rapid.SampledFrom([]statute.State{"met", "met_late", "lapsed"}).Draw(rt, "state"), Version: 1, UpdatedAt: start,
						Stopped: day.Add(-rapid.IntRange(0, 3).Draw(rt, "late entry")), SettledOn: day,
					}
					must(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.SaveClocks([]casework.ClockRow{row}) }))
					continue
				}
				rating := petition.Rating{
					CaseID: caseID, Object: rapid.SampledFrom([]petition.RatedObject{petition.RatedOffice, petition.RatedUnit}).Draw(rt, "object"),
					Grade: rapid.SampledFrom(petition.Grades).Draw(rt, "grade"), RatedOn: day, RecordedBy: "zhang", RecordedAt: start,
				}
				must(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AddRatings([]petition.Rating{rating, rating}) }))
			}
			asOf := today.Add(rapid.IntRange(-1, 13).Draw(rt, "as of"))
			period := statistics.Period{From: today.Add(rapid.IntRange(-3, 6).Draw(rt, "from")), To: today.Add(rapid.IntRange(3, 13).Draw(rt, "to"))}
			completed, ratings := endings(t, s, period, asOf)
			wantCompleted, wantRatings := directEndings(t, s, period, asOf)
			if completed != wantCompleted || fmt.Sprint(ratings) != fmt.Sprint(wantRatings) {
				rt.Fatalf("%v as of %s: %d %v, the facts say %d %v", period, asOf, completed, ratings, wantCompleted, wantRatings)
			}
		})
	})
}
