package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

// obstacles say why nothing was booked. Of a leader who may not hear a case it is told only that he cannot: neither why,
// nor what the case is.
var obstacles = map[duty.Obstacle]string{
	duty.NoReception: "这个时间没有领导接访",
	duty.DayIsOver:   "这一天已经过去",
	duty.DayIsFull:   fmt.Sprintf("这一天已约满（每次接访%d件）", duty.BookingsPerSlot),
	duty.NotForHim:   "这件事项不能约这次领导接访",
}

const lawfulChannels = "请由承办单位或者信访部门按规定的渠道办理；属于检举控告的，由纪检监察机关或者组织部门受理。"

// bookingTrouble is the sentence in front of the receptions that are offered.
func bookingTrouble(b notice.Booking) string {
	switch b.Step {
	case notice.BookingDropped:
		return b.Slot.Day.Chinese() + "的领导接访已取消，预约落空"
	case notice.BookingUnheard:
		return b.Slot.Day.Chinese() + "的接访安排有调整，这件事项不能约这次接访"
	}
	return obstacles[b.Obstacle]
}

func bookingOffer(b notice.Booking) outmsg.Message {
	title, desc := "预约领导接访", "点一天即预约"
	if trouble := bookingTrouble(b); trouble != "" {
		title, desc = trouble, "可以改约以下日期，点一天即预约"
	}
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: b.TaskID, MainTitle: outmsg.MainTitle{Title: title, Desc: desc},
		HorizontalContent: []outmsg.HorizontalContent{row("事项", b.Number)},
	}
	if b.Obstacle == duty.NotForHim || b.Step == notice.BookingUnheard {
		card.SubTitleText = lawfulChannels
	}
	for _, day := range b.Days {
		date, weekday := dayParts(day.Slot.Day)
		name := lastWord(day.Slot.Person)
		card.HorizontalContent = append(card.HorizontalContent, row(weekday, fmt.Sprintf("%s %s %s 余%d件", date, name, day.Slot.Station, day.Free)))
		card.ButtonList = append(card.ButtonList, outmsg.Button{
			Text: date + " " + name, Style: 1, Key: bot.CardKey(bookDayKey, b.Number, strconv.FormatInt(day.Slot.SlotID, 10)),
		})
	}
	return outmsg.Fit(card)
}

// dayParts are the date and the weekday of a day as it is said.
func dayParts(day calendar.Day) (date, weekday string) {
	date, weekday, _ = strings.Cut(day.Chinese(), " ")
	return date, weekday
}

// lastWord is the name in a title.
func lastWord(title string) string { return title[strings.LastIndex(title, " ")+1:] }

func bookingAsk(b notice.Booking) outmsg.Message {
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: b.TaskID, MainTitle: outmsg.MainTitle{Title: "确认改约？", Desc: "一件事项同时只有一次预约，点「确认改约」才会改"},
		HorizontalContent: []outmsg.HorizontalContent{row("事项", b.Number), row("原约", bookingWhen(b.Was)), row("改为", bookingWhen(&b.Slot))},
		ButtonList: []outmsg.Button{
			{Text: "确认改约", Style: 1, Key: bot.CardKey(moveBookingKey, append([]string{b.Number}, pair(b.Slot.SlotID, b.BookingID)...)...)},
			{Text: "不改", Style: 2, Key: bot.CardKey(keepBookingKey, b.Number)},
		},
	}
	return outmsg.Fit(card)
}

func bookingWhen(d *notice.Duty) string {
	if d == nil {
		return ""
	}
	return d.Day.Chinese() + " " + d.Person
}

var bookingEnds = map[notice.BookingStep]string{
	notice.BookingMoved: "已改约", notice.BookingStays: "没有改", notice.BookingReceived: "已登记", notice.BookingMissed: "已登记",
}

func bookingClosed(b notice.Booking) outmsg.Message {
	words, ok := bookingEnds[b.Step]
	if !ok {
		words = "已预约"
	}
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: b.TaskID, MainTitle: outmsg.MainTitle{Title: "领导接访预约", Desc: words},
		HorizontalContent: []outmsg.HorizontalContent{row("事项", b.Number), row("接访", bookingWhen(&b.Slot))},
		ButtonList:        []outmsg.Button{{Text: words, Style: 2, Key: "closed"}}, ReplaceText: words,
	}
	return outmsg.Fit(card)
}

// bookingAfter asks what came of bookings; a tap says it of the one that is chosen.
func bookingAfter(b notice.Booking) outmsg.Message {
	date, _ := dayParts(b.Slot.Day)
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: b.TaskID,
		MainTitle:    outmsg.MainTitle{Title: date + "的接访预约还没有登记结果", Desc: fmt.Sprintf("共%d件，选一件后点按钮", b.Total)},
		SubTitleText: "需要写结果的请回复：已接访 编号 结果。",
		ButtonSelection: &outmsg.ButtonSelection{
			QuestionKey: bookingQuestion, Title: "事项",
		},
		ButtonList: []outmsg.Button{
			{Text: "已接访", Style: 1, Key: bot.CardKey(wasReceivedKey)}, {Text: "未到", Style: 2, Key: bot.CardKey(wasMissedKey)},
		},
	}
	for i, line := range b.Lines {
		if i < maxRows {
			card.HorizontalContent = append(card.HorizontalContent, row(orNone(line.Name), line.Number+" "+headcount(line.Headcount)))
		}
		card.ButtonSelection.OptionList = append(card.ButtonSelection.OptionList, outmsg.Option{ID: line.Number, Text: outmsg.ClipRunes(line.Number, 16)})
	}
	if len(b.Lines) > 0 {
		card.ButtonSelection.SelectedID = b.Lines[0].Number
	}
	return outmsg.Fit(card)
}

// maxRows is how many rows a card has (doc 90236).
const maxRows = 6
