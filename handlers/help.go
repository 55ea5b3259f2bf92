package handlers

import (
	"errors"
	"slices"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models/people"
)

// Keys of the app's menu.
const (
	menuVisit = "menu_visit"
	menuMine  = "menu_mine"
	menuTodo  = "menu_todo"
	menuDuty  = "menu_duty"
	menuHelp  = "menu_help"
	menuMore  = "menu_functions"
)

// AppMenu is the menu at the bottom of the chat. The platform has one menu for all who use an app (doc 90231), so what differs from
// role to role is the card behind 我的功能.
func AppMenu() bot.Menu {
	click := func(name, key string) bot.MenuItem { return bot.MenuItem{Type: "click", Name: name, Key: key} }
	return bot.Menu{Items: []bot.MenuItem{
		click("登记来访", menuVisit),
		{Name: "我的工作", SubItems: []bot.MenuItem{click("待办", menuTodo), click("我的登记", menuMine)}},
		{Name: "更多", SubItems: []bot.MenuItem{click("我的功能", menuMore), click("值班安排", menuDuty), click("使用帮助", menuHelp)}},
	}}
}

type helpLine struct {
	action people.Action
	line   string
}

// helpOften is what every day needs; it fits one message. helpSeldom is the rest.
var (
	helpOften = []helpLine{
		{people.RegisterVisit, "登记来访：来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付"},
		{people.RecordProgress, "办理指令先显示确认卡片，点「确认」或回复「确认」才办理；写错了点「修改」，不办理点「返回」"},
		{people.ReadCases, "查询事项：查 XF20261122-0001；办理 编号：点按钮选下一步；经过 编号：由近及远"},
		{people.RecordProgress, "附件：登记时直接发照片、语音、文件或位置；附件 XF20261122-0001：查看和补充，附件 编号 2：取回第2件"},
		{people.RecordProgress, "记录进展：进展 XF20261122-0001 已联系人社局核实"},
		{people.RouteCases, "分流：转送 编号 单位；交办 编号 单位 期限 协办 单位 期限；同意异议 / 不同意异议 编号 理由；合并 后件 前件"},
		{people.HandleCases, "办理：签收、异议、告知 编号 受理、意见、送达 编号 意见 签收、申请延期 编号 30 理由（负责人：同意延期 / 不同意延期 编号 理由）、回复建议 编号 采纳情况、执行、办结、化解"},
		{people.ReadCases, "期限 / 期限 编号 / 解释 编号 C07：到期情况和日期由来；积案：等得最久的事项"},
		{people.AskEscalation, "呈报请示：呈报 XF20261122-0001 情况紧急，请协调人社局"},
		{people.DecideRequests, "审批呈报：点卡片上的按钮，或回复 同意 0001 意见、驳回 0001 理由"},
		{people.ReadCases, "待办 / 我的：等您处理的事项、您登记的事项"},
		{people.ReadStatistics, "统计：统计 本月（上月、本周、今年，或 2026-11-01 2026-11-30）"},
		{people.ReadDuty, "值班 / 我的值班：近期安排；下周三谁接访；收到提醒后点「确认到岗」"},
	}
	helpSeldom = []helpLine{
		{people.ReadDuty, "到岗：值班开始前一小时内到点位后直接发一个「位置」即可登记（不保存位置）；也可回复「确认到岗」"},
		{people.ReadDuty, "换班：我周三和李四换班；请假 12月3日到12月5日；交班 交接内容；值班统计 本月；值班日历"},
		{people.ReadDuty, "值班表 12月：可打印的表格；值班图 12月：发在聊天里的月历图（可写点位，不写月份即本月）"},
		{people.EditDuty, "排班表导入：值班模板：下月的表格；填好后把 .xlsx 文件直接发来，先预览，点「确认导入」才写入；撤销导入"},
		{people.EditDuty, "值班导入：给您一个网页地址，在办公电脑上下载模板、上传、核对、确认，可撤销"},
		{people.EditDuty, "排班：调班 12月3日 值班员 李娜；谁合适 12月3日 值班员；请假 李娜 12月3日；到岗登记 李娜"},
		{people.EditDuty, "值班看板：未确认的班、空缺、未送达的提醒、未办完的换班，点开即可处理"},
		{people.RegisterVisit, "其他形式：来信、联名信、来电、网上、手机、微信、网上建议、领导信箱，写法同来访，例如：来信 张某 邮戳11月20日 城关镇 反映拖欠工资 请求支付"},
		{people.RegisterVisit, "登记时随时可说：进度、上一步、改 3、跳过、暂存、取消、帮助；取消后一天内可「找回」"},
		{people.RegisterVisit, "可以加写：代表 李某、王某；户籍柳河镇；常住城关镇；全国初次"},
		{people.DecideRequests, "疑似重复：卡片上点「并入」或「另立」，也可回复 合并 后件 前件、另立 编号"},
		{people.RouteCases, "并案：关联 / 分立 编号；登记有误：作废 编号 理由（另一位负责人同意后作废，记录保留）"},
		{people.RouteCases, "争议 编号 县政府、裁定 编号 单位、检举 编号 纪检监察 县管、退回反馈、催办、约谈、通报、挂牌督办、责令整改 编号 期限 事由；年度报告"},
		{people.RouteCases, "复查 编号 机关、复核 编号 机关、听证 编号 开始、包案 编号 姓名、督办 编号 事由"},
		{people.RouteCases, "内容分类：分类 XF20261122-0001 劳动和社会保障 求决 县级"},
		{people.BookReception, "预约接访：预约 编号 下周三（或领导姓名；只写编号则从卡片上选日期）；取消预约 编号 理由"},
		{people.EndReception, "接访结果：已接访 编号 结果；未到 编号；预约：近期的接访预约"},
		{people.RecordRatings, "记录评价：评价 XF20261122-0001 满意 基本满意（先信访部门，后责任单位）"},
		{people.RegisterVisit, "补发回执：回执 XF20261122-0001（原查询码失效）"},
		{people.DrawTickets, "纸质登记：纸质登记 领号 20（停电断网前后用）；补录 编号 09:40 来访 张某 …；作废纸号 编号 至 编号 原因（另一人：确认作废纸号）"},
		{people.DrawTickets, "门口取号：取号；对号 7 编号；作废号 7 原因（另一人：确认作废号 7）；今日取号"},
		{people.DecideRequests, "另可：转交 编号 姓名、要求补充 编号 内容、上呈 编号、回避 编号 理由；刷新：重发卡片；委托 姓名 12-01 12-05、外出；审批统计 本月"},
		{people.InstructUnits, "批示：批示 XF20261122-0001 请人社局三日内核实（写明单位；不写期限按惯例，确认后下达并跟踪到反馈）"},
		{people.GiveRoles, "职责：授权 李某 经办人；收回 李某 经办人（点「确认调整」生效，通知本人和安全审计员；不能调整本人的）"},
		{people.HandOverWork, "交接：交接 张磊 李娜（调离、休假人员的在办事项、包案和待审批，先列出，点「确认交接」才移交）"},
		{people.AskEscalation, "收回或补充申请：撤回 编号、补充 编号 内容；呈批单 编号：经过和打印"},
		{people.AskAmendment, "更正登记：更正 编号 6人 理由；作废 编号 理由（须分管负责人核准，原登记和统计都留痕）"},
		{people.DecideAmendment, "核准更正：核准 序号；不核准 序号 理由"},
		{people.AskCheckpoint, "台账：检查点（生成并发给您，请自行保存）"},
		{people.SignIncident, "台账异常：事故说明 原因；会签（纪检监察、管理员各一人）"},
		{people.DeclareRecusal, "回避：回避 XF20261122-0001 与信访人有利害关系；查阅检举控告件须写事由：查 XF20261122-0001 核对移送材料"},
		{people.LiftRecusal, "解除回避：解除回避 XF20261122-0001 张磊 经核实并非同一人"},
		{people.ReadAccessLog, "查阅记录 / 查阅记录 编号：谁在何时为何查阅了检举控告件"},
		{people.ReceiveDutyNews, "值班日志：日志已签 序号（检查点一行打印签字后）"},
	}
)

