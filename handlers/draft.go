package handlers

import (
	"strconv"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

// takeDraftKey names the button by which a report is taken over.
const takeDraftKey = "draft.take"

func draftForgotten(f notice.Forgotten) outmsg.Message {
	switch {
	case f.Taken != "":
		return text("您%s开始的%s登记已由%s接手，您不必再填。", calendar.Stamp(f.BegunAt), f.Channel.Chinese(), f.Taken)
	case f.PassedOn:
		return text("您%s开始的%s登记已满一个工作日没有完成，已告知信访部门负责人。回复「继续」仍可接着登记。", calendar.Stamp(f.BegunAt), f.Channel.Chinese())
	}
	return text("您%s开始的%s登记还没有完成，内容已经保存。回复「继续」接着登记；不再需要的，回复「继续」后发送「取消」。", calendar.Stamp(f.BegunAt), f.Channel.Chinese())
}

// draftPassedOn asks those who head the desk to see to a report that was begun and not finished.
func draftPassedOn(f notice.Forgotten) outmsg.Message {
	card := forgottenCard(f)
	card.SubTitleText = "已过一个工作日。群众来访来信应当登记（《信访工作条例》第二十二条），请督促完成或者接手；系统不会自行登记。"
	card.ButtonList = []outmsg.Button{{Text: "请督促完成", Style: 2, Key: "closed"}}
	if f.MayTake {
		card.ButtonList = []outmsg.Button{{Text: "接手登记", Style: 1, Key: bot.CardKey(takeDraftKey, strconv.FormatInt(f.DraftID, 10))}}
	}
	return outmsg.Fit(card)
}

func draftTaken(f notice.Forgotten) outmsg.Message {
	card := forgottenCard(f)
	card.SubTitleText = "已由" + f.Taken + "接手登记。"
	card.ButtonList = []outmsg.Button{{Text: "已接手", Style: 2, Key: "closed"}}
	return outmsg.Fit(card)
}

func forgottenCard(f notice.Forgotten) outmsg.ButtonCard {
	return outmsg.ButtonCard{
		Source: deskSource, TaskID: f.TaskID, MainTitle: outmsg.MainTitle{Title: "有一份" + f.Channel.Chinese() + "登记没有完成"},
		HorizontalContent: []outmsg.HorizontalContent{row("经办人", f.Clerk), row("开始时间", calendar.Stamp(f.BegunAt))},
	}
}

func (h handlers) takeDraft(c *bot.Context) error {
	args := c.CardArgs()
	if len(args) == 1 {
		if id, err := strconv.ParseInt(args[0], 10, 64); err == nil {
			return h.desk.TakeOverDraft(c.Ctx(), c.Sender(), id)
		}
	}
	return models.Errorf(models.Invalid, "这张卡片已不能使用，请联系经办人。")
}
