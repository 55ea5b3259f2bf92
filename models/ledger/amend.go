package ledger

import (
	"time"

	"petitiondesk/models"
)

// AmendKind is what is to be amended.
type AmendKind string

// The kinds of amendment. A registration made by mistake is voided as a step of its case.
const (
	CorrectHeadcount AmendKind = "headcount"
)

// AmendState is how far an amendment is.
type AmendState string

// The states.
const (
	AmendAsked   AmendState = "asked"
	AmendAgreed  AmendState = "agreed"
	AmendRefusal AmendState = "refused"
)

// AmendRequest asks to correct a registration. Nothing is taken away: what was registered stays, the change
// stands beside it with its reason and both names.
type AmendRequest struct {
	ID           int64 `gorm:"primaryKey"`
	SubmissionID int64
	CaseID       int64
	Number       string
	Kind         AmendKind
	Was          int // headcount when it was asked
	Value        int // headcount wanted
	Reason       string
	State        AmendState
	AskedBy      string
	AskedAt      time.Time
	DecidedBy    string
	DecidedAt    *time.Time
	Opinion      string
	Version      int64
}

// TableName is the table of amendments.
func (AmendRequest) TableName() string { return "ledger_amendments" }

// Decide takes the word of the second person.
func (a AmendRequest) Decide(by string, agree bool, opinion string, now time.Time) (AmendRequest, error) {
	switch {
	case a.State != AmendAsked:
		return a, models.Errorf(models.Conflict, "这项更正（序号 %d）已经有结果，没有再作改动。", a.ID)
	case a.AskedBy == by:
		return a, models.Errorf(models.Forbidden, "自己提出的更正须由另一人核准。")
	case !agree && opinion == "":
		return a, models.Errorf(models.Invalid, "不核准请写明理由，例如：不核准 %d 与原登记表不符", a.ID)
	}
	a.State = AmendRefusal
	if agree {
		a.State = AmendAgreed
	}
	a.DecidedBy, a.DecidedAt, a.Opinion = by, &now, opinion
	return a, nil
}
