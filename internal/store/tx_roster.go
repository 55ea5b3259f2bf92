package store

import (
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

const (
	maxPeriods   = 1000
	maxPosts     = 1000
	maxAbsences  = 50000
	maxOverrides = 100000
)

// Periods returns the special periods by code.
func (tx *Tx) Periods() ([]duty.Period, error) {
	return list[duty.Period]("find periods", tx.db.Order("code"), maxPeriods)
}

// Posts returns the orders for posts by name.
func (tx *Tx) Posts() ([]duty.Post, error) {
	return list[duty.Post]("find posts", tx.db.Order("name"), maxPosts)
}

// PutPeriods inserts or updates periods by code.
func (tx *Tx) PutPeriods(periods []duty.Period) error {
	return put(tx.db, "write periods", periods)
}

// PutPosts inserts or updates posts by name.
func (tx *Tx) PutPosts(posts []duty.Post) error { return put(tx.db, "write posts", posts) }

// PutDutyCards inserts or updates cards by userid.
func (tx *Tx) PutDutyCards(cards []duty.Card) error { return put(tx.db, "write duty cards", cards) }

// DutyCards returns those of the people who have one.
func (tx *Tx) DutyCards(userIDs []string) ([]duty.Card, error) {
	var found []duty.Card
	for part := range slices.Chunk(userIDs, chunk) {
		cards, err := list[duty.Card]("find duty cards", tx.db.Where("user_id IN ?", part).Order("user_id"), chunk)
		if err != nil {
			return nil, err
		}
		found = append(found, cards...)
	}
	return found, nil
}

// Absences returns all that were not taken back: those of the past decide whose turn it is today.
func (tx *Tx) Absences() ([]duty.Absence, error) {
	return list[duty.Absence]("find absences", tx.db.Where("ended_at IS NULL").Order("id"), maxAbsences)
}

// AddAbsence writes an absence and sets its id.
func (tx *Tx) AddAbsence(a *duty.Absence) error {
	a.ID = 0
	return classify("create absence", tx.db.Create(a).Error)
}

// EndAbsence takes an absence back; Conflict when that was done before.
func (tx *Tx) EndAbsence(id int64, at time.Time) error {
	result := tx.db.Model(&duty.Absence{}).Where("id = ? AND ended_at IS NULL", id).Updates(map[string]any{"ended_at": at})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("end absence")
	}
	return classify("end absence", result.Error)
}

// Overrides returns those of turns from..to, by code.
func (tx *Tx) Overrides(from, to calendar.Day) ([]duty.Override, error) {
	return list[duty.Override]("find overrides", tx.db.Where("turn BETWEEN ? AND ?", from, to).Order("code"), maxOverrides)
}

// PutOverrides inserts or updates overrides by code.
func (tx *Tx) PutOverrides(overrides []duty.Override) error {
	return put(tx.db, "write overrides", overrides)
}

// DropOverrides removes overrides by code, so that the rules decide again.
func (tx *Tx) DropOverrides(codes []string) error {
	for part := range slices.Chunk(codes, chunk) {
		if err := tx.db.Where("code IN ?", part).Delete(&duty.Override{}).Error; err != nil {
			return classify("drop overrides", err)
		}
	}
	return nil
}

// SlotAt returns the slot on record of a seat on a day.
func (tx *Tx) SlotAt(ruleCode string, day calendar.Day, seat int) (duty.Slot, error) {
	return first[duty.Slot]("find slot", tx.db.Where("rule_code = ? AND day = ? AND seat = ?", ruleCode, day, seat))
}

// SlotsOn returns the slots of a post at a station from a day on, in order.
func (tx *Tx) SlotsOn(station, post string, from calendar.Day, limit int) ([]duty.Slot, error) {
	return list[duty.Slot]("find slots of post", inOrder(tx.db.Where("station = ? AND post = ? AND day >= ?", station, post, from)), limit)
}

// CreateSwap writes a swap and sets its id.
func (tx *Tx) CreateSwap(s *duty.Swap) error {
	s.ID, s.Version = 0, 1
	return classify("create swap", tx.db.Create(s).Error)
}

// Swap returns a swap by id.
func (tx *Tx) Swap(id int64) (duty.Swap, error) {
	return first[duty.Swap]("find swap", tx.db.Where("id = ?", id))
}

