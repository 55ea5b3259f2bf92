package store

import (
	"time"

	"gorm.io/gorm"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

// CountSubmissions counts what was registered in a period, as known at the end of a day. The covering index holds
// every column it reads.
func (tx *Tx) CountSubmissions(period statistics.Period, asOf calendar.Day) ([]statistics.Row, error) {
	const alike = "channel, level, topic_list, topic, purpose, unit_code, collective, repeated, voided, nationwide"
	var rows []statistics.Row
	err := tx.db.Model(&statistics.Counted{}).
		Select(alike+", COUNT(*) AS submissions, SUM(headcount) AS headcount").
		Where("registered_on BETWEEN ? AND ?", period.From, period.To).
		Where("known_from <= ? AND known_to >= ?", asOf, asOf).
		Group(alike).Order(alike).Scan(&rows).Error
	return rows, classify("count submissions", err)
}

// settledClock: a stop that was recorded later than asked for had not happened yet.
const settledClock = "settled_on <> '' AND settled_on <= ?"

// CountClocks counts the clocks of rules that were due in a period by what had become of them at the end of a day, by the
// dates that were known on that day: those still on the clock, and those it has had since replaced. Clocks that do not
// bind, or ended without a verdict by then, are left out.
func (tx *Tx) CountClocks(rules []statute.RuleID, period statistics.Period, asOf calendar.Day) ([]statistics.ClockRow, error) {
	rows, err := countDue(tx.db.Table("clocks").Where("clocks.known_from <= ?", asOf), "clocks", rules, period, asOf)
	if err != nil {
		return nil, err
	}
	before := tx.db.Table("clock_facts").Joins("JOIN clocks ON clocks.id = clock_facts.clock_id").
		Where("clock_facts.known_from <= ? AND clock_facts.known_to >= ?", asOf, asOf)
	replaced, err := countDue(before, "clock_facts", rules, period, asOf)
	return append(rows, replaced...), err
}

// countDue groups clocks by the date and unit that a table has of them.
func countDue(from *gorm.DB, dated string, rules []statute.RuleID, period statistics.Period, asOf calendar.Day) ([]statistics.ClockRow, error) {
	const settled = "clocks.settled_on <> '' AND clocks.settled_on <= ?"
	outcome := "CASE WHEN " + settled + " AND clocks.state = 'met' THEN 'on_time' WHEN " + settled +
		" AND clocks.state = 'met_late' THEN 'late' WHEN " + dated + ".due_legal < ? THEN 'late' ELSE 'pending' END"
	alike := dated + ".rule, " + dated + ".unit_code, outcome"
	var rows []statistics.ClockRow
	err := from.Select(dated+".rule, "+dated+".unit_code, "+outcome+" AS outcome, COUNT(*) AS clocks", asOf, asOf, asOf).
		Where(dated+".rule IN ? AND "+dated+".due_legal BETWEEN ? AND ?", rules, period.From, period.To).
		Where("clocks.state <> 'undetermined'").
		Where("NOT (clocks.state IN ('none', 'lapsed') AND (clocks.settled_on = '' OR clocks.settled_on <= ?))", asOf).
		Group(alike).Order(alike).Scan(&rows).Error
	return rows, classify("count clocks", err)
}

// completed is the cases whose clock of a rule was stopped in a period, as known at the end of a day.
func (tx *Tx) completed(rules []statute.RuleID, period statistics.Period, asOf calendar.Day) *gorm.DB {
	return tx.db.Table("clocks").
		Where("rule IN ? AND stopped BETWEEN ? AND ?", rules, period.From, period.To).
		Where("state IN ('met', 'met_late')").Where(settledClock, asOf)
}

// CountCompleted counts the cases whose clock of one of the rules was stopped in a period.
func (tx *Tx) CountCompleted(rules []statute.RuleID, period statistics.Period, asOf calendar.Day) (int, error) {
	var count int
	err := tx.completed(rules, period, asOf).Select("COUNT(DISTINCT case_id)").Scan(&count).Error
	return count, classify("count completed cases", err)
}

// CountRatings counts the newest grades, as known at the end of a day, of the cases completed in a period.
func (tx *Tx) CountRatings(rules []statute.RuleID, period statistics.Period, asOf calendar.Day) ([]statistics.RatingRow, error) {
	const newest = "NOT EXISTS (SELECT 1 FROM ratings AS later WHERE later.case_id = ratings.case_id " +
		"AND later.object = ratings.object AND later.rated_on <= ? AND later.id > ratings.id)"
	var rows []statistics.RatingRow
	err := tx.db.Model(&petition.Rating{}).Select("object, unit_code, grade, COUNT(*) AS cases").
		Where("case_id IN (?)", tx.completed(rules, period, asOf).Select("case_id")).
		Where("rated_on <= ?", asOf).Where(newest, asOf).
		Group("object, unit_code, grade").Order("object, unit_code, grade").Scan(&rows).Error
	return rows, classify("count ratings", err)
}

// CountedOf returns how the submissions of a case count now, oldest first.
func (tx *Tx) CountedOf(caseID int64, limit int) ([]statistics.Counted, error) {
	return list[statistics.Counted]("find counted submissions",
		tx.db.Where("case_id = ? AND known_to = ?", caseID, statistics.Forever).Order("submission_id"), limit)
}

// RecordCounted makes a row what is known of its submission from its KnownFrom on. What was known on earlier days
// stays; a correction on the same day, or by a clock that is behind, takes the row's place.
func (tx *Tx) RecordCounted(row statistics.Counted) error {
	row.ID, row.KnownTo = 0, statistics.Forever
	var newest []statistics.Counted
	err := tx.db.Where("submission_id = ?", row.SubmissionID).Order("known_from DESC").Limit(1).Find(&newest).Error
	if err != nil {
		return classify("find counted submission", err)
	}
	if len(newest) == 1 {
		was := newest[0]
		if row.KnownFrom <= was.KnownFrom {
			row.ID, row.KnownFrom = was.ID, was.KnownFrom
			return classify("correct counted submission", tx.db.Select("*").Where("id = ?", row.ID).Updates(&row).Error)
		}
		err := tx.db.Model(&statistics.Counted{}).Where("id = ?", was.ID).Update("known_to", row.KnownFrom.Add(-1)).Error
		if err != nil {
			return classify("close counted submission", err)
		}
	}
	return classify("count submission", tx.db.Create(&row).Error)
}

// SetClassification writes the parts of a classification that are not empty. It locks the case until the transaction
// ends, so that what is counted next is true of it.
func (tx *Tx) SetClassification(id int64, c petition.Classification, at time.Time) error {
	columns := map[string]any{"updated_at": at}
	if c.Topic != "" {
		columns["topic"], columns["topic_list"] = c.Topic, c.TopicList
	}
	if c.Purpose != "" {
		columns["purpose"] = c.Purpose
	}
	if c.Level != "" {
		columns["level"] = c.Level
	}
	if c.Nationwide != "" {
		columns["nationwide"] = c.Nationwide
	}
	return classify("classify case", tx.db.Model(&petition.Case{}).Where("id = ?", id).Updates(columns).Error)
}

// AddRatings writes what was said about a case.
func (tx *Tx) AddRatings(ratings []petition.Rating) error {
	for i := range ratings {
		ratings[i].ID = 0
	}
	return classify("add ratings", tx.db.Create(&ratings).Error)
}
