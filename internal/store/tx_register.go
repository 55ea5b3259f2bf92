package store

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// Register returns the submissions that bear the numbers, each with what its commitment binds.
func (tx *Tx) Register(numbers []string) ([]ledger.Registered, error) {
	submissions, err := list[petition.Submission]("find submissions", tx.db.Where("number IN ?", numbers).Order("id"), max(1, len(numbers)))
	if err != nil || len(submissions) == 0 {
		return nil, err
	}
	ids := make([]int64, len(submissions))
	for i, s := range submissions {
		ids[i] = s.ID
	}
	var people []petition.Petitioner
	if err := tx.db.Where("submission_id IN ?", ids).Order("id").Find(&people).Error; err != nil {
		return nil, classify("find petitioners", err)
	}
	named := map[int64][]petition.Petitioner{}
	for _, p := range people {
		named[p.SubmissionID] = append(named[p.SubmissionID], p)
	}
	rows := make([]ledger.Registered, len(submissions))
	for i, s := range submissions {
		rows[i] = ledger.Registered{
			Number: s.Number, SubmissionID: s.ID, CommitKey: s.CommitKey, Fields: petition.Committed(s, named[s.ID]),
		}
	}
	return rows, nil
}

// RegisterByDay counts the register as it stands now: every submission by the day of its registration.
func (tx *Tx) RegisterByDay() (map[calendar.Day]ledger.DayCount, error) {
	var rows []struct {
		RegisteredOn                              calendar.Day
		Registered, Voided, Headcount, Collective int
	}
	err := tx.db.Model(&statistics.Counted{}).
		Select("registered_on, COUNT(*) AS registered, SUM(voided) AS voided, SUM(headcount) AS headcount, SUM(collective) AS collective").
		Where("known_to = ?", statistics.Forever).Group("registered_on").Scan(&rows).Error
	days := make(map[calendar.Day]ledger.DayCount, len(rows))
	for _, r := range rows {
		days[r.RegisteredOn] = ledger.DayCount{Registered: r.Registered, Voided: r.Voided, Headcount: r.Headcount, Collective: r.Collective}
	}
	return days, classify("count register by day", err)
}

// StepsByID returns steps of cases by their ids.
func (tx *Tx) StepsByID(ids []int64) ([]ledger.Step, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var events []casework.Event
	if err := tx.db.Select("id", "step", "day", "charge_no").Where("id IN ?", ids).Find(&events).Error; err != nil {
		return nil, classify("find case events", err)
	}
	steps := make([]ledger.Step, len(events))
	for i, e := range events {
		steps[i] = ledger.Step{ID: e.ID, Step: string(e.Step), Day: string(e.Day), ChargeNo: e.ChargeNo}
	}
	return steps, nil
}
