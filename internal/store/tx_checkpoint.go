package store

import (
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
	"petitiondesk/models/queue"
)

// TreeCount returns how many hashes of the tree are stored.
func (tx *Tx) TreeCount() (int64, error) {
	var last []ledger.TreeHash
	err := tx.db.Order("idx DESC").Limit(1).Find(&last).Error
	if err != nil || len(last) == 0 {
		return 0, classify("measure ledger tree", err)
	}
	return last[0].Idx + 1, nil
}

// TreeHashes returns stored hashes in the order of their indexes.
func (tx *Tx) TreeHashes(indexes []int64) ([]string, error) {
	found := make(map[int64]string, len(indexes))
	for part := range slices.Chunk(indexes, chunk) {
		var rows []ledger.TreeHash
		if err := tx.db.Where(clause.IN{Column: clause.Column{Name: "idx"}, Values: anys(part)}).Find(&rows).Error; err != nil {
			return nil, classify("read ledger tree", err)
		}
		for _, row := range rows {
			found[row.Idx] = row.Hash
		}
	}
	hashes := make([]string, len(indexes))
	for i, idx := range indexes {
		hash, ok := found[idx]
		if !ok {
			return nil, notFound(fmt.Sprintf("read hash %d of the ledger tree", idx))
		}
		hashes[i] = hash
	}
	return hashes, nil
}

// TreeHashesFrom returns stored hashes in the order of the tree.
func (tx *Tx) TreeHashesFrom(idx int64, limit int) ([]ledger.TreeHash, error) {
	return list[ledger.TreeHash]("read ledger tree", tx.db.Where("idx >= ?", idx).Order("idx"), limit)
}

// AddTreeHashes stores the hashes from an index on; Conflict when another replica did so meanwhile.
func (tx *Tx) AddTreeHashes(from int64, hashes []string) error {
	rows := make([]ledger.TreeHash, len(hashes))
	for i, hash := range hashes {
		rows[i] = ledger.TreeHash{Idx: from + int64(i), Hash: hash}
	}
	for part := range slices.Chunk(rows, 1000) {
		if err := tx.db.Create(&part).Error; err != nil {
			return classify("grow ledger tree", err)
		}
	}
	return nil
}

// AddCheckpoint writes a checkpoint and sets its id; Conflict when its key is taken.
func (tx *Tx) AddCheckpoint(c *ledger.Checkpoint) error {
	c.ID = 0
	return classify("add checkpoint", tx.db.Create(c).Error)
}

// Checkpoint returns a checkpoint by id.
func (tx *Tx) Checkpoint(id int64) (ledger.Checkpoint, error) {
	return first[ledger.Checkpoint]("find checkpoint", tx.db.Where("id = ?", id))
}

// CheckpointByKey returns a checkpoint by its Uniq.
func (tx *Tx) CheckpointByKey(uniq string) (ledger.Checkpoint, error) {
	return first[ledger.Checkpoint]("find checkpoint", tx.db.Where("uniq = ?", uniq))
}

// CheckpointCovering returns the earliest checkpoint that covers an entry.
func (tx *Tx) CheckpointCovering(seq int64) (ledger.Checkpoint, error) {
	return first[ledger.Checkpoint]("find checkpoint", tx.db.Where("size >= ?", seq).Order("size, id"))
}

// LatestCheckpoints returns the newest checkpoints, newest first.
func (tx *Tx) LatestCheckpoints(limit int) ([]ledger.Checkpoint, error) {
	return list[ledger.Checkpoint]("find checkpoints", tx.db.Order("id DESC"), limit)
}

// CheckpointsAfter returns checkpoints by id.
func (tx *Tx) CheckpointsAfter(id int64, limit int) ([]ledger.Checkpoint, error) {
	return list[ledger.Checkpoint]("find checkpoints", tx.db.Where("id > ?", id).Order("id"), limit)
}

// EntriesOn returns the entries about a subject, oldest first.
func (tx *Tx) EntriesOn(subject string, limit int) ([]ledger.Entry, error) {
	if err := tx.writeLedger(); err != nil {
		return nil, err
	}
	return list[ledger.Entry]("find entries on a subject", tx.db.Where("subject = ?", subject).Order("seq"), limit)
}

// AddReceipts writes receipts; known ones stay as they are.
func (tx *Tx) AddReceipts(receipts ...ledger.Receipt) error {
	for i := range receipts {
		receipts[i].ID = 0
		if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&receipts[i]).Error; err != nil {
			return classify("add receipt", err)
		}
	}
	return nil
}

// SettleReceipt writes how anchoring ended, unless that is known already.
func (tx *Tx) SettleReceipt(r ledger.Receipt) error {
	err := tx.db.Model(&ledger.Receipt{}).
		Where("checkpoint_id = ? AND place = ? AND target = ? AND outcome = ?", r.CheckpointID, r.Place, r.Target, ledger.Awaited).
		Updates(map[string]any{"outcome": r.Outcome, "ref": r.Ref, "err_code": r.ErrCode, "at": r.At}).Error
	return classify("settle receipt", err)
}

