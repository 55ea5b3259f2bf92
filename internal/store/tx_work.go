package store

import (
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models/queue"
)

var (
	jobKey = byColumn("uniq",
		func(j *queue.Job) string { return j.Uniq }, func(j *queue.Job) *int64 { return &j.ID })
	outboundKey = byColumn("dedup_key",
		func(o *queue.Outbound) string { return o.DedupKey }, func(o *queue.Outbound) *int64 { return &o.ID })
)

// Plan writes the jobs whose Uniq is not there yet, when the transaction ends.
func (tx *Tx) Plan(jobs ...queue.Job) error {
	tx.planned = append(tx.planned, jobs...)
	return nil
}

// Tell writes the messages whose DedupKey is not there yet, when the transaction ends: one statement for all of them is short for
// those who wait for the ledger's head.
func (tx *Tx) Tell(rows ...queue.Outbound) error {
	tx.told = append(tx.told, rows...)
	return nil
}

// writeWork writes the jobs and messages that were kept back.
func (tx *Tx) writeWork() error {
	jobs, told := distinct(tx.planned, jobKey), distinct(tx.told, outboundKey)
	tx.planned, tx.told = nil, nil
	for part := range slices.Chunk(jobs, chunk) {
		result := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&part)
		if result.Error != nil {
			return classify("plan jobs", result.Error)
		}
		if len(part) > 1 || result.RowsAffected == 0 {
			for i := range part {
				part[i].ID = 0 // what is reported of several rows rests on assumptions about the server's counting
			}
		}
	}
	for part := range slices.Chunk(told, chunk) {
		if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&part).Error; err != nil {
			return classify("write messages", err)
		}
	}
	tx.fresh.Jobs, tx.fresh.Outbound = append(tx.fresh.Jobs, jobs...), append(tx.fresh.Outbound, told...)
	return nil
}

// identify reads back the ids of planned jobs, of those that wait: some may have been there already, and be done.
func identify(db *gorm.DB, planned []queue.Job) ([]queue.Job, error) {
	var waiting, unknown []queue.Job
	for _, job := range planned {
		if job.ID != 0 {
			waiting = append(waiting, job)
		} else {
			unknown = append(unknown, job)
		}
	}
	for part := range slices.Chunk(unknown, chunk) {
		var found []queue.Job
		err := jobKey.among(db, part).Select("id", "uniq", "kind", "due_at").Where("state = ?", queue.Waiting).Order("id").Find(&found).Error
		if err != nil {
			return waiting, classify("find planned jobs", err)
		}
		waiting = append(waiting, found...)
	}
	return waiting, nil
}

// Told tells whether there is a message with that DedupKey.
func (tx *Tx) Told(dedupKey string) (bool, error) {
	if err := tx.writeWork(); err != nil {
		return false, err
	}
	var there []queue.Outbound
	err := tx.db.Select("id").Where("dedup_key = ?", dedupKey).Limit(1).Find(&there).Error
	return len(there) > 0, classify("find message", err)
}

// CancelUnsent cancels cards that wait and were never posted. It returns the task ids of those it cancelled.
func (tx *Tx) CancelUnsent(taskIDs ...string) ([]string, error) {
	if err := tx.writeWork(); err != nil {
		return nil, err
	}
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
