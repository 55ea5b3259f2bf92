package store

import (
	"slices"

	"gorm.io/gorm/clause"

	"petitiondesk/models/queue"
)

var (
	jobKey = byColumn("uniq",
		func(j *queue.Job) string { return j.Uniq }, func(j *queue.Job) *int64 { return &j.ID })
	outboundKey = byColumn("dedup_key",
		func(o *queue.Outbound) string { return o.DedupKey }, func(o *queue.Outbound) *int64 { return &o.ID })
)

// Plan writes the jobs whose Uniq is not there yet.
func (tx *Tx) Plan(jobs ...queue.Job) error {
	inserted, err := insertNew(tx.db, jobs, jobKey)
	tx.fresh.Jobs = append(tx.fresh.Jobs, inserted...)
	return classify("plan jobs", err)
}

// Tell writes the messages whose DedupKey is not there yet.
func (tx *Tx) Tell(rows ...queue.Outbound) error {
	inserted, err := insertNew(tx.db, rows, outboundKey)
	tx.fresh.Outbound = append(tx.fresh.Outbound, inserted...)
	return classify("write messages", err)
}

// Told tells whether there is a message with that DedupKey.
func (tx *Tx) Told(dedupKey string) (bool, error) {
	var there []queue.Outbound
	err := tx.db.Select("id").Where("dedup_key = ?", dedupKey).Limit(1).Find(&there).Error
	return len(there) > 0, classify("find message", err)
}

// CancelUnsent cancels cards that wait and were never posted. It returns the task ids of those it cancelled.
func (tx *Tx) CancelUnsent(taskIDs ...string) ([]string, error) {
	if len(taskIDs) == 0 {
		return nil, nil
	}
	var rows []queue.Outbound
	err := tx.db.Select("id", "seq", "task_id", "state", "amends", "first_try_at").
		Where("task_id IN ?", taskIDs).Order("id").Find(&rows).Error
	if err != nil {
		return nil, classify("find unsent cards", err)
	}
	// A state in the question would lead SQLite to walk everything that waits.
	rows = slices.DeleteFunc(rows, func(row queue.Outbound) bool {
		return row.State != queue.Waiting || row.FirstTryAt != nil || row.Amends
	})
	var cancelled []string
	for _, row := range rows {
		result := tx.db.Model(&queue.Outbound{}).
			Where("id = ? AND seq = ? AND state = ?", row.ID, row.Seq, queue.Waiting).
			Updates(map[string]any{"state": queue.Cancelled, "seq": row.Seq + 1, "done_at": tx.now()})
		if result.Error != nil {
			return nil, classify("cancel card", result.Error)
		}
		if result.RowsAffected == 1 {
			cancelled = append(cancelled, row.TaskID)
		}
	}
	return cancelled, nil
}

// KeepCardCode writes a response_code, unless it is known.
func (tx *Tx) KeepCardCode(code queue.CardCode) error {
	code.ID = 0
	return classify("keep card code", tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&code).Error)
}
