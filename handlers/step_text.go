package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/statute"
)

// stepTaken answers who took a step: what is on record now and what is due next.
func stepTaken(s notice.CaseStep) outmsg.Message {
	lines := []string{fmt.Sprintf("%s 已%s，现为「%s」。", s.Number, strings.TrimPrefix(s.Step.Chinese(), "已"), s.State.Chinese())}
	if s.Submission != "" {
		lines = append(lines, "信访件："+s.Submission)
	}
	if s.Other != "" {
		lines = append(lines, "另一件："+s.Other)
	}
	if s.Unit != "" {
		lines = append(lines, "责任单位："+s.Unit)
	}
	return text("%s", strings.Join(append(lines, dueLine(s)...), "\n"))
}

func dueLine(s notice.CaseStep) []string {
	if s.Due == "" {
		return nil
	}
	line := fmt.Sprintf("下一期限：%s（%s", s.Due.Chinese(), s.DueWhat)
	if s.DueLegal != s.Due {
		line += "；法定" + s.DueLegal.Chinese()
	}
	if s.Provisional {
		line += "；暂定"
	}
	return []string{line + "）", "依据：" + s.Article}
}

// caseNews tells a colleague of a step that concerns him, with what he can do next.
func caseNews(s notice.CaseStep) outmsg.Message {
	lines := []string{
		fmt.Sprintf("%s %s：%s（%s）", s.Number, s.Step.Chinese(), s.By, orNone(s.ByUnit)),
		"属地：" + orNone(s.Place) + "；事项：" + outmsg.ClipRunes(orNone(s.Facts), 60),
	}
	if s.Submission != "" {
		lines = append(lines, "信访件："+s.Submission)
	}
	if s.Other != "" {
		lines = append(lines, "另一件："+s.Other)
	}
	if s.Reason != "" {
		lines = append(lines, "说明："+outmsg.ClipRunes(s.Reason, 120))
	}
	if s.Days > 0 {
		lines = append(lines, fmt.Sprintf("申请延期%d日", s.Days))
	}
	lines = append(lines, dueLine(s)...)
	if next := nextFor(s); next != "" {
		lines = append(lines, next)
	}
	return text("%s", strings.Join(lines, "\n"))
}

func nextFor(s notice.CaseStep) string {
	switch s.Step {
	case casework.Refer, casework.Assign, casework.Reassign:
		return "收到请回复「签收 " + s.Number + "」；不属于本单位职责的，签收后5个工作日内回复「异议 " + s.Number + " 理由」。"
	case casework.AskExtension:
		return "同意请回复「同意延期 " + s.Number + "」；不同意请回复「不同意延期 " + s.Number + " 理由」。"
	case casework.Object:
		return "核实后请回复「同意异议 " + s.Number + " 理由」或「不同意异议 " + s.Number + " 理由」。"
	case casework.ApproveExtension:
		return "请把延期理由告知信访人，送达后回复「送达 " + s.Number + " 延期 签收」，延期才生效。"
	case casework.AskVoid:
		number := s.Number
		if s.Submission != "" {
			number = s.Submission
		}
		return "请负责人核实；确属误登的回复「同意作废 " + number + "」，否则回复「不同意作废 " + number + " 理由」。作废不删除记录，统计单列。"
	case casework.SubmitDispute:
		return "裁定后请信访部门回复「裁定 " + s.Number + " 单位 理由」；裁定之前，期限照常计算。"
	case casework.DecideDispute:
		return "受理争议已有裁定，不能再次退回；还没有签收的请回复「签收 " + s.Number + "」。"
	case casework.RouteAccusation:
		return "情况重大的，请依第三十条向党委主要负责同志报送。材料不得转给被检举的人员和单位。"
	case casework.RejectReport:
		return "请在5日内重新反馈，回复「反馈 " + s.Number + " 办理结果」。"
	case casework.RefuseExtension:
		return "期限不变，请按期办理。"
	case casework.ListSupervision, casework.OrderRectification:
		return "期限届满前请回复「整改报告 " + s.Number + " 整改情况」。"
	case casework.FindGrave:
		return "报告后请回复「已报告 " + s.Number + " 报告去向」。"
	}
	return ""
}

var ladderWords = map[statute.StepName]string{
	statute.HalfTime: "期限过半", statute.ThreeQuarters: "期限已过四分之三", statute.SevenDaysBefore: "还有7日",
	statute.ThreeDaysBefore: "还有3日", statute.OneDayBefore: "明日到期", statute.DueDay: "今日到期",
	statute.ToUnitHead: "已过内部期限，告知单位负责人", statute.ToCaseLeader: "已过内部期限3日，告知包案领导",
	statute.ToJointConference: "已过内部期限7日，列入联席会议清单",
}

func clockDigest(d notice.Digest) outmsg.Message {
	lines := []string{fmt.Sprintf("期限提醒（%d件）：", d.Total)}
	for _, line := range d.Lines {
		lines = append(lines, "· "+boardLine(line)+"，"+ladderWords[line.Step])
	}
	if more := d.Total - len(d.Lines); more > 0 {
		lines = append(lines, fmt.Sprintf("另有%d件，发送「期限」查看。", more))
	}
	return text("%s", strings.Join(lines, "\n"))
}
