package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// timeline answers 经过 XF… and 经过 XF… 2: what happened to a case, newest first.
func (h handlers) timeline(c *bot.Context) error {
	reference, rest := petition.CutNumber(c.Args())
	page, err := strconv.Atoi(strings.Trim(rest, "第页 "))
	if err != nil {
		page = 1
	}
	t, err := h.desk.TimelineOf(c.Ctx(), c.Sender(), reference, page)
	if err != nil {
		return err
	}
	return c.ReplyText(timelineText(t))
}

func timelineText(t desk.Timeline) string {
	title := t.Number + " 的经过（由近及远"
	if t.Pages > 1 {
		title += fmt.Sprintf("，第%d页，共%d页", t.Page, t.Pages)
	}
	lines := []string{title + "）："}
	for _, m := range t.Moments {
		lines = append(lines, "· "+momentLine(m))
	}
	switch {
	case t.Page < t.Pages:
		lines = append(lines, fmt.Sprintf("下一页请发送「经过 %s %d」。", t.Number, t.Page+1))
	case t.Bare:
		lines = append(lines, "这里只列步骤和日期。需要查阅内容的，请发送「查 "+t.Number+" 事由」。")
	case t.Cut:
		lines = append(lines, "更早的进展较多，未全部列出。")
	}
	return strings.Join(lines, "\n")
}

func momentLine(m desk.Moment) string {
	what := "进展"
	if m.Step != "" {
		what = m.Step.Chinese()
	}
	line := calendar.Stamp(m.At) + " " + what
	if m.Day != "" && m.Day != calendar.DayOf(m.At) { // recorded later than it happened
		line += "（" + m.Day.Chinese() + "）"
	}
	if m.By != "" {
		line += "，" + m.By
	}
	if m.Unit != "" {
		line += "（" + m.Unit + "）"
	}
	if m.Text != "" {
		line += "：" + outmsg.ClipRunes(petition.MaskText(m.Text), 60)
	}
	return line
}
