package store

import (
	"time"

	"gorm.io/gorm/clause"

	"petitiondesk/models/duty"
	"petitiondesk/models/queue"
)

const maxGroups = 5000

// Groups returns the group chats of stations, by station.
func (tx *Tx) Groups() ([]duty.Group, error) {
	return list[duty.Group]("find groups", tx.db.Order("station"), maxGroups)
}

// SetGroup gives a station its chat. Of the same chat, what went there stays known.
func (tx *Tx) SetGroup(station, chatID string) error {
	fresh := duty.Group{Station: station, ChatID: chatID, Version: 1}
	if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return classify("add group", err)
	}
	return classify("change group", tx.db.Model(&duty.Group{}).Where("station = ? AND chat_id <> ?", station, chatID).
		Updates(map[string]any{"chat_id": chatID, "week": "", "shown": "", "updated": ""}).Error)
}

// SaveGroup notes what went to a group, where Version = g.Version; then g.Version+1.
func (tx *Tx) SaveGroup(g duty.Group) error {
	result := tx.db.Model(&duty.Group{}).Where("station = ? AND version = ? AND chat_id = ?", g.Station, g.Version, g.ChatID).
		Updates(map[string]any{"week": g.Week, "shown": g.Shown, "updated": g.Updated, "version": g.Version + 1})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("save group")
	}
	return classify("save group", result.Error)
}

// LostMessages returns messages of these kinds that ended as dead letters or expired, and were due since an instant, newest first:
// those after one of them or, after a zero one, from the first.
func (tx *Tx) LostMessages(kinds []string, since time.Time, after queue.Outbound, limit int) ([]queue.Outbound, error) {
	query := tx.db.Where("state IN ? AND due_at >= ? AND kind IN ?", []queue.State{queue.Expired, queue.Dead}, kept(since), kinds)
	if after.ID != 0 {
		query = query.Where("(due_at < ? OR due_at = ? AND id < ?)", kept(after.DueAt), kept(after.DueAt), after.ID)
	}
	return list[queue.Outbound]("find lost messages", query.Order("due_at DESC, id DESC"), limit)
}

// Mark notes that somebody has dealt with something of the board; fresh is false when somebody had before.
func (tx *Tx) Mark(m duty.BoardMark) (fresh bool, err error) {
	result := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&m)
	return result.RowsAffected > 0, classify("mark as dealt with", result.Error)
}

// Marked returns those of the marks that are set.
func (tx *Tx) Marked(marks []string) ([]string, error) {
	if len(marks) == 0 {
		return nil, nil
	}
	found, err := list[duty.BoardMark]("find marks", tx.db.Where("mark IN ?", marks).Order("mark"), len(marks))
	names := make([]string, len(found))
	for i, m := range found {
		names[i] = m.Mark
	}
	return names, err
}

// OpenSwaps returns swaps on which somebody still has to say something, and whose duties begin after an instant.
func (tx *Tx) OpenSwaps(after time.Time, limit int) ([]duty.Swap, error) {
	return list[duty.Swap]("find open swaps", tx.db.Where("state IN ? AND starts_at > ?",
		[]duty.SwapState{duty.SwapOpen, duty.SwapAsked, duty.SwapConsented}, kept(after)).Order("starts_at, id"), limit)
}
