package handlers

import (
	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// functionKey names the buttons that begin what somebody can do.
const functionKey = "function"

// function is one thing a person can begin with a tap; what comes first is what his day is made of.
type function struct {
	name   string
	label  string
	action people.Action
	run    func(h handlers, c *bot.Context) error
}

var functions = []function{
	{"todo", "待办", people.ReadCases, handlers.todo},
	{"visit", "登记来访", people.RegisterVisit, handlers.beginVisit},
	{"duty", "值班安排", people.ReadDuty, handlers.dutyRoster},
	{"board", "值班看板", people.EditDuty, handlers.board},
	{"clocks", "到期情况", people.ReadCases, handlers.clocks},
	{"statistics", "本月统计", people.ReadStatistics, handlers.statistics},
	{"tickets", "今日取号", people.DrawTickets, handlers.ticketsToday},
	{"import", "值班导入", people.EditDuty, handlers.rosterPage},
	{"checkpoint", "台账检查点", people.AskCheckpoint, handlers.checkpoint},
	{"help", "使用帮助", people.ReadDuty, handlers.help},
}

// functionsOf are those of somebody with these roles, as many as a card has buttons; the help is always the last.
func functionsOf(roles []people.Role) []function {
	person := people.Person{Active: true, Roles: roles}
	var can []function
	for _, f := range functions[:len(functions)-1] {
		if person.May(f.action) && len(can) < maxButtons-1 {
			can = append(can, f)
		}
	}
	return append(can, functions[len(functions)-1])
}

// runFunction does what was tapped. A role may have ended since the card was sent: the verb checks.
func (h handlers) runFunction(c *bot.Context) error {
	if args := c.CardArgs(); len(args) == 1 {
		for _, f := range functions {
			if f.name == args[0] {
				return f.run(h, c)
			}
		}
	}
	return models.Errorf(models.Invalid, "这张卡片已不能使用，请重新发送「功能」。")
}

func (h handlers) welcome(c *bot.Context) error { return h.desk.Welcome(c.Ctx(), c.Sender()) }

func (h handlers) showFunctions(c *bot.Context) error {
	return h.desk.ShowFunctions(c.Ctx(), c.Sender())
}

// roleDuties says, in the words of a day's work, what somebody with a role does here.
var roleDuties = map[people.Role]string{
	people.Clerk:         "登记来访来信来电，转送交办，打印回执",
	people.Handler:       "签收、办理本单位事项，记录进展和答复",
	people.Leader:        "接访、包案、批示，确认值班",
	people.Supervisor:    "审批呈报、延期和办结，督办",
	people.DutyOffice:    "排班、换班、值班提醒",
	people.Auditor:       "查阅记录、检查点、统计",
	people.Admin:         "系统维护、通讯录和放假安排",
	people.SecurityAdmin: "授予和收回职责，解除回避",
	people.AuditAdmin:    "查看职责调整，核对台账",
}

func functionsCard(w notice.Welcome) outmsg.Message {
	if len(w.Roles) == 0 {
		return text("%s您好，您在信访工作台的职责已停用。如工作需要，请联系本单位的安全保密管理员授权。", w.Name)
	}
	title := "您能使用的功能"
	if w.New {
		title = w.Name + "您好，欢迎使用信访工作台"
	}
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: w.TaskID,
		MainTitle:    outmsg.MainTitle{Title: title, Desc: w.Unit + " · " + people.RoleNames(w.Roles)},
		SubTitleText: "点按钮开始，也可以直接说，例如「查 城关镇 拖欠工资」。",
	}
	for _, role := range w.Roles[:min(len(w.Roles), 4)] {
		card.HorizontalContent = append(card.HorizontalContent, row(role.RoleName(), roleDuties[role]))
	}
	for i, f := range functionsOf(w.Roles) {
		style := 4
		if i == 0 {
			style = 1
		}
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: f.label, Style: style, Key: bot.CardKey(functionKey, f.name)})
	}
	return outmsg.Fit(card)
}

// contactChanged follows the address book. Whoever is gone or disabled loses access in this turn; all else is read anew, because an
// event may be late and says little.
func (h handlers) contactChanged(c *bot.Context) error {
	change, ok := c.Message().(wxmsg.ChangeContact)
	if !ok {
		return nil
	}
	person, renamed := people.NormalUserID(change.UserID), people.NormalUserID(change.NewUserID)
	switch change.ChangeType {
	case "delete_user":
		return h.desk.PersonLeft(c.Ctx(), person)
	case "update_user":
		switch {
		case renamed != "" && renamed != person:
			return h.desk.RenameAccount(c.Ctx(), person, renamed)
		case change.Status == wxmsg.MemberDisabled || change.Status == wxmsg.MemberLeft:
			return h.desk.PersonLeft(c.Ctx(), person)
		}
		return h.desk.MemberChanged(c.Ctx(), person)
	case "create_user":
		return h.desk.MemberChanged(c.Ctx(), person)
	case "create_party", "update_party", "delete_party":
		return h.desk.OfficesChanged(c.Ctx())
	}
	return nil
}
