package handlers

import (
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
)

func troubleInbound(t notice.Trouble) outmsg.Message {
	return text("%s 发来的一条消息没有处理成功，已请本人重发。请联系管理员查看日志（编号 %s）。", orNone(t.Person), t.Ref)
}

func troubleSorry(notice.Trouble) outmsg.Message {
	return text("抱歉，您有一条消息没有处理成功，请重新发送一次；仍不成功请联系值班室。")
}

func troubleSend(t notice.Trouble) outmsg.Message {
	return text("有一条消息没有送达 %s，请电话告知。\n消息类别：%s（编号 %s）", orNone(t.Person), kindName(t.What), t.Ref)
}

func troubleWork(t notice.Trouble) outmsg.Message {
	return text("有一项工作多次处理未成功，请联系管理员查看日志（编号 %s）。", t.Ref)
}

func kindName(kind string) string {
	switch notice.Kind(kind) {
	case notice.ApprovalCard:
		return "呈报审批"
	case notice.ApprovalOutcome:
		return "审批结果"
	case notice.DutyReminder:
		return "值班提醒"
	case notice.DutyUnconfirmed, notice.DutyLate, notice.DutyAssigned, notice.DutyWithdrawn:
		return "值班通知"
	case notice.CaseRegistered, notice.VisitCard:
		return "来访登记"
	case notice.SupervisionDue:
		return "督办建议"
	case notice.ClockDigest, notice.ClockRecomputed, notice.PetitionerToTell:
		return "期限提醒"
	case notice.CalendarMissing:
		return "日历提醒"
	default:
		return "工作消息"
	}
}
