package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"petitiondesk/models/queue"
)

// Purge blanks the bodies of a batch of messages, received and sent, that ended before an instant of the desk's clock. The
// rows stay, with the hash of what they said. more tells whether another batch may find something.
func (s *Store) Purge(ctx context.Context, before time.Time, limit int) (purged int, more bool, err error) {
	err = s.write(ctx, "purge messages", func(tx *Tx) error {
		in, moreIn, err := tx.purgeInbox(before, limit)
		if err != nil {
			return err
		}
		out, moreOut, err := tx.purgeOutbox(before, limit)
		purged, more = in+out, moreIn || moreOut
		return err
	})
	return purged, more, err
}

// aged is a row as the purge looks at it, in order of id.
type aged struct {
	id   int64
	open bool
	at   time.Time // when it ended
}

// passed returns the rows to purge and how far the mark may move: to just before the first that must wait.
func passed(rows []aged, mark int64, before time.Time) (ids []int64, upto int64) {
	upto = mark
	waiting := false
	for _, row := range rows {
		if row.open || !row.at.Before(before) {
			waiting = true
			continue
		}
		ids = append(ids, row.id)
		if !waiting {
			upto = row.id
		}
	}
	return ids, upto
}

func endedAt(done *time.Time, since time.Time) time.Time {
	if done != nil {
		return *done
	}
	return since
}

func (tx *Tx) purgeInbox(before time.Time, limit int) (int, bool, error) {
	mark, err := tx.Progress("purge.inbox", "")
	if err != nil {
		return 0, false, err
	}
	rows, err := list[queue.Inbound]("find old messages", tx.db.Select("id, state, received_at, done_at").Where("id > ?", mark).Order("id"), limit)
	if err != nil {
		return 0, false, err
	}
	looked := make([]aged, len(rows))
	for i, row := range rows {
		looked[i] = aged{row.ID, row.State.Open(), endedAt(row.DoneAt, row.ReceivedAt)}
	}
	ids, upto := passed(looked, mark, before)
	if len(ids) == 0 {
		return 0, false, nil
	}
	// The key of the row is the hash of its body.
	result := tx.db.Model(&queue.Inbound{}).Where("id IN ? AND body IS NOT NULL", ids).Updates(map[string]any{"body": nil})
	if result.Error != nil {
		return 0, false, classify("purge received messages", result.Error)
	}
	return int(result.RowsAffected), len(rows) == limit && upto > mark, tx.SetProgress("purge.inbox", "", upto, tx.now())
}

func (tx *Tx) purgeOutbox(before time.Time, limit int) (int, bool, error) {
	mark, err := tx.Progress("purge.outbox", "")
	if err != nil {
		return 0, false, err
	}
	rows, err := list[queue.Outbound]("find old messages", tx.db.Where("id > ?", mark).Order("id"), limit)
	if err != nil {
		return 0, false, err
	}
	looked, byID := make([]aged, len(rows)), make(map[int64]queue.Outbound, len(rows))
	for i, row := range rows {
		looked[i] = aged{row.ID, row.State.Open(), endedAt(row.DoneAt, row.CreatedAt)}
		byID[row.ID] = row
	}
	ids, upto := passed(looked, mark, before)
	purged := 0
	for _, id := range ids {
		row := byID[id]
		if row.Data == nil && row.Request == nil {
			continue
		}
		result := tx.db.Model(&queue.Outbound{}).Where("id = ? AND state = ?", id, row.State).
			Updates(map[string]any{"data": nil, "request": nil, "body_hash": bodyHash(row)})
		if result.Error != nil {
			return 0, false, classify("purge sent messages", result.Error)
		}
		purged += int(result.RowsAffected)
	}
	if upto == mark {
		return purged, false, nil
	}
	return purged, len(rows) == limit, tx.SetProgress("purge.outbox", "", upto, tx.now())
}

func bodyHash(row queue.Outbound) string {
	body := row.Request
	if body == nil {
		body = row.Data
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
