package handlers

import (
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
)

func caseRated(r notice.Rated) outmsg.Message {
	return text("%s 的评价已记录：对信访部门%s，对责任单位%s。", r.Number, r.Office.Chinese(), r.Unit.Chinese())
}
