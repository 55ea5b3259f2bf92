package duty

import (
	"fmt"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Reception is the post of the leader who receives petitioners in person.
const Reception = "接访领导"

// BookingsPerSlot is how many petitions one reception takes: about half an hour each.
const BookingsPerSlot = 15

// BookingState of a booking.
type BookingState string

// A booking is open while it is booked; everything else ends it.
const (
	Booked    BookingState = "booked"
	Received  BookingState = "received"
	Missed    BookingState = "missed" // the petitioner did not come
	CalledOff BookingState = "called_off"
	Rebooked  BookingState = "rebooked" // another one took its place
	Dropped   BookingState = "dropped"  // the reception itself was called off
)

// Words is the state as people say it.
func (s BookingState) Words() string {
	return map[BookingState]string{
		Booked: "已预约", Received: "已接访", Missed: "未到", CalledOff: "已取消", Rebooked: "已改约", Dropped: "接访取消",
	}[s]
}

// Line is what the case's record of handling says of a reception that ended so.
func (s BookingState) Line(day calendar.Day, leader string) string {
	how := map[BookingState]string{Received: "已接访", Missed: "信访人未到", CalledOff: "预约取消"}
	return fmt.Sprintf("领导接访（%s %s）：%s。", day.Chinese(), leader, how[s])
}

// wordsLater is how many days after a reception words about it may still be added.
const wordsLater = 3

// TakesWords tells whether what came of an ended booking may still be written to it. What is said later is about something else.
func (b Booking) TakesWords(now time.Time) bool {
	return b.EndedAt != nil && calendar.DayOf(now) <= max(b.Day, calendar.DayOf(*b.EndedAt)).Add(wordsLater)
}

// Booking 预约接访 is a case that a leader is to hear on his reception day. It is bound to the slot's turn and follows it.
type Booking struct {
	ID       int64 `gorm:"primaryKey"`
	CaseID   int64
	SlotID   int64 // as planned now
	RuleCode string
	Turn     calendar.Day
	Seat     int
	Station  string
	Day      calendar.Day // of the slot
	State    BookingState
	OpenCase *int64 // CaseID while open, else nil; unique, so a case has one open booking
	Version  int64
	BookedBy string
	UnitCode string // of who booked
	BookedAt time.Time
	EndedBy  string
	EndedAt  *time.Time
}

// TableName is the table of bookings.
func (Booking) TableName() string { return "bookings" }

// NewBooking books a case for a slot.
func NewBooking(caseID int64, slot Slot, by, unit string, now time.Time) Booking {
	b := Booking{CaseID: caseID, State: Booked, OpenCase: &caseID, Version: 1, BookedBy: by, UnitCode: unit, BookedAt: now}
	return b.MovedTo(slot)
}

// MovedTo is the booking on another slot.
func (b Booking) MovedTo(slot Slot) Booking {
	b.SlotID, b.RuleCode, b.Turn, b.Seat = slot.ID, slot.RuleCode, slot.Turn(), slot.Seat
	b.Station, b.Day = slot.Station, slot.Day
	return b
}

// End ends an open booking. What came of it is known from its day on, not before.
func (b Booking) End(state BookingState, by string, now time.Time) (Booking, error) {
	today := calendar.DayOf(now)
	switch {
	case b.State != Booked:
		return b, models.Errorf(models.Conflict, "这次预约已经登记为「%s」，没有作任何改动。如有出入请用「进展 编号 说明」补记。", b.State.Words())
	case (state == CalledOff || state == Rebooked) && b.Day < today:
		return b, models.Errorf(models.Conflict, "%s的接访还没有登记结果。请先回复「已接访 编号 结果」或者「未到 编号」，再另行预约。", b.Day.Chinese())
	case (state == Received || state == Missed) && today < b.Day:
		return b, models.Errorf(models.Conflict, "约的是%s，还没有到接访日。改期请发送「预约 编号 日期」，不来了请发送「取消预约 编号」。", b.Day.Chinese())
	}
	b.State, b.OpenCase, b.EndedBy, b.EndedAt = state, nil, by, &now
	return b, nil
}

// Follow finds the slot that the booking belongs to in a roster that may have changed: that of its turn, wherever its day
// was shifted, or else the reception of the same day at the same station. found is false when there is none.
func (b Booking) Follow(slots []Slot, now time.Time) (slot Slot, found bool) {
	turn := turnKey(b.RuleCode, b.Turn, b.Seat)
	for _, s := range slots {
		switch {
		case s.Post != Reception || s.State == Withdrawn || !now.Before(s.EndsAt):
		case s.Key() == turn:
			return s, true
		case s.Station == b.Station && s.Day == b.Day && (!found || s.Seat == b.Seat && slot.Seat != b.Seat):
			slot, found = s, true
		}
	}
	return slot, found
}

// ReceptionList is what the leader of a slot was last sent of its bookings.
type ReceptionList struct {
	SlotID    int64 `gorm:"primaryKey;autoIncrement:false"`
	Issue     int64 // counts the times it was looked through
	Recipient string
	Sent      string // what it held, "" = nothing was sent
	SentAt    *time.Time
}

// TableName is the table of lists sent.
func (ReceptionList) TableName() string { return "reception_lists" }
