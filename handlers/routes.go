// Package handlers says what each command, card click and dialogue does, one file per capability, and how
// what people must learn looks as a message.
package handlers

import (
	"errors"
	"slices"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

// handlers holds what the handler functions need.
type handlers struct {
	desk *desk.Desk
}

// Routes teaches the router everything the desk can do.
func Routes(r *bot.Router, d *desk.Desk) {
	h := handlers{desk: d}
	r.OnError(answerError)

	r.Command("来访", h.beginVisit, "登记")
	r.Command("来信", h.begin(petition.LetterChannel), "信件", petition.JointWord)
	r.Command("来电", h.begin(petition.PhoneChannel), "电话")
	r.Command("网上", h.begin(petition.WebChannel), "网上信访")
	r.Command("手机", h.begin(petition.MobileChannel), "手机信访")
	r.Command("微信", h.begin(petition.WeChatChannel), "微信信访")
	r.Command("网上建议", h.begin(petition.SuggestionChannel))
	r.Command("领导信箱", h.begin(petition.MailboxChannel), "信箱")
	r.Command("确认登记", h.confirmVisitByWord)
	r.Command("宣读认可", h.readBackByWord)
	r.Command("并入", h.joinVisitByWord)
	r.Command("继续", h.resumeVisit)
	r.Command("我的", h.myCases)
	r.Command("查", h.findCase, "查询", "进度")
	r.Command("进展", h.addProgress)
	r.Command("回避", h.recuse)
	r.Command("解除回避", h.liftBar)
	r.Command("查阅记录", h.accessLog)
	r.Command("按普通件", h.makeOrdinaryByWord, "按普通件登记")
	r.Command("按检举控告", h.makeConfidentialByWord, "按保密件", "按检举控告登记")
	r.Command("呈报", h.escalate)
	for _, s := range slices.Concat(steps, statutorySteps) {
		r.Command(s.word, h.step(s.read))
	}
	r.Command("合并", h.merge)
	r.Command("撤销合并", h.undoMerge)
	r.Command("关联", h.link)
	r.Command("取消关联", h.unlink)
	r.Command("分立", h.split)
	r.Command("撤销分立", h.undoSplit)
	r.Command("期限", h.clocks)
	r.Command("解释", h.explain)
	r.Command("积案", h.oldest)
	r.Command("年度报告", h.annualReport)
	r.Command("分类", h.classify)
	r.Command("评价", h.rate)
	r.Command("统计", h.statistics)
	r.Command("同意", h.approveByReply)
	r.Command("驳回", h.rejectByReply)
	r.Command("待办", h.todo)
	r.Command("值班", h.dutyRoster)
	r.Command("我的值班", h.myDuty)
	r.Command("确认到岗", h.confirmNextDuty, "到岗", "已到岗")
	r.Command("帮助", h.help, "?", "\uFF1F", "菜单")

	r.DialogueWords("上一步", "改", "修改", "跳过", "暂存", "取消")
	r.Dialogue(desk.VisitFlow, h.visitDialogue)
	r.Dialogue(desk.ReasonFlow, h.reasonDialogue)

	r.Card(confirmVisitKey, h.confirmVisit)
	r.Card(editVisitKey, h.editVisit)
	r.Card(keepVisitKey, h.keepVisit)
	r.Card(joinVisitKey, h.joinVisit)
	r.Card(readBackKey, h.readBack)
	r.Card(makeOrdinaryKey, h.makeOrdinary)
	r.Card(approveKey, h.approve)
	r.Card(rejectKey, h.reject)
	r.Card(confirmDutyKey, h.confirmDuty)

	r.Menu(menuVisit, h.beginVisit)
	r.Menu(menuMine, h.myCases)
	r.Menu(menuTodo, h.todo)
	r.Menu(menuDuty, h.dutyRoster)
	r.Menu(menuHelp, h.help)

	r.On(wxmsg.EventSubscribe, h.help)
	r.On(wxmsg.EventEnterAgent, silent)
	r.On(wxmsg.EventChangeContact, h.contactChanged)
	r.Fallback(h.notUnderstood)
}

// answerError tells the person what a domain refusal means; everything else, a conflict of rows without a
// sentence too, goes back to be tried again.
func answerError(c *bot.Context, err error) error {
	refusal, ok := errors.AsType[*models.Error](err)
	switch {
	case ok && refusal.Code == models.NotFound && refusal.Message == "":
		return c.ReplyText("没有找到这条记录，请发送「待办」或「我的」查看最新情况。")
	case ok && refusal.Message != "" && slices.Contains(refusals, refusal.Code):
		return c.ReplyText(refusal.Message)
	default:
		return err
	}
}

var refusals = []models.Code{models.Invalid, models.NotFound, models.Forbidden, models.Conflict}

func silent(*bot.Context) error { return nil }
