package desk

import (
	"cmp"
	"context"
	"slices"

	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/statute"
)

// digestLines is how many clocks one message names; the rest are counted.
const digestLines = 12

// RunDigest tells a person of everything he has not been told, in one message.
func (d *Desk) RunDigest(ctx context.Context, person string) error {
	return d.transact(ctx, func(w *work) error {
		reminders, err := w.UntoldReminders(person, 1000)
		if err != nil || len(reminders) == 0 {
			return err
		}
		digest, err := w.digest(person, reminders)
		if err != nil {
			return err
		}
		ids := make([]int64, len(reminders))
		for i, r := range reminders {
			ids[i] = r.ID
		}
		if err := w.MarkTold(ids, w.now); err != nil || len(digest.Lines) == 0 {
			return err
		}
		return w.answer(person, notice.ClockDigest, digest)
	})
}

// digest describes the clocks that still await something, the most pressing first.
func (w *work) digest(userID string, reminders []casework.Reminder) (notice.Digest, error) {
	steps := map[int64]statute.StepName{}
	var ids []int64
	for _, r := range reminders {
		if _, seen := steps[r.ClockID]; !seen {
			ids = append(ids, r.ClockID)
		}
		steps[r.ClockID] = r.Step // the latest one
	}
	rows, err := w.ClocksByID(ids)
	if err != nil {
		return notice.Digest{}, err
	}
	rows = slices.DeleteFunc(rows, func(r casework.ClockRow) bool { return !r.Open })
	person, err := w.Person(userID)
	if err != nil {
		return notice.Digest{}, err
	}
	if rows, err = clocksSeenBy(w, person, rows); err != nil { // he may have been barred since he was to be reminded
		return notice.Digest{}, err
	}
	lines, err := w.desk.clockLines(w.Tx, rows)
	if err != nil {
		return notice.Digest{}, err
	}
	for i := range lines {
		lines[i].Step = steps[lines[i].ClockID]
	}
	digest := notice.Digest{Total: len(lines), Lines: lines[:min(len(lines), digestLines)]}
	return digest, nil
}

// clockLines describes clocks with the cases they belong to, the nearest internal date first.
func (d *Desk) clockLines(tx Tx, rows []casework.ClockRow) ([]notice.ClockLine, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.CaseID
	}
	slices.Sort(ids)
	cases, err := tx.CasesByID(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	numbers := map[int64]string{}
	for _, c := range cases {
		numbers[c.ID] = c.Number
	}
	lines := make([]notice.ClockLine, 0, len(rows))
	for _, row := range rows {
		title := string(row.Rule)
		if set, err := statute.SetByID(row.RuleSet); err == nil {
			if rule, err := set.Rule(row.Rule); err == nil {
				title = rule.Title
			}
		}
		lines = append(lines, notice.ClockLine{
			ClockID: row.ID, Number: numbers[row.CaseID], Title: title, Due: row.DueInternal, DueLegal: row.DueLegal,
			OverdueSince: row.OverdueSince, Provisional: row.Provisional,
		})
	}
	slices.SortStableFunc(lines, func(a, b notice.ClockLine) int { return cmp.Compare(a.Due, b.Due) })
	return lines, nil
}
