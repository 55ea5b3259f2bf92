package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// ListOf says what a list is of.
type ListOf string

// The lists.
const (
	ListMine  ListOf = "mine"  // what the person registered
	ListTodo  ListOf = "todo"  // what waits for him
	ListFound ListOf = "found" // what a search brought

	ListReception ListOf = "reception" // what is booked for a leader's reception; Words name the slot
)

// List is a page of a list, sent as a card.
type List struct {
	TaskID  string
	Of      ListOf
	Words   string // what was sought; "" where it may not stand in a card's key
	Page    int    // from 1
	More    bool
	Partial bool      // a search that stopped before everything was looked at
	SeenAt  time.Time // of the board: when it was looked at
	Lines   []ListLine
}

// ListWhat says what a line is, and with it what opening it does.
type ListWhat string

// What lines are.
const (
	CaseLine        ListWhat = "case"
	DraftLine       ListWhat = "draft"
	DecideLine      ListWhat = "decide"
	SupplementLine  ListWhat = "supplement"
	InstructionLine ListWhat = "instruction"
	ClockDueLine    ListWhat = "clock"
	SignLine        ListWhat = "sign" // given to the unit, not signed for
	DutyDueLine     ListWhat = "duty"
	JudgeLine       ListWhat = "judge" // two cases that may be one
)

// ListLine is one line; what does not belong to its What is zero.
type ListLine struct {
	What    ListWhat
	Number  string
	State   petition.State
	Kind    approval.Kind
	StandIn bool   // decided for somebody else
	Name    string // of the petitioner, masked
	Place   string
	Nth     int          // of an unfinished report, from 1; of a pair, its id
	Title   string       // of a clock, post of a duty, what an unfinished report is about, the earlier case of a pair
	Day     calendar.Day // of registration, or of a duty
	Due     calendar.Day // nearest internal date, "" = none
	Late    bool
}

// ListTask is the card on which a list was asked for.
func ListTask(reader, turn string) string {
	sum := sha256.Sum256([]byte(reader + "\x00" + turn))
	return "list-" + hex.EncodeToString(sum[:12])
}
