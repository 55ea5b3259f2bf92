package desk

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// BookingTx reads and writes what is booked for leaders' receptions.
type BookingTx interface {
	LockSlot(id int64) (duty.Slot, error) // nobody else changes or books it until the transaction ends
	SlotsOfPost(post string, from, to calendar.Day, limit int) ([]duty.Slot, error)
	AddBooking(b *duty.Booking) error                                              // sets ID; Conflict when the case has an open one
	UpdateBooking(b *duty.Booking) error                                           // where Version = b.Version; then b.Version+1
	OpenBooking(caseID int64) (duty.Booking, error)                                // the one
	LastBooking(caseID int64) (duty.Booking, error)                                // open or not
	CountBookings(slotIDs []int64) (map[int64]int, error)                          // places taken
	BookingsOn(slotIDs []int64, limit int) ([]duty.Booking, error)                 // open, oldest first
	BookingsFrom(day calendar.Day, unit string, limit int) ([]duty.Booking, error) // open, by day; unit "" = all
	ReceiversOf(caseIDs []int64) (map[int64][]string, error)                       // leaders for whom cases are booked, or who received them
	ReceptionList(slotID int64) (duty.ReceptionList, error)                        // of issue 0 when nothing was sent
	SaveReceptionList(l duty.ReceptionList) error                                  // insert or update by slot
}
