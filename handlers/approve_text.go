package handlers

import (
	"fmt"
	"strings"
	"time"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

func approvalAsked(a notice.Approval) outmsg.Message {
	if a.Kind == approval.Escalation || a.Kind == "" {
		return text("%s 已呈报 %d 位%s（%s），有决定会立即告知您。", a.CaseNumber, a.Votes.All, orText(a.StepName, "分管负责人"), strings.Join(a.Holders, "、"))
	}
	return text("%s 的%s已送%s审批（%s），同意后生效，有决定会立即告知您。需要收回请回复「撤回 %s」。",
		a.CaseNumber, a.Kind.Chinese(), a.StepName, strings.Join(a.Holders, "、"), a.CaseNumber)
}

func approvalOutcome(a notice.Approval) outmsg.Message {
	lines := []string{"您" + asked(a) + "的 " + a.CaseNumber + kindAfter(a) + " 有结果了：", a.DecidedName + strings.TrimPrefix(a.State.Chinese(), "已")}
	if a.Opinion != "" {
		lines = append(lines, "意见："+a.Opinion)
	}
	if a.DecidedAt != nil {
		lines = append(lines, "时间："+calendar.Stamp(*a.DecidedAt))
	}
	if a.Votes.All > 1 && a.Voting {
		lines = append(lines, votesLine(a))
	}
	if a.Effect != "" {
		lines = append(lines, "已"+strings.TrimPrefix(a.Effect, "已")+"。")
	}
	if a.Kind == approval.Extension && a.State == approval.Approved {
		lines = append(lines, "请把延期理由告知信访人，送达后回复「送达 "+a.CaseNumber+" 延期 签收」，延期才生效。")
	}
	return text("%s", strings.Join(lines, "\n"))
}

func asked(a notice.Approval) string {
	if a.Kind == approval.Escalation || a.Kind == "" {
		return "呈报"
	}
	return "申请"
}

func kindAfter(a notice.Approval) string {
	if a.Kind == approval.Escalation || a.Kind == "" {
		return ""
	}
	return " " + a.Kind.Chinese()
}

func approvalDone(a notice.Approval) outmsg.Message {
	return text("%s 的%s您%s，已告知%s人 %s。", a.CaseNumber, a.Kind.Chinese(), a.State.Chinese(), asked(a), a.Applicant)
}

// approvalMoved tells the applicant that a request has gone on, up, or back to him.
func approvalMoved(a notice.Approval) outmsg.Message {
	head := a.CaseNumber + " 的" + a.Kind.Chinese()
	switch {
	case a.State == approval.Returned:
		return text("%s被退回，%s要求补充：%s\n请回复「补充 %s 内容」，原来的意见都保留。", head, a.By, a.Text, a.CaseNumber)
	case a.Doing == approval.TimeOut:
		return text("%s到时未决，已上呈%s。", head, a.StepName)
	case a.Doing == approval.PassUp:
		return text("%s已由%s上呈%s。", head, a.By, a.StepName)
	case a.Doing == approval.Recuse:
		return text("%s现送%s审批，%s已回避。", head, a.StepName, a.By)
	case a.Doing == approval.Depart:
		return text("%s现送%s审批，%s已不在岗。", head, a.StepName, a.By)
	}
	return text("%s%s已同意，现送%s审批。", head, a.By, a.StepName)
}

// approvalActed confirms to somebody what he has done where it has not yet decided the request.
func approvalActed(a notice.Approval) outmsg.Message {
	head := a.CaseNumber + " 的" + a.Kind.Chinese()
	switch a.Doing {
	case approval.HandOn:
		return text("%s已转交给%s。", head, a.To)
	case approval.AskMore:
		return text("%s已退回%s补充，补充后会再送您审批。", head, a.Applicant)
	case approval.Supplement:
		return text("%s的补充材料已送审批人。", head)
	case approval.Withdraw:
		return text("%s已撤回，已告知审批人。", head)
	case approval.Recuse:
		return text("%s您已回避，已记录理由。", head)
	case approval.PassUp:
		return text("%s已上呈%s。", head, a.StepName)
	case approval.Moot:
		return text("%s没有生效：%s", head, a.Opinion)
	}
	if a.State == approval.Ended {
		return text("%s没有生效：%s", head, a.Opinion)
	}
	if a.State != approval.Pending {
		return text("%s您已%s，表决结果：%s。%s", head, a.Mine.Chinese(), a.State.Chinese(), votesLine(a))
	}
	if a.Voting && a.Mine != "" {
		return text("%s您已%s。%s", head, a.Mine.Chinese(), votesLine(a))
	}
	return text("%s您已%s，现等%s审批。", head, a.Doing.Chinese(), a.StepName)
}

func confirmWanted(a notice.Approval) outmsg.Message {
	return text("同意%s需要再次确认。确认请回复「确认同意 %s 意见」；不同意请回复「驳回 %s 理由」。", a.Kind.Chinese(), a.CaseNumber, a.CaseNumber)
}

func reasonWanted(a notice.Approval) outmsg.Message {
	switch a.Await {
	case "more":
		return text("要求补充 %s，请直接回复一句需要补充什么；不需要了请回复「取消」。", a.CaseNumber)
	case "hand":
		return text("转交 %s，请直接回复接手人的姓名；不转交了请回复「取消」。", a.CaseNumber)
	}
	return text("驳回 %s 请写明理由，直接回复一句话即可；不驳回了请回复「取消」。", a.CaseNumber)
}

func approvalDigest(d notice.ApprovalDigestOf) outmsg.Message {
	var lines []string
	if d.Total > 0 {
		lines = append(lines, fmt.Sprintf("等您审批的有%d件，最早的在前：", d.Total))
		for _, line := range d.Lines {
			lines = append(lines, "· "+approvalLine(line))
		}
		if more := d.Total - len(d.Lines); more > 0 {
			lines = append(lines, fmt.Sprintf("另有%d件，发送「待办」查看。", more))
		}
		lines = append(lines, "最早几件的新卡片随后送到，一张卡片办一件。")
	}
	if d.Returned > 0 {
		lines = append(lines, fmt.Sprintf("等您补充材料的有%d件：", d.Returned))
		for _, line := range d.ToSupplement {
			lines = append(lines, "· "+approvalLine(line)+"，回复「补充 "+line.CaseNumber+" 内容」")
		}
	}
	return text("%s", strings.Join(lines, "\n"))
}

func approvalLine(l notice.ApprovalLine) string {
	line := l.Kind.Chinese() + " " + l.CaseNumber + "（" + calendar.Stamp(l.AskedAt) + "提出，已等" + officeTime(l.Waited)
	switch {
	case l.Late:
		line += "，已过时限"
	case l.Due != "":
		line += "，请于" + l.Due + "前"
	}
	return line + "）：" + outmsg.ClipRunes(l.Reason, 30)
}

// officeTime writes a span of office hours, nine to a day.
func officeTime(d time.Duration) string {
	const day = 9 * time.Hour
	switch {
	case d >= day:
		return fmt.Sprintf("%.1f个工作日", d.Hours()/day.Hours())
	case d >= time.Hour:
		return fmt.Sprintf("%.1f小时", d.Hours())
	}
	return fmt.Sprintf("%d分钟", int(d.Minutes()))
}

func instructionGiven(i notice.Instruction) outmsg.Message {
	lines := []string{
		fmt.Sprintf("%s 批示（%s）：%s", i.CaseNumber, i.By, i.Text),
		"承办单位：" + i.Unit + "；请于" + i.Due.Chinese() + "前反馈",
		"属地：" + orNone(i.Place) + "；事项：" + outmsg.ClipRunes(orNone(i.Facts), 60),
	}
	if i.Assigned {
		lines = append(lines, "这件事项已随批示交办本单位，请先回复「签收 "+i.CaseNumber+"」。")
	}
	return text("%s", strings.Join(append(lines, "办理情况请回复「反馈 "+i.CaseNumber+" 内容」，反馈前会持续提醒。"), "\n"))
}

func instructionDue(i notice.Instruction) outmsg.Message {
	state := "请于" + i.Due.Chinese() + "前反馈"
	if i.Late {
		state = "应于" + i.Due.Chinese() + "前反馈，已经超过"
	}
	return text("%s 的批示还没有反馈（%s）：%s\n批示：%s（%s）\n请回复「反馈 %s 内容」。", i.CaseNumber, i.Unit, state, outmsg.ClipRunes(i.Text, 60), i.By, i.CaseNumber)
}

func instructionAnswered(i notice.Instruction) outmsg.Message {
	when := "按期"
	if i.Late {
		when = "逾期"
	}
	return text("%s 的批示已由%s%s反馈（%s）：%s", i.CaseNumber, i.Unit, when, i.By, outmsg.ClipRunes(i.Answer, 200))
}

func delegationKept(d notice.Delegated) outmsg.Message {
	span := d.From.Chinese() + "至" + d.Until.Chinese()
	switch {
	case d.StandIn == "":
		return text("已登记外出（%s）。其间的审批送其他负责人。提前回来请回复「取消委托」。", span)
	case d.Absent:
		return text("已登记外出（%s），其间由%s代您审批，卡片和记录会注明「代」。提前回来请回复「取消委托」。", span, d.StandIn)
	}
	return text("已委托%s（%s）代您审批，您本人仍可审批，先作的决定有效，记录会注明「代」。收回请回复「取消委托」。", d.StandIn, span)
}

func delegationTold(d notice.Delegated) outmsg.Message {
	return text("%s委托您在%s至%s代为审批。送来的卡片会注明「您代%s审批」；与您本人有关的请回避。", d.Principal, d.From.Chinese(), d.Until.Chinese(), d.Principal)
}
