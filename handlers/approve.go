package handlers

import (
	"fmt"
	"slices"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

func (h handlers) escalate(c *bot.Context) error {
	reference, reason := petition.CutNumber(c.Args())
	return h.desk.Escalate(c.Ctx(), c.Sender(), reference, reason)
}

func (h handlers) approve(c *bot.Context) error { return h.decideByCard(c, approval.Approved) }

func (h handlers) reject(c *bot.Context) error { return h.decideByCard(c, approval.Rejected) }

func (h handlers) decideByCard(c *bot.Context, verdict approval.State) error {
	request, _, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.Decide(c.Ctx(), c.Sender(), request, verdict, "")
}

func (h handlers) approveByReply(c *bot.Context) error { return h.decideByReply(c, approval.Approved) }

func (h handlers) rejectByReply(c *bot.Context) error { return h.decideByReply(c, approval.Rejected) }

func (h handlers) decideByReply(c *bot.Context, verdict approval.State) error {
	reference, opinion := petition.CutNumber(c.Args())
	return h.desk.DecideByReply(c.Ctx(), c.Sender(), reference, verdict, opinion)
}

// secondThoughts take a 驳回 back that was pressed by mistake.
var secondThoughts = []string{"点错", "按错", "取消", "算了", "不驳回"}

// reasonDialogue takes the reason a rejection waits for.
func (h handlers) reasonDialogue(c *bot.Context) error {
	state, _ := c.Dialogue()
	if c.Word() == "取消" {
		return h.desk.DropReason(c.Ctx(), c.Sender(), state.Ref)
	}
	if _, text := c.Message().(wxmsg.Text); !text || c.Word() != "" {
		return c.ReplyText("请直接回复一句驳回理由；不驳回了请回复「取消」。")
	}
	if slices.ContainsFunc(secondThoughts, func(w string) bool { return strings.Contains(c.Text(), w) }) {
		return h.desk.DropReason(c.Ctx(), c.Sender(), state.Ref)
	}
	return h.desk.AwaitedReason(c.Ctx(), c.Sender(), state.Ref, c.Text())
}

// todo lists what waits for the person: requests to decide, duties to confirm, the nearest clocks of his unit.
func (h handlers) todo(c *bot.Context) error {
	person, err := h.desk.Staff(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	waiting, err := h.desk.Waiting(c.Ctx(), person.UserID)
	if err != nil {
		return err
	}
	var lines []string
	for _, r := range waiting {
		lines = append(lines, fmt.Sprintf("· 呈报 %s（%s提出）：%s\n  回复「同意 %s」或「驳回 %s 理由」",
			r.CaseNumber, calendar.Stamp(r.CreatedAt), outmsg.ClipRunes(r.Reason, 40), r.CaseNumber, r.CaseNumber))
	}
	due, err := h.unconfirmedDuty(c)
	if err != nil {
		return err
	}
	lines = append(lines, due...)
	pressing, err := h.pressing(c, person)
	if err != nil {
		return err
	}
	lines = append(lines, pressing...)
	if len(lines) == 0 {
		return c.ReplyText("目前没有等您处理的事项。")
	}
	return c.ReplyText(strings.Join(append([]string{"等您处理的事项："}, lines...), "\n"))
}
