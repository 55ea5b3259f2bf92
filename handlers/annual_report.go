package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/notice"
)

// annualReport answers 年度报告 with the date by which it is due, and records 年度报告 2026 已报送.
func (h handlers) annualReport(c *bot.Context) error {
	words := strings.Fields(c.Args())
	if len(words) == 0 {
		report, err := h.desk.AnnualReport(c.Ctx(), c.Sender(), 0)
		if err != nil {
			return err
		}
		return c.ReplyText(annualReportText(report))
	}
	year, err := strconv.Atoi(strings.TrimRight(words[0], "年度"))
	if err != nil || year < 2000 || year > 9998 {
		return models.Errorf(models.Invalid, "请写明年份，例如：年度报告 2026；报送后：年度报告 2026 已报送。")
	}
	if len(words) > 1 && strings.HasPrefix(words[1], "已报送") {
		return h.desk.SubmitAnnualReport(c.Ctx(), c.Sender(), year, strings.Join(words[2:], " "))
	}
	report, err := h.desk.AnnualReport(c.Ctx(), c.Sender(), year)
	if err != nil {
		return err
	}
	return c.ReplyText(annualReportText(report))
}

func annualReportText(r notice.AnnualReport) string {
	if r.SubmittedOn != "" {
		return fmt.Sprintf("%d年度信访情况报告已于%s报送。", r.Year, r.SubmittedOn.Chinese())
	}
	line := fmt.Sprintf("%d年度信访情况报告应在%s前报本级党委和政府、上一级信访部门", r.Year, r.Due.Chinese())
	if r.Overdue {
		line = fmt.Sprintf("%d年度信访情况报告应在%s前报送，已过期限", r.Year, r.DueLegal.Chinese())
	}
	return line + provisionally(r.Provisional) + "。\n日期由县里规定，条例没有规定日期；依据：" + r.Article +
		fmt.Sprintf("\n报告内容：数据统计、办理情况、三项建议及采纳；可发送「统计 %d-01-01 %d-12-31」取数。\n报送后请回复「年度报告 %d 已报送」。", r.Year, r.Year, r.Year)
}

func annualReportDue(r notice.AnnualReport) outmsg.Message { return text("%s", annualReportText(r)) }
