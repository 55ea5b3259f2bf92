package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
)

func rosterReading(s notice.RosterSheet) outmsg.Message {
	return text("已收到值班表「%s」，正在读取，预览马上发给您。确认之前不会写入任何内容。", s.Name)
}

func rosterPreview(s notice.RosterSheet) outmsg.Message {
	title, desc := "值班表预览", "还没有写入。点「确认导入」后写入，并通知有关人员"
	if s.Again {
		title, desc = "值班表预览（安排有变化）", "上次预览后安排有变化，没有写入。请按现在的预览确认"
	}
	changes := strings.Join(s.Changes, "\n")
	if more := s.Filled + s.Changed - len(s.Changes); more > 0 {
		changes += fmt.Sprintf("\n……另有%d处，见随后的核对清单", more)
	}
	id := strconv.FormatInt(s.ID, 10)
	return outmsg.Fit(outmsg.ButtonCard{
		Source: deskSource, TaskID: s.TaskID, MainTitle: outmsg.MainTitle{Title: title, Desc: desc},
		QuoteArea: &outmsg.QuoteArea{Title: "将要改动", QuoteText: outmsg.ClipRunes(changes, 300)},
		HorizontalContent: []outmsg.HorizontalContent{
			row("文件", s.Name), row("补上空班", count(s.Filled)), row("调整", count(s.Changed)), row("不变", count(s.Same)), row("冲突", "无"),
		},
		ButtonList: []outmsg.Button{
			{Text: "确认导入", Style: 1, Key: bot.CardKey(takeRosterKey, id, s.Print)},
			{Text: "放弃", Style: 2, Key: bot.CardKey(dropRosterKey, id)},
		},
	})
}

func count(shifts int) string { return fmt.Sprintf("%d班", shifts) }

var rosterEnds = map[notice.RosterEnd][2]string{
	notice.RosterTaken:   {"值班表已导入", "已导入"},
	notice.RosterDropped: {"值班表已放弃，没有写入", "已放弃"},
	notice.RosterRenewed: {"安排有变化，没有写入，请看新的预览", "请看新的预览"},
}

func rosterPreviewClosed(s notice.RosterSheet) outmsg.Message {
	end := rosterEnds[s.End]
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: s.TaskID, MainTitle: outmsg.MainTitle{Title: end[0]}, ReplaceText: end[1],
		ButtonList: []outmsg.Button{{Text: end[1], Style: 2, Key: "closed"}},
	}
	if s.End == notice.RosterTaken {
		card.HorizontalContent = []outmsg.HorizontalContent{row("补上空班", count(s.Filled)), row("调整", count(s.Changed)), row("不变", count(s.Same))}
	}
	return outmsg.Fit(card)
}

func rosterNews(s notice.RosterSheet) outmsg.Message {
	switch {
	case s.End == notice.RosterTaken && s.OnPage:
		return text("您已在网页上导入值班表「%s」：补上%d班，调整%d班，有关人员均已通知。如果不是您本人操作，或者导错了，请发送「撤销导入」。", s.Name, s.Filled, s.Changed)
	case s.End == notice.RosterTaken:
		return text("已导入：补上%d班，调整%d班，有关人员均已通知。如果导错了，请发送「撤销导入」。", s.Filled, s.Changed)
	case s.End == notice.RosterDropped:
		return text("好的，这份值班表已放弃，没有写入任何内容。")
	case s.Unreadable != "":
		return text("值班表「%s」没有导入：%s需要样表请发送「值班模板」。", s.Name, s.Unreadable)
	case s.WrongCount == 0:
		return text("值班表「%s」与现在的安排一致（%d班），没有需要改动的。", s.Name, s.Same)
	}
	return rosterWrong(s)
}

// rosterWrong lists the places to mend, as many as one message holds.
func rosterWrong(s notice.RosterSheet) outmsg.Message {
	head := fmt.Sprintf("值班表「%s」有%d处需要修改，什么也没有写入：", s.Name, s.WrongCount)
	if s.Again {
		head = "安排有变化，" + head
	}
	lines := append([]string{head}, s.WrongLines()...)
	if more := s.WrongCount - len(lines) + 1; more > 0 {
		lines = append(lines, fmt.Sprintf("……另有%d处，全部见随后的核对清单。", more))
	}
	return text("%s", strings.Join(append(lines, "请改好后把文件重新发来。"), "\n"))
}

func rosterUndoAsk(u notice.RosterUndo) outmsg.Message {
	desc := "点「确认撤销」后恢复原来的安排，并通知有关人员"
	if u.ShownAgain {
		desc = "上次查看后安排有变化，没有撤销。请按现在的情况确认"
	}
	id := strconv.FormatInt(u.ImportID, 10)
	return outmsg.Fit(outmsg.ButtonCard{
		Source: deskSource, TaskID: u.TaskID,
		MainTitle: outmsg.MainTitle{Title: "撤销最近一次导入？", Desc: desc},
		HorizontalContent: []outmsg.HorizontalContent{
			row("文件", u.Name), row("导入人", u.By), row("时间", calendar.Stamp(u.At)), row("共导入", count(u.Total)), row("可恢复", count(u.Undone)),
			row("保持不变", count(u.Kept)+keptWhy(u.Kept)),
		},
		ButtonList: []outmsg.Button{
			{Text: "确认撤销", Style: 3, Key: bot.CardKey(undoRosterKey, id, u.Print)},
			{Text: "不撤销", Style: 2, Key: bot.CardKey(keepRosterKey, id)},
		},
	})
}

func rosterUndone(u notice.RosterUndo) outmsg.Message {
	return text("您已在网页上撤销导入「%s」：恢复%d班，%d班保持不变%s，有关人员均已通知。", u.Name, u.Undone, u.Kept, keptWhy(u.Kept))
}

func keptWhy(kept int) string {
	if kept == 0 {
		return ""
	}
	return "（已开始或另有调整）"
}

func rosterUndoClosed(u notice.RosterUndo) outmsg.Message {
	title, end := "没有撤销，安排不变", "未撤销"
	card := outmsg.ButtonCard{Source: deskSource, TaskID: u.TaskID}
	switch {
	case u.ShownAgain:
		title, end = "安排有变化，没有撤销，请看新的卡片", "请看新的卡片"
	case u.TakenBack:
		title, end = "导入已撤销", "已撤销"
		card.HorizontalContent = []outmsg.HorizontalContent{row("文件", u.Name), row("恢复", count(u.Undone)), row("保持不变", count(u.Kept)+keptWhy(u.Kept))}
	}
	card.MainTitle, card.ReplaceText = outmsg.MainTitle{Title: title}, end
	card.ButtonList = []outmsg.Button{{Text: end, Style: 2, Key: "closed"}}
	return outmsg.Fit(card)
}
