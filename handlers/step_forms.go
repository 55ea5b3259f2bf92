package handlers

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"petitiondesk/models/casework"
)

// stepForm is how a step is written: the command's word, what stands behind the number whatever is said, what is asked for and
// how it may read. A step without an example needs no words.
type stepForm struct{ word, fixed, ask, example string }

const (
	askProof    = "怎样送达"
	proofOf     = "签收（或：拒收 见证人、邮寄 邮件号 妥投日期）"
	askOpinion  = "意见的各项内容"
	opinionForm = "请求：… 事实：… 理由：… 处理：… 依据：… 结论：支持（或：合理但无法律依据、不支持）"
	theReason   = "理由"
	theMatter   = "事由"
)

// stepForms are the steps that are taken by words.
var stepForms = map[casework.Step]stepForm{
	casework.Refer:                {"转送", "", "承办单位和理由", "人社局 请核实处理"},
	casework.Assign:               {"交办", "", "单位、期限和理由", "人社局 12月8日 请核实处理"},
	casework.Reassign:             {"改办", "", "单位、期限和理由", "住建局 12月8日 属其职责"},
	casework.Reply:                {"直接答复", "", "答复内容", "已当场说明政策，信访人表示理解"},
	casework.File:                 {"存查", "", theReason, "没有具体诉求"},
	casework.Transfer:             {"移送", "", "去向和理由", "县人民法院 属诉讼事项"},
	casework.Sign:                 {"签收", "", "", ""},
	casework.Object:               {"异议", "", theReason, "属住建局职责"},
	casework.Uphold:               {"同意异议", "", theReason, "不属该单位职责"},
	casework.Overrule:             {"不同意异议", "", theReason, "该单位为主管部门"},
	casework.SubmitDispute:        {"争议", "", "裁定机关和理由", "县政府 两单位均认为不属职责"},
	casework.DecideDispute:        {"裁定", "", "承办单位和理由", "人社局 属其主管"},
	casework.Accept:               {"告知", "受理", "是否当场签收", "签收（没有当场签收的，回复：受理）"},
	casework.AcceptSimple:         {"告知", "简易", "说明", "事实清楚，争议不大"},
	casework.AcceptAdvice:         {"告知", "建议", "是否当场签收", "签收（没有当场签收的，回复：建议）"},
	casework.Redirect:             {"告知", "", "法定途径和理由", "诉讼 属民事纠纷（或：仲裁、党内申诉、行政复议、其他法定程序）"},
	casework.Decline:              {"告知", "不予受理", theReason, "已经复核终结"},
	casework.AnswerAdvice:         {"回复建议", "", "采纳情况和说明", "部分采纳 已列入明年计划（或：全部采纳、未采纳）"},
	casework.RouteAccusation:      {"检举", "", "移送机关和干部管理权限", "纪检监察 县管"},
	casework.ContactUnclear:       {"联系不清", "", "核实经过", "电话停机，已上门未遇"},
	casework.DeliverNotice:        {"送达", "告知书", askProof, proofOf},
	casework.ToOrdinary:           {"转普通", "", theReason, "事实需要进一步核查"},
	casework.BeginMediation:       {"调解", "开始", "", ""},
	casework.Settle:               {"调解", "协议", "协议内容", "企业于月底前付清"},
	casework.EndMediation:         {"调解", "终止", "原因", "双方分歧较大"},
	casework.AskExtension:         {"申请延期", "", "天数和理由", "30 需要现场勘验"},
	casework.ApproveExtension:     {"同意延期", "", "", ""},
	casework.RefuseExtension:      {"不同意延期", "", theReason, "材料已齐，应当按期办结"},
	casework.DeliverExtension:     {"送达", "延期", askProof, proofOf},
	casework.IssueOpinion:         {"意见", "", askOpinion, opinionForm},
	casework.DeliverOpinion:       {"送达", "意见", askProof, proofOf},
	casework.ReportBack:           {"反馈", "", "办理结果", "已责成企业发放工资"},
	casework.RejectReport:         {"退回反馈", "", theReason, "没有答复信访人的第二项诉求"},
	casework.Execute:              {"执行", "", "执行情况", "工资已全部发放"},
	casework.RequestReview:        {"复查", "", "复查机关", "县政府"},
	casework.IssueReview:          {"复查意见", "", askOpinion, opinionForm},
	casework.DeliverReview:        {"送达", "复查意见", askProof, proofOf},
	casework.RequestReexamination: {"复核", "", "复核机关", "市政府"},
	casework.BeginHearing:         {"听证", "开始", "", ""},
	casework.EndHearing:           {"听证", "结束", "", ""},
	casework.IssueReexamination:   {"复核意见", "", askOpinion, opinionForm},
	casework.DeliverReexamination: {"送达", "复核意见", askProof, proofOf},
	casework.Complete:             {"办结", "", theReason, "诉求已落实"},
	casework.Resolve:              {"化解", "", "化解情况", "信访人已签订息访承诺"},
	casework.Certify:              {"认定", "", theReason, "办理程序完备"},
	casework.Reopen:               {"重办", "", theReason, "诉求没有落实"},
	casework.FindGrave:            {"重大", "", "情况", "可能引发群体性事件"},
	casework.ReportGrave:          {"已报告", "", "报告去向", "已报县委办"},
	casework.Supervise:            {"督办", "", theMatter, "长期未办"},
	casework.SuperiorAsks:         {"催办", "", theMatter, "市信访局来电催办"},
	casework.TellNewDate:          {"告知新期限", "", "告知情况", "已电话告知信访人"},
	casework.Talk:                 {"约谈", "", theMatter, "多次逾期"},
	casework.Circulate:            {"通报", "", theMatter, "推诿敷衍"},
	casework.ListSupervision:      {"挂牌督办", "", "期限和事由", "12月31日 久拖不决"},
	casework.OrderRectification:   {"责令整改", "", "期限和事由", "12月31日 整改台账不清"},
	casework.ReportRectification:  {"整改报告", "", "整改情况", "已逐项整改"},
	casework.Suggest:              {"建议", "", "建议内容", "完善欠薪预警制度"},
	casework.Adopt:                {"采纳", "", "采纳情况", "已列入下年计划"},
	casework.TakeCharge:           {"包案", "", "包案领导姓名", "陈光"},
	casework.PlanResolution:       {"包案方案", "", "化解方案", "分三步化解"},
	casework.VisitPetitioner:      {"走访", "", "走访情况", "已入户走访，诉求稳定"},
	casework.SetResponsible:       {"责任人", "", "责任人姓名", "李娜"},
	casework.SetResolutionDue:     {"化解期限", "", "日期", "12月31日"},
	casework.AskVoid:              {"作废", "", theReason, "重复录入"},
	casework.Void:                 {"同意作废", "", "", ""},
	casework.RefuseVoid:           {"不同意作废", "", theReason, "并非误登"},
	casework.Restore:              {"恢复登记", "", theReason, "经核实并非误登"},
	casework.Note:                 {"进展", "", "进展", "已联系人社局核实"},
	casework.Rate:                 {"评价", "", "对信访部门、对责任单位的评价", "满意 基本满意（或：不满意）"},
}

