package handlers

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"petitiondesk/bot"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
)

// caseCommand is a command about a case, its number cut off.
type caseCommand struct {
	handlers
	c     *bot.Context
	text  string
	words []string
	today calendar.Day
}

// caseStep is a command's word and how what follows it is read.
type caseStep struct {
	word string
	read func(caseCommand) ([]casework.Proposed, error)
}

// steps are the commands that take a step of a case, each with how its words become the step.
var steps = []caseStep{
	{"转送", orders(casework.Refer)},
	{"交办", orders(casework.Assign)},
	{"改办", orders(casework.Reassign)},
	{"直接答复", reason(casework.Reply)},
	{"存查", reason(casework.File)},
	{"移送", reason(casework.Transfer)},
	{"签收", reason(casework.Sign)},
	{"异议", reason(casework.Object)},
	{"同意异议", reason(casework.Uphold)},
	{"不同意异议", reason(casework.Overrule)},
	{"告知", reception},
	{"联系不清", reason(casework.ContactUnclear)},
	{"送达", delivered},
	{"转普通", reason(casework.ToOrdinary)},
	{"调解", mediation},
	{"申请延期", extension},
	{"同意延期", reason(casework.ApproveExtension)},
	{"意见", opinion(casework.IssueOpinion)},
	{"复查意见", opinion(casework.IssueReview)},
	{"复核意见", opinion(casework.IssueReexamination)},
	{"反馈", reason(casework.ReportBack)},
	{"执行", reason(casework.Execute)},
	{"复查", review(casework.RequestReview)},
	{"复核", review(casework.RequestReexamination)},
	{"听证", hearing},
	{"办结", reason(casework.Complete)},
	{"化解", reason(casework.Resolve)},
	{"认定", reason(casework.Certify)},
	{"重办", reason(casework.Reopen)},
	{"重大", reason(casework.FindGrave)},
	{"已报告", reason(casework.ReportGrave)},
	{"督办", reason(casework.Supervise)},
	{"建议", suggestion},
	{"采纳", reason(casework.Adopt)},
	{"包案", named(casework.TakeCharge)},
	{"包案方案", reason(casework.PlanResolution)},
	{"走访", reason(casework.VisitPetitioner)},
	{"责任人", named(casework.SetResponsible)},
	{"化解期限", resolutionDue},
	{"作废", reason(casework.AskVoid)},
	{"同意作废", reason(casework.Void)},
	{"不同意作废", reason(casework.RefuseVoid)},
	{"恢复登记", reason(casework.Restore)},
	{"进展", reason(casework.Note)},
	{"评价", rating},
}

// stepAliases are other words for a command.
var stepAliases = map[string][]string{"责令整改": {"责令限期整改"}}

// step makes a command's handler: it shows what was written on a card, to be confirmed.
func (h handlers) step(command caseStep) bot.Handler {
	return func(c *bot.Context) error {
		reference, text := petition.CutNumber(c.Args())
		if state, open := c.Dialogue(); reference == "" && open && state.Flow == desk.StepFlow {
			return bot.ErrPass // 签收 says how a document was delivered
		}
		if reference == "" {
			return models.Errorf(models.Invalid, "请在「%s」后带上信访事项编号，例如：%s XF20261122-0001。", c.Word(), c.Word())
		}
		may := stepsOfWord(command.word)
		proposed, err := h.read(c, command, text)
		switch {
		case text == "" && len(may) > 1:
			return h.desk.ChooseStep(c.Ctx(), c.Sender(), reference, may)
		case text == "" && models.CodeOf(err) == models.Invalid:
			proposed = []casework.Proposed{{Step: may[0]}}
		case err != nil && len(may) == 1:
			return h.askAgain(c, reference, casework.Proposed{Step: may[0], Words: text}, err)
		case err != nil:
			return err
		}
		return h.desk.Propose(c.Ctx(), c.Sender(), reference, proposed)
	}
}

// askAgain answers why words could not be read; better ones can be sent without the command and the number, by whoever may take the
// step.
func (h handlers) askAgain(c *bot.Context, reference string, unread casework.Proposed, why error) error {
	refusal, ok := errors.AsType[*models.Error](why)
	if !ok || refusal.Message == "" {
		return why
	}
	err := h.desk.AskAgain(c.Ctx(), c.Sender(), reference, unread, refusal.Message)
	if again, ok := errors.AsType[*models.Error](err); ok && again.Message != "" {
		return why
	}
	return err
}

// read reads the words of a command into steps.
func (h handlers) read(c *bot.Context, command caseStep, text string) ([]casework.Proposed, error) {
	asked, err := command.read(caseCommand{handlers: h, c: c, text: text, words: strings.Fields(text), today: calendar.DayOf(h.desk.Now())})
	if err != nil {
		return nil, err
	}
	asked[0].Words = stepForms[asked[0].Step].without(text)
	return asked, nil
}

