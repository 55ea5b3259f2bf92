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
	askStepKey   = "case.ask"
	chooseKey    = "case.choose"
	takeWordsKey = "case.take"
	rewordKey    = "case.reword"
	moreStepsKey = "case.more"
	dropStepKey  = "case.drop"
)

// maxButtons is how many buttons a card can have (doc 90236).
const maxButtons = 6

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
	from, until, more := stepPage(len(m.Next), m.Page)
	for _, step := range m.Next[from:until] {
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: step.Chinese(), Style: 2, Key: stepKey(askStepKey, m, step)})
	}
	if more > 0 {
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: "更多", Style: 2, Key: bot.CardKey(moreStepsKey, m.Number, strconv.Itoa(more))})
	}
	if len(m.Next) == 0 {
		card.MainTitle.Desc = "目前没有等您办理的步骤"
		card.ButtonList = []outmsg.Button{{Text: "目前无需办理", Style: 2, Key: "closed"}}
	} else {
		card.ButtonList[0].Style = 1
	}
	return outmsg.Fit(card)
}

// stepPage cuts a page of steps, from 1, out of count; more is the page that 更多 turns to, 0 = all fit.
func stepPage(count, page int) (from, until, more int) {
	if count <= maxButtons {
		return 0, count, 0
	}
	const each = maxButtons - 1
	pages := (count + each - 1) / each
	page = max(1, min(page, pages))
	return (page - 1) * each, min(page*each, count), page%pages + 1
}

func caseBody(m notice.Matter) outmsg.ButtonCard {
	due := "暂无"
	if m.Due != "" {
		due = m.Due.Chinese() + " " + m.DueWhat
	}
	if m.Facts == "" { // an outline is all that he may see
		return outmsg.ButtonCard{Source: deskSource, TaskID: m.TaskID}
	}
	return outmsg.ButtonCard{
		Source: deskSource, TaskID: m.TaskID,
		SubTitleText: "反映事项：" + outmsg.ClipRunes(orNone(m.Facts), 80),
		HorizontalContent: []outmsg.HorizontalContent{
			row("信访人", m.Name), row("属地", m.Place), row("责任单位", m.Unit), row("最近期限", due), row("依据", m.Article),
		},
	}
}

func caseStepClosed(m notice.Matter) outmsg.Message {
	card := caseBody(m)
	verdict := "未办理"
	switch {
	case m.Taken:
		verdict = "已" + strings.TrimPrefix(m.Step.Chinese(), "已")
	case m.Chosen != "":
		verdict = "已选：" + strings.TrimPrefix(m.Chosen, "结论：")
	case m.Rewritten:
		verdict = "正在修改"
	case m.Held:
		verdict = "已按审批办理"
	}
	card.MainTitle = outmsg.MainTitle{Title: m.Number + " " + m.State.Chinese(), Desc: verdict}
	card.ButtonList = []outmsg.Button{{Text: verdict, Style: 2, Key: "closed"}}
	card.ReplaceText = verdict
	return outmsg.Fit(card)
}
