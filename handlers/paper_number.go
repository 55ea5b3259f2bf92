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
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

var (
	howMany    = regexp.MustCompile(`^(?:领号|领取|领)\s*(\d{1,4})\s*个?$`)
	clockOf    = regexp.MustCompile(`^(\d{1,2})[:\x{FF1A}点](\d{1,2})分?[\s,\x{FF0C}]*([\s\S]*)$`)
	paperRange = regexp.MustCompile(`^((?:[Xx][Ff]\d{8}-)?\d{4,6})(?:\s*[-—~\x{FF5E}至到]+\s*((?:[Xx][Ff]\d{8}-)?\d{4,6}))?(?:[\s,\x{FF0C}]+([\s\S]*))?$`)
)

// paper answers 纸质登记 with how the numbers stand, those of earlier days that are open too, and 纸质登记 领号 20 by keeping so many.
func (h handlers) paper(c *bot.Context) error {
	if c.Args() == "" {
		standing, err := h.desk.PaperStanding(c.Ctx(), c.Sender())
		if err != nil {
			return err
		}
		var lines []string
		for _, b := range standing {
			lines = append(lines, paperLine(b))
		}
		return c.ReplyText(outmsg.ClipRunes(strings.Join(lines, "\n"), 600))
	}
	m := howMany.FindStringSubmatch(c.Args())
	if m == nil {
		return models.Errorf(models.Invalid, "请写明领几个编号，例如：纸质登记 领号 20。已填的纸质表请发送：补录 编号 时间 来访 内容。")
	}
	count, _ := strconv.Atoi(m[1])
	return h.desk.ReservePaper(c.Ctx(), c.Sender(), count)
}

// enterPaper reads 补录 XF… 09:40 来访 张某 …; without a form of petition it is a visit.
func (h handlers) enterPaper(c *bot.Context) error {
	reference, rest := petition.CutNumber(c.Args())
	clock := clockOf.FindStringSubmatch(rest)
	if reference == "" || clock == nil {
		return models.Errorf(models.Invalid, "请写明纸质表的编号和登记时间，例如：补录 XF20261122-0005 09:40 来访 张某 3人 城关镇 反映拖欠工资 请求支付")
	}
	at, err := calendar.ParseClockTime(fmt.Sprintf("%02s:%02s", clock[1], clock[2]))
	if err != nil {
		return models.Errorf(models.Invalid, "没有看懂登记时间「%s:%s」，请写成 09:40 这样。", clock[1], clock[2])
	}
	begun, text := petition.Report{}, strings.TrimSpace(clock[3])
	word, after, _ := strings.Cut(text, " ")
	form := desk.PaperForm{Number: reference, Clock: at}
	if channel, known := petition.ChannelNamed(word); known {
		form.Word = word
		begun, text = petition.Report{Joint: word == petition.JointWord}, strings.TrimSpace(after)
		if channel != petition.VisitChannel {
			begun.Channel = channel
		}
	}
	return h.desk.EnterPaper(c.Ctx(), c.Sender(), form, begun, text)
}

func (h handlers) askToVoidPaper(c *bot.Context) error {
	from, to, reason, err := paperMeant(c, "作废纸号 XF20261122-0005 至 0024 没有用到")
	if err != nil {
		return err
	}
	return h.desk.AskToVoidPaper(c.Ctx(), c.Sender(), from, to, reason)
}

func (h handlers) voidPaper(c *bot.Context) error {
	from, to, _, err := paperMeant(c, "确认作废纸号 XF20261122-0005 至 0024")
	if err != nil {
		return err
	}
	return h.desk.VoidPaper(c.Ctx(), c.Sender(), from, to)
}

// paperMeant reads one number or a range; the second may leave out the day of the first.
func paperMeant(c *bot.Context, example string) (from, to, rest string, err error) {
	m := paperRange.FindStringSubmatch(c.Args())
	if m == nil {
		return "", "", "", models.Errorf(models.Invalid, "请写明纸质编号，例如：%s", example)
	}
	from, to = strings.ToUpper(m[1]), strings.ToUpper(m[2])
	if at := strings.LastIndex(from, "-"); to != "" && at > 0 && !strings.Contains(to, "-") {
		to = from[:at+1] + to
	}
	return from, to, strings.TrimSpace(m[3]), nil
}

func paperNews(p notice.Paper) outmsg.Message {
	numbers := p.From
	if p.To != p.From {
		numbers += " 至 " + p.To
	}
	named := fmt.Sprintf("纸质编号%d个（%s）", p.Count, numbers)
	switch p.Step {
	case notice.PaperVoidAsked:
		return text("%s提出作废：%s\n须由另一位同事确认：确认作废纸号 %s", named, outmsg.ClipRunes(p.Reason, 200), strings.ReplaceAll(numbers, " 至 ", "至"))
	case notice.PaperIsVoid:
		return text("%s已作废：%s", named, outmsg.ClipRunes(p.Reason, 200))
	}
	return text("已领%s，请按顺序抄到今天的纸质登记表上，并写明登记时间。系统恢复后逐张补录：补录 %s 09:40 来访 张某 …\n没有用到的由两人作废：作废纸号 %s 没有用到", named, p.From, p.To)
}

func paperReconciled(b notice.PaperBalance) outmsg.Message {
	return text("%s", paperLine(b.PaperBalance))
}

func paperLine(b petition.PaperBalance) string {
	if b.Issued == 0 {
		return b.Day.Chinese() + "没有领纸质编号。需要时发送：纸质登记 领号 20"
	}
	lines := []string{fmt.Sprintf("%s纸质编号对账：领出%d，已补录%d，作废%d。", b.Day.Chinese(), b.Issued, b.Used, b.Voided)}
	if b.Balanced() {
		return strings.Join(append(lines, "相符。"), "\n")
	}
	const most = 10
	shown := strings.Join(b.Open[:min(len(b.Open), most)], "、")
	if len(b.Open) > most {
		shown += "等"
	}
	lines = append(lines, fmt.Sprintf("没有补录也没有作废%d个：%s。来访应当登记，请逐张补录，没有用到的由两人作废。", len(b.Open), shown))
	return strings.Join(lines, "\n")
}