// commandOf finds the command of a word.
func commandOf(word string) (caseStep, bool) {
	for _, of := range [][]caseStep{steps, statutorySteps} {
		if at := slices.IndexFunc(of, func(s caseStep) bool { return s.word == word }); at >= 0 {
			return of[at], true
		}
	}
	return caseStep{}, false
}

func one(step casework.Step, details casework.Details) ([]casework.Proposed, error) {
	return []casework.Proposed{{Step: step, Details: details}}, nil
}

func reason(step casework.Step) func(caseCommand) ([]casework.Proposed, error) {
	return func(s caseCommand) ([]casework.Proposed, error) { return one(step, casework.Details{Reason: s.text}) }
}

func orders(step casework.Step) func(caseCommand) ([]casework.Proposed, error) {
	return func(s caseCommand) ([]casework.Proposed, error) {
		units, err := s.desk.Units(s.c.Ctx())
		if err != nil {
			return nil, err
		}
		charges, why, err := casework.ReadOrders(s.text, units, s.today)
		if err != nil {
			return nil, err
		}
		return one(step, casework.Details{Charges: charges, Reason: why})
	}
}

// reception reads 告知 … 受理 / 简易 / 不予受理 理由 / 诉讼 理由, with 签收 at the end when it is delivered on the spot.
func reception(s caseCommand) ([]casework.Proposed, error) {
	if len(s.words) == 0 {
		return nil, models.Errorf(models.Invalid, "请写明告知什么：受理、简易、建议、不予受理 理由，或法定途径（诉讼、仲裁、党内申诉、行政复议、其他法定程序）加理由。")
	}
	outcome, rest := s.words[0], s.words[1:]
	if at := strings.IndexAny(outcome, "，,；;：:、"); at > 0 {
		_, size := utf8.DecodeRuneInString(outcome[at:])
		outcome, rest = outcome[:at], append([]string{outcome[at+size:]}, rest...)
	}
	var proof *casework.Proof
	for i := range rest {
		if proof = casework.ReadProof(rest[i:], s.today); proof != nil {
			rest = rest[:i]
			break
		}
	}
	details := casework.Details{Reason: strings.TrimSpace(strings.Join(rest, " "))}
	var asked []casework.Proposed
	switch {
	case outcome == "受理" || outcome == "普通程序":
		asked, _ = one(casework.Accept, details)
	case strings.HasPrefix(outcome, "建议"):
		asked, _ = one(casework.AcceptAdvice, details)
	case strings.HasPrefix(outcome, "简易"):
		asked, _ = one(casework.AcceptSimple, details)
	case outcome == "不予受理":
		asked, _ = one(casework.Decline, details)
	default:
		if details.Way = casework.RouteNamed(outcome); details.Way.Chinese() != outcome { // 仲裁委已受理 says why as well
			details.Reason = strings.TrimSpace(outcome + " " + details.Reason)
		}
		asked, _ = one(casework.Redirect, details)
	}
	if proof != nil {
		asked = append(asked, casework.Proposed{Step: casework.DeliverNotice, Details: casework.Details{Proof: proof}})
	}
	return asked, nil
}

var documents = map[string]casework.Step{
	"告知书": casework.DeliverNotice, "告知": casework.DeliverNotice, "意见": casework.DeliverOpinion, "处理意见": casework.DeliverOpinion,
	"意见书": casework.DeliverOpinion, "复查意见": casework.DeliverReview, "复核意见": casework.DeliverReexamination,
	"延期": casework.DeliverExtension, "延期告知书": casework.DeliverExtension,
}

// delivered reads 送达 … 意见 签收 / 拒收 见证人 / 邮寄 邮件号 妥投日期.
func delivered(s caseCommand) ([]casework.Proposed, error) {
	if len(s.words) == 0 || documents[s.words[0]] == "" {
		return nil, models.Errorf(models.Invalid, "请写明送达什么：告知书、意见、复查意见、复核意见或延期，例如：送达 XF20261122-0001 意见 签收。")
	}
	return one(documents[s.words[0]], casework.Details{Proof: casework.ReadProof(s.words[1:], s.today)})
}

func mediation(s caseCommand) ([]casework.Proposed, error) {
	word, rest, _ := strings.Cut(s.text, " ")
	switch word {
	case "开始":
		return one(casework.BeginMediation, casework.Details{Reason: rest})
	case "协议":
		return one(casework.Settle, casework.Details{Reason: rest})
	case "终止":
		return one(casework.EndMediation, casework.Details{Reason: rest})
	}
	return nil, models.Errorf(models.Invalid, "请写明调解的情况：开始、协议 内容，或终止 原因。")
}

