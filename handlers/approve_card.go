package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

// Names in the keys of the approval card's buttons.
const (
	approveKey  = "approval.approve"
	rejectKey   = "approval.reject"
	confirmKey  = "approval.confirm"
	backKey     = "approval.back"
	handKey     = "approval.hand"
	moreKey     = "approval.more"
	upKey       = "approval.up"
	abstainKey  = "approval.abstain"
	maxCardRows = 6
)

func approvalCard(a notice.Approval) outmsg.Message {
	if a.State != approval.Pending {
		return approvalClosed(a)
	}
	key := func(name string) string { return bot.CardKey(name, pair(a.RequestID, a.Version)...) }
	card := approvalBody(a)
	desc := "请审批，也可回复「同意 编号 意见」"
	if a.Words != "" {
		desc = "请审批，也可回复「" + a.Words + "」"
	}
	if a.Voting {
		desc = fmt.Sprintf("请表决（应表决%d人）", a.Votes.All)
	}
	if a.StandsInFor != "" {
		desc = "您代" + a.StandsInFor + "审批。" + desc
	}
	card.MainTitle = outmsg.MainTitle{Title: a.Kind.Title() + " " + a.CaseNumber, Desc: desc}
	if a.Voting {
		card.ButtonList = []outmsg.Button{
			{Text: "赞成", Style: 1, Key: key(approveKey)}, {Text: "反对", Style: 3, Key: key(rejectKey)}, {Text: "弃权", Style: 2, Key: key(abstainKey)},
		}
		return outmsg.Fit(card)
	}
	card.ButtonList = []outmsg.Button{
		{Text: "同意", Style: 1, Key: key(approveKey)},
		{Text: "驳回", Style: 3, Key: key(rejectKey)},
		{Text: "转交", Style: 2, Key: key(handKey)},
		{Text: "要求补充", Style: 2, Key: key(moreKey)},
	}
	if a.MayPassUp {
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: "上呈", Style: 2, Key: key(upKey)})
	}
	return outmsg.Fit(card)
}

// approvalConfirm is the card between the first tap and the second.
func approvalConfirm(a notice.Approval) outmsg.Message {
	if a.State != approval.Pending {
		return approvalClosed(a)
	}
	key := func(name string) string { return bot.CardKey(name, pair(a.RequestID, a.Version)...) }
	card := approvalBody(a)
	card.MainTitle = outmsg.MainTitle{Title: "再次确认：同意" + a.Kind.Chinese(), Desc: a.CaseNumber + " 确认后立即生效"}
	card.ButtonList = []outmsg.Button{{Text: "确认同意", Style: 1, Key: key(confirmKey)}, {Text: "返回", Style: 2, Key: key(backKey)}}
	return outmsg.Fit(card)
}

func approvalClosed(a notice.Approval) outmsg.Message {
	card := approvalBody(a)
	label := closedLabel(a)
	card.MainTitle = outmsg.MainTitle{Title: a.Kind.Title() + " " + a.CaseNumber, Desc: decidedLine(a)}
	card.ButtonList = []outmsg.Button{{Text: label, Style: 2, Key: "closed"}}
	card.ReplaceText = label
	return outmsg.Fit(card)
}

func approvalRenewed(a notice.Approval) outmsg.Message {
	card := approvalBody(a)
	card.MainTitle = outmsg.MainTitle{Title: a.Kind.Title() + " " + a.CaseNumber, Desc: "已换发新卡片，请在新卡片上审批"}
	card.ButtonList = []outmsg.Button{{Text: "已换发新卡片", Style: 2, Key: "closed"}}
	card.ReplaceText = "已换发新卡片"
	return outmsg.Fit(card)
}

// closedLabel is what stands in the place of the buttons.
func closedLabel(a notice.Approval) string {
	switch {
	case a.State != approval.Pending:
		return a.State.Chinese()
	case a.Gone == approval.HandedOver:
		return "已转交"
	case a.Gone == approval.Recused:
		return "已回避"
	case a.Gone == approval.Departed:
		return "已由其他负责人审批"
	case a.Mine != "":
		return "您已" + a.Mine.Chinese()
	}
	return "已送" + a.StepName
}

// approvalBody shows what the decision needs: the matter, who asks and why.
func approvalBody(a notice.Approval) outmsg.ButtonCard {
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: a.TaskID,
		QuoteArea: &outmsg.QuoteArea{Title: orText(a.Kind.Chinese(), "呈报") + "理由", QuoteText: outmsg.ClipRunes(a.Reason, 200)},
	}
	if a.Supplement != "" {
		card.QuoteArea.QuoteText = "补充：" + outmsg.ClipRunes(a.Supplement, 120) + "\n" + outmsg.ClipRunes(a.Reason, 80)
	}
	var rows []outmsg.HorizontalContent
	for _, line := range a.Lines {
		rows = append(rows, row(line.Name, outmsg.ClipRunes(line.Value, 30)))
	}
	if !a.RegisteredAt.IsZero() {
		card.SubTitleText = "反映事项：" + outmsg.ClipRunes(a.Facts, 100) + "\n诉求：" + outmsg.ClipRunes(orNone(a.Demand), 45)
		rows = append(rows, row("来访人", orNone(a.Name)+" "+headcount(a.Headcount)), row("属地", a.Place),
			row("登记时间", calendar.Stamp(a.RegisteredAt)))
	}
	asker := "申请人"
	if a.Kind == approval.Escalation || a.Kind == "" {
		asker = "呈报人"
	}
	rows = append(rows, row(asker, a.Applicant), row(strings.TrimSuffix(asker, "人")+"单位", a.ApplicantUnit))
	if a.Due != "" && a.State == approval.Pending && len(rows) < maxCardRows {
		rows = append(rows, row("请于", a.Due+"前"))
	}
	if len(rows) > maxCardRows { // what the kind must show comes first; the place and time of registration give way
		rows = append(rows[:len(a.Lines)+1], rows[len(rows)-2:]...)
	}
	card.HorizontalContent = rows[:min(len(rows), maxCardRows)]
	return card
}

func orText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func decidedLine(a notice.Approval) string {
	if a.DecidedAt == nil {
		switch {
		case a.State == approval.Returned:
			return "已退回申请人补充，补充后会再送您审批"
		case a.Voting:
			return votesLine(a)
		}
		return "现由" + a.StepName + "审批"
	}
	line := a.DecidedName + "于" + calendar.Stamp(*a.DecidedAt) + strings.TrimPrefix(a.State.Chinese(), "已")
	if a.DecidedName == "" {
		line = calendar.Stamp(*a.DecidedAt) + a.State.Chinese()
	}
	if a.Opinion != "" {
		line += "：" + a.Opinion
	}
	return line
}

func votesLine(a notice.Approval) string {
	v := a.Votes
	return fmt.Sprintf("应表决%d人，已表决%d人：赞成%d、反对%d、弃权%d", v.All, v.Agreed+v.Refused+v.Abstained, v.Agreed, v.Refused, v.Abstained)
}
