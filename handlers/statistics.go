package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/models/calendar"
	"petitiondesk/models/statistics"
)

func (h handlers) statistics(c *bot.Context) error {
	report, err := h.desk.StatisticsFor(c.Ctx(), c.Sender(), c.Args())
	if err != nil {
		return err
	}
	return c.ReplyText(describeStatistics(report))
}

func describeStatistics(r statistics.Report) string {
	lines := []string{
		fmt.Sprintf("统计 %s 至 %s（截至%s的登记）", r.From, r.To, monthDay(r.AsOf)),
		fmt.Sprintf("来访 %d批 %d人次：个访 %d起，集体访 %d批 %d人次", r.Batches, r.Headcount, r.IndividualVisits, r.CollectiveBatches, r.CollectiveHeadcount),
		fmt.Sprintf("信访件 %d件次：初次 %d件，重复 %d件（重复率%s）", r.Submissions, r.Cases, r.Repeated, percent(r.RepeatRate)),
	}
	if len(r.ByChannel) > 1 {
		lines = append(lines, "形式："+listed(r.ByChannel))
	}
	if r.JointLetters > 0 {
		lines = append(lines, fmt.Sprintf("联名信 %d件 %d人次", r.JointLetters, r.Signatories))
	}
	if r.NationwideFirst+r.NationwideRepeated > 0 {
		lines = append(lines, fmt.Sprintf("全国初次 %d件，全国重复 %d件，其余未填写", r.NationwideFirst, r.NationwideRepeated))
	}
	if r.Voided > 0 {
		lines = append(lines, fmt.Sprintf("登记共 %d件，其中作废 %d件，未计入以上各数", r.Registered, r.Voided))
	}
	lines = append(lines,
		"内容："+listed(r.ByTopic),
		fmt.Sprintf("按期告知率 %s，按期办结率 %s", onTimeShare(r.OnTime.Notice), onTimeShare(r.OnTime.Decision)),
		"对信访部门"+said(r.Satisfaction.Office),
		"对责任单位"+said(r.Satisfaction.Unit),
		fmt.Sprintf("去年同期 %d批 %d人次，%d件次", r.YearBefore.Batches, r.YearBefore.Headcount, r.YearBefore.Submissions),
	)
	return strings.Join(lines, "\n")
}

func listed(groups []statistics.Group) string {
	var parts []string
	for _, g := range groups {
		if g.Masked {
			parts = append(parts, g.Name+" 不公开")
		}
		if g.Submissions > 0 {
			parts = append(parts, fmt.Sprintf("%s %d件", g.Name, g.Submissions))
		}
	}
	if len(parts) == 0 {
		return "无"
	}
	return strings.Join(parts, "，")
}

func onTimeShare(r statistics.OnTimeRate) string {
	if r.Rate == nil {
		return "暂无到期事项"
	}
	return fmt.Sprintf("%s（按期%d，逾期%d）", percent(r.Rate), r.OnTime, r.Late)
}

func said(s statistics.Satisfaction) string {
	if s.Participation == nil {
		return "：本期暂无办结事项可评价"
	}
	return fmt.Sprintf("：满意%d，基本满意%d，不满意%d，未评价%d；参评率%s，满意率%s",
		s.Satisfied, s.Basically, s.Dissatisfied, s.Unrated, percent(s.Participation), percent(s.Rate))
}

// percent writes a rate; one that nothing is known of is a dash, not nought.
func percent(rate *float64) string {
	if rate == nil {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", *rate*100)
}

func monthDay(d calendar.Day) string {
	day, _, _ := strings.Cut(d.Chinese(), " ")
	return day
}
