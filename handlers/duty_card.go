package handlers

import (
	"fmt"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

const confirmDutyKey = "duty.confirm"

func dutyReminder(d notice.Duty) outmsg.Message {
	card := dutyBody(d)
	title := "明天值班提醒"
	if other, ok := reminderTitles[d.Step]; ok {
		title = other
	}
	if d.Note != "" {
		card.QuoteArea = &outmsg.QuoteArea{Title: "上一班交班", QuoteText: d.Note}
	}
	card.MainTitle = outmsg.MainTitle{Title: title, Desc: "请点「确认到岗」，开始前未确认会告知值班室"}
	if d.Booked != nil {
		card.HorizontalContent = append(card.HorizontalContent, row("预约来访", bookedWords(*d.Booked)))
	}
	card.ButtonList = []outmsg.Button{
		{Text: "确认到岗", Style: 1, Key: bot.CardKey(confirmDutyKey, pair(d.SlotID, d.Version)...)},
		{Text: "申请换班", Style: 2, Key: bot.CardKey(swapAskKey, pair(d.SlotID, d.Version)...)},
	}
	return outmsg.Fit(card)
}

// bookedWords says how many petitions are booked for a reception.
func bookedWords(count int) string {
	if count == 0 {
		return "目前没有预约"
	}
	return fmt.Sprintf("%d件", count)
}

func dutyClosed(d notice.Duty) outmsg.Message {
	card := dutyBody(d)
	card.MainTitle = outmsg.MainTitle{Title: "值班提醒", Desc: "您已于" + calendar.Stamp(*d.ConfirmedAt) + "确认"}
	card.ButtonList = []outmsg.Button{{Text: "已确认到岗", Style: 2, Key: "closed"}}
	card.ReplaceText = "已确认到岗"
	return outmsg.Fit(card)
}

func dutyBody(d notice.Duty) outmsg.ButtonCard {
	return outmsg.ButtonCard{
		Source: deskSource, TaskID: d.TaskID,
		HorizontalContent: []outmsg.HorizontalContent{
			row("日期", d.Day.Chinese()), row("时间", span(d.StartsAt, d.EndsAt)),
			row("地点", d.Station), row("岗位", d.Post), row("值班人", d.Person),
		},
	}
}

func dutyWhen(d notice.Duty) string {
	return d.Day.Chinese() + " " + span(d.StartsAt, d.EndsAt) + " " + d.Station + " " + d.Post
}

func dutyConfirmed(d notice.Duty) outmsg.Message {
	return text("已确认：%s。辛苦了。", dutyWhen(d))
}

func dutyUnconfirmed(d notice.Duty) outmsg.Message {
	return text("值班未确认，请联系本人或安排替班：\n%s\n%s", dutyWhen(d), orNone(d.Person))
}

func dutyLate(d notice.Duty) outmsg.Message {
	return text("%s 已确认到岗：%s（确认时间 %s）。", d.Person, dutyWhen(d), calendar.Stamp(*d.ConfirmedAt))
}

func dutyAssigned(d notice.Duty) outmsg.Message {
	return text("值班有调整，现安排您：%s。到时会再提醒您。", dutyWhen(d))
}

func dutyWithdrawn(d notice.Duty) outmsg.Message {
	return text("值班有调整，您不再承担这一班：%s。", dutyWhen(d))
}
