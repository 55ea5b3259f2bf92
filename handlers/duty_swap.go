package handlers

import (
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

const (
	swapYesKey  = "swap.yes"
	swapNoKey   = "swap.no"
	swapAskKey  = "swap.ask"
	standInKey  = "duty.stand_in"
	swapAdvice  = "换班请写明谁的哪一天，例如：我周三和李四换班；我周三的班换李四周五的班；请李四替我周三的班；没有合适的人就发送：换班 周三，会向同岗的人征集。"
	swapHowWhen = "提出后对方会收到卡片；岗位需要批准的，还会请分管负责人批准。"
)

func (h handlers) askSwap(c *bot.Context) error {
	if strings.TrimSpace(c.Args()) == "" {
		return c.ReplyText(swapAdvice + swapHowWhen)
	}
	return h.desk.AskSwap(c.Ctx(), c.Sender(), c.Args())
}

func (h handlers) swapFromCard(c *bot.Context) error {
	if _, err := h.desk.Staff(c.Ctx(), c.Sender()); err != nil {
		return err
	}
	return c.ReplyText(swapAdvice + swapHowWhen)
}

func (h handlers) swapYes(c *bot.Context) error { return h.answerSwap(c, true) }
func (h handlers) swapNo(c *bot.Context) error  { return h.answerSwap(c, false) }

func (h handlers) answerSwap(c *bot.Context, yes bool) error {
	args := c.CardArgs()
	if len(args) != 1 {
		return models.Errorf(models.Invalid, "这张卡片已失效，请发送「我的值班」查看最新情况。")
	}
	id, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		return models.Errorf(models.Invalid, "这张卡片已失效，请发送「我的值班」查看最新情况。")
	}
	return h.desk.AnswerSwap(c.Ctx(), c.Sender(), id, yes)
}

func (h handlers) callOffSwap(c *bot.Context) error {
	return h.desk.CallOffSwap(c.Ctx(), c.Sender())
}

func (h handlers) revertSwap(c *bot.Context) error { return h.desk.RevertSwap(c.Ctx(), c.Sender()) }

func (h handlers) standInOnDuty(c *bot.Context) error {
	slot, version, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.StandIn(c.Ctx(), c.Sender(), slot, version)
}

var swapTitles = map[notice.SwapRole][3]string{
	notice.SwapForOther:    {"有人想和您换班", "同意换班", "不同意"},
	notice.SwapForAnybody:  {"同岗有班找人接", "我来接班", ""},
	notice.SwapForApprover: {"换班待批准", "批准换班", "不批准"},
}

func swapBody(s notice.Swap) outmsg.ButtonCard {
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: s.TaskID,
		HorizontalContent: []outmsg.HorizontalContent{row("提出人", s.Asker), row("让出", dutyWhen(s.Give))},
	}
	if s.Take != nil {
		card.HorizontalContent = append(card.HorizontalContent, row("换得", dutyWhen(*s.Take)))
	}
	if s.Other != "" {
		card.HorizontalContent = append(card.HorizontalContent, row("对方", s.Other))
	}
	return card
}

func swapCard(s notice.Swap) outmsg.Message {
	card := swapBody(s)
	words := swapTitles[s.Role]
	card.MainTitle = outmsg.MainTitle{Title: words[0], Desc: "开始前有效，双方都会收到结果"}
	if s.Reminder {
		card.MainTitle.Title = "提醒：" + words[0]
	}
	id := strconv.FormatInt(s.SwapID, 10)
	card.ButtonList = []outmsg.Button{{Text: words[1], Style: 1, Key: bot.CardKey(swapYesKey, id)}}
	if words[2] != "" {
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: words[2], Style: 2, Key: bot.CardKey(swapNoKey, id)})
	}
	return outmsg.Fit(card)
}

func swapCardClosed(s notice.Swap) outmsg.Message {
	card := swapBody(s)
	words := "换班" + s.State.Words()
	card.MainTitle = outmsg.MainTitle{Title: "换班", Desc: words}
	card.ButtonList = []outmsg.Button{{Text: words, Style: 2, Key: "closed"}}
	card.ReplaceText = words
	return outmsg.Fit(card)
}

func swapNews(s notice.Swap) outmsg.Message {
	what := dutyWhen(s.Give)
	if s.Take != nil {
		what += " ⇄ " + dutyWhen(*s.Take)
	}
	switch {
	case s.State == duty.SwapOpen:
		return text("已向同岗的人征集接班：%s\n有人接班会马上告诉您；要撤回请回复「撤回换班」。", what)
	case s.State == duty.SwapAsked:
		return text("已请%s答复换班：%s\n要撤回请回复「撤回换班」。", s.Other, what)
	case s.State == duty.SwapConsented:
		return text("%s已同意换班，等待分管负责人批准：%s", s.Other, what)
	case s.State == duty.SwapDone:
		return text("换班完成（%s与%s）：%s\n开始前如需换回，请回复「换回」。", s.Asker, orNone(s.Other), what)
	case s.State == duty.SwapDeclined:
		return text("换班没有成：%s没有同意。原安排不变：%s", orNone(s.By), what)
	case s.State == duty.SwapReverted:
		return text("已换回，恢复原来的安排：%s（%s提出）", what, orNone(s.By))
	}
	return text("换班%s，原安排不变：%s", s.State.Words(), what)
}
