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
	base string // address of the service, for links
}

// dialogueWords mean something only while a dialogue is open.
var dialogueWords = []string{"上一步", "改", "修改", "跳过", "暂存", "取消"}

// Routes teaches the router everything the desk can do.
func Routes(r *bot.Router, d *desk.Desk, base string) {
	h := handlers{desk: d, base: base}
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
	r.Command("另立", h.keepApart)
	r.Command("继续", h.resumeVisit)
	r.Command("找回", h.regainVisit)
	r.Command("我的", h.myCases)
	r.Command("批示", h.instruct)
	r.Command("附件", h.attachments, "材料")
	r.Command("查", h.find, "查询")
	r.Command("进度", h.progress)
	r.Command("经过", h.timeline)
	r.Command("办理", h.openCase)
	r.Command("回避", h.recuse)
	r.Command("解除回避", h.liftBar)
	r.Command("查阅记录", h.accessLog)
	r.Command("按普通件", h.makeOrdinaryByWord, "按普通件登记")
	r.Command("按检举控告", h.makeConfidentialByWord, "按保密件", "按检举控告登记")
	r.Command("呈报", h.escalate)
	for _, s := range slices.Concat(steps, statutorySteps) {
		r.Command(s.word, h.step(s), stepAliases[s.word]...)
	}
	r.Command("确认", h.takeByWord)
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
	r.Command("回执", h.reissueReceipt)
	r.Command("纸质登记", h.paper)
	r.Command("补录", h.enterPaper)
	r.Command("作废纸号", h.askToVoidPaper)
	r.Command("确认作废纸号", h.voidPaper)
	r.Command("取号", h.drawTicket)
	r.Command("对号", h.matchTicket)
	r.Command("作废号", h.askToVoidTicket)
	r.Command("确认作废号", h.voidTicket)
	r.Command("今日取号", h.ticketsToday)
	r.Command("统计", h.statistics)
	r.Command("检查点", h.checkpoint)
	r.Command("日志已签", h.signDutyLog)
	r.Command("事故说明", h.explainIncident)
	r.Command("会签", h.countersign)
	r.Command("更正", h.askCorrection)
	r.Command("核准", h.agreeAmendment)
	r.Command("不核准", h.refuseAmendment)
	for _, reply := range approvalWords {
		r.Command(reply.word, h.byWord(reply.said), reply.aliases...)
	}
	r.Command("转交", h.handOn)
	r.Command("补充", h.supplement)
	r.Command("撤回", h.withdraw)
	r.Command("刷新", h.refreshCards)
	r.Command("呈批单", h.sheet, "审批单")
	r.Command("审批统计", h.waits)
	r.Command("委托", h.delegate)
	r.Command("外出", h.absent)
	r.Command("取消委托", h.endDelegations)
	r.Command("交接", h.showHandOver)
	r.Command("待办", h.todo)
	r.Command("值班", h.dutyRoster)
	h.dutyRoutes(r)
	h.rosterRoutes(r)
	h.bookingRoutes(r)
	r.Command("我的值班", h.myDuty)
	r.Command("确认到岗", h.confirmNextDuty, "到岗", "已到岗")
	r.Command("授权", h.askRoles(false), "授予")
	r.Command("收回", h.askRoles(true))
	r.Command("功能", h.showFunctions, "我的功能", "菜单")
	r.Command("帮助", h.help, "?", "\uFF1F")

	r.DialogueWords(dialogueWords...)
	r.Dialogue(desk.VisitFlow, h.withMedia(h.visitDialogue))
	r.Dialogue(desk.ReasonFlow, h.withMedia(h.reasonDialogue))
	r.Dialogue(desk.StepFlow, h.withMedia(h.stepDialogue))
	r.Dialogue(desk.AttachFlow, h.withMedia(h.attachDialogue))

	r.Card(confirmVisitKey, h.confirmVisit)
	r.Card(unsureVisitKey, h.unsureVisit)
	r.Card(sameMatterKey, h.decideRepeat(true))
	r.Card(ownMatterKey, h.decideRepeat(false))
	r.Card(editVisitKey, h.editVisit)
	r.Card(keepVisitKey, h.keepVisit)
	r.Card(joinVisitKey, h.joinVisit)
	r.Card(readBackKey, h.readBack)
	for key, said := range approvalButtons {
		r.Card(key, h.byCard(said))
	}
	r.Card(backKey, h.backToCard)
	r.Card(makeOrdinaryKey, h.makeOrdinary)
	r.Card(confirmDutyKey, h.confirmDuty)
	r.Card(takeDraftKey, h.takeDraft)
	r.Card(handOverKey, h.handOverWork)
	r.Card(giveRolesKey, h.giveRoles)
	r.Card(functionKey, h.runFunction)
	r.Card(turnListKey, h.turnList)
	r.Card(openLineKey, h.openLine)
	r.Card(takeWordsKey, h.takeWords)
	r.Card(rewordKey, h.reword)
	r.Card(moreStepsKey, h.moreSteps)
	r.Card(askStepKey, h.askStep)
	r.Card(chooseKey, h.choose)
	r.Card(dropStepKey, h.dropStep)

	r.Menu(menuVisit, h.beginVisit)
	r.Menu(menuMine, h.myCases)
	r.Menu(menuTodo, h.todo)
	r.Menu(menuDuty, h.dutyRoster)
	r.Menu(menuHelp, h.help)
	r.Menu(menuMore, h.showFunctions)

	r.On(wxmsg.EventSubscribe, h.welcome)
	r.On(wxmsg.EventEnterAgent, h.welcome)
	r.On(wxmsg.EventChangeContact, h.contactChanged)
	r.On(wxmsg.MsgLocation, h.location)
	r.On(wxmsg.EventLocationReport, h.locationReport)
	r.On(wxmsg.EventTemplateCard, deadButton)
	r.On(wxmsg.EventTemplateCardMenu, deadButton)
	r.On(wxmsg.EventMenuClick, h.help) // an item of an older menu
	r.Fallback(h.withMedia(h.notUnderstood))
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

// deadButton answers a tap that nothing takes: on a card that is done with, or of an older version.
func deadButton(c *bot.Context) error {
	return c.ReplyText("这张卡片已经处理完毕，没有作任何改动。请发送「待办」或「我的」查看最新情况。")
}
