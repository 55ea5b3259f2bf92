package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
)

func supervisionDue(s notice.Supervision) outmsg.Message {
	return text("建议督办（%s）：%s\n单位：%s\n理由：%s。\n属地：%s；事项：%s\n依据：《信访工作条例》第四十条\n需要督办请回复「督办 %s 事由」。",
		s.Trigger, s.Number, orNone(s.Unit), s.Why, orNone(s.Place), outmsg.ClipRunes(orNone(s.Facts), 60), s.Number)
}

// clockRecomputed tells whoever answers for a limit that its date has moved.
func clockRecomputed(r notice.Recomputed) outmsg.Message {
	return text("%s 的期限因放假安排更新重算：%s，法定期限由%s改为%s%s。\n依据：%s；发送「解释 %s %s」可查看怎样得出。",
		r.Number, r.Title, r.Was.Chinese(), r.Now.Chinese(), provisionally(r.Provisional), r.Article, r.Number, r.Rule)
}

// petitionerToTell asks the office to tell the petitioner, who knows the date before.
func petitionerToTell(r notice.Recomputed) outmsg.Message {
	return text("请告知信访人：%s 的期限（%s）因放假安排更新，由%s改为%s%s；此前已告知过信访人原来的日期。\n责任单位：%s\n告知后请回复「告知新期限 %s 告知方式」。",
		r.Number, r.Title, r.Was.Chinese(), r.Now.Chinese(), provisionally(r.Provisional), orNone(r.Unit), r.Number)
}

func provisionally(provisional bool) string {
	if provisional {
		return "（暂定）"
	}
	return ""
}

// unprovenBoard lists the opinions of which nothing proves that they arrived.
func unprovenBoard(u notice.Unproven) outmsg.Message {
	total := fmt.Sprintf("%d件", u.Total)
	if u.More {
		total += "以上"
	}
	lines := []string{"本周送达待核实（" + total + "）：送达没有证明之前，信访人的复查、复核期限不起算、不关闭。"}
	for _, l := range u.Lines {
		line := fmt.Sprintf("· %s %s（%s）%s出具，", l.Number, l.Document, orNone(l.Unit), l.Since.Chinese())
		if l.Posted == "" {
			line += "尚未送达"
		} else {
			line += fmt.Sprintf("%s邮寄（%s），尚无妥投记录", l.Posted.Chinese(), orNone(l.Tracking))
		}
		lines = append(lines, line)
	}
	if more := u.Total - len(u.Lines); more > 0 {
		lines = append(lines, fmt.Sprintf("另有%d件。", more))
	}
	lines = append(lines, "核实后请回复「送达 编号 意见 签收」，邮寄的补上邮件号和妥投日期。")
	return text("%s", strings.Join(lines, "\n"))
}
