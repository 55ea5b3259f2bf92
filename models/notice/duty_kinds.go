package notice

import (
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// Swap is a swap, as one of the people concerned sees it.
type Swap struct {
	SwapID   int64
	TaskID   string
	State    duty.SwapState
	Asker    string // title
	Other    string // title, "" while open to all
	Give     Duty
	Take     *Duty
	Role     SwapRole
	By       string // title of who decided
	Reminder bool
}

// SwapRole is as what somebody is told of a swap.
type SwapRole string

// The roles.
const (
	SwapForAsker    SwapRole = "asker"
	SwapForOther    SwapRole = "other"
	SwapForAnybody  SwapRole = "anybody"
	SwapForApprover SwapRole = "approver"
)

// DutyTrouble is something that will leave a duty without a person.
type DutyTrouble struct {
	Station string // name
	Day     calendar.Day
	Duty    *Duty // nil when it concerns a whole day
	Why     string
	Fairest []string // titles with reasons, the fairest first
}

// Week is what somebody has on duty next week or, for the duty office, who has.
type Week struct {
	From, To calendar.Day
	Title    string
	Lines    []Duty
}
