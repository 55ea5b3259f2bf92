package casework

// The steps around a case that the text names beside the way itself: who is competent, advice, accusations, feedback that
// was sent back, and what a failing leadership team is held to.
const (
	RefuseExtension     Step = "refuse_extension"
	SubmitDispute       Step = "submit_dispute"
	DecideDispute       Step = "decide_dispute"
	AcceptAdvice        Step = "accept_advice"
	AnswerAdvice        Step = "answer_advice"
	RouteAccusation     Step = "route_accusation"
	RejectReport        Step = "reject_report"
	SuperiorAsks        Step = "superior_asks"
	TellNewDate         Step = "tell_new_date"
	Talk                Step = "talk"
	Circulate           Step = "circulate"
	ListSupervision     Step = "list_supervision"
	OrderRectification  Step = "order_rectification"
	ReportRectification Step = "report_rectification"
)
