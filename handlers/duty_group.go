package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

const rosterRest = "……其余请发送「值班 本周」查看"

// stationRoster is a station's week, a line for each day, as many days as fit one message.
func stationRoster(week notice.Week) outmsg.Message {
	lines := []string{fmt.Sprintf("%s（%s至%s）", week.Title, week.From.Chinese(), week.To.Chinese())}
	day := calendar.Day("")
	for _, d := range week.Lines {
		shift := fmt.Sprintf("%s %s %s", span(d.StartsAt, d.EndsAt), d.Post, nobody(d.Person))
		if d.Day != day {
			day = d.Day
			lines = append(lines, day.Chinese()+"："+shift)
			continue
		}
		lines[len(lines)-1] += "；" + shift
	}
	if len(week.Lines) == 0 {
		lines = append(lines, "没有安排。")
	}
	for whole := len(lines); ; whole-- {
		words := strings.Join(lines[:whole], "\n")
		if whole < len(lines) {
			words += "\n" + rosterRest
		}
		if len(words) <= maxTextBytes || whole == 1 {
			return outmsg.Text{Content: words}
		}
	}
}
