package handlers

import (
	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
)

func calendarMissing(c notice.Calendar) outmsg.Message {
	return text("%d年的放假调休安排尚未导入，涉及该年的值班和期限均为暂定；国务院办公厅通知公布后，请管理员整理成 CSV 文件，"+
		"先运行 petitiondesk import 文件名.csv --dry-run 核对，无误后去掉 --dry-run 正式导入。", c.Year)
}
