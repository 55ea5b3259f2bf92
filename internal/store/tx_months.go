package store

import (
	"strings"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statistics"
)

// alike is what submissions are counted by.
const alike = "channel, level, topic_list, topic, purpose, unit_code, collective, repeated, voided, nationwide"

// union is a question put together of several, asked as one so that all of them see the same rows.
type union struct {
	parts []string
	args  []any
}

func (u *union) add(part string, args ...any) {
	u.parts, u.args = append(u.parts, part), append(u.args, args...)
}

func (u *union) counted(sign, where string, args ...any) {
	u.add("SELECT "+alike+", "+sign+"COUNT(*) AS submissions, "+sign+"SUM(headcount) AS headcount FROM counted_submissions WHERE "+
		where+" GROUP BY "+alike, args...)
}

func (u *union) text() string { return "(" + strings.Join(u.parts, " UNION ALL ") + ") AS parts" }

// CountSubmissions counts what was registered in a period, as known at the end of a day. Whole months are read as they
// were added up when they were closed, with what has become known since; other days, submission by submission.
func (tx *Tx) CountSubmissions(period statistics.Period, asOf calendar.Day) ([]statistics.Row, error) {
	closed, err := tx.newestClosed(statistics.Knowable(asOf))
	if err != nil {
		return nil, err
	}
	whole, rest := period.Split(closed)
	var u union
	if !whole.Empty() {
		u.add("SELECT "+alike+", SUM(submissions) AS submissions, SUM(headcount) AS headcount FROM counted_months "+
			"WHERE registered_in BETWEEN ? AND ? AND known_in <= ? GROUP BY "+alike, whole.From, whole.To, closed)
		months := whole.Period()
		const knownFrom, knownTo = "known_from BETWEEN ? AND ? AND registered_on BETWEEN ? AND ?", "known_to BETWEEN ? AND ? AND registered_on BETWEEN ? AND ?"
		u.counted("", knownFrom, closed.Last().Add(1), asOf, months.From, months.To)
		u.counted("-", knownTo, closed.Last(), asOf.Add(-1), months.From, months.To)
	}
	for _, days := range rest {
		u.counted("", "registered_on BETWEEN ? AND ? AND known_from <= ? AND known_to >= ?", days.From, days.To, asOf, asOf)
	}
	var rows []statistics.Row
	err = tx.db.Raw("SELECT "+alike+", SUM(submissions) AS submissions, SUM(headcount) AS headcount FROM "+u.text()+
		" GROUP BY "+alike+" HAVING SUM(submissions) <> 0 ORDER BY "+alike, u.args...).Scan(&rows).Error
	return rows, classify("count submissions", err)
}

// newestClosed is the newest closed month until a given one, "" when none is.
func (tx *Tx) newestClosed(until statistics.Month) (statistics.Month, error) {
	var month *statistics.Month
	err := tx.db.Raw("SELECT MAX(month) FROM counted_closed WHERE month <= ?", until).Scan(&month).Error
	if month == nil {
		return "", classify("find closed months", err)
	}
	return *month, classify("find closed months", err)
}

// MonthToClose is the month after the newest closed one, or the first of which anything is known; "" when nothing is.
func (tx *Tx) MonthToClose() (statistics.Month, error) {
	closed, err := tx.newestClosed(statistics.MonthOf(statistics.Forever))
	if err != nil {
		return "", err
	}
	if closed != "" {
		return closed.Next(), nil
	}
	var first *calendar.Day
	err = tx.db.Raw("SELECT MIN(known_from) FROM counted_submissions").Scan(&first).Error
	if first == nil {
		return "", classify("find first counted submission", err)
	}
	return statistics.MonthOf(*first), classify("find first counted submission", err)
}

// maxMonths is a thousand years.
const maxMonths = 12_000

// ClosedMonths returns the closed months, oldest first.
func (tx *Tx) ClosedMonths() ([]statistics.Month, error) {
	var months []statistics.Month
	err := tx.db.Table("counted_closed").Order("month").Limit(maxMonths).Pluck("month", &months).Error
	return months, classify("find closed months", err)
}

// becameKnown is what became known in a month, by the month of registration: rows that began count for it, rows that were
// closed against it.
func becameKnown(month statistics.Month) union {
	var u union
	for _, change := range []struct{ sign, column string }{{"", "known_from"}, {"-", "known_to"}} {
		from, to := month.First(), month.Last()
		if change.column == "known_to" { // from the day after
			from, to = from.Add(-1), to.Add(-1)
		}
		u.add("SELECT SUBSTR(registered_on, 1, 7) AS registered_in, "+alike+", "+change.sign+"1 AS submissions, "+change.sign+"headcount AS headcount "+
			"FROM counted_submissions WHERE "+change.column+" BETWEEN ? AND ?", from, to)
	}
	return u
}

// CloseMonth adds up what became known in a month, for good; Conflict when it is closed.
func (tx *Tx) CloseMonth(month statistics.Month) error {
	err := tx.db.Exec("INSERT INTO counted_closed (month, closed_at) VALUES (?, ?)", month, tx.now()).Error
	if err != nil {
		return classify("close month", err)
	}
	u := becameKnown(month)
	err = tx.db.Exec("INSERT INTO counted_months (registered_in, known_in, "+alike+", submissions, headcount) SELECT registered_in, ?, "+
		alike+", SUM(submissions), SUM(headcount) FROM "+u.text()+" GROUP BY registered_in, "+alike+
		" HAVING SUM(submissions) <> 0 OR SUM(headcount) <> 0", append([]any{month}, u.args...)...).Error
	return classify("add up month", err)
}

// MonthAgrees tells whether a closed month is what its submissions say it is.
func (tx *Tx) MonthAgrees(month statistics.Month) (bool, error) {
	u := becameKnown(month)
	u.add("SELECT registered_in, "+alike+", -submissions, -headcount FROM counted_months WHERE known_in = ?", month)
	var differing []string
	err := tx.db.Raw("SELECT registered_in FROM "+u.text()+" GROUP BY registered_in, "+alike+
		" HAVING SUM(submissions) <> 0 OR SUM(headcount) <> 0 LIMIT 1", u.args...).Scan(&differing).Error
	return len(differing) == 0, classify("check month", err)
}
