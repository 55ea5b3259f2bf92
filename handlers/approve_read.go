package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/models/approval"
	"petitiondesk/models/petition"
)

// sheet answers with the address of a request's page: 呈批单 编号.
func (h handlers) sheet(c *bot.Context) error {
	reference, _ := petition.CutNumber(c.Args())
	link, err := h.desk.SheetLink(c.Ctx(), c.Sender(), reference)
	if err != nil {
		return err
	}
	return c.ReplyText("呈批单（30分钟内可打开，可打印为一页A4）：\n" + link)
}

// waits tells how long requests waited: 审批统计 本月.
func (h handlers) waits(c *bot.Context) error {
	waits, err := h.desk.WaitsFor(c.Ctx(), c.Sender(), c.Args())
	if err != nil {
		return err
	}
	if len(waits.Steps) == 0 {
		return c.ReplyText(fmt.Sprintf("%s 至 %s 没有作出的审批。", waits.From, waits.To))
	}
	lines := []string{fmt.Sprintf("审批用时 %s 至 %s（按办公时间计，不排名）", waits.From, waits.To), "各环节："}
	lines = append(append(append(lines, waitLines(waits.Steps)...), "各审批人："), waitLines(waits.Persons)...)
	if waits.Cut {
		lines = append(lines, "审批较多，只统计了最早的一部分，请缩短期间。")
	}
	return c.ReplyText(strings.Join(lines, "\n"))
}

func waitLines(all []approval.WaitLine) []string {
	lines := make([]string, len(all))
	for i, l := range all {
		lines[i] = fmt.Sprintf("· %s：中位%s，最长%s", l.Name, officeTime(l.Median), officeTime(l.Longest))
		if l.Late > 0 {
			lines[i] += fmt.Sprintf("，超过时限%d件", l.Late)
		}
	}
	return lines
}