// afterChoice is what is asked once something has been chosen.
var afterChoice = map[string]stepForm{
	"拒收": {ask: "见证人姓名", example: "李某"},
	"邮寄": {ask: "邮件号和妥投日期（没有妥投的先不写）", example: "EX123456789CN 12月5日"},
}

// without is the text without the fixed words that somebody repeats in front of what was asked for.
func (f stepForm) without(text string) string {
	rest, repeated := strings.CutPrefix(text, f.fixed)
	if f.fixed == "" || !repeated {
		return text
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if rest != "" && !unicode.IsSpace(next) && !unicode.IsPunct(next) {
		return text // 告知书 is not 告知 and 书
	}
	return strings.TrimLeft(rest, " \u3000,，:：;；")
}

// after is the form of what is still to be written after a choice.
func (f stepForm) after(chosen string) stepForm {
	if chosen == "" {
		return f
	}
	if rest, ok := afterChoice[chosen]; ok {
		f.ask, f.example = rest.ask, rest.example
		return f
	}
	if strings.HasPrefix(chosen, "结论：") {
		f.ask, f.example, _ = strings.Cut("意见的其他各项内容\n请求：… 事实：… 理由：… 处理：… 依据：…", "\n")
		return f
	}
	f.ask, f.example = "说明", "属民事纠纷，已告知信访人"
	return f
}

// stepsOfWord are the steps that a command's word can mean, in the order in which they are proposed.
func stepsOfWord(word string) []casework.Step {
	var found []casework.Step
	for step, form := range stepForms {
		if form.word == word {
			found = append(found, step)
		}
	}
	usual := casework.Usual()
	slices.SortFunc(found, func(a, b casework.Step) int {
		if rank := slices.Index(usual, a) - slices.Index(usual, b); rank != 0 {
			return rank
		}
		return strings.Compare(string(a), string(b))
	})
	return found
}
