package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

func bookingNews(b notice.Booking) outmsg.Message {
	when := dutyWhen(b.Slot) + " " + nobody(b.Slot.Person)
	switch b.Step {
	case notice.BookingKept, notice.BookingMoved:
		return text("%s：%s %s。\n请告知信访人时间和地点，带好身份证件和材料。改期请发送：预约 %s 日期；取消请发送：取消预约 %s。",
			map[notice.BookingStep]string{notice.BookingKept: "已预约", notice.BookingMoved: "已改约"}[b.Step], b.Number, when, b.Number, b.Number)
	case notice.BookingThere:
		return text("%s 已经约在 %s，不需要重复预约。", b.Number, when)
	case notice.BookingStays:
		return text("没有改约，%s 仍约在 %s。", b.Number, when)
	case notice.BookingCalledOff:
		return text("%s取消 %s 在%s的接访预约%s。请告知信访人；需要重新预约请发送：预约 %s。", did(b.By), b.Number, b.Slot.Day.Chinese(), because(b.Reason), b.Number)
	case notice.BookingReceived:
		return text("%s登记：%s 在%s已接访%s。经过里可以查看；需要补充请发送：进展 %s 内容。", did(b.By), b.Number, b.Slot.Day.Chinese(), because(b.Reason), b.Number)
	case notice.BookingMissed:
		return text("%s登记：%s 在%s信访人未到%s。需要再约请发送：预约 %s。", did(b.By), b.Number, b.Slot.Day.Chinese(), because(b.Reason), b.Number)
	case notice.BookingEnded:
		return text("%s %s，原约%s的接访不再保留。如仍需接访，请用现行编号重新预约，并告知信访人。", b.Number, b.Reason, when)
	case notice.BookingFollowed:
		return text("接访安排有调整：%s 原约%s，现随接访改到 %s。请告知信访人；不合适请发送：预约 %s 日期。", b.Number, formerly(b.Was), when, b.Number)
	}
	return bookingRefused(b)
}

// bookingRefused tells of a booking that cannot be, where there is no other day to offer.
func bookingRefused(b notice.Booking) outmsg.Message {
	said := "近期没有可以预约的领导接访"
	if trouble := bookingTrouble(b); trouble != "" {
		said = trouble + "，近期也没有其他日期可约"
	}
	return text("%s：%s。%s", b.Number, said, lawfulChannels)
}

func formerly(was *notice.Duty) string {
	if was == nil {
		return ""
	}
	return dutyWhen(*was)
}

func did(by string) string {
	if by == "" {
		return "已"
	}
	return by + "已"
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return "（" + outmsg.ClipRunes(reason, 200) + "）"
}

// bookingList is what the leader is sent the evening before, in whole; a card to open the cases follows.
func bookingList(b notice.Booking) outmsg.Message {
	what := b.Slot.Day.Chinese() + " " + span(b.Slot.StartsAt, b.Slot.EndsAt) + " " + b.Slot.Station
	if len(b.Lines) == 0 {
		return text("更正：%s 的接访预约已全部取消，目前没有预约。", what)
	}
	title := "接访预约"
	if b.Step == notice.BookingRelisted {
		title = "更正：接访预约有变化，以此为准"
	}
	lines := []string{fmt.Sprintf("%s（%s，共%d件）", title, what, b.Total)}
	for i, line := range b.Lines {
		lines = append(lines, fmt.Sprintf("%d. %s", b.First+i, bookingLineText(line)))
	}
	if b.First-1+len(b.Lines) < b.Total {
		return text("%s", strings.Join(lines, "\n"))
	}
	return text("%s\n%s", strings.Join(lines, "\n"), "在下面的卡片上选一件可打开办理；接访后可回复：已接访 编号 结果。")
}

func bookingLineText(line notice.BookingLine) string {
	words := []string{line.Number}
	for _, word := range []string{line.Topic, line.Name, headcount(line.Headcount)} {
		if word != "" {
			words = append(words, word)
		}
	}
	if line.Unit == "" {
		words = append(words, "尚未转办")
	} else {
		words = append(words, "承办："+outmsg.ClipRunes(line.Unit, 14))
	}
	if line.Due != "" {
		date, _ := dayParts(line.Due)
		due := "期限" + date
		if line.Late {
			due += "（已逾期）"
		}
		words = append(words, due)
	}
	if line.Earlier > 0 {
		words = append(words, fmt.Sprintf("此前反映%d次", line.Earlier))
	}
	return strings.Join(words, " ")
}

// bookingsText lists coming bookings day by day.
func bookingsText(b notice.Booking) string {
	if len(b.Lines) == 0 {
		return "目前没有接访预约。预约请发送：预约 编号 日期，例如：预约 XF20261122-0001 下周三。"
	}
	lines := []string{fmt.Sprintf("接访预约（共%d件）：", b.Total)}
	var day calendar.Day
	person := ""
	for _, line := range b.Lines {
		if line.Slot.Day != day || line.Slot.Person != person {
			day, person = line.Slot.Day, line.Slot.Person
			lines = append(lines, "", fmt.Sprintf("%s %s %s", day.Chinese(), line.Slot.Station, nobody(person)))
		}
		lines = append(lines, strings.TrimSpace("· "+line.Number+" "+line.Name)+" "+headcount(line.Headcount))
	}
	if more := b.Total - len(b.Lines); more > 0 {
		lines = append(lines, fmt.Sprintf("另有%d件较晚的没有列出。", more))
	}
	return strings.Join(lines, "\n")
}
