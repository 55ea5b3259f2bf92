package handlers

import (
	"fmt"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/notice"
)

func checkpointMade(c notice.Checkpoint) outmsg.Message {
	lead := "台账检查点"
	arrived := ""
	if c.Again {
		lead, arrived = "台账此后没有新的内容，最近的检查点", "\n"+receiptWords(c.Receipts)
	}
	return text("%s（序号 %d，%s，共 %d 条）：\n%s\n请保存这条消息：日后台账若与它对不上，就是被改动过。%s",
		lead, c.ID, calendar.Stamp(c.MadeAt), c.Size, c.Line, arrived)
}

// receiptWords says where a checkpoint arrived.
func receiptWords(receipts map[ledger.Place]notice.Reached) string {
	chat, log, file := receipts[ledger.InChat], receipts[ledger.InDutyLog], receipts[ledger.InFile]
	signed := "纸质未签"
	if log.Signed {
		signed = "纸质已签"
	}
	return fmt.Sprintf("存证回执：消息 %d/%d，文件 %d/%d，值班日志 %d/%d（%s）",
		chat.Arrived, chat.Of, file.Arrived, file.Of, log.Arrived, log.Of, signed)
}

func dutyLogLine(c notice.Checkpoint) outmsg.Message {
	return text("请把下面一行打印进今天的值班日志并签字，然后回复「日志已签 %d」：\n检查点 %d %s", c.ID, c.ID, c.Line)
}

func incidentFound(i notice.Incident) outmsg.Message {
	if i.Kind == ledger.Declared {
		return text("台账情况说明（序号 %d）已提出，须纪检监察和管理员各一人签字。", i.ID)
	}
	return text("台账异常（序号 %d）：库外存证有 %d 条，系统里只有 %d 条或内容不同，数据可能被恢复到了旧备份。\n"+
		"会签之前系统内暂停编号登记，窗口请用纸质登记表和预留编号照常接待登记。\n"+
		"请管理员查明后回复「事故说明 原因」，再由纪检监察回复「会签」（次序可换，须两人两岗）。", i.ID, i.AnchorSize, i.HeadSeq)
}

func incidentSigned(i notice.Incident) outmsg.Message {
	if i.State != ledger.IncidentSettle {
		return text("台账情况说明（序号 %d）：%s 说明“%s”。\n请另一岗位的一位同事核实后回复「会签」。", i.ID, i.Signed, i.Reason)
	}
	resumed := ""
	if i.Kind == ledger.Restored {
		resumed = "\n系统内登记已恢复。请窗口把纸质登记补录进来。"
	}
	return text("台账情况说明（序号 %d）已会签：%s、%s。说明“%s”已记入台账。%s", i.ID, i.Signed, i.Countersigned, i.Reason, resumed)
}

func amendAsked(a notice.Amendment) outmsg.Message {
	return text("%s 申请%s（序号 %d）。\n理由：%s\n同意请回复「核准 %d」，不同意请回复「不核准 %d 理由」。", a.AskedBy, amendWords(a), a.ID, a.Reason, a.ID, a.ID)
}

func amendDecided(a notice.Amendment) outmsg.Message {
	if a.State == ledger.AmendAgreed {
		return text("%s（序号 %d）已由 %s 核准，记入台账；原登记保留，统计中一并列出。", amendWords(a), a.ID, a.Decided)
	}
	return text("%s（序号 %d）未获 %s 核准，登记不变。理由：%s", amendWords(a), a.ID, a.Decided, orNone(a.Opinion))
}

func amendWords(a notice.Amendment) string {
	return fmt.Sprintf("更正 %s 人数 %d→%d", a.Number, a.Was, a.Value)
}

// amendmentLine shows with the case what was corrected, who asked for it and who agreed.
func amendmentLine(a notice.Amendment) string {
	state := map[ledger.AmendState]string{
		ledger.AmendAsked: "待核准", ledger.AmendAgreed: "已核准：" + a.Decided, ledger.AmendRefusal: "未核准：" + a.Decided,
	}[a.State]
	return fmt.Sprintf("%s（%s；%s申请，理由：%s）", amendWords(a), state, a.AskedBy, outmsg.ClipRunes(a.Reason, 60))
}
