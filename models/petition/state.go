package petition

// State is where a case stands on its way. The transition table in models/casework is the only way to change it.
// Overdue is no state: it is derived from the clocks. Completed, resolved and certified are facts of their own.
type State string

// The states, in the order of the way.
const (
	Registered          State = "registered"
	Referred            State = "referred"
	Assigned            State = "assigned"
	Signed              State = "signed"
	Objected            State = "objected"
	Accepted            State = "accepted"
	Redirected          State = "redirected"
	NotAccepted         State = "not_accepted"
	Replied             State = "replied"
	Filed               State = "filed"
	Transferred         State = "transferred"
	OpinionIssued       State = "opinion_issued"
	OpinionDelivered    State = "opinion_delivered"
	InReview            State = "in_review"
	ReviewIssued        State = "review_issued"
	ReviewDelivered     State = "review_delivered"
	InReexamination     State = "in_reexamination"
	ReexaminationIssued State = "reexamination_issued"
	ClosedToFurther     State = "closed_to_further"
	Merged              State = "merged"
	Voided              State = "voided"
)

// States lists every state in order.
var States = []State{
	Registered, Referred, Assigned, Signed, Objected, Accepted, Redirected, NotAccepted, Replied, Filed, Transferred,
	OpinionIssued, OpinionDelivered, InReview, ReviewIssued, ReviewDelivered, InReexamination, ReexaminationIssued,
	ClosedToFurther, Merged, Voided,
}

var stateNames = map[State]string{
	Registered: "已登记", Referred: "已转送待签收", Assigned: "已交办待签收", Signed: "已签收待告知", Objected: "异议待裁定",
	Accepted: "已受理", Redirected: "已告知法定途径", NotAccepted: "不予受理", Replied: "已直接答复", Filed: "已存查",
	Transferred: "已移送有权机关", OpinionIssued: "处理意见待送达", OpinionDelivered: "处理意见已送达", InReview: "复查中",
	ReviewIssued: "复查意见待送达", ReviewDelivered: "复查意见已送达", InReexamination: "复核中",
	ReexaminationIssued: "复核意见待送达", ClosedToFurther: "不再受理", Merged: "已并入", Voided: "已作废",
}

// Chinese is the state as people say it.
func (s State) Chinese() string { return stateNames[s] }
