package handlers

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

func (h handlers) drawTicket(c *bot.Context) error { return h.desk.DrawTicket(c.Ctx(), c.Sender()) }

func (h handlers) matchTicket(c *bot.Context) error {
	ref, rest, err := h.ticketMeant(c, "对号 7 XF20261122-0001")
	if err != nil {
		return err
	}
	reference, _ := petition.CutNumber(rest)
	return h.desk.MatchTicket(c.Ctx(), c.Sender(), ref, reference)
}

func (h handlers) askToVoidTicket(c *bot.Context) error {
	ref, reason, err := h.ticketMeant(c, "作废号 7 来访人已离开")
	if err != nil {
		return err
	}
	return h.desk.AskToVoidTicket(c.Ctx(), c.Sender(), ref, reason)
}

func (h handlers) voidTicket(c *bot.Context) error {
	ref, _, err := h.ticketMeant(c, "确认作废号 7")
	if err != nil {
		return err
	}
	return h.desk.VoidTicket(c.Ctx(), c.Sender(), ref)
}

func (h handlers) ticketsToday(c *bot.Context) error {
	r, err := h.desk.TicketsToday(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	return c.ReplyText(ticketsLine(r))
}

var ticketNo = regexp.MustCompile(`^(?:第)?(\d{1,5})号?$`)

// ticketMeant reads the ticket's number, behind a date when it is not one of today.
func (h handlers) ticketMeant(c *bot.Context, example string) (ref desk.TicketRef, rest string, err error) {
	words := strings.Fields(c.Args())
	if len(words) > 1 {
		if day, ok := casework.DayIn(words[0], calendar.DayOf(h.desk.Now())); ok {
			ref.Day, words = day, words[1:]
		}
	}
	if len(words) > 0 {
		if found := ticketNo.FindStringSubmatch(words[0]); found != nil {
			ref.No, err = strconv.ParseInt(found[1], 10, 64)
			return ref, strings.Join(words[1:], " "), err
		}
	}
	return ref, "", models.Errorf(models.Invalid, "请写明号数，例如：%s（不是今天的号，在前面写日期，如 11-23 7）", example)
}

func ticketNews(t notice.Ticket) outmsg.Message {
	name := fmt.Sprintf("%s第%d号", t.Day.Chinese(), t.No)
	switch t.Step {
	case notice.TicketIssued:
		return text("已取%s。登记来访时写上「排号%d」，例如：来访 排号%d 张某 …", name, t.No, t.No)
	case notice.TicketMatched:
		return text("%s已对应 %s。", name, t.Number)
	case notice.TicketVoidAsked:
		return text("%s提出作废：%s\n须由另一位同事确认：确认作废号 %s %d", name, outmsg.ClipRunes(t.Reason, 200), ticketDay(t.Day), t.No)
	case notice.TicketUnmatched:
		return text("%s 已登记，但排号%d没有对上：%s\n核对后可发送：对号 号数 %s", t.Number, t.No, outmsg.ClipRunes(t.Reason, 200), t.Number)
	}
	return text("%s已作废：%s", name, outmsg.ClipRunes(t.Reason, 200))
}

func ticketDay(d calendar.Day) string { return d.At(0).In(calendar.Zone).Format("1-2") }

func ticketsReconciled(t notice.Tickets) outmsg.Message {
	return text("%s", ticketsLine(t.Reconciliation))
}

func ticketsLine(r petition.Reconciliation) string {
	if r.Issued == 0 {
		return r.Day.Chinese() + "没有取号，无须对账。"
	}
	lines := []string{fmt.Sprintf("%s取号对账：取号%d，登记%d，作废%d。", r.Day.Chinese(), r.Issued, r.Visits, r.Voided)}
	if len(r.Open) > 0 {
		lines = append(lines, fmt.Sprintf("未登记也未作废%d个：%s。来访应当登记，请查明后补登记、对号，或由两人作废。", len(r.Open), ticketList(r.Open)))
	}
	if r.Unticketed > 0 {
		lines = append(lines, fmt.Sprintf("另有%d批来访登记时没有写明排号。", r.Unticketed))
	}
	if r.Balanced() {
		lines = append(lines, "相符。")
	}
	return strings.Join(lines, "\n")
}

// ticketList names the first of many tickets.
func ticketList(numbers []int64) string {
	const most = 20
	names := make([]string, 0, most)
	for _, no := range numbers[:min(len(numbers), most)] {
		names = append(names, fmt.Sprintf("第%d号", no))
	}
	if len(numbers) > most {
		return strings.Join(names, "、") + "等"
	}
	return strings.Join(names, "、")
}
