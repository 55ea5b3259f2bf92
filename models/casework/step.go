// Package casework is the way of a case: the steps that can be taken, the table that says when each is lawful, and
// what the steps mean for the statutory clocks. Everything is a pure function of the case's events.
package casework

// Step is something done to a case.
type Step string

// The steps.
const (
	Register             Step = "register"
	Resubmit             Step = "resubmit"
	Refer                Step = "refer"
	Assign               Step = "assign"
	Reassign             Step = "reassign"
	Reply                Step = "reply"
	File                 Step = "file"
	Transfer             Step = "transfer"
	Sign                 Step = "sign"
	Object               Step = "object"
	Uphold               Step = "uphold"
	Overrule             Step = "overrule"
	Accept               Step = "accept"
	AcceptSimple         Step = "accept_simple"
	Redirect             Step = "redirect"
	Decline              Step = "decline"
	ContactUnclear       Step = "contact_unclear"
	DeliverNotice        Step = "deliver_notice"
	ToOrdinary           Step = "to_ordinary"
	BeginMediation       Step = "begin_mediation"
	Settle               Step = "settle"
	EndMediation         Step = "end_mediation"
	AskExtension         Step = "ask_extension"
	ApproveExtension     Step = "approve_extension"
	DeliverExtension     Step = "deliver_extension"
	DropExtension        Step = "drop_extension"
	IssueOpinion         Step = "issue_opinion"
	DeliverOpinion       Step = "deliver_opinion"
	ReportBack           Step = "report_back"
	Execute              Step = "execute"
	RequestReview        Step = "request_review"
	IssueReview          Step = "issue_review"
	DeliverReview        Step = "deliver_review"
	RequestReexamination Step = "request_reexamination"
	BeginHearing         Step = "begin_hearing"
	EndHearing           Step = "end_hearing"
	IssueReexamination   Step = "issue_reexamination"
	DeliverReexamination Step = "deliver_reexamination"
	Complete             Step = "complete"
	Resolve              Step = "resolve"
	Certify              Step = "certify"
	Reopen               Step = "reopen"
	FindGrave            Step = "find_grave"
	ReportGrave          Step = "report_grave"
	Supervise            Step = "supervise"
	Suggest              Step = "suggest"
	Adopt                Step = "adopt"
	TakeCharge           Step = "take_charge"
	PlanResolution       Step = "plan_resolution"
	VisitPetitioner      Step = "visit_petitioner"
	SetResponsible       Step = "set_responsible"
	SetResolutionDue     Step = "set_resolution_due"
	MergeInto            Step = "merge_into"
	MergeFrom            Step = "merge_from"
	UndoMerge            Step = "undo_merge"
	UndoMergeFrom        Step = "undo_merge_from"
	Link                 Step = "link"
	Unlink               Step = "unlink"
	SplitOff             Step = "split_off"
	SplitFrom            Step = "split_from"
	UndoSplitOff         Step = "undo_split_off"
	AskVoid              Step = "ask_void"
	RefuseVoid           Step = "refuse_void"
	Void                 Step = "void"
	DropVoid             Step = "drop_void"
	VoidRepeat           Step = "void_repeat"
	Restore              Step = "restore"
	RestoreRepeat        Step = "restore_repeat"
	Overdue              Step = "overdue"
	Recompute            Step = "recompute"
)

var stepNames = map[Step]string{
	Register: "登记", Resubmit: "再次反映", Refer: "转送", Assign: "交办", Reassign: "改办", Reply: "直接答复", File: "存查", Transfer: "移送有权机关",
	Sign: "签收", Object: "提出异议", Uphold: "同意异议", Overrule: "不同意异议", Accept: "告知受理", AcceptSimple: "告知受理（简易程序）",
	Redirect: "告知法定途径", Decline: "告知不予受理", ContactUnclear: "记录联系方式不清", DeliverNotice: "送达告知书",
	ToOrdinary: "转为普通程序", BeginMediation: "开始调解", Settle: "达成协议", EndMediation: "终止调解",
	AskExtension: "申请延期", ApproveExtension: "批准延期", DeliverExtension: "送达延期告知书",
	DropExtension: "撤回延期申请", DropVoid: "撤回作废申请",
	IssueOpinion: "出具处理意见", DeliverOpinion: "送达处理意见", ReportBack: "反馈办理结果", Execute: "记录执行",
	RequestReview: "登记复查申请", IssueReview: "出具复查意见", DeliverReview: "送达复查意见",
	RequestReexamination: "登记复核申请", BeginHearing: "开始听证", EndHearing: "结束听证",
	IssueReexamination: "出具复核意见", DeliverReexamination: "送达复核意见",
	Complete: "办结", Resolve: "确认化解", Certify: "审核认定办结", Reopen: "重新办理",
	FindGrave: "标记重大紧急", ReportGrave: "报告重大紧急", Supervise: "督办", Suggest: "提出建议", Adopt: "反馈采纳情况",
	TakeCharge: "包案", PlanResolution: "记录包案方案", VisitPetitioner: "记录包案走访", SetResponsible: "确定责任人",
	SetResolutionDue: "设定化解期限", MergeInto: "并入他件", MergeFrom: "并入前件", UndoMerge: "撤销并入", UndoMergeFrom: "撤销并入",
	Link: "关联", Unlink: "取消关联", SplitOff: "分立他件", SplitFrom: "由前件分立", UndoSplitOff: "撤销分立",
	AskVoid: "申请作废登记", RefuseVoid: "不同意作废登记", Void: "作废登记", VoidRepeat: "作废再次登记",
	Restore: "恢复登记", RestoreRepeat: "恢复再次登记",
	Overdue: "逾期", Recompute: "重算期限",
	RefuseExtension: "不同意延期", SubmitDispute: "提请裁定受理争议", DecideDispute: "裁定受理争议",
	AcceptAdvice: "告知按建议意见办理", AnswerAdvice: "回复建议意见", RouteAccusation: "移送检举控告",
	RejectReport: "退回反馈", SuperiorAsks: "记录上级催办", TellNewDate: "告知新期限",
	Talk: "约谈", Circulate: "通报", ListSupervision: "挂牌督办", OrderRectification: "责令限期整改", ReportRectification: "报告整改结果",
	Instruct: "批示", Note: "记录进展", Rate: "记录评价",
}

// Chinese is the step as people say it.
func (s Step) Chinese() string { return stepNames[s] }

// Party is who takes a step.
type Party string

// The parties. A petitioner's request is recorded by the bureau.
const (
	ByBureau     Party = "bureau"     // the petition bureau's clerks and supervisors
	BySupervisor Party = "supervisor" // the bureau's supervisors
	ByLead       Party = "lead"       // the unit responsible for the case
	ByCharge     Party = "charge"     // any unit that has the case
	ByHead       Party = "head"       // the head of the responsible unit
	ByAnybody    Party = "anybody"    // whoever works on the case
	ByProgram    Party = "program"
)

var partyNames = map[Party]string{
	ByBureau: "信访部门", BySupervisor: "信访部门负责人", ByLead: "责任单位", ByCharge: "承办单位", ByHead: "责任单位负责人",
	ByAnybody: "经办人员", ByProgram: "系统",
}

// Chinese is the party in words.
func (p Party) Chinese() string { return partyNames[p] }