// SwapsOf returns the swaps that a person asked for or was asked for, newest first.
func (tx *Tx) SwapsOf(userID string, limit int) ([]duty.Swap, error) {
	asked, err := list[duty.Swap]("find swaps", tx.db.Where("asker = ?", userID).Order("id DESC"), limit)
	if err != nil {
		return nil, err
	}
	given, err := list[duty.Swap]("find swaps", tx.db.Where("other = ?", userID).Order("id DESC"), limit)
	if err != nil {
		return nil, err
	}
	all := append(asked, given...)
	slices.SortFunc(all, func(a, b duty.Swap) int { return int(b.ID - a.ID) })
	return all[:min(len(all), limit)], nil
}

// PendingSwapsOf returns the swaps about a slot on which somebody still has to say something.
func (tx *Tx) PendingSwapsOf(slotID int64) ([]duty.Swap, error) {
	const most = 100
	return list[duty.Swap]("find swaps of slot", tx.db.Where("give_id = ? AND state IN ?", slotID,
		[]duty.SwapState{duty.SwapOpen, duty.SwapAsked, duty.SwapConsented}).Order("id"), most)
}

// SaveSwap writes the swap if its version is still s.Version, and raises it; else Conflict.
func (tx *Tx) SaveSwap(s *duty.Swap) error {
	next := *s
	next.Version++
	result := tx.db.Model(&duty.Swap{}).Where("id = ? AND version = ?", s.ID, s.Version).Select("*").Omit("id", "created_at").Updates(&next)
	if result.Error != nil {
		return classify("save swap", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("save swap")
	}
	*s = next
	return nil
}

// Ladder returns the frozen ladder of a slot's version.
func (tx *Tx) Ladder(slotID, version int64) (notice.Ladder, error) {
	return first[notice.Ladder]("find ladder", tx.db.Where("slot_id = ? AND version = ?", slotID, version))
}

// FreezeLadder writes a ladder; one that exists stays.
func (tx *Tx) FreezeLadder(l notice.Ladder) error {
	return classify("freeze ladder", tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&l).Error)
}

// AddNote writes a hand-over note and sets its id.
func (tx *Tx) AddNote(n *duty.Note) error {
	n.ID = 0
	return classify("create note", tx.db.Create(n).Error)
}

// LastNote returns the newest note of a post at a station.
func (tx *Tx) LastNote(station, post string) (duty.Note, error) {
	return first[duty.Note]("find note", tx.db.Where("station = ? AND post = ?", station, post).Order("id DESC"))
}

// PutFeedLink replaces the person's link.
func (tx *Tx) PutFeedLink(l duty.FeedLink) error {
	if err := tx.db.Where("user_id = ?", l.UserID).Delete(&duty.FeedLink{}).Error; err != nil {
		return classify("drop feed link", err)
	}
	return classify("create feed link", tx.db.Create(&l).Error)
}

// FeedLink returns the link whose secret has the hash.
func (tx *Tx) FeedLink(tokenHash string) (duty.FeedLink, error) {
	return first[duty.FeedLink]("find feed link", tx.db.Where("token_hash = ?", tokenHash))
}

// AddDutyImport writes an import and sets its id.
func (tx *Tx) AddDutyImport(i *duty.Import) error {
	i.ID = 0
	return classify("create duty import", tx.db.Create(i).Error)
}

// LastDutyImport returns the newest import that was not undone.
func (tx *Tx) LastDutyImport() (duty.Import, error) {
	return first[duty.Import]("find duty import", tx.db.Where("undone_at IS NULL").Order("id DESC"))
}

// DutyImport returns one import.
func (tx *Tx) DutyImport(id int64) (duty.Import, error) {
	return first[duty.Import]("find duty import", tx.db.Where("id = ?", id))
}

// UndoDutyImport marks an import as undone; Conflict when it was before.
func (tx *Tx) UndoDutyImport(id int64, at time.Time) error {
	result := tx.db.Model(&duty.Import{}).Where("id = ? AND undone_at IS NULL", id).Updates(map[string]any{"undone_at": at})
	if result.Error == nil && result.RowsAffected == 0 {
		return conflict("undo duty import")
	}
	return classify("undo duty import", result.Error)
}
