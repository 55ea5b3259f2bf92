package handlers

import (
	"slices"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
)

// stepForm is how a step is written: the command's word, what stands behind the number whatever is said, what is asked for and
// how it may read.
type stepForm struct{ word, fixed, ask, example string }

const (
	askProof    = "怎样送达"
	proofOf     = "签收（或：拒收 见证人、邮寄 邮件号 妥投日期）"
	askOpinion  = "意见的各项内容"
	opinionForm = "请求：… 事实：… 理由：… 处理：… 依据：… 结论：支持（或：合理但无法律依据、不支持）"
)

// stepForms are the steps that need words.
var stepForms = map[casework.Step]stepForm{
	casework.Refer:                {"转送", "", "承办单位和理由", "人社局 请核实处理"},
	casework.Assign:               {"交办", "", "单位、期限和理由", "人社局 12月8日 请核实处理"},
	casework.Reply:                {"直接答复", "", "答复内容", "已当场说明政策，信访人表示理解"},
	casework.File:                 {"存查", "", "理由", "没有具体诉求"},
	casework.Transfer:             {"移送", "", "去向和理由", "县人民法院 属诉讼事项"},
	casework.Object:               {"异议", "", "理由", "属住建局职责"},
	casework.Uphold:               {"同意异议", "", "理由", "不属该单位职责"},
	casework.Overrule:             {"不同意异议", "", "理由", "该单位为主管部门"},
	casework.AcceptSimple:         {"告知", "简易", "说明", "事实清楚，争议不大"},
	casework.Redirect:             {"告知", "", "法定途径和理由", "诉讼 属民事纠纷（或：仲裁、党内申诉、行政复议、其他法定程序）"},
	casework.Decline:              {"告知", "不予受理", "理由", "已经复核终结"},
	casework.DeliverNotice:        {"送达", "告知书", askProof, proofOf},
	casework.AskExtension:         {"申请延期", "", "天数和理由", "30 需要现场勘验"},
	casework.RefuseExtension:      {"不同意延期", "", "理由", "材料已齐，应当按期办结"},
	casework.DeliverExtension:     {"送达", "延期", askProof, proofOf},
	casework.IssueOpinion:         {"意见", "", askOpinion, opinionForm},
	casework.DeliverOpinion:       {"送达", "意见", askProof, proofOf},
	casework.ReportBack:           {"反馈", "", "办理结果", "已责成企业发放工资"},
	casework.Execute:              {"执行", "", "执行情况", "工资已全部发放"},
	casework.RequestReview:        {"复查", "", "复查机关", "县政府"},
	casework.IssueReview:          {"复查意见", "", askOpinion, opinionForm},
	casework.DeliverReview:        {"送达", "复查意见", askProof, proofOf},
	casework.RequestReexamination: {"复核", "", "复核机关", "市政府"},
	casework.IssueReexamination:   {"复核意见", "", askOpinion, opinionForm},
	casework.DeliverReexamination: {"送达", "复核意见", askProof, proofOf},
	casework.Complete:             {"办结", "", "理由", "诉求已落实"},
	casework.Certify:              {"认定", "", "理由", "办理程序完备"},
}

// stepOfWord is the step that a command with nothing behind its number begins; "" where the word alone does not tell.
func stepOfWord(word string) casework.Step {
	var found casework.Step
	for step, form := range stepForms {
		if form.word == word && form.fixed == "" {
			if found != "" {
				return ""
			}
			found = step
		}
	}
	return found
}

// stepDialogue takes the words a step waits for, and shows them to be confirmed.
func (h handlers) stepDialogue(c *bot.Context) error {
	state, _ := c.Dialogue()
	if c.Word() == "取消" {
		return h.desk.DropWords(c.Ctx(), c.Sender())
	}
	form := stepForms[casework.Step(state.Step)]
	if _, said := c.Message().(wxmsg.Text); !said || c.Word() != "" {
		return c.ReplyText("请直接回复" + form.ask + "，例如：" + form.example + "\n不办理了请回复「取消」。")
	}
	all := slices.Concat(steps, statutorySteps)
	at := slices.IndexFunc(all, func(s caseStep) bool { return s.word == form.word })
	if at < 0 {
		return models.Errorf(models.Conflict, "请发送「办理 %s」重新打开。", state.Ref)
	}
	words := strings.TrimSpace(form.fixed + " " + c.Text())
	asked, err := all[at].read(caseCommand{handlers: h, c: c, text: words, words: strings.Fields(words), today: calendar.DayOf(h.desk.Now())})
	if err != nil {
		return err
	}
	return h.desk.Propose(c.Ctx(), c.Sender(), state.Ref, asked)
}

func (h handlers) takeWords(c *bot.Context) error {
	return h.desk.ConfirmProposal(c.Ctx(), c.Sender(), pressedCard(c))
}

func (h handlers) reword(c *bot.Context) error {
	return h.desk.RewriteProposal(c.Ctx(), c.Sender(), pressedCard(c))
}

func (h handlers) moreSteps(c *bot.Context) error {
	args := c.CardArgs()
	if len(args) != 2 {
		return models.Errorf(models.Invalid, "这张卡片已不能使用，请发送「办理 编号」重新打开。")
	}
	page, err := strconv.Atoi(args[1])
	if err != nil {
		page = 1
	}
	return h.desk.MoreSteps(c.Ctx(), c.Sender(), args[0], page, pressedCard(c))
}

// instruct answers 批示 XF… 请人社局三日内核实.
func (h handlers) instruct(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	return h.desk.ProposeInstruction(c.Ctx(), c.Sender(), reference, words)
}
