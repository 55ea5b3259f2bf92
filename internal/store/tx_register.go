package store

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

// Register returns the submissions that bear the numbers, each with what its commitment binds and the key that opens it.
func (tx *Tx) Register(numbers []string) ([]petition.Entered, error) {
	submissions, err := list[petition.Submission]("find submissions", tx.db.Where("number IN ?", numbers).Order("id"), max(1, len(numbers)))
	if err != nil || len(submissions) == 0 {
		return nil, err
	}
	rows := make([]petition.Entered, len(submissions))
	ids, drafts := make([]int64, len(submissions)), make([]int64, len(submissions))
	for i, s := range submissions {
		rows[i].Submission, ids[i], drafts[i] = s, s.ID, s.DraftID
	}
	var people []petition.Petitioner
	if err := tx.db.Where("submission_id IN ?", ids).Order("id").Find(&people).Error; err != nil {
		return nil, classify("find petitioners", err)
	}
	var keys []petition.DataKey
	if err := tx.db.Where("draft_id IN ?", drafts).Find(&keys).Error; err != nil {
		return nil, classify("find data keys", err)
	}
	for i := range rows {
		row := &rows[i]
		for _, p := range people {
			if p.SubmissionID == row.ID {
				row.Named = append(row.Named, p)
			}
		}
		for _, key := range keys {
			if key.DraftID == row.DraftID {
				row.Key = key
			}
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
