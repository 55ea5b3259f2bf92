package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot/outmsg"
	"petitiondesk/models/notice"
)

// namesListed is how many people one line of a message names.
const namesListed = 8

func contactsChanged(n notice.Contacts) outmsg.Message {
	if n.Halted > 0 {
		return text("通讯录同步暂停：按通讯录将有 %d 人停用或调离，比平常多得多，可能是应用可见范围或部门设置有误，没有作任何改动。请核对后由系统管理员运行 petitiondesk contacts --apply。", n.Halted)
	}
	lines := []string{"通讯录变化："}
	for _, r := range n.Renamed[:min(len(n.Renamed), namesListed)] {
		lines = append(lines, fmt.Sprintf("· 单位更名：%s 改为 %s", r.Was, r.Now))
	}
	if len(n.Added) > 0 {
		lines = append(lines, "· 新增："+few(n.Added)+"。尚未授予职责，安全保密管理员可发送「授权 姓名 经办人」。")
	}
	if len(n.Left) > 0 {
		var names []string
		for _, left := range n.Left {
			names = append(names, left.Who)
		}
		lines = append(lines, "· 停用："+few(names)+"。即时失去使用权限，原有记录保留。")
	}
	if len(n.Back) > 0 {
		lines = append(lines, "· 恢复："+few(n.Back)+"。沿用原职责，如不再任此职请安全保密管理员发送「收回 姓名」。")
	}
	for _, moved := range n.Moved[:min(len(n.Moved), namesListed)] {
		lines = append(lines, fmt.Sprintf("· 调动：%s 调到 %s；原职责%s已停用，由安全保密管理员核对。", moved.Who, moved.To, moved.Roles))
	}
	if more := len(n.Moved) - namesListed; more > 0 {
		lines = append(lines, fmt.Sprintf("· 另有 %d 人调动。", more))
	}
	if n.Unplaced > 0 {
		lines = append(lines, fmt.Sprintf("· 有 %d 人所在部门没有对应的单位，没有加入。", n.Unplaced))
	}
	return text("%s", strings.Join(lines, "\n"))
}

func few(names []string) string {
	if len(names) <= namesListed {
		return strings.Join(names, "、")
	}
	return fmt.Sprintf("%s等%d人", strings.Join(names[:namesListed], "、"), len(names))
}

func staffLeft(left notice.LeftStaff) outmsg.Message {
	return text("%s的账号已停用，名下还有在办事项、待审批或值班，期限照常计算。请发送「交接 %s 接手人姓名」安排接手；今后班次由值班室调班。", left.Who, left.UserID)
}

func staffRenamed(r notice.AccountRenamed) outmsg.Message {
	return text("%s的通讯录账号由 %s 改为 %s，职责随之沿用。原账号名下的在办事项请发送「交接 %s %s」移到新账号。", r.Who, r.Was, r.Now, r.Was, r.Now)
}
