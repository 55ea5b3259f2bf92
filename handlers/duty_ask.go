package handlers

import (
	"fmt"
	"regexp"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

func (h handlers) dutyRoutes(r *bot.Router) {
	r.Command("换班", h.askSwap)
	r.Command("撤回换班", h.callOffSwap)
	r.Command("换回", h.revertSwap)
	r.Command("请假", h.absence)
	r.Command("销假", h.endAbsence)
	r.Command("交班", h.handOver)
	r.Command("到岗登记", h.arrived)
	r.Command("调班", h.arrange)
	r.Command("谁合适", h.suggest)
	r.Command("值班统计", h.fairness)
	r.Command("值班日历", h.feedLink)
	h.boardRoutes(r)
	r.Card(swapAskKey, h.swapFromCard)
	r.Card(swapYesKey, h.swapYes)
	r.Card(swapNoKey, h.swapNo)
	r.Card(standInKey, h.standInOnDuty)
}

// askDuty answers 值班 with a day, a range, a post, a station or a person behind it.
func (h handlers) askDuty(c *bot.Context) error {
	answer, err := h.desk.AskDuty(c.Ctx(), c.Sender(), c.Args())
	if err != nil {
		return err
	}
	q := answer.Question
	if q.From == "" && q.Name == "" && !q.Next && q.Post == "" && q.Station == "" {
		return c.ReplyText("没有看懂要查什么。可以发送：值班 下周三、值班 12月3日、值班 李娜、值班 下一个、下周三谁接访。")
	}
	if len(answer.Lines) == 0 {
		return c.ReplyText("没有查到值班安排：" + c.Args() + "。发送「值班」可查看近期全部安排。")
	}
	return c.ReplyText(rosterText("值班安排：", answer.Lines, answer.Provisional))
}

func rosterText(title string, lines []desk.DutyLine, provisional bool) string {
	text := []string{title}
	if provisional {
		text = append(text, "（明年放假安排尚未导入，有关日期为暂定）")
	}
	day := calendar.Day("")
	for _, line := range lines {
		if line.Slot.Day != day {
			day = line.Slot.Day
			text = append(text, "", day.Chinese())
		}
		text = append(text, "· "+dutyLine(line)+" "+nobody(line.Person)+dutyState(line.Slot.State))
	}
	return strings.Join(text, "\n")
}

func nobody(person string) string {
	if person == "" {
		return "（无人）"
	}
	return person
}

// absence reads 请假 12月3日到12月5日 出差, with a name in front when the duty office enters it for somebody.
func (h handlers) absence(c *bot.Context) error {
	today := calendar.DayOf(h.desk.Now())
	said := calendar.DaysIn(c.Args(), today)
	if len(said) == 0 {
		return c.ReplyText("请写明日期，例如：请假 12月3日到12月5日 出差。值班室代为登记：请假 李娜 12月3日。")
	}
	first, last := said[0], said[len(said)-1]
	name := strings.Trim(c.Args()[:first.Start], " 　，,")
	reason := strings.Trim(c.Args()[last.End:], " 　，,。")
	return h.desk.EnterAbsence(c.Ctx(), c.Sender(), name, first.From, last.To, reason)
}

func (h handlers) endAbsence(c *bot.Context) error {
	return h.desk.EndAbsence(c.Ctx(), c.Sender(), strings.TrimSpace(c.Args()))
}

func (h handlers) handOver(c *bot.Context) error {
	return h.desk.HandOver(c.Ctx(), c.Sender(), strings.TrimSpace(c.Args()))
}

// arrived reads 到岗登记 李娜 12月3日; without a day it is today.
func (h handlers) arrived(c *bot.Context) error {
	day := calendar.DayOf(h.desk.Now())
	name := c.Args()
	if said := calendar.DaysIn(c.Args(), day); len(said) > 0 {
		day, name = said[0].From, c.Args()[:said[0].Start]+c.Args()[said[0].End:]
	}
	if name = strings.TrimSpace(name); name == "" {
		return c.ReplyText("请写明姓名，例如：到岗登记 李娜 或 到岗登记 李娜 12月3日。")
	}
	return h.desk.Arrived(c.Ctx(), c.Sender(), name, day)
}

// arrange reads 调班 12月3日 值班员 李娜, or 取消 in the place of the name.
func (h handlers) arrange(c *bot.Context) error {
	words := strings.Fields(c.Args())
	if len(words) < 2 {
		return c.ReplyText("请写明日期、岗位和人员，例如：调班 12月3日 值班员 李娜；取消这一班：调班 12月3日 值班员 取消。")
	}
	person := words[len(words)-1]
	answer, err := h.desk.AskDuty(c.Ctx(), c.Sender(), strings.Join(words[:len(words)-1], " "))
	if err != nil {
		return err
	}
	slot, ok := answer.Seat(strings.Join(words[:len(words)-1], " "))
	if answer.Question.From == "" || answer.Question.From != answer.Question.To || !ok {
		return models.Errorf(models.Invalid, "要调的班不能确定（查到%d班）。请写明一天和岗位；多个点位时再写上点位名称，一天几个时段时再写上时间。", len(answer.Lines))
	}
	if person == "取消" {
		person = ""
	}
	return h.desk.PutOnDuty(c.Ctx(), c.Sender(), slot.ID, person, "")
}

func (h handlers) suggest(c *bot.Context) error {
	text, err := h.desk.SuggestFor(c.Ctx(), c.Sender(), c.Args())
	if err != nil {
		return err
	}
	return c.ReplyText(text)
}

// fairness reads 值班统计 本月.
func (h handlers) fairness(c *bot.Context) error {
	from, to := calendar.Month(calendar.DayOf(h.desk.Now()))
	if said := calendar.DaysIn(c.Args(), calendar.DayOf(h.desk.Now())); len(said) > 0 {
		from, to = said[0].From, said[len(said)-1].To
	}
	lines, balance, err := h.desk.Fairness(c.Ctx(), c.Sender(), from, to)
	if err != nil {
		return err
	}
	text := []string{fmt.Sprintf("值班统计 %s至%s（均衡度%.0f%%）：", from.Chinese(), to.Chinese(), 100*balance)}
	total := map[duty.Attendance]int{}
	for _, l := range lines {
		for way, count := range l.Attended {
			total[way] += count
		}
	}
	if words := attendanceWords(total); words != "" {
		text = append(text, "到岗方式（已开始的班）："+words)
	}
	for _, l := range lines[:min(len(lines), 40)] {
		text = append(text, fmt.Sprintf("· %s：共%d班，夜班%d，周末%d，法定节假日%d，特护期%d，%d小时%s",
			l.Person, l.Shifts, l.Nights, l.Weekends, l.PublicDays, l.Special, l.Hours, unrecorded(l)))
	}
	if len(lines) == 0 {
		text = append(text, "期间没有值班安排。")
	}
	return c.ReplyText(strings.Join(text, "\n"))
}

func attendanceWords(counts map[duty.Attendance]int) string {
	var words []string
	for _, way := range duty.Attendances {
		if counts[way] > 0 {
			words = append(words, fmt.Sprintf("%s%d", way.Words(), counts[way]))
		}
	}
	return strings.Join(words, "、")
}

func unrecorded(l desk.FairnessLine) string {
	if n := l.Attended[duty.Unrecorded]; n > 0 {
		return fmt.Sprintf("，未登记到岗%d", n)
	}
	return ""
}

func (h handlers) feedLink(c *bot.Context) error {
	return h.desk.NewFeedLink(c.Ctx(), c.Sender(), func(secret string) string {
		return "您的值班日历订阅地址（请勿转发；再次发送「值班日历」会更换地址，旧地址失效）：\n" + h.base + "/duty/" + secret + ".ics"
	})
}

var (
	asksDuty = regexp.MustCompile(`^\S{0,12}(谁|哪位)\S{0,4}(接访|值班|带班)|^\S{0,12}(接访|值班|带班)\S{0,4}(是谁|是哪位)|^\S{2,10}(什么时候|哪天|何时)(值班|接访|带班)`)
	asksSwap = regexp.MustCompile(`^(我|请|和|跟|同|把)\S{0,24}(换班|调班|换一下|对调|替我|代我|顶一下|替一下)|谁能(替|顶|代)|^\S{0,8}我有事\S{0,8}(替|顶|代)`)
)

// loosenDuty puts the command word before questions and wishes that people write without one. They are short.
func loosenDuty(text string) string {
	const most = 40
	trimmed := strings.TrimSpace(text)
	if len([]rune(trimmed)) > most || strings.ContainsAny(trimmed, "\n") {
		return text
	}
	switch {
	case asksSwap.MatchString(trimmed):
		return "换班 " + trimmed
	case asksDuty.MatchString(trimmed):
		return "值班 " + trimmed
	}
	return text
}
