package store

import (
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// LockSlot returns a slot and keeps others from changing or booking it until the transaction ends.
func (tx *Tx) LockSlot(id int64) (duty.Slot, error) {
	// A write rather than FOR UPDATE, which SQLite does not know. It changes nothing.
	err := tx.db.Model(&duty.Slot{}).Where("id = ?", id).Updates(map[string]any{"version": gorm.Expr("version")}).Error
	if err != nil {
		return duty.Slot{}, classify("lock slot", err)
	}
	return tx.Slot(id)
}

// SlotsOfPost returns the slots of a post at every station, in order.
func (tx *Tx) SlotsOfPost(post string, from, to calendar.Day, limit int) ([]duty.Slot, error) {
	return list[duty.Slot]("find slots of post", inOrder(tx.db.Where("day BETWEEN ? AND ? AND post = ?", from, to, post)), limit)
}

// AddBooking writes a booking and sets its id; Conflict when the case has an open one.
func (tx *Tx) AddBooking(b *duty.Booking) error {
	b.ID = 0
	return classify("add booking", tx.db.Create(b).Error)
}

// UpdateBooking writes a booking that nobody has changed since it was read; else Conflict.
func (tx *Tx) UpdateBooking(b *duty.Booking) error {
	next := *b
	next.Version++
	result := tx.db.Model(&duty.Booking{}).Where("id = ? AND version = ?", b.ID, b.Version).
		Select("slot_id", "rule_code", "turn", "seat", "station", "day", "state", "open_case", "version", "ended_by", "ended_at").
		Updates(&next)
	if result.Error != nil {
		return classify("update booking", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("update booking")
	}
	b.Version++
	return nil
}

// OpenBooking returns the open booking of a case.
func (tx *Tx) OpenBooking(caseID int64) (duty.Booking, error) {
	return first[duty.Booking]("find open booking", tx.db.Where("open_case = ?", caseID))
}

// LastBooking returns the newest booking of a case, open or not.
func (tx *Tx) LastBooking(caseID int64) (duty.Booking, error) {
	return first[duty.Booking]("find last booking", tx.db.Where("case_id = ?", caseID).Order("case_id DESC, id DESC"))
}

// placed are the states in which a booking takes a place of its slot.
var placed = []duty.BookingState{duty.Booked, duty.Received, duty.Missed}

// CountBookings counts the places taken of each slot.
func (tx *Tx) CountBookings(slotIDs []int64) (map[int64]int, error) {
	taken := map[int64]int{}
	for part := range slices.Chunk(slotIDs, chunk) {
		var rows []struct {
			SlotID int64
			Taken  int
		}
		err := tx.db.Model(&duty.Booking{}).Select("slot_id, COUNT(*) AS taken").Where("slot_id IN ? AND state IN ?", part, placed).
			Group("slot_id").Scan(&rows).Error
		if err != nil {
			return nil, classify("count bookings", err)
		}
		for _, row := range rows {
			taken[row.SlotID] = row.Taken
		}
	}
	return taken, nil
}

// BookingsOn returns the open bookings of slots, in the order in which they were made.
func (tx *Tx) BookingsOn(slotIDs []int64, limit int) ([]duty.Booking, error) {
	var bookings []duty.Booking
	for part := range slices.Chunk(slotIDs, chunk) {
		some, err := list[duty.Booking]("find bookings of slots",
			tx.db.Where("slot_id IN ? AND state = ?", part, duty.Booked).Order("id"), limit-len(bookings))
		if err != nil {
			return nil, err
		}
		bookings = append(bookings, some...)
	}
	return bookings, nil
}

// BookingsFrom returns the open bookings of a day and later, those made by one unit or, with unit "", all.
func (tx *Tx) BookingsFrom(day calendar.Day, unit string, limit int) ([]duty.Booking, error) {
	query := tx.db.Where("state = ? AND day >= ?", duty.Booked, day).Order("day, id")
	if unit != "" {
		query = query.Where("unit_code = ?", unit)
	}
	return list[duty.Booking]("find coming bookings", query, limit)
}

// ReceiversOf returns who is on the receptions for which cases are booked, or has received them.
func (tx *Tx) ReceiversOf(caseIDs []int64) (map[int64][]string, error) {
	receivers := map[int64][]string{}
	for part := range slices.Chunk(caseIDs, chunk) {
		var rows []struct {
			CaseID int64
			UserID string
		}
		err := tx.db.Table("bookings").Select("bookings.case_id, duty_slots.user_id").
			Joins("JOIN duty_slots ON duty_slots.id = bookings.slot_id").
			Where("bookings.case_id IN ? AND bookings.state IN ?", part, []duty.BookingState{duty.Booked, duty.Received}).
			Limit(maxEvents).Scan(&rows).Error
		if err != nil {
			return nil, classify("find receiving leaders", err)
		}
		for _, row := range rows {
			if row.UserID != "" {
				receivers[row.CaseID] = append(receivers[row.CaseID], row.UserID)
			}
		}
	}
	return receivers, nil
}

// ReceptionList returns what was sent of a slot's bookings; a list of issue 0 when nothing was.
func (tx *Tx) ReceptionList(slotID int64) (duty.ReceptionList, error) {
	found, err := first[duty.ReceptionList]("find reception list", tx.db.Where("slot_id = ?", slotID))
	if models.CodeOf(err) == models.NotFound {
		return duty.ReceptionList{SlotID: slotID}, nil
	}
	return found, err
}

// SaveReceptionList inserts or updates a list by its slot.
func (tx *Tx) SaveReceptionList(l duty.ReceptionList) error {
	return classify("save reception list", tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&l).Error)
}