func extension(s caseCommand) ([]casework.Proposed, error) {
	if len(s.words) == 0 {
		return nil, models.Errorf(models.Invalid, "请写明延长的天数和理由，例如：申请延期 XF20261122-0001 30 需要现场勘验。")
	}
	days, err := strconv.Atoi(strings.TrimRight(s.words[0], "日天"))
	if err != nil {
		return nil, models.Errorf(models.Invalid, "请在编号后写明延长的天数，例如：申请延期 XF20261122-0001 30 需要现场勘验。")
	}
	return one(casework.AskExtension, casework.Details{Days: days, Reason: strings.Join(s.words[1:], " ")})
}

func opinion(step casework.Step) func(caseCommand) ([]casework.Proposed, error) {
	return func(s caseCommand) ([]casework.Proposed, error) {
		return one(step, casework.Details{Opinion: casework.ReadOpinion(s.text)})
	}
}

// review reads 复查 … 县政府 邮戳 12-01.
func review(step casework.Step) func(caseCommand) ([]casework.Proposed, error) {
	return func(s caseCommand) ([]casework.Proposed, error) {
		var details casework.Details
		for i, word := range s.words {
			if day, ok := casework.DayIn(strings.TrimPrefix(word, "邮戳"), s.today); ok {
				details.Postmark = day
			} else if i == 0 {
				details.Body = casework.BodyNamed(word)
			}
		}
		return one(step, details)
	}
}

func hearing(s caseCommand) ([]casework.Proposed, error) {
	switch {
	case strings.HasPrefix(s.text, "开始"):
		return one(casework.BeginHearing, casework.Details{})
	case strings.HasPrefix(s.text, "结束"):
		return one(casework.EndHearing, casework.Details{})
	}
	return nil, models.Errorf(models.Invalid, "请写明听证开始还是结束，例如：听证 XF20261122-0001 开始。")
}

func suggestion(s caseCommand) ([]casework.Proposed, error) {
	details := casework.Details{Reason: s.text}
	if n := len(s.words); n > 0 {
		details.Due, _ = casework.DayIn(s.words[n-1], s.today)
	}
	return one(casework.Suggest, details)
}

func named(step casework.Step) func(caseCommand) ([]casework.Proposed, error) {
	return func(s caseCommand) ([]casework.Proposed, error) {
		if len(s.words) == 0 {
			return one(step, casework.Details{})
		}
		person, err := s.desk.PersonNamed(s.c.Ctx(), s.words[0])
		return []casework.Proposed{{Step: step, Details: casework.Details{Person: person.UserID}}}, err
	}
}

// rating reads two grades: of the petition office, then of the responsible unit.
func rating(s caseCommand) ([]casework.Proposed, error) {
	p := casework.Proposed{Step: casework.Rate}
	words := strings.FieldsFunc(s.text, func(r rune) bool { return strings.ContainsRune(" \u3000，,、", r) })
	if len(words) == 0 {
		return []casework.Proposed{p}, nil
	}
	if len(words) == 2 {
		p.Grades = casework.Grades{Office: petition.ReadGrade(words[0]), Unit: petition.ReadGrade(words[1])}
	}
	if p.Grades.Office == "" || p.Grades.Unit == "" {
		return nil, models.Errorf(models.Invalid, "请依次写明对信访部门、对责任单位的评价，可用 满意、基本满意、不满意，例如：评价 XF20261122-0001 满意 基本满意")
	}
	return []casework.Proposed{p}, nil
}

func resolutionDue(s caseCommand) ([]casework.Proposed, error) {
	day, _ := casework.DayIn(strings.TrimSpace(s.text), s.today)
	return one(casework.SetResolutionDue, casework.Details{Due: day})
}

// merge reads 合并 后件 前件 理由.
func (h handlers) merge(c *bot.Context) error { return h.onTwo(c, h.desk.MergeCases) }

func (h handlers) undoMerge(c *bot.Context) error { return h.onTwo(c, h.desk.UndoMerge) }

func (h handlers) link(c *bot.Context) error { return h.onTwo(c, h.desk.LinkCases) }

func (h handlers) unlink(c *bot.Context) error { return h.onTwo(c, h.desk.UnlinkCases) }

// split reads 分立 编号 理由, or 分立 编号 反映…请求….
func (h handlers) split(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	return h.desk.SplitCase(c.Ctx(), c.Sender(), reference, words)
}

func (h handlers) undoSplit(c *bot.Context) error { return h.onTwo(c, h.desk.UndoSplit) }
