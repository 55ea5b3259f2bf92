package statute

import "strings"

// EventKind names what happened to a case or a document. A rule says which kinds start and stop its clock.
type EventKind string

// The kinds. Those that end in _delivered need the proof that a Delivery carries.
const (
	Arrived                      EventKind = "arrived"
	Registered                   EventKind = "registered"
	Dispatched                   EventKind = "dispatched"
	ReceivedByUnit               EventKind = "received_by_unit"
	ReceptionNoticeDelivered     EventKind = "reception_notice_delivered"
	ObjectionFiled               EventKind = "objection_filed"
	DisputeRaised                EventKind = "dispute_raised"
	DisputeDecided               EventKind = "dispute_decided"
	GraveMatterFound             EventKind = "grave_matter_found"
	GraveMatterReported          EventKind = "grave_matter_reported"
	Accepted                     EventKind = "accepted"
	HandlingOpinionIssued        EventKind = "handling_opinion_issued"
	HandlingOpinionDelivered     EventKind = "handling_opinion_delivered"
	Assigned                     EventKind = "assigned"
	AssignmentReported           EventKind = "assignment_reported"
	ReviewRequested              EventKind = "review_requested"
	ReviewRequestReceived        EventKind = "review_request_received"
	ReviewIntakeDecided          EventKind = "review_intake_decided"
	ReviewOpinionIssued          EventKind = "review_opinion_issued"
	ReviewOpinionDelivered       EventKind = "review_opinion_delivered"
	ReexaminationRequested       EventKind = "reexamination_requested"
	ReexaminationRequestReceived EventKind = "reexamination_request_received"
	ReexaminationIntakeDecided   EventKind = "reexamination_intake_decided"
	ReexaminationOpinionIssued   EventKind = "reexamination_opinion_issued"
	SuggestionReceived           EventKind = "suggestion_received"
	SuggestionAnswered           EventKind = "suggestion_answered"
	AccusationReceived           EventKind = "accusation_received"
	AccusationTransferred        EventKind = "accusation_transferred"
	SuggestionToUnitMade         EventKind = "suggestion_to_unit_made"
	AdoptionReported             EventKind = "adoption_reported"
	RectificationOrdered         EventKind = "rectification_ordered"
	RectificationReported        EventKind = "rectification_reported"
	YearEnded                    EventKind = "year_ended"
	AnnualReportSubmitted        EventKind = "annual_report_submitted"
	MediationBegun               EventKind = "mediation_begun"
	SettlementSigned             EventKind = "settlement_signed"
)

var eventNames = map[EventKind]string{
	Arrived: "收到信访事项", Registered: "登记取得编号", Dispatched: "转送、交办或者报告",
	ReceivedByUnit: "单位收到", ReceptionNoticeDelivered: "告知书送达", ObjectionFiled: "提出异议",
	DisputeRaised: "提出受理争议", DisputeDecided: "作出决定",
	GraveMatterFound: "发现重大、紧急事项", GraveMatterReported: "报告",
	Accepted: "受理", HandlingOpinionIssued: "出具处理意见", HandlingOpinionDelivered: "处理意见书送达",
	Assigned: "交办", AssignmentReported: "反馈结果、提交办结报告",
	ReviewRequested: "请求复查", ReviewRequestReceived: "收到复查请求", ReviewIntakeDecided: "决定是否受理复查",
	ReviewOpinionIssued: "出具复查意见", ReviewOpinionDelivered: "复查意见送达",
	ReexaminationRequested: "请求复核", ReexaminationRequestReceived: "收到复核请求",
	ReexaminationIntakeDecided: "决定是否受理复核", ReexaminationOpinionIssued: "出具复核意见",
	SuggestionReceived: "收到建议意见", SuggestionAnswered: "回复",
	AccusationReceived: "收到检举控告", AccusationTransferred: "转送有权机关",
	SuggestionToUnitMade: "提出建议", AdoptionReported: "书面反馈采纳情况",
	RectificationOrdered: "责令整改", RectificationReported: "报告整改结果",
	YearEnded: "年度终了", AnnualReportSubmitted: "报送年度报告",
	MediationBegun: "开始调解、和解", SettlementSigned: "签订协议书",
}

// Chinese says the kind in words.
func (k EventKind) Chinese() string { return eventNames[k] }

func (k EventKind) known() bool { return eventNames[k] != "" }

func (k EventKind) needsProof() bool { return strings.HasSuffix(string(k), "_delivered") }
