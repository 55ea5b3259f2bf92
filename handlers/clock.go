package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
	"petitiondesk/models/statute"
)

func (h handlers) onTwo(c *bot.Context, do func(ctx context.Context, by, from, into, reason string) error) error {
	from, rest := petition.CutNumber(c.Args())
	into, why := petition.CutNumber(rest)
	if from == "" || into == "" {
		return models.Errorf(models.Invalid, "请写两个编号，例如：%s 后件编号 前件编号 同一事项。", c.Word())
	}
	return do(c.Ctx(), c.Sender(), from, into, orWord(why, "同一事项"))
}

func orWord(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// clocks answers 期限 XF…: every clock of the case; without a number, what is due next.
func (h handlers) clocks(c *bot.Context) error {
	reference, _ := petition.CutNumber(c.Args())
	if reference == "" {
		return h.clockBoard(c)
	}
	view, err := h.desk.ClocksOfCase(c.Ctx(), c.Sender(), reference)
	if err != nil {
		return err
	}
	lines := []string{view.Number + " 的期限："}
	for _, clock := range view.Clocks {
		if clock.State == statute.Undetermined || clock.DueLegal != "" && (clock.Open() || clock.Late() || clock.State == statute.Met) {
			lines = append(lines, "· "+clockLine(clock))
		}
	}
	lines = append(lines, "发送「解释 "+view.Number+" C07」可查看日期怎样得出。")
	return c.ReplyText(strings.Join(lines, "\n"))
}

func clockLine(clock casework.CaseClock) string {
	title := string(clock.Rule.ID) + " " + clock.Rule.Title + whichSubmission(clock)
	if clock.State == statute.Undetermined { // never taken for normal: what is missing is told
		return fmt.Sprintf("【需核实】%s：%s，%s", title, clock.State.Chinese(), missingIn(clock.Clock))
	}
	text := fmt.Sprintf("%s：法定%s", title, clock.DueLegal.Chinese())
	if clock.DueInternal != "" && clock.DueInternal != clock.DueLegal {
		text += "，内部" + clock.DueInternal.Chinese()
	}
	text += "，" + clock.State.Chinese()
	if clock.Late() {
		text += "（自" + clock.OverdueSince.Chinese() + "起）"
	}
	if clock.Provisional {
		text += "，暂定"
	}
	return text
}

func whichSubmission(clock casework.CaseClock) string {
	if clock.Submission == 0 {
		return ""
	}
	return fmt.Sprintf("（第%d次反映）", clock.Submission)
}

// missingIn is the sentence of an explanation that says what is missing: the last before the article is cited.
func missingIn(clock statute.Clock) string {
	for _, sentence := range slices.Backward(clock.Explanation) {
		if !strings.HasPrefix(sentence, "依据：") && !strings.Contains(sentence, "放假") {
			return sentence
		}
	}
	return ""
}

// explain answers 解释 XF… C07: how the dates of a clock came about.
func (h handlers) explain(c *bot.Context) error {
	reference, rule := petition.CutNumber(c.Args())
	view, err := h.desk.ClocksOfCase(c.Ctx(), c.Sender(), reference)
	if err != nil {
		return err
	}
	for _, clock := range view.Clocks {
		if rule == "" && clock.Open() || strings.EqualFold(string(clock.Rule.ID), strings.TrimSpace(rule)) {
			return c.ReplyText(view.Number + whichSubmission(clock) + "\n" + strings.Join(clock.Explanation, "\n"))
		}
	}
	return models.Errorf(models.NotFound, "%s 没有这样的期限，发送「期限 %s」可查看全部。", view.Number, view.Number)
}

func (h handlers) clockBoard(c *bot.Context) error {
	lines, err := h.desk.ClockBoard(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return c.ReplyText("目前没有待办的期限。")
	}
	text := []string{"最近到期（以内部期限为准）："}
	for _, line := range lines {
		text = append(text, "· "+boardLine(line))
	}
	return c.ReplyText(strings.Join(text, "\n"))
}

func boardLine(line notice.ClockLine) string {
	text := fmt.Sprintf("%s %s：%s", line.Number, line.Title, line.Due.Chinese())
	switch {
	case line.OverdueSince != "":
		text += "，自" + line.OverdueSince.Chinese() + "起逾期"
	case line.DueLegal != line.Due:
		text += "（法定" + line.DueLegal.Chinese() + "）"
	}
	if line.Provisional {
		text += "，暂定"
	}
	return text
}

// oldest answers 积案: what has waited longest for its resolution.
func (h handlers) oldest(c *bot.Context) error {
	board, err := h.desk.OldestUnresolved(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	if len(board) == 0 {
		return c.ReplyText("目前没有尚未化解的事项。")
	}
	return c.ReplyText(oldestText(board))
}

func oldestText(board []notice.OldCase) string {
	text := []string{"尚未化解、登记最早的事项："}
	for _, old := range board {
		line := fmt.Sprintf("· %s %s登记 %s %s", old.Number, old.Since.Chinese(), orNone(old.Place), old.State.Chinese())
		if old.ResolutionDue != "" {
			line += "，化解期限" + old.ResolutionDue.Chinese()
		}
		if !old.Led {
			line += "，尚无包案领导"
		}
		text = append(text, line)
	}
	return strings.Join(text, "\n")
}

func oldestBoard(b notice.Board) outmsg.Message { return text("%s", oldestText(b.Cases)) }