func (h handlers) help(c *bot.Context) error {
	person, err := h.desk.Staff(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	lines := []string{person.Name + "您好，这里是信访工作台。您可以发送："}
	listed, more := helpOften, "发送「帮助 全部」可查看其他用法。"
	if strings.Contains(c.Args(), "全部") {
		listed, more = slices.Concat(helpOften, helpSeldom), ""
	}
	for _, help := range listed {
		if person.May(help.action) {
			lines = append(lines, "· "+help.line)
		}
	}
	if more != "" && slices.ContainsFunc(helpSeldom, func(l helpLine) bool { return person.May(l.action) }) {
		lines = append(lines, more)
	}
	return c.ReplyText(strings.Join(lines, "\n"))
}

func (h handlers) notUnderstood(c *bot.Context) error {
	person, err := h.desk.Staff(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	if _, text := c.Message().(wxmsg.Text); !text {
		return c.ReplyText("已收到。目前只能处理文字和卡片操作，请用文字说明；发送「帮助」可查看用法。")
	}
	if slices.Contains(dialogueWords, c.Text()) {
		if err := h.ofProposal(c); !errors.Is(err, desk.ErrNothingProposed) {
			return err
		}
		return c.ReplyText("目前没有正在进行的登记或填写，没有作任何改动。发送「帮助」可查看用法。")
	}
	if suggested := meant(c, person); suggested != "" {
		return c.ReplyText(suggested)
	}
	due, err := h.unconfirmedDuty(c)
	switch {
	case err != nil:
		return err
	case len(due) > 0:
		return c.ReplyText("没有看懂这句话，没有作任何改动。您有值班等待确认，请回复「确认到岗」；不能到岗请尽快联系值班室。")
	case person.May(people.RegisterVisit):
		return c.ReplyText("没有看懂这句话，没有作任何改动。登记请以「来访」「来信」「来电」等开头并空一格，发送「帮助」可查看用法。")
	}
	return c.ReplyText("没有看懂这句话，没有作任何改动。发送「帮助」可查看您能使用的功能。")
}

// ofProposal takes 取消 and 修改 for what was shown last to be confirmed; ErrNothingProposed when that is nothing.
func (h handlers) ofProposal(c *bot.Context) error {
	switch c.Text() {
	case "取消":
		return h.desk.DropProposal(c.Ctx(), c.Sender(), "")
	case "修改":
		return h.desk.RewriteProposal(c.Ctx(), c.Sender(), "")
	}
	return desk.ErrNothingProposed
}
