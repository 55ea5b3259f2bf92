package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// showCase tells what the person may see of a case.
func (h handlers) showCase(c *bot.Context, reference, reason string) error {
	view, answered, err := h.desk.FindCase(c.Ctx(), c.Sender(), reference, reason)
	if err != nil || answered {
		return err
	}
	return c.ReplyText(describeCase(view))
}

func describeCase(view desk.CaseView) string {
	found := view.Case
	if !view.Sight.Shows(people.MatterField) {
		return describeOutline(found)
	}
	kind := found.Channel.Chinese()
	switch {
	case found.Collective && found.Channel == petition.VisitChannel:
		kind = found.Channel.Crowd()
	case found.Collective:
		kind += "（" + found.Channel.Crowd() + "）"
	}
	lines := []string{
		fmt.Sprintf("%s %s", found.Number, found.State.Chinese()),
		fmt.Sprintf("%s：%s，%s", kind, orNone(view.Name), headcount(found.Headcount)),
		"问题属地：" + orNone(found.IssuePlace),
		"反映事项：" + outmsg.ClipRunes(petition.MaskText(found.Facts), 400),
		"诉求：" + outmsg.ClipRunes(petition.MaskText(orNone(found.Demand)), 200),
		"登记时间：" + calendar.Stamp(found.RegisteredAt),
	}
	for _, line := range []struct{ name, value string }{
		{"户籍地", found.RegisteredResidence},
		{"常住地", found.HabitualResidence},
		{"三跨三分离", found.Separations(found.IssuePlace, found.PlaceCode)},
		{"全国初次或重复", found.Nationwide.Chinese()},
	} {
		if line.value != "" {
			lines = append(lines, line.name+"："+outmsg.ClipRunes(line.value, 60))
		}
	}
	if found.Confidential {
		lines = append(lines, "保密：检举控告件，不得透露或者转给被检举控告的人员和单位")
	}
	if view.Times > 1 {
		lines = append(lines, fmt.Sprintf("反映次数：%d次", view.Times))
	}
	if view.Attachments != "" {
		lines = append(lines, "附件："+view.Attachments+"（发送「附件 "+found.Number+"」查看）")
	}
	for _, related := range view.Related {
		lines = append(lines, fmt.Sprintf("%s：%s（%s）", related.How, related.Number, related.State.Chinese()))
	}
	if view.VoidAsked {
		lines = append(lines, "已申请作废登记，等待另一位负责人决定")
	}
	lines = append(lines, careLines(view)...)
	for _, a := range view.Amendments {
		lines = append(lines, amendmentLine(a))
	}
	for _, r := range view.Requests {
		lines = append(lines, r.Kind.Chinese()+"："+outmsg.ClipRunes(petition.MaskText(r.Summary()), 120))
	}
	if len(view.Progress) > 0 {
		lines = append(lines, "最近进展：")
	}
	for _, p := range view.Progress {
		lines = append(lines, fmt.Sprintf("· %s %s", calendar.Stamp(p.At), outmsg.ClipRunes(petition.MaskText(p.Text), 100)))
	}
	return strings.Join(lines, "\n")
}

// careLines say who has the case and how far it is.
func careLines(view desk.CaseView) []string {
	var lines []string
	for _, line := range []struct{ name, value string }{
		{"责任单位", view.Unit},
		{"包案领导", view.CaseLeader},
		{"化解期限", inWords(view.Case.ResolutionDue)},
		{"办结", inWords(view.Case.CompletedOn)},
		{"化解", inWords(view.Case.ResolvedOn)},
		{"审核认定", inWords(view.Case.CertifiedOn)},
	} {
		if line.value != "" {
			lines = append(lines, line.name+"："+line.value)
		}
	}
	return lines
}

func inWords(day calendar.Day) string {
	if day == "" {
		return ""
	}
	return day.Chinese()
}

func headcount(n int) string {
	if n == 0 {
		return "人数未提供"
	}
	return fmt.Sprintf("%d人", n)
}

func orNone(s string) string {
	if s == "" {
		return "未提供"
	}
	return s
}
