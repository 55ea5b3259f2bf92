package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
)

var reminderTitles = map[notice.DutyStep]string{
	notice.Again(1): "值班室提醒您确认到岗", notice.Again(2): "值班室再次提醒您确认到岗", notice.Again(3): "值班室第三次提醒您确认到岗",
	notice.Ahead: "值班预告", notice.Morning: "今天值班提醒", notice.Second: "请尽快确认到岗",
}

func dutyStandIn(d notice.Duty) outmsg.Message {
	card := dutyBody(d)
	card.MainTitle = outmsg.MainTitle{Title: "请待命顶班", Desc: "本人还没有确认到岗；您能到岗请点「我来顶班」"}
	card.ButtonList = []outmsg.Button{{Text: "我来顶班", Style: 1, Key: bot.CardKey(standInKey, pair(d.SlotID, d.Version)...)}}
	return outmsg.Fit(card)
}

func dutyStandInGone(d notice.Duty) outmsg.Message {
	card := dutyBody(d)
	card.MainTitle = outmsg.MainTitle{Title: "顶班", Desc: "已有人到岗：" + d.Person}
	card.ButtonList = []outmsg.Button{{Text: "不需要顶班了", Style: 2, Key: "closed"}}
	card.ReplaceText = "不需要顶班了"
	return outmsg.Fit(card)
}

func dutyToLead(d notice.Duty) outmsg.Message {
	return text("带班提醒：%s 还没有确认到岗，请过问。\n%s", nobody(d.Person), dutyWhen(d))
}

func dutyPhones(d notice.Duty) outmsg.Message {
	return text("仍无人确认到岗，请逐一电话联系：\n%s\n%s", dutyWhen(d), numbered(d.People))
}

func numbered(lines []string) string {
	var text []string
	for i, line := range lines {
		text = append(text, fmt.Sprintf("%d. %s", i+1, line))
	}
	return strings.Join(text, "\n")
}

func dutyOpen(d notice.Duty) outmsg.Message {
	booked := ""
	if d.Booked != nil && *d.Booked > 0 {
		booked = "（已有预约来访" + bookedWords(*d.Booked) + "）"
	}
	return text("这一班没有人，请立即安排：\n%s%s\n可发送「谁合适 %s %s」查看建议，用「调班」安排。", dutyWhen(d), booked, d.Day.Chinese(), d.Post)
}

func dutyHandover(d notice.Duty) outmsg.Message {
	return text("上一班交班（您的班：%s）：\n%s", dutyWhen(d), d.Note)
}

func dutyTroubled(t notice.DutyTrouble) outmsg.Message {
	where := t.Day.Chinese() + " " + t.Station
	if t.Duty != nil {
		where = dutyWhen(*t.Duty)
	}
	said := fmt.Sprintf("值班空缺预警：%s\n%s。", where, t.Why)
	if len(t.Fairest) > 0 {
		said += "\n可考虑：" + strings.Join(t.Fairest, "；")
	}
	return text("%s", said)
}

func dutyWeek(week notice.Week) outmsg.Message {
	lines := []string{fmt.Sprintf("%s（%s至%s）：", week.Title, week.From.Chinese(), week.To.Chinese())}
	station := ""
	for _, d := range week.Lines {
		if d.Station != station {
			station = d.Station
			lines = append(lines, station)
		}
		line := "· " + d.Day.Chinese() + " " + span(d.StartsAt, d.EndsAt) + " " + d.Post
		if week.Title != ownWeek {
			line += " " + nobody(d.Person)
		}
		lines = append(lines, line)
	}
	if len(week.Lines) == 0 {
		lines = append(lines, "没有安排。")
	}
	return text("%s", strings.Join(lines, "\n"))
}

const ownWeek = "您下周的值班"
