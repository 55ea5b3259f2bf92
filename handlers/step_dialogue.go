package handlers

import (
	"cmp"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/petition"
)

// stepDialogue takes the words a step waits for, and shows them to be confirmed.
func (h handlers) stepDialogue(c *bot.Context) error {
	state, _ := c.Dialogue()
	if err := h.desk.StillAwaits(c.Ctx(), c.Sender(), state.Step, state.Ref); err != nil {
		return err
	}
	if c.Word() == "取消" {
		return h.desk.DropWords(c.Ctx(), c.Sender())
	}
	step, chosen, _ := strings.Cut(state.Step, " ")
	form := stepForms[casework.Step(step)].after(chosen)
	if _, said := c.Message().(wxmsg.Text); !said || c.Word() != "" {
		return c.ReplyText("请直接回复" + form.ask + "，例如：" + form.example + "\n不办理了请回复「取消」。")
	}
	if err := h.desk.ChooseByWord(c.Ctx(), c.Sender(), c.Text()); models.CodeOf(err) != models.NotFound {
		return err
	}
	command, ok := commandOf(form.word)
	if !ok {
		return models.Errorf(models.Conflict, "请发送「办理 %s」重新打开。", state.Ref)
	}
	proposed, err := h.read(c, command, strings.TrimSpace(form.fixed+" "+strings.TrimPrefix(c.Text(), form.fixed)))
	if err != nil {
		return err
	}
	return h.desk.ProposeWords(c.Ctx(), c.Sender(), state.Ref, proposed)
}

func (h handlers) takeWords(c *bot.Context) error {
	return h.desk.ConfirmProposal(c.Ctx(), c.Sender(), pressedCard(c))
}

// takeByWord answers 确认: while a report is under way the word is about that, else about what was proposed last.
func (h handlers) takeByWord(c *bot.Context) error {
	if state, open := c.Dialogue(); open && state.Flow == desk.VisitFlow {
		return h.visitDialogue(c)
	}
	err := h.desk.ConfirmProposal(c.Ctx(), c.Sender(), "")
	if models.CodeOf(err) == models.NotFound {
		return h.notUnderstood(c)
	}
	return err
}

func (h handlers) reword(c *bot.Context) error {
	return h.desk.RewriteProposal(c.Ctx(), c.Sender(), pressedCard(c))
}

func (h handlers) dropStep(c *bot.Context) error {
	return h.desk.DropProposal(c.Ctx(), c.Sender(), pressedCard(c))
}

// choose takes what was chosen by a button, or in the drop-down list beside it.
func (h handlers) choose(c *bot.Context) error {
	word := cmp.Or(strings.Join(c.CardArgs(), ""), chosenOption(c, choiceQuestion))
	return h.desk.Choose(c.Ctx(), c.Sender(), pressedCard(c), word)
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
