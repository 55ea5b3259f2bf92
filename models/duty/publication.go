package duty

import (
	"fmt"
	"strings"

	"petitiondesk/models/calendar"
)

// Publication is one line of the notice that the law wants published: who receives visitors when, where and how
// (2009 opinions; Art. 18 of the 2022 rules).
type Publication struct {
	Day     calendar.Day
	Hours   string
	Name    string
	Post    string // the leader's office, such as 副县长
	Field   string // what the leader is in charge of
	Station string
	Place   string // address
	Form    string // 定点接访, 重点约访 or 带案下访
}

// NoticeText writes the public notice of the reception days in a range.
func NoticeText(title string, lines []Publication) string {
	var b strings.Builder
	b.WriteString(title + "\n")
	day := calendar.Day("")
	for _, p := range lines {
		if p.Day != day {
			day = p.Day
			fmt.Fprintf(&b, "\n%d年%s\n", day.Year(), day.Chinese())
		}
		fmt.Fprintf(&b, "  接访领导：%s", p.Name)
		for _, part := range []struct{ name, value string }{
			{"职务", p.Post}, {"分管领域", p.Field}, {"时间", p.Hours}, {"地点", strings.TrimSpace(p.Station + " " + p.Place)}, {"形式", p.Form},
		} {
			if part.value != "" {
				fmt.Fprintf(&b, "；%s：%s", part.name, part.value)
			}
		}
		b.WriteString("\n")
	}
	if len(lines) == 0 {
		b.WriteString("\n本期没有接访安排。\n")
	}
	b.WriteString("\n如有变动，以接访场所当日公告为准。\n")
	return b.String()
}
