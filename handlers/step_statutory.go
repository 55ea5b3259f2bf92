package handlers

import (
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/casework"
)

// statutorySteps are the commands for what the text names beside the way of a case.
var statutorySteps = []caseStep{
	{"不同意延期", reason(casework.RefuseExtension)},
	{"争议", dispute},
	{"裁定", ruling},
	{"回复建议", advice},
	{"检举", accusation},
	{"退回反馈", rejection},
	{"催办", reason(casework.SuperiorAsks)},
	{"告知新期限", reason(casework.TellNewDate)},
	{"约谈", reason(casework.Talk)},
	{"通报", reason(casework.Circulate)},
	{"挂牌督办", ordered(casework.ListSupervision)},
	{"责令整改", ordered(casework.OrderRectification)},
	{"整改报告", reason(casework.ReportRectification)},
}

// dispute reads 争议 … 县政府 理由 / 联席会议 理由.
func dispute(s caseCommand) ([]casework.Proposed, error) {
	name, rest, _ := strings.Cut(s.text, " ")
	return one(casework.SubmitDispute, casework.Details{Body: casework.BodyNamed(name), Reason: strings.TrimSpace(rest)})
}

// ruling reads 裁定 … 人社局 理由.
func ruling(s caseCommand) ([]casework.Proposed, error) {
	return orders(casework.DecideDispute)(s)
}

// advice reads 回复建议 … 部分采纳 说明.
func advice(s caseCommand) ([]casework.Proposed, error) {
	word, rest, _ := strings.Cut(s.text, " ")
	return one(casework.AnswerAdvice, casework.Details{Adoption: casework.AdoptionNamed(word), Reason: strings.TrimSpace(rest)})
}

// accusation reads 检举 … 纪检监察 县管 被反映单位 住建局 重大; what is grave is reported as well.
func accusation(s caseCommand) ([]casework.Proposed, error) {
	units, err := s.desk.Units(s.c.Ctx())
	if err != nil {
		return nil, err
	}
	read, why, err := casework.ReadAccusation(s.words, units)
	if err != nil {
		return nil, err
	}
	asked, _ := one(casework.RouteAccusation, casework.Details{Accusation: &read, Reason: why})
	if read.Grave {
		asked = append(asked, casework.Proposed{Step: casework.FindGrave, Details: casework.Details{Reason: "检举控告反映重大情况"}})
	}
	return asked, nil
}

// rejection reads 退回反馈 … 理由, of the responsible unit, or 退回反馈 … 协办 城关镇 理由.
func rejection(s caseCommand) ([]casework.Proposed, error) {
	if len(s.words) < 2 || s.words[0] != "协办" {
		return one(casework.RejectReport, casework.Details{Reason: s.text})
	}
	units, err := s.desk.Units(s.c.Ctx())
	if err != nil {
		return nil, err
	}
	unit, err := casework.UnitNamed(s.words[1], units)
	if err != nil {
		return nil, err
	}
	details := casework.Details{Charges: []casework.Order{{Unit: unit.Code}}, Reason: strings.Join(s.words[2:], " ")}
	return one(casework.RejectReport, details)
}

// ordered reads 责令整改 … 2026-12-31 事由.
func ordered(step casework.Step) func(caseCommand) ([]casework.Proposed, error) {
	return func(s caseCommand) ([]casework.Proposed, error) {
		due, why := casework.ReadDue(s.words, s.today)
		if due == "" {
			return nil, models.Errorf(models.Invalid, "%s请写明期限，例如：%s XF20261122-0001 2026-12-31 事由（《信访工作条例》第三十九条第三款）。", step.Chinese(), s.c.Word())
		}
		return one(step, casework.Details{Due: due, Reason: why})
	}
}
