package handlers

import (
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// Names in the keys of the buttons of a case.
const (
	askStepKey     = "case.ask"
	confirmStepKey = "case.confirm"
	dropStepKey    = "case.drop"
)

// maxButtons is how many buttons a card can have (doc 90236).
const maxButtons = 6

// stepWords say how a step is taken by words: 编号 stands for the number.
var stepWords = map[casework.Step]string{
	casework.Refer: "转送 编号 单位 理由", casework.Assign: "交办 编号 单位 期限 理由", casework.Reply: "直接答复 编号 答复内容",
	casework.File: "存查 编号 理由", casework.Transfer: "移送 编号 去向和理由", casework.Object: "异议 编号 理由",
	casework.Uphold: "同意异议 编号 理由", casework.Overrule: "不同意异议 编号 理由", casework.AcceptSimple: "告知 编号 简易",
	casework.Redirect: "告知 编号 诉讼（或仲裁、行政复议等）理由", casework.Decline: "告知 编号 不予受理 理由",
	casework.DeliverNotice: "送达 编号 告知书 签收（或：拒收 见证人、邮寄 邮件号 妥投日期）", casework.AskExtension: "申请延期 编号 30 理由",
	casework.RefuseExtension: "不同意延期 编号 理由", casework.DeliverExtension: "送达 编号 延期 签收",
	casework.IssueOpinion:   "意见 编号 请求：… 事实：… 理由：… 处理：… 依据：… 结论：…",
	casework.DeliverOpinion: "送达 编号 意见 签收（或：拒收 见证人、邮寄 邮件号 妥投日期）", casework.ReportBack: "反馈 编号 办理结果",
	casework.Execute: "执行 编号 执行情况", casework.RequestReview: "复查 编号 机关", casework.IssueReview: "复查意见 编号 请求：… 事实：… 理由：… 处理：… 依据：… 结论：…",
	casework.DeliverReview: "送达 编号 复查意见 签收", casework.RequestReexamination: "复核 编号 机关",
	casework.IssueReexamination:   "复核意见 编号 请求：… 事实：… 理由：… 处理：… 依据：… 结论：…",
	casework.DeliverReexamination: "送达 编号 复核意见 签收", casework.Complete: "办结 编号 理由", casework.Certify: "认定 编号 理由",
}

// openCase answers 办理 XF… with the card of the case.
func (h handlers) openCase(c *bot.Context) error {
	reference, _ := petition.CutNumber(c.Args())
	return h.desk.OpenCase(c.Ctx(), c.Sender(), reference)
}

func (h handlers) askStep(c *bot.Context) error {
	number, version, step, err := cardStep(c)
	if err != nil {
		return err
	}
	return h.desk.AskStep(c.Ctx(), c.Sender(), number, version, step)
}

func (h handlers) confirmStep(c *bot.Context) error {
	number, version, step, err := cardStep(c)
	if err != nil {
		return err
	}
	task, _, _, _ := c.CardEvent()
	return h.desk.ConfirmStep(c.Ctx(), c.Sender(), number, version, step, task)
}

func (h handlers) dropStep(c *bot.Context) error {
	number, _, step, err := cardStep(c)
	if err != nil {
		return err
	}
	task, _, _, _ := c.CardEvent()
	return h.desk.DropStep(c.Ctx(), c.Sender(), number, step, task)
}

func cardStep(c *bot.Context) (number string, version int64, step casework.Step, err error) {
	args := c.CardArgs()
	if len(args) == 3 {
		version, err = strconv.ParseInt(args[1], 10, 64)
	}
	if len(args) != 3 || err != nil {
		return "", 0, "", models.Errorf(models.Invalid, "这张卡片已不能使用，请发送「办理 编号」重新打开。")
	}
	return args[0], version, casework.Step(args[2]), nil
}

func stepKey(name string, m notice.Matter, step casework.Step) string {
	return bot.CardKey(name, m.Number, strconv.FormatInt(m.Version, 10), string(step))
}

func caseCard(m notice.Matter) outmsg.Message {
	card := caseBody(m)
	card.MainTitle = outmsg.MainTitle{Title: m.Number + " " + m.State.Chinese(), Desc: "请选择下一步；「查 " + m.Number + "」看详情"}
	for _, step := range m.Next[:min(len(m.Next), maxButtons)] {
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: step.Chinese(), Style: 2, Key: stepKey(askStepKey, m, step)})
	}
	if len(m.Next) == 0 {
		card.MainTitle.Desc = "目前没有等您办理的步骤"
		card.ButtonList = []outmsg.Button{{Text: "目前无需办理", Style: 2, Key: "closed"}}
	} else {
		card.ButtonList[0].Style = 1
	}
	return outmsg.Fit(card)
}

func caseBody(m notice.Matter) outmsg.ButtonCard {
	due := "暂无"
	if m.Due != "" {
		due = m.Due.Chinese() + " " + m.DueWhat
	}
	return outmsg.ButtonCard{
		Source: deskSource, TaskID: m.TaskID,
		SubTitleText: "反映事项：" + outmsg.ClipRunes(orNone(m.Facts), 80),
		HorizontalContent: []outmsg.HorizontalContent{
			row("信访人", m.Name), row("属地", m.Place), row("责任单位", m.Unit), row("最近期限", due), row("依据", m.Article),
		},
	}
}

// caseStepAsk asks once more before a step is taken.
func caseStepAsk(m notice.Matter) outmsg.Message {
	card := caseBody(m)
	card.MainTitle = outmsg.MainTitle{Title: "确认" + m.Step.Chinese() + " " + m.Number + "？", Desc: "点「确认」才会办理"}
	card.ButtonList = []outmsg.Button{
		{Text: "确认", Style: 1, Key: stepKey(confirmStepKey, m, m.Step)},
		{Text: "返回", Style: 2, Key: stepKey(dropStepKey, m, m.Step)},
	}
	return outmsg.Fit(card)
}

func caseStepClosed(m notice.Matter) outmsg.Message {
	card := caseBody(m)
	verdict := "未办理"
	if m.Taken {
		verdict = "已" + m.Step.Chinese()
	}
	card.MainTitle = outmsg.MainTitle{Title: m.Number + " " + m.State.Chinese(), Desc: verdict}
	card.ButtonList = []outmsg.Button{{Text: verdict, Style: 2, Key: "closed"}}
	card.ReplaceText = verdict
	return outmsg.Fit(card)
}

// caseStepWords says what a step still needs.
func caseStepWords(m notice.Matter) outmsg.Message {
	return text("%s，请照这样回复：\n%s\n发送之前不作任何改动。", m.Step.Chinese(), strings.Replace(stepWords[m.Step], "编号", m.Number, 1))
}
