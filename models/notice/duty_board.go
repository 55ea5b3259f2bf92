package notice

import (
	"fmt"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/queue"
)

// ListBoard is the list of what is open at the duty office.
const ListBoard ListOf = "board"

// What its lines are.
const (
	ShiftLine ListWhat = "shift" // nobody has confirmed it; Number is slot.version
	GapLine   ListWhat = "gap"   // nobody is on it, or not enough; Number is a trouble's mark
	ReachLine ListWhat = "reach" // messages do not reach its person
	LostLine  ListWhat = "lost"  // a message of duty that arrived nowhere; Number is its mark
	SwapLine  ListWhat = "swap"  // waits for somebody's word; Number is its id
)

// BoardItem is one thing on the board with what can be done about it.
type BoardItem struct {
	TaskID string
	What   ListWhat
	Mark   string // by which it is marked as dealt with, "" = it ends by itself
	Why    string
	Duty   *Duty // nil when it concerns no one slot
	SwapID int64
	Remind bool // the person can be reminded again
	Arrive bool // the person can be put on record as there
}

// BoardMorning opens the duty office's day: how much is open.
type BoardMorning struct {
	TaskID string
	Day    calendar.Day
	Counts map[ListWhat]int
}

const (
	boardAt    = calendar.ClockTime(8*60 + 12)
	boardUntil = calendar.ClockTime(9*60 + 12)
)

// BoardMorningDue gives, in the hour from twelve past eight on, the mark of the day's message to the duty office.
func BoardMorningDue(now time.Time) (mark string, due bool) {
	day := calendar.DayOf(now)
	return "board-morning:" + string(day), !now.Before(day.At(boardAt)) && now.Before(day.At(boardUntil))
}

// LostMark marks a message that arrived nowhere.
func LostMark(outboundID int64) string { return fmt.Sprintf("%s%d", LostMarkPrefix, outboundID) }

// LostMarkPrefix begins the marks of messages that arrived nowhere.
const LostMarkPrefix = "outbox:"

// ToPhone lists whom to call about a slot, in the order of the ladder.
func (l Ladder) ToPhone(s duty.Slot) []string {
	people := []string{s.UserID}
	for _, step := range []DutyStep{StandIn, Lead} {
		rung, _ := l.Rung(step)
		people = append(people, rung.People...)
	}
	return people
}

// DutyKinds are the messages of duty whose loss is shown on the board.
var DutyKinds = []Kind{
	DutyReminder, DutyStandIn, DutyToLead, DutyUnconfirmed, DutyPhones, DutyOpen, DutyAssigned, DutyWithdrawn, DutyHandover, DutyTroubled,
	DutyWeek, SwapCard, SwapNews, StationRoster,
}

// BoardLooksBack is how long a lost message stays on the board.
const BoardLooksBack = 7 * 24 * time.Hour

// Reached is the last step of the ladder whose time has come, "" before the first.
func (l Ladder) Reached(s duty.Slot, now time.Time) DutyStep {
	reached := DutyStep("")
	for _, step := range dutySteps {
		if l.has(s, step) && !now.Before(l.due(s, step)) {
			reached = step
		}
	}
	return reached
}

var stepWords = map[DutyStep]string{
	"": "未到提醒时间", Ahead: "已预告本人", Eve: "前一天已提醒", Morning: "当天已提醒", Second: "已再催本人", StandIn: "已请备班待命",
	Lead: "已告带班领导", Start: "已告值班室", Phones: "已列电话名单",
}

// Words says how far the ladder has been climbed.
func (s DutyStep) Words() string { return stepWords[s] }

// AgainMost is how often the duty office can have somebody reminded again of a duty.
const AgainMost = 3

// Again is the step of the n-th reminder that the duty office ordered, from 1.
func Again(n int) DutyStep { return DutyStep(fmt.Sprintf("again%d", n)) }

// Ending is how a reminder ended.
type Ending string

// A reminder ends in exactly one of these ways; none ends quietly.
const (
	ReminderOpen        Ending = ""
	ReminderAnswered    Ending = "confirmed"
	ReminderEscalated   Ending = "escalated" // its duty began without a word, and the duty office was told
	ReminderCancelled   Ending = "cancelled" // the roster changed
	ReminderUndelivered Ending = "board"     // it arrived nowhere, and stands on the duty office's board
)

// ReminderEnding tells how a reminder of a version of a slot ended. sent is the state of its message.
func ReminderEnding(slot duty.Slot, version int64, sent queue.State) Ending {
	switch {
	case slot.Version != version || slot.State == duty.Withdrawn:
		return ReminderCancelled
	case slot.State == duty.Confirmed:
		return ReminderAnswered
	case sent == queue.Dead || sent == queue.Expired:
		return ReminderUndelivered
	case slot.State == duty.Unconfirmed:
		return ReminderEscalated
	}
	return ReminderOpen
}
