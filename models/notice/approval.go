package notice

import (
	"time"

	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
)

// ApprovalMore is what a request shows beside its case.
type ApprovalMore struct {
	Kind        approval.Kind
	StepName    string
	Due         string // until when the step may take, in words
	Lines       []Line // what the kind must show
	Words       string // words that decide it beside the card
	Voting      bool
	MayPassUp   bool
	Supplement  string // the latest
	StandsInFor string // whose stead the holder is asked in
	Mine        approval.Verdict
	Gone        approval.Leaving
	Votes       Votes
	Doing       approval.Doing // what was done last
	Text        string         // the words with it
	By          string
	To          string
	Effect      string // what the decision has done
	Await       string // what words are waited for
}

// Line is a name and a value.
type Line struct {
	Name, Value string
}

// Votes is how a step's voices stand.
type Votes struct {
	All, Agreed, Refused, Abstained int
}

// ApprovalDigestOf is what waits for somebody in the morning, oldest first.
type ApprovalDigestOf struct {
	Total        int
	Lines        []ApprovalLine
	Returned     int
	ToSupplement []ApprovalLine
}

// ApprovalLine is one request in a line.
type ApprovalLine struct {
	CaseNumber string
	Kind       approval.Kind
	Reason     string
	AskedAt    time.Time
	StepName   string
	Waited     time.Duration // of office hours, in this step
	Due        string
	Late       bool
}

// Instruction is what a leader orders of a unit.
type Instruction struct {
	CaseNumber string
	Unit       string
	Due        calendar.Day
	Text       string
	By         string
	Place      string
	Facts      string
	Assigned   bool // the unit was given the case with it
	Late       bool
	Answer     string
}

// Delegated is a delegation.
type Delegated struct {
	Principal, StandIn string
	From, Until        calendar.Day
	Absent             bool
}
