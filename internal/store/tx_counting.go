package store

import (
	"time"

	"gorm.io/gorm"

	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
	"petitiondesk/models/statute"
)

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

// CountedOf returns how the submissions of a case count now, oldest first.
func (tx *Tx) CountedOf(caseID int64, limit int) ([]statistics.Counted, error) {
	return list[statistics.Counted]("find counted submissions",
		tx.db.Where("case_id = ? AND known_to = ?", caseID, statistics.Forever).Order("submission_id"), limit)
}

// newestCounted is what is known last of a submission, without an id when nothing is, and the newest closed month.
func (tx *Tx) newestCounted(submission int64) (was statistics.Counted, closed statistics.Month, err error) {
	var found struct {
		Closed statistics.Month
		statistics.Counted
	}
	err = tx.db.Raw("SELECT newest.month AS closed, counted_submissions.* FROM (SELECT MAX(month) AS month FROM counted_closed) AS newest "+
		"LEFT JOIN counted_submissions ON submission_id = ? ORDER BY known_from DESC LIMIT 1", submission).Scan(&found).Error
	return found.Counted, found.Closed, classify("find counted submission", err)
}

// RecordCounted makes a row what is known of its submission from its KnownFrom on. What was known on earlier days
// stays; a correction on the same day, or by a clock that is behind, takes the row's place. A month that is closed stays as
// it is: by a clock so far behind, the row is known from the day after.
func (tx *Tx) RecordCounted(row statistics.Counted) error {
	row.ID, row.KnownTo = 0, statistics.Forever
	was, closed, err := tx.newestCounted(row.SubmissionID)
	if err != nil {
		return err
	}
	if closed != "" {
		row.KnownFrom = max(row.KnownFrom, closed.Next().First())
	}
	if was.ID != 0 {
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
