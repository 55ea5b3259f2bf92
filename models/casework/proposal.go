package casework

import (
	"cmp"
	"time"

	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

// What is proposed like a step without being one of the case's way.
const (
	Instruct Step = "instruct" // a leader's instruction 批示
	Note     Step = "note"     // a line of progress 进展
	Rate     Step = "rate"     // what the petitioner says of the handling 评价
)

// Proposed is one step of a proposal. Words are those it was read from.
type Proposed struct {
	Step    Step
	Details Details
	Grades  Grades `json:",omitzero"` // Rate
	Words   string `json:",omitempty"`
}

// Grades are what a petitioner says of the petition office and of the responsible unit.
type Grades struct {
	Office petition.Grade `json:",omitempty"`
	Unit   petition.Grade `json:",omitempty"`
}

// Proposal is what somebody has written down for the next step of a case and not yet confirmed. Everybody has one at most.
// Version is the case's when it was written.
type Proposal struct {
	UserID    string `gorm:"primaryKey"`
	CaseID    int64
	Number    string // by which the case was opened
	Version   int64
	Steps     []Proposed `gorm:"serializer:json"`
	Task      string     // of the card that asks to choose or to confirm; "" = it waits for better words
	WrittenAt time.Time
}

// TableName is the table of proposals.
func (Proposal) TableName() string { return "step_proposals" }

// Over adds what was written before for the same step to what is written now: of an opinion the elements not written again, of a
// complaint against officials the choices not made anew.
func (p Proposed) Over(was Proposed) Proposed {
	if p.Step != was.Step {
		return p
	}
	now, before := &p.Details, was.Details
	if now.Accusation != nil && before.Accusation != nil {
		accusation := *now.Accusation
		accusation.To, accusation.Managed = cmp.Or(accusation.To, before.Accusation.To), cmp.Or(accusation.Managed, before.Accusation.Managed)
		now.Accusation = &accusation
	}
	if now.Opinion != nil && before.Opinion != nil {
		opinion := now.Opinion.over(*before.Opinion)
		now.Opinion, p.Words = &opinion, opinion.Written()
	}
	return p
}

// Chinese says how a document is said to have reached the petitioner.
func (p *Proof) Chinese() string {
	words := deliveryNames[p.Way]
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

var deliveryNames = map[statute.DeliveryWay]string{statute.Signed: "签收", statute.Refused: "拒收", statute.Posted: "邮寄"}
