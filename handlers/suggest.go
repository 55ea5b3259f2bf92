package handlers

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"petitiondesk/bot"
	"petitiondesk/models/people"
)

// likelyCommand is a command that somebody may have meant: who may use it, what follows it in an example, and everyday words
// for it that are no commands.
type likelyCommand struct {
	word     string
	action   people.Action
	example  string
	everyday []string
}

const exampleNumber = " XF20261122-0001"

var suggestions = []likelyCommand{
	{"来访", people.RegisterVisit, " 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付", []string{"上访", "接访", "到访", "走访登记", "新建", "新增", "录入", "受访"}},
	{"来信", people.RegisterVisit, " 张某 邮戳11月20日 城关镇 反映拖欠工资 请求支付", []string{"写信", "收信", "信函", "信访件"}},
	{"来电", people.RegisterVisit, " 张某 13900000000 城关镇 反映拖欠工资 请求支付", []string{"打电话", "接电话", "电话登记"}},
	{"登记", people.RegisterVisit, " 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付", []string{"注册", "登录", "记录"}},
	{"查", people.ReadCases, exampleNumber, []string{"查找", "查看", "查阅", "搜索", "检索", "找", "看", "情况", "状态"}},
	{"进展", people.RecordProgress, exampleNumber + " 已联系人社局核实", []string{"跟进", "备注"}},
	{"呈报", people.AskEscalation, exampleNumber + " 情况紧急，请协调人社局", []string{"上报", "请示", "汇报", "报告"}},
	{"转送", people.RouteCases, exampleNumber + " 人社局", []string{"转办", "移交", "转件", "分办", "派件", "派单", "分流"}},
	{"交办", people.RouteCases, exampleNumber + " 人社局 30天", []string{"交给", "派办", "下交"}},
	{"签收", people.HandleCases, exampleNumber, []string{"接收", "收件", "收到了", "接件"}},
	{"告知", people.HandleCases, exampleNumber + " 受理", []string{"受理", "不受理", "不予受理", "通知", "简易"}},
	{"意见", people.HandleCases, exampleNumber + " 支持", []string{"处理意见", "答复意见", "出具意见"}},
	{"送达", people.HandleCases, exampleNumber + " 意见 签收", []string{"送交", "送件"}},
	{"办结", people.HandleCases, exampleNumber, []string{"完成", "结案", "了结", "办完", "完结"}},
	{"异议", people.HandleCases, exampleNumber + " 不属于本单位职责", []string{"退回", "退件", "退办", "拒收"}},
	{"申请延期", people.HandleCases, exampleNumber + " 30 需要鉴定", []string{"延期", "延长", "展期"}},
	{"直接答复", people.RouteCases, exampleNumber + " 已当面说明", []string{"答复", "回复"}},
	{"存查", people.RouteCases, exampleNumber + " 理由", []string{"归档", "存档"}},
	{"分类", people.RouteCases, exampleNumber + " 劳动和社会保障 求决 县级", []string{"类别", "归类"}},
	{"作废", people.RouteCases, exampleNumber + " 理由", []string{"删除", "删掉", "撤销", "废除"}},
	{"合并", people.RouteCases, " 后件编号 前件编号", []string{"并案", "并件"}},
	{"督办", people.RouteCases, exampleNumber + " 事由", []string{"督促", "盯办"}},
	{"催办", people.RouteCases, exampleNumber + " 事由", []string{"催", "催件", "催促"}},
	{"复查", people.RouteCases, exampleNumber + " 县政府", nil},
	{"复核", people.RouteCases, exampleNumber + " 市政府", nil},
	{"期限", people.ReadCases, "", []string{"到期", "时限", "超期", "逾期"}},
	{"积案", people.ReadCases, "", []string{"老案", "旧案"}},
	{"评价", people.RecordRatings, exampleNumber + " 满意 基本满意", []string{"满意度", "打分", "评分"}},
	{"回执", people.RegisterVisit, exampleNumber, []string{"收据", "回单", "凭证", "打印"}},
	{"取号", people.DrawTickets, "", []string{"叫号", "排队", "领号"}},
	{"统计", people.ReadStatistics, " 本月", []string{"报表", "汇总", "月报", "周报", "数据"}},
	{"更正", people.AskAmendment, exampleNumber + " 6人 理由", []string{"改正", "纠正", "勘误"}},
	{"同意", people.DecideRequests, " 0001 意见", []string{"批准", "准许", "审批", "审核"}},
	{"驳回", people.DecideRequests, " 0001 理由", []string{"不同意", "拒绝", "否决"}},
	{"待办", people.ReadCases, "", []string{"任务", "待处理", "代办", "工作"}},
	{"我的", people.ReadCases, "", []string{"我的登记", "草稿"}},
	{"继续", people.RegisterVisit, " 1", []string{"接着", "恢复"}},
	{"预约", people.BookReception, exampleNumber + " 下周三", []string{"约访", "预定", "预订", "约见", "接待预约"}},
	{"取消预约", people.BookReception, exampleNumber + " 信访人有事不能来", []string{"退约", "撤销预约"}},
	{"已接访", people.EndReception, exampleNumber + " 已当面答复", []string{"已接待", "接访完", "接完了"}},
	{"未到", people.EndReception, exampleNumber, []string{"没来", "没到", "未来"}},
	{"值班", people.ReadDuty, "", []string{"排班", "值守", "班次"}},
	{"值班表", people.ReadDuty, " 12月", []string{"排班表", "月表", "打印值班", "导出值班"}},
	{"值班图", people.ReadDuty, " 12月", []string{"排班图", "月历", "值班图片"}},
	{"值班模板", people.EditDuty, "", []string{"模板", "排班模板", "导入"}},
	{"撤销导入", people.EditDuty, "", []string{"取消导入", "导入错了"}},
	{"我的值班", people.ReadDuty, "", []string{"替班"}},
	{"值班看板", people.EditDuty, "", []string{"值班情况", "谁没确认", "值班大屏", "空缺"}},
	{"值班统计", people.ReadDuty, " 本月", []string{"考勤", "出勤", "到岗统计"}},
	{"确认到岗", people.ReadDuty, "", []string{"打卡", "签到", "报到", "上班"}},
	{"检查点", people.AskCheckpoint, "", []string{"核验点", "存证"}},
	{"授权", people.GiveRoles, " 李某 经办人", []string{"赋权", "开通权限", "加权限", "权限"}},
	{"收回", people.GiveRoles, " 李某 经办人", []string{"取消权限", "撤权", "去掉权限"}},
	{"功能", people.ReadDuty, "", []string{"按钮", "能做什么", "首页"}},
	{"帮助", people.ReadDuty, "", []string{"怎么用", "说明", "用法", "指令", "命令", "help", "Help", "HELP"}},
}

