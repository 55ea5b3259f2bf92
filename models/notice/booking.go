package notice

import (
	"fmt"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/petition"
)

// Booking is what somebody learns of petitions booked for a leader's reception. What does not belong to its Step is zero.
type Booking struct {
	TaskID    string
	Number    string
	Name      string // masked
	Step      BookingStep
	BookingID int64
	Obstacle  duty.Obstacle // why what was asked for is not possible
	Slot      Duty          // the reception
	Was       *Duty         // the one before
	By        string        // title of who did it, where it was somebody else
	Reason    string
	Days      []BookingDay // receptions to choose among
	Lines     []BookingLine
	First     int // number of the first of Lines, from 1
	Total     int // lines in all
}

// BookingStep is what happened to a booking.
type BookingStep string

// The steps.
const (
	BookingOffered   BookingStep = "offered"
	BookingKept      BookingStep = "booked"
	BookingThere     BookingStep = "there" // it had been booked so before
	BookingToMove    BookingStep = "to_move"
	BookingMoved     BookingStep = "moved"
	BookingStays     BookingStep = "stays"
	BookingCalledOff BookingStep = "called_off"
	BookingReceived  BookingStep = "received"
	BookingMissed    BookingStep = "missed"
	BookingEnded     BookingStep = "ended"    // its case was merged into another, or voided
	BookingFollowed  BookingStep = "followed" // its slot was shifted to another day
	BookingDropped   BookingStep = "dropped"  // its slot is gone
	BookingUnheard   BookingStep = "unheard"  // the leader of the slot may not hear it
	BookingListed    BookingStep = "listed"
	BookingRelisted  BookingStep = "relisted" // a correction
	BookingAsked     BookingStep = "asked"    // what came of it
)

// BookingDay is a reception that has room.
type BookingDay struct {
	Slot Duty
	Free int
}

// BookingLine is a booked case.
type BookingLine struct {
	Number    string
	State     petition.State
	Topic     string
	Name      string // masked
	Headcount int
	Unit      string // that has charge
	Due       calendar.Day
	Late      bool
	Earlier   int // submissions before the newest
	Slot      Duty
}

// BookingTask is the card on which something about bookings was asked in one turn.
func BookingTask(turn, about string) string { return "booking-" + short(turn+"\x00"+about) }

// UnfinishedTask is the card that asks who booked for a slot what came of it.
func UnfinishedTask(slotID int64, person string) string {
	return fmt.Sprintf("booking-after-%d-%s", slotID, short(person))
}

const (
	bookingListAt = calendar.ClockTime(16*60 + 8)
	// bookingWait lets several changes go out as one correction.
	bookingWait = 3 * time.Minute
	askAfterAt  = calendar.ClockTime(9*60 + 4)
)

// BookingListDue is when the leader of a slot is to be sent its bookings, after the eve's reminder; a change after that
// is told a little later.
func BookingListDue(s duty.Slot, now time.Time) time.Time {
	due := s.Day.Add(-1).At(bookingListAt).Add(early(s.UserID))
	if now.After(due.Add(-bookingWait)) {
		return now.Add(bookingWait)
	}
	return due
}

// BookingAfterDue is when it is asked what came of the bookings of a slot.
func BookingAfterDue(s duty.Slot, cal *calendar.Calendar) time.Time {
	return cal.NextWorking(s.Day.Add(1)).At(askAfterAt)
}
