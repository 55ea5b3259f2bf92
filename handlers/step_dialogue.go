package handlers

import (
	"cmp"
	"errors"
	"slices"
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
	if c.Word() == "取消" {
		return h.desk.DropProposal(c.Ctx(), c.Sender(), "")
	}
	awaited, number, err := h.desk.AwaitedStep(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	form := stepForms[awaited.Step].after(awaited.Chosen())
	if _, said := c.Message().(wxmsg.Text); !said || c.Word() != "" {
		return c.ReplyText("请直接回复" + form.ask + "，例如：" + form.example + "\n不办理了请回复「取消」。")
	}
	if err := h.desk.ChooseByWord(c.Ctx(), c.Sender(), c.Text()); !errors.Is(err, desk.ErrNothingProposed) {
		return err
	}
	proposed, err := h.readAwaited(c, awaited, number)
	if refusal, ok := errors.AsType[*models.Error](err); ok && refusal.Message != "" {
		return c.ReplyText(refusal.Message + "\n请直接回复更正后的内容；不办理了请回复「取消」。")
	}
	if err != nil {
		return err
	}
	return h.desk.ProposeWords(c.Ctx(), c.Sender(), number, proposed)
}

// readAwaited reads words as what a step waits for: as they stand, or else behind what has been chosen.
func (h handlers) readAwaited(c *bot.Context, awaited casework.Proposed, number string) ([]casework.Proposed, error) {
	form, chosen := stepForms[awaited.Step], awaited.Chosen()
	command, ok := commandOf(form.word)
	if !ok {
		return nil, models.Errorf(models.Conflict, "请发送「办理 %s」重新打开。", number)
	}
	text := form.without(c.Text())
	proposed, err := h.read(c, command, joined(form.fixed, text))
	if chosen != "" && (err != nil || proposed[0].Step != awaited.Step || proposed[0].Question().Open()) {
		proposed, err = h.read(c, command, joined(form.fixed, chosen, text))
	}
	if err == nil && proposed[0].Step != awaited.Step && form.fixed == "" {
		return nil, models.Errorf(models.Invalid, "这句话没有写明%s。", form.ask)
	}
	return proposed, err
}

func joined(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

func (h handlers) takeWords(c *bot.Context) error {
	return h.desk.ConfirmProposal(c.Ctx(), c.Sender(), pressedCard(c))
}

// takeByWord answers 确认, when it is said alone. While a report is under way or a refusal waits for its reason the word is about
// that, else about what was proposed last.
func (h handlers) takeByWord(c *bot.Context) error {
	if state, open := c.Dialogue(); c.Args() != "" || open && (state.Flow == desk.VisitFlow || state.Flow == desk.ReasonFlow) {
		return bot.ErrPass
	}
	err := h.desk.ConfirmProposal(c.Ctx(), c.Sender(), "")
	if errors.Is(err, desk.ErrNothingProposed) {
		return bot.ErrPass
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
