package handlers

import (
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// rate takes two grades: of the petition office, then of the responsible unit.
func (h handlers) rate(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	var office, unit petition.Grade
	if grades := strings.Fields(strings.NewReplacer("，", " ", ",", " ", "、", " ").Replace(words)); len(grades) == 2 {
		office, unit = petition.ReadGrade(grades[0]), petition.ReadGrade(grades[1])
	}
	return h.desk.Rate(c.Ctx(), c.Sender(), reference, office, unit)
}

func caseRated(r notice.Rated) outmsg.Message {
	return text("%s 的评价已记录：对信访部门%s，对责任单位%s。", r.Number, r.Office.Chinese(), r.Unit.Chinese())
}
