package handlers

import (
	"slices"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models/approval"
	"petitiondesk/models/petition"
)

func (h handlers) escalate(c *bot.Context) error {
	reference, reason := petition.CutNumber(c.Args())
	return h.desk.Escalate(c.Ctx(), c.Sender(), reference, reason)
}

// approvalButtons are the buttons of an approval card with what they do.
var approvalButtons = map[string]desk.Said{
	approveKey: {Doing: approval.Agree}, rejectKey: {Doing: approval.Refuse}, confirmKey: {Doing: approval.Agree, Confirmed: true},
	handKey: {Doing: approval.HandOn}, moreKey: {Doing: approval.AskMore}, upKey: {Doing: approval.PassUp}, abstainKey: {Doing: approval.Abstain},
}

// byCard makes the handler of a button.
func (h handlers) byCard(said desk.Said) bot.Handler {
	return func(c *bot.Context) error {
		request, round, err := cardPair(c)
		if err != nil {
			return err
		}
		said.Round, said.Card = round, pressedCard(c)
		return h.desk.Decide(c.Ctx(), c.Sender(), request, said)
	}
}

func pressedCard(c *bot.Context) string {
	if click, ok := c.Message().(wxmsg.TemplateCardEvent); ok {
		return click.TaskID
	}
	return ""
}

func (h handlers) backToCard(c *bot.Context) error {
	request, _, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.TakeBackConfirm(c.Ctx(), c.Sender(), request, pressedCard(c))
}

// replies are the words that decide, with what they do; what follows the number is the opinion.
var approvalWords = []struct {
	word    string
	said    desk.Said
	aliases []string
}{
	{"同意", desk.Said{Doing: approval.Agree}, []string{"赞成"}},
	{"确认同意", desk.Said{Doing: approval.Agree, Confirmed: true}, nil},
	{"驳回", desk.Said{Doing: approval.Refuse}, []string{"反对"}},
	{"弃权", desk.Said{Doing: approval.Abstain}, nil},
	{"要求补充", desk.Said{Doing: approval.AskMore}, nil},
	{"上呈", desk.Said{Doing: approval.PassUp}, nil},
}

func (h handlers) byWord(said desk.Said) bot.Handler {
	return func(c *bot.Context) error {
		reference, opinion := petition.CutNumber(c.Args())
		said.Opinion = opinion
		return h.desk.DecideByReply(c.Ctx(), c.Sender(), reference, said)
	}
}

// handOn reads 转交 编号 姓名 说明.
func (h handlers) handOn(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	name, note, _ := strings.Cut(words, " ")
	return h.desk.DecideByReply(c.Ctx(), c.Sender(), reference, desk.Said{Doing: approval.HandOn, To: name, Opinion: note})
}

// supplement and withdraw are the applicant's.
func (h handlers) supplement(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	return h.desk.Applicant(c.Ctx(), c.Sender(), reference, approval.Supplement, words)
}

func (h handlers) withdraw(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	return h.desk.Applicant(c.Ctx(), c.Sender(), reference, approval.Withdraw, words)
}

func (h handlers) refreshCards(c *bot.Context) error {
	reference, _ := petition.CutNumber(c.Args())
	return h.desk.RefreshCards(c.Ctx(), c.Sender(), reference)
}

// secondThoughts take a 驳回 back that was pressed by mistake.
var secondThoughts = []string{"点错", "按错", "取消", "算了", "不驳回"}

// reasonDialogue takes the words a button waits for.
func (h handlers) reasonDialogue(c *bot.Context) error {
	state, _ := c.Dialogue()
	if c.Word() == "取消" {
		return h.desk.DropReason(c.Ctx(), c.Sender(), state.Ref)
	}
	bare := strings.TrimRight(c.Text(), "。！!") == "确认"
	if _, text := c.Message().(wxmsg.Text); !text || c.Word() != "" || bare {
		return c.ReplyText("请直接回复一句驳回理由；不驳回了请回复「取消」。")
	}
	if slices.ContainsFunc(secondThoughts, func(w string) bool { return strings.Contains(c.Text(), w) }) {
		return h.desk.DropReason(c.Ctx(), c.Sender(), state.Ref)
	}
	return h.desk.AwaitedReason(c.Ctx(), c.Sender(), state.Ref, c.Text())
}
