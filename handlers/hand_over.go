package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/notice"
)

// handOverKey names the button that confirms a hand-over.
const handOverKey = "handover.confirm"

// showHandOver reads 交接 张磊 李娜.
func (h handlers) showHandOver(c *bot.Context) error {
	names := strings.Fields(strings.NewReplacer("给", " ", "，", " ", "、", " ").Replace(c.Args()))
	if len(names) != 2 {
		return models.Errorf(models.Invalid, "请写明谁交给谁，例如：交接 张磊 李娜。已经离开的同志写通讯录账号。")
	}
	return h.desk.ShowHandOver(c.Ctx(), c.Sender(), names[0], names[1])
}

func (h handlers) handOverWork(c *bot.Context) error {
	args := c.CardArgs()
	if len(args) != 2 {
		return models.Errorf(models.Invalid, "这张卡片已不能使用，请重新发送「交接」。")
	}
	task, _, _, _ := c.CardEvent()
	return h.desk.HandOverWork(c.Ctx(), c.Sender(), args[0], args[1], task)
}

func workToHandOver(o notice.HandOver) outmsg.Message {
	card := handOverCard(o)
	card.MainTitle = outmsg.MainTitle{Title: "确认工作交接？", Desc: "点「确认交接」才会移交，期限不变"}
	card.ButtonList = []outmsg.Button{{Text: "确认交接", Style: 1, Key: bot.CardKey(handOverKey, o.FromID, o.ToID)}}
	return outmsg.Fit(card)
}

func workHandedOver(o notice.HandOver) outmsg.Message {
	card := handOverCard(o)
	card.MainTitle = outmsg.MainTitle{Title: "工作已交接"}
	card.ButtonList = []outmsg.Button{{Text: "已交接", Style: 2, Key: "closed"}}
	card.ReplaceText = "已交接"
	return outmsg.Fit(card)
}

func handOverCard(o notice.HandOver) outmsg.ButtonCard {
	said := ""
	if len(o.Numbers) > 0 {
		said = notice.FewNumbers(o.Numbers)
	}
	if len(o.Stay) > 0 {
		said += "；不能由其接手：" + notice.FewNumbers(o.Stay)
	}
	if o.Duties+o.Drafts > 0 {
		said += fmt.Sprintf("；另有今后班次%d个（请调班）、未完成登记%d份", o.Duties, o.Drafts)
	}
	return outmsg.ButtonCard{
		Source: deskSource, TaskID: o.TaskID, SubTitleText: outmsg.ClipRunes(strings.TrimPrefix(said, "；"), 110),
		HorizontalContent: []outmsg.HorizontalContent{
			row("移交", o.From), row("接手", o.To), row("责任人事项", fmt.Sprintf("%d件", o.Cases)), row("包案", fmt.Sprintf("%d件", o.Led)),
			row("待审批", fmt.Sprintf("%d件", o.Requests)),
		},
	}
}