var (
	firstWord = regexp.MustCompile(`^(?:\p{Han}+|[A-Za-z]+)`)
	// asCommand is a text in the form of a command: the word alone, or something other than a sentence behind it.
	asCommand = regexp.MustCompile(`^(?:\p{Han}{1,5}|[A-Za-z]{1,5})(?:[\s\x{3000}:\x{FF1A}.。!！?？]|[Xx][Ff]\d|\d{4}|$)`)
)

// suggest names the command nearest to what somebody typed, of those that he may use, with an example; "" when none is
// near. It only suggests: nothing is ever done on a guess.
func suggest(text string, person people.Person) string {
	if !asCommand.MatchString(text) {
		return ""
	}
	typed := firstWord.FindString(text)
	may := slices.DeleteFunc(slices.Clone(suggestions), func(s likelyCommand) bool { return !person.May(s.action) })
	near := func(fits func(likelyCommand) bool) string {
		if at := slices.IndexFunc(may, fits); at >= 0 {
			return "您是不是想用「" + may[at].word + "」？例如：" + may[at].word + may[at].example
		}
		return ""
	}
	everyday := func(s likelyCommand) bool { return slices.Contains(s.everyday, typed) }
	if slices.ContainsFunc(suggestions, everyday) {
		return near(everyday) // what is not his to do is not taken for something else
	}
	return near(func(s likelyCommand) bool { return mistyped(typed, s.word) })
}

// mistyped tells whether one character was exchanged, left out or added, or two changed places. Of single characters
// everything is one away from everything.
func mistyped(typed, word string) bool {
	a, b := []rune(typed), []rune(word)
	if utf8.RuneCountInString(word) < 2 || len(a) < 2 || typed == word {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	head := 0
	for head < len(a) && a[head] == b[head] {
		head++
	}
	switch len(b) - len(a) {
	case 0:
		tail := string(a[head+1:]) == string(b[head+1:])
		swapped := head+1 < len(a) && a[head] == b[head+1] && a[head+1] == b[head] && string(a[head+2:]) == string(b[head+2:])
		return tail || swapped
	case 1:
		return string(a[head:]) == string(b[head+1:])
	}
	return false
}

// meant is the suggestion for a message that no command took, "" when there is none.
func meant(c *bot.Context, person people.Person) string {
	if found := suggest(strings.TrimSpace(c.Text()), person); found != "" {
		return "没有看懂这句话，没有作任何改动。" + found
	}
	return ""
}
