package handlers

import (
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

// Names in the keys of the approval card's buttons.
const (
	approveKey = "approval.approve"
	rejectKey  = "approval.reject"
)

func approvalCard(a notice.Approval) outmsg.Message {
	if a.State != approval.Pending {
		return approvalClosed(a)
	}
	key := func(name string) string { return bot.CardKey(name, pair(a.RequestID, a.Version)...) }
	card := approvalBody(a)
	card.MainTitle = outmsg.MainTitle{Title: "呈报请示 " + a.CaseNumber, Desc: "请审批，也可回复「同意 编号 意见」"}
	card.ButtonList = []outmsg.Button{
		{Text: "同意", Style: 1, Key: key(approveKey)},
		{Text: "驳回", Style: 3, Key: key(rejectKey)},
	}
	return outmsg.Fit(card)
}

func approvalClosed(a notice.Approval) outmsg.Message {
	card := approvalBody(a)
	verdict := a.State.Chinese()
	card.MainTitle = outmsg.MainTitle{Title: "呈报请示 " + a.CaseNumber, Desc: decidedLine(a)}
	card.ButtonList = []outmsg.Button{{Text: verdict, Style: 2, Key: "closed"}}
	card.ReplaceText = verdict
	return outmsg.Fit(card)
}

// approvalBody shows what the decision needs: the matter, who asks and why.
func approvalBody(a notice.Approval) outmsg.ButtonCard {
	return outmsg.ButtonCard{
		Source: deskSource, TaskID: a.TaskID,
		QuoteArea:    &outmsg.QuoteArea{Title: "呈报理由", QuoteText: outmsg.ClipRunes(a.Reason, 200)},
		SubTitleText: "反映事项：" + outmsg.ClipRunes(a.Facts, 100) + "\n诉求：" + outmsg.ClipRunes(orNone(a.Demand), 45),
		HorizontalContent: []outmsg.HorizontalContent{
			row("信访人", orNone(a.Name)+" "+headcount(a.Headcount)), row("属地", a.Place),
			row("登记时间", calendar.Stamp(a.RegisteredAt)), row("呈报人", a.Applicant), row("呈报单位", a.ApplicantUnit),
		},
	}
}

func decidedLine(a notice.Approval) string {
	line := a.DecidedName + "于" + calendar.Stamp(*a.DecidedAt) + strings.TrimPrefix(a.State.Chinese(), "已")
	if a.Opinion != "" {
		line += "：" + a.Opinion
	}
	return line
}

func approvalAsked(a notice.Approval) outmsg.Message {
	return text("%s 已呈报 %d 位分管负责人（%s），有决定会立即告知您。", a.CaseNumber, len(a.Holders), strings.Join(a.Holders, "、"))
}

func approvalOutcome(a notice.Approval) outmsg.Message {
	lines := []string{"您呈报的 " + a.CaseNumber + " 有结果了：", a.DecidedName + strings.TrimPrefix(a.State.Chinese(), "已")}
	if a.Opinion != "" {
		lines = append(lines, "意见："+a.Opinion)
	}
	lines = append(lines, "时间："+calendar.Stamp(*a.DecidedAt))
	return text("%s", strings.Join(lines, "\n"))
}

func approvalDone(a notice.Approval) outmsg.Message {
	return text("%s 的呈报您%s，已告知呈报人 %s。", a.CaseNumber, a.State.Chinese(), a.Applicant)
}

func reasonWanted(a notice.Approval) outmsg.Message {
	return text("驳回 %s 请写明理由，直接回复一句话即可；不驳回了请回复「取消」。", a.CaseNumber)
}