// AwaitedReceipts returns receipts still awaited, oldest first.
func (tx *Tx) AwaitedReceipts(limit int) ([]ledger.Receipt, error) {
	return list[ledger.Receipt]("find receipts", tx.db.Where("outcome = ?", ledger.Awaited).Order("id"), limit)
}

// ReceiptsOf returns the receipts of checkpoints.
func (tx *Tx) ReceiptsOf(checkpoints []int64) ([]ledger.Receipt, error) {
	if len(checkpoints) == 0 {
		return nil, nil
	}
	return list[ledger.Receipt]("find receipts", tx.db.Where("checkpoint_id IN ?", checkpoints).Order("id"), 10_000)
}

// MessagesByKey returns messages by their DedupKey, without their content.
func (tx *Tx) MessagesByKey(keys []string) ([]queue.Outbound, error) {
	if err := tx.writeWork(); err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, nil
	}
	return list[queue.Outbound]("find messages", tx.db.
		Select("id", "dedup_key", "state", "err_code", "last_error", "msg_id", "done_at").Where("dedup_key IN ?", keys), len(keys))
}

// AddIncident writes an incident; Conflict when its key is taken.
func (tx *Tx) AddIncident(i *ledger.Incident) error {
	i.ID = 0
	return classify("add incident", tx.db.Create(i).Error)
}

// OpenIncidents returns the incidents that are not closed, oldest first.
func (tx *Tx) OpenIncidents(limit int) ([]ledger.Incident, error) {
	return list[ledger.Incident]("find incidents", tx.unsettled().Order("id"), limit)
}

func (tx *Tx) unsettled() *gorm.DB {
	return tx.db.Where("state IN ?", []ledger.IncidentState{ledger.IncidentOpen, ledger.IncidentHalf})
}

// ClosedIncidents returns the newest closed incidents.
func (tx *Tx) ClosedIncidents(limit int) ([]ledger.Incident, error) {
	return list[ledger.Incident]("find incidents", tx.db.Where("state = ?", ledger.IncidentSettle).Order("id DESC"), limit)
}

// RegistrationBarred tells whether a restored ledger has not been explained yet.
func (tx *Tx) RegistrationBarred() (bool, error) {
	var there []ledger.Incident
	err := tx.unsettled().Select("id").Where("kind = ?", ledger.Restored).Limit(1).Find(&there).Error
	return len(there) > 0, classify("look for incidents", err)
}

// UpdateIncident writes an incident if its version is still the one that was read; else Conflict.
func (tx *Tx) UpdateIncident(i ledger.Incident) error {
	result := tx.db.Model(&ledger.Incident{}).Where("id = ? AND version = ?", i.ID, i.Version).Updates(map[string]any{
		"state": i.State, "reason": i.Reason, "signed_by": i.SignedBy, "signed_as": i.SignedAs, "signed_at": i.SignedAt,
		"countersigned_by": i.CountersignedBy, "countersigned_as": i.CountersignedAs, "countersigned_at": i.CountersignedAt,
		"version": i.Version + 1,
	})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("update incident")
	}
	return classify("update incident", result.Error)
}

// AddAmendment writes a request and sets its id.
func (tx *Tx) AddAmendment(a *ledger.AmendRequest) error {
	a.ID = 0
	return classify("add amendment", tx.db.Create(a).Error)
}

// Amendment returns a request by id.
func (tx *Tx) Amendment(id int64) (ledger.AmendRequest, error) {
	return first[ledger.AmendRequest]("find amendment", tx.db.Where("id = ?", id))
}

// AmendmentsOf returns the requests about a case, oldest first.
func (tx *Tx) AmendmentsOf(caseID int64, limit int) ([]ledger.AmendRequest, error) {
	return list[ledger.AmendRequest]("find amendments", tx.db.Where("case_id = ?", caseID).Order("id"), limit)
}

// UpdateAmendment writes a decision if the version is still the one that was read; else Conflict.
func (tx *Tx) UpdateAmendment(a ledger.AmendRequest) error {
	result := tx.db.Model(&ledger.AmendRequest{}).Where("id = ? AND version = ?", a.ID, a.Version).Updates(map[string]any{
		"state": a.State, "decided_by": a.DecidedBy, "decided_at": a.DecidedAt, "opinion": a.Opinion, "version": a.Version + 1,
	})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("update amendment")
	}
	return classify("update amendment", result.Error)
}

// CorrectHeadcount changes how many people a case says came first.
func (tx *Tx) CorrectHeadcount(caseID int64, headcount int, collective bool, at time.Time) error {
	return classify("correct headcount", tx.db.Model(&petition.Case{}).Where("id = ?", caseID).
		Updates(map[string]any{"headcount": headcount, "collective": collective, "updated_at": at}).Error)
}
