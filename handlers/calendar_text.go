package handlers

import (
	"fmt"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
)

func calendarMissing(c notice.Calendar) outmsg.Message {
	return text("%s", fmt.Sprintf("%d年的放假调休安排尚未导入，涉及该年的值班和期限均为暂定；国务院办公厅通知公布后，请管理员整理成 CSV 文件，"+
		"先运行 petitiondesk import 文件名.csv --dry-run 核对，无误后去掉 --dry-run 正式导入。", c.Year)+provisionalClocks(c))
}

// provisionalClocks lists the limits that will be reckoned anew once the public days are known.
func provisionalClocks(c notice.Calendar) string {
	if c.Total == 0 {
		return ""
	}
	list := fmt.Sprintf("\n跨年、日期暂定的期限（%d件）：", c.Total)
	for _, line := range c.Clocks {
		list += "\n· " + boardLine(line)
	}
	return list
}
