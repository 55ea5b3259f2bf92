package casework

import (
	"time"

	"petitiondesk/models/statute"
)

// Proposed is one step of a proposal.
type Proposed struct {
	Step    Step
	Details Details
}

// Instruct stands in a proposal for a leader's instruction 批示, which is no step of the case's way.
const Instruct Step = "instruct"

// Proposal is what somebody has written down for the next step of a case and not yet confirmed. Everybody has one at most.
// Version is the case's when it was written.
type Proposal struct {
	UserID    string `gorm:"primaryKey"`
	CaseID    int64
	Number    string // by which the case was opened
	Version   int64
	Steps     []Proposed `gorm:"serializer:json"`
	Task      string     // of the card that asks to confirm it
	WrittenAt time.Time
}

// TableName is the table of proposals.
func (Proposal) TableName() string { return "step_proposals" }

// Chinese says how a document is said to have reached the petitioner.
func (p *Proof) Chinese() string {
	words := map[statute.DeliveryWay]string{statute.Signed: "签收", statute.Refused: "拒收", statute.Posted: "邮寄"}[p.Way]
	if p.Witness != "" {
		words += "，见证人" + p.Witness
	}
	if p.Tracking != "" {
		words += "，邮件号" + p.Tracking
	}
	if p.Arrived != "" {
		words += "，" + p.Arrived.Chinese() + "妥投"
	}
	return words
}
