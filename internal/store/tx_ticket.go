package store

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// LastTicket returns the number of the last ticket of a day, 0 when none was drawn.
func (tx *Tx) LastTicket(day calendar.Day) (int64, error) {
	var last int64
	err := tx.db.Model(&petition.Ticket{}).Where("day = ?", day).Select("COALESCE(MAX(no), 0)").Scan(&last).Error
	return last, classify("find last ticket", err)
}

// AddTicket writes a ticket and sets its id; Conflict when the number was drawn meanwhile.
func (tx *Tx) AddTicket(t *petition.Ticket) error {
	t.ID = 0
	return classify("add ticket", tx.db.Create(t).Error)
}

// Ticket returns a ticket of a day.
func (tx *Tx) Ticket(day calendar.Day, no int64) (petition.Ticket, error) {
	return first[petition.Ticket]("find ticket", tx.db.Where("day = ? AND no = ?", day, no))
}

// TicketOf returns the ticket of a visit.
func (tx *Tx) TicketOf(number string) (petition.Ticket, error) {
	return first[petition.Ticket]("find ticket of visit", tx.db.Where("submission_number = ?", number))
}

// Tickets returns the tickets of a day in order.
func (tx *Tx) Tickets(day calendar.Day, limit int) ([]petition.Ticket, error) {
	return list[petition.Ticket]("find tickets", tx.db.Where("day = ?", day).Order("no"), limit)
}

// UpdateTicket writes what became of a ticket that is still as it was read; else Conflict.
func (tx *Tx) UpdateTicket(t, was petition.Ticket) error {
	result := tx.db.Model(&petition.Ticket{}).
		Where("id = ? AND submission_number = ? AND void_asked_by = ? AND voided_by = ?", t.ID, was.SubmissionNumber, was.VoidAskedBy, was.VoidedBy).
		Updates(map[string]any{
			"submission_number": t.SubmissionNumber, "void_reason": t.VoidReason, "void_asked_by": t.VoidAskedBy,
			"voided_by": t.VoidedBy, "voided_at": t.VoidedAt,
		})
	if result.Error != nil {
		return classify("update ticket", result.Error)
	}
	if result.RowsAffected == 0 {
		return conflict("update ticket")
	}
	return nil
}

// CountVisitsOn counts the visits that got their number on a day.
func (tx *Tx) CountVisitsOn(day calendar.Day) (int, error) {
	prefix := petition.Number(day, 0)
	prefix = prefix[:len(prefix)-len("0000")]
	var count int64
	err := tx.db.Model(&petition.Submission{}).Where("number > ? AND number < ?", prefix, prefix+"~").
		Where("channel = ?", petition.VisitChannel).Count(&count).Error
	return int(count), classify("count visits of a day", err)
}
