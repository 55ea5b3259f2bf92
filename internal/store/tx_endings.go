package store

import (
	"cmp"
	"fmt"
	"slices"

	"gorm.io/gorm/clause"

	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// CountEndings counts the cases whose time to decide was stopped in a period, and the newest grades of these, as known
// at the end of a day.
func (tx *Tx) CountEndings(period statistics.Period, asOf calendar.Day) (completed int, ratings []statistics.RatingRow, err error) {
	var alike []struct {
		Office, Unit petition.Grade
		RatedUnit    string
		Cases        int
	}
	err = tx.db.Table("counted_endings").Select("office, unit, rated_unit, COUNT(DISTINCT case_id) AS cases").
		Where("ended_on BETWEEN ? AND ?", period.From, period.To).
		Where("known_from <= ? AND known_until > ?", asOf, asOf).
		Group("office, unit, rated_unit").Order("office, unit, rated_unit").Scan(&alike).Error
	said := map[statistics.RatingRow]int{}
	for _, row := range alike {
		completed += row.Cases
		said[statistics.RatingRow{Object: petition.RatedOffice, Grade: row.Office}] += row.Cases
		said[statistics.RatingRow{Object: petition.RatedUnit, Grade: row.Unit, UnitCode: row.RatedUnit}] += row.Cases
	}
	for rating, cases := range said {
		if rating.Grade != "" {
			rating.Cases = cases
			ratings = append(ratings, rating)
		}
	}
	slices.SortFunc(ratings, func(a, b statistics.RatingRow) int {
		return cmp.Or(cmp.Compare(a.Object, b.Object), cmp.Compare(a.UnitCode, b.UnitCode), cmp.Compare(a.Grade, b.Grade))
	})
	return completed, ratings, classify("count endings", err)
}

// AddRatings writes what was said about a case, which it locks until the transaction ends.
func (tx *Tx) AddRatings(ratings []petition.Rating) error {
	for i := range ratings {
		ratings[i].ID = 0
		if err := tx.lockCase(ratings[i].CaseID); err != nil {
			return err
		}
	}
	if err := tx.db.Create(&ratings).Error; err != nil {
		return classify("add ratings", err)
	}
	cases := map[int64]bool{}
	for _, rating := range ratings {
		cases[rating.CaseID] = true
	}
	return tx.keepEndings(cases)
}

func (tx *Tx) lockCase(id int64) error {
	var locked []petition.Case
	err := tx.db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Select("id").Where("id = ?", id).Find(&locked).Error
	return classify("lock case", err)
}

// endedCases are those whose time to decide has ended with a verdict.
func endedCases(rows []casework.ClockRow) map[int64]bool {
	ended := map[int64]bool{}
	for _, row := range rows {
		for _, rule := range statistics.DecisionRules {
			if row.Rule == rule && row.SettledOn != "" {
				ended[row.CaseID] = true
			}
		}
	}
	return ended
}

// keepEndings derives the counted endings of cases from their clocks and ratings anew. The caller holds the cases' locks.
func (tx *Tx) keepEndings(cases map[int64]bool) error {
	for id := range cases {
		if err := tx.db.Exec("DELETE FROM counted_endings WHERE case_id = ?", id).Error; err != nil {
			return classify("take back counted endings", err)
		}
		if err := tx.db.Exec(fmt.Sprintf(endings0006, "AND clocks.case_id = ?"), id, id).Error; err != nil {
			return classify("count endings", err)
		}
	}
	return nil
}
