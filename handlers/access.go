package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// makeOrdinaryKey names the button by which a clerk says that a report is no accusation.
const makeOrdinaryKey = "visit.ordinary"

// describeOutline is all that somebody sees of a case who need not know what it says.
func describeOutline(c petition.Case) string {
	lines := []string{
		fmt.Sprintf("%s %s", c.Number, c.State.Chinese()), "信访形式：" + c.Channel.Chinese(), "登记时间：" + calendar.Stamp(c.RegisteredAt),
	}
	for _, line := range []struct{ name, value string }{
		{"办结", inWords(c.CompletedOn)}, {"化解", inWords(c.ResolvedOn)}, {"审核认定", inWords(c.CertifiedOn)},
	} {
		if line.value != "" {
			lines = append(lines, line.name+"："+line.value)
		}
	}
	return strings.Join(append(lines, "内容不在您的查看范围内。"), "\n")
}

func caseOpened(view desk.CaseView) outmsg.Message { return text("%s", describeCase(view)) }

// recuse answers 回避 XF… 理由 and, of a supervisor, 回避 XF… 姓名 理由.
func (h handlers) recuse(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	if reference == "" { // of the one request that waits for him
		return h.desk.DecideByReply(c.Ctx(), c.Sender(), "", desk.Said{Doing: approval.Recuse, Opinion: words})
	}
	return h.desk.Recuse(c.Ctx(), c.Sender(), reference, words)
}

// liftBar answers 解除回避 XF… 姓名 理由.
func (h handlers) liftBar(c *bot.Context) error {
	reference, words := petition.CutNumber(c.Args())
	name, reason, _ := strings.Cut(words, " ")
	if reference == "" || name == "" {
		return models.Errorf(models.Invalid, "请写明编号、姓名和理由，例如：解除回避 XF20261122-0001 张磊 经核实并非同一人。")
	}
	return h.desk.LiftBar(c.Ctx(), c.Sender(), reference, name, strings.TrimSpace(reason))
}

// accessLog answers 查阅记录 and 查阅记录 XF….
func (h handlers) accessLog(c *bot.Context) error {
	reference, _ := petition.CutNumber(c.Args())
	openings, err := h.desk.AccessLog(c.Ctx(), c.Sender(), reference)
	if err != nil {
		return err
	}
	if len(openings) == 0 {
		return c.ReplyText("没有查阅记录。")
	}
	lines := []string{"检举控告件查阅记录（最近在前）："}
	for _, o := range openings {
		lines = append(lines, fmt.Sprintf("· %s %s %s（%s）：%s", calendar.Stamp(o.At), o.Number, o.Person, orNone(o.Unit), outmsg.ClipRunes(o.Reason, 60)))
	}
	return c.ReplyText(strings.Join(lines, "\n"))
}

func (h handlers) makeOrdinary(c *bot.Context) error {
	draft, version, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.MakeOrdinary(c.Ctx(), c.Sender(), draft, version, true)
}

func (h handlers) makeOrdinaryByWord(c *bot.Context) error {
	return h.desk.MakeOrdinary(c.Ctx(), c.Sender(), 0, 0, true)
}

func (h handlers) makeConfidentialByWord(c *bot.Context) error {
	return h.desk.MakeOrdinary(c.Ctx(), c.Sender(), 0, 0, false)
}
