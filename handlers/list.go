package handlers

import (
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// Names in the keys of a list's card, and its drop-down list.
const (
	turnListKey  = "list.turn"
	openLineKey  = "list.open"
	lineQuestion = "line"
)

func (h handlers) myCases(c *bot.Context) error { return h.list(c, notice.ListMine) }

func (h handlers) todo(c *bot.Context) error { return h.list(c, notice.ListTodo) }

// list answers 我的 and 待办, also 待办 第2页.
func (h handlers) list(c *bot.Context, of notice.ListOf) error {
	page, err := strconv.Atoi(strings.Trim(c.Args(), "第页 "))
	if err != nil {
		page = 1
	}
	list, err := h.desk.List(c.Ctx(), c.Sender(), of, "", page)
	if err != nil {
		return err
	}
	return h.sendList(c, list, "")
}

func (h handlers) sendList(c *bot.Context, list notice.List, card string) error {
	if len(list.Lines) == 0 {
		return c.ReplyText(emptyList(list))
	}
	return h.desk.SendList(c.Ctx(), c.Sender(), list, card)
}

func emptyList(list notice.List) string {
	switch {
	case list.Page > 1:
		return "没有更多了。"
	case list.Of == notice.ListReception:
		return "这次接访目前没有待接的预约。"
	case list.Of == notice.ListBoard:
		return "值班看板上没有等处理的事项：今明两天都已确认，没有空缺、未送达的提醒和未办完的换班。"
	case list.Of == notice.ListMine:
		return "您还没有登记过来访。发送「来访」开始登记。"
	case list.Of == notice.ListTodo:
		return "目前没有等您处理的事项。"
	case list.Partial:
		return "较新的事项里没有查到。请再加一个词，例如属地、姓名或者手机尾号。"
	}
	return "没有查到符合的事项。可以换个说法再查，例如：查 城关镇 拖欠工资，查 张某，查 尾号0000，查 XF20261122-0001。"
}

// find answers 查 with a number by the case, with anything else by the cases that fit.
func (h handlers) find(c *bot.Context) error {
	reference, reason := petition.CutNumber(c.Args())
	reason = strings.TrimSpace(strings.TrimPrefix(reason, "事由"))
	if reference != "" {
		err := h.showCase(c, reference, reason)
		if models.CodeOf(err) != models.NotFound || reason != "" || len(reference) != petition.TailDigits {
			return err
		}
	}
	list, err := h.desk.List(c.Ctx(), c.Sender(), notice.ListFound, c.Args(), 1)
	if err != nil {
		return err
	}
	if len(list.Lines) == 1 && list.Page == 1 {
		return h.showCase(c, list.Lines[0].Number, "")
	}
	return h.sendList(c, list, "")
}

func (h handlers) turnList(c *bot.Context) error {
	args := c.CardArgs()
	if len(args) != 3 {
		return models.Errorf(models.Invalid, "这张卡片已不能使用，请重新发送「待办」「我的」或者「查」。")
	}
	page, err := strconv.Atoi(args[1])
	if err != nil {
		page = 1
	}
	list, err := h.desk.List(c.Ctx(), c.Sender(), notice.ListOf(args[0]), args[2], page)
	if err != nil {
		return err
	}
	return h.sendList(c, list, pressedCard(c))
}

// openLine opens what was chosen in the drop-down list.
func (h handlers) openLine(c *bot.Context) error {
	what, ref, _ := strings.Cut(chosenOption(c, lineQuestion), "@")
	switch notice.ListWhat(what) {
	case notice.CaseLine, notice.ClockDueLine, notice.InstructionLine, notice.SignLine:
		return h.desk.OpenCase(c.Ctx(), c.Sender(), ref)
	case notice.DecideLine:
		return h.desk.RefreshCards(c.Ctx(), c.Sender(), ref)
	case notice.SupplementLine:
		return c.ReplyText("请回复：补充 " + ref + " 内容")
	case notice.DutyDueLine:
		return h.confirmNextDuty(c)
	case notice.JudgeLine:
		pair, err := strconv.ParseInt(ref, 10, 64)
		if err != nil {
			return models.Errorf(models.Invalid, "这张卡片已不能使用，请重新发送「待办」。")
		}
		return h.desk.ShowRepeat(c.Ctx(), c.Sender(), pair)
	case notice.ShiftLine, notice.GapLine, notice.ReachLine, notice.LostLine, notice.SwapLine:
		return h.desk.OpenBoardItem(c.Ctx(), c.Sender(), notice.ListWhat(what), ref)
	case notice.DraftLine:
		n, _ := strconv.Atoi(ref)
		return h.desk.ResumeVisit(c.Ctx(), c.Sender(), n)
	}
	return models.Errorf(models.Invalid, "请先在卡片上选一件，再点「打开」。")
}

var listTitles = map[notice.ListOf]string{
	notice.ListMine: "您最近登记的事项", notice.ListTodo: "等您处理的事项", notice.ListFound: "查到的事项",
	notice.ListReception: "接访预约", notice.ListBoard: "值班看板",
}

// listHints say what can be said as well.
var listHints = map[notice.ListOf]string{
	notice.ListMine:      "期限近的在前。未完成的登记也可回复「继续 序号」。",
	notice.ListTodo:      "期限近的在前。也可回复：办理 编号；审批可回复「同意 编号 意见」或「驳回 编号 理由」。",
	notice.ListReception: "选一件点「打开」查看和办理；接访后可回复：已接访 编号 结果，没有来的回复：未到 编号。",
	notice.ListBoard:     "急的在前。选一项点「打开」，可再次提醒、登记到岗、看谁合适、打电话。",
	notice.ListFound:     "新登记的在前。也可回复：办理 编号；再加一个词可以缩小范围。",
}

func listCard(list notice.List) outmsg.Message {
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: list.TaskID, MainTitle: outmsg.MainTitle{Title: listTitles[list.Of], Desc: listDesc(list)},
		SubTitleText:    listHints[list.Of],
		ButtonSelection: &outmsg.ButtonSelection{QuestionKey: lineQuestion, Title: "打开"},
	}
	for i, line := range list.Lines {
		keyName, value, short := lineWords(line)
		card.HorizontalContent = append(card.HorizontalContent, row(keyName, value))
		id := lineID(line)
		card.ButtonSelection.OptionList = append(card.ButtonSelection.OptionList, outmsg.Option{ID: id, Text: outmsg.ClipRunes(short, 16)})
		if i == 0 {
			card.ButtonSelection.SelectedID = id
		}
	}
	card.ButtonList = []outmsg.Button{{Text: "打开", Style: 1, Key: bot.CardKey(openLineKey)}}
	turn := func(text string, page int) {
		key := bot.CardKey(turnListKey, string(list.Of), strconv.Itoa(page), list.Words)
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: text, Style: 2, Key: key})
	}
	if list.Of == notice.ListFound && list.Words == "" {
		return outmsg.Fit(card) // what was sought names somebody and stays out of the card: pages are asked for in words
	}
	if list.Page > 1 {
		turn("上一页", list.Page-1)
	}
	if list.More {
		turn("下一页", list.Page+1)
	}
	if list.Of == notice.ListBoard {
		turn("刷新", list.Page)
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: "值班导入", Style: 2, Key: bot.CardKey(functionKey, "import")})
	}
	return outmsg.Fit(card)
}

func listDesc(list notice.List) string {
	if list.Of != notice.ListBoard {
		return pageDesc(list)
	}
	return pageDesc(list) + "，更新于" + list.SeenAt.In(calendar.Zone).Format("15:04")
}

func pageDesc(list notice.List) string {
	switch {
	case list.More && list.Of == notice.ListFound && list.Words == "":
		return fmt.Sprintf("第%d页；下一页请在查的内容后加「第%d页」", list.Page, list.Page+1)
	case list.More || list.Page > 1:
		return fmt.Sprintf("第%d页", list.Page)
	case list.Partial:
		return "较早的没有全部查完，可再加一个词"
	}
	return fmt.Sprintf("共%d件", len(list.Lines))
}

func lineID(line notice.ListLine) string {
	ref := line.Number
	switch line.What {
	case notice.DraftLine, notice.JudgeLine:
		ref = strconv.Itoa(line.Nth)
	case notice.DutyDueLine:
		ref = string(line.Day) + line.Title
	case notice.ClockDueLine:
		ref += "@" + line.Title
	case notice.DecideLine, notice.SupplementLine:
		ref += "@" + string(line.Kind)
	}
	return string(line.What) + "@" + ref
}

// serialOf is a number without its year.
func serialOf(number string) string {
	_, serial, _ := strings.Cut(number, "XF")
	if len(serial) > 4 {
		serial = serial[4:]
	}
	return serial
}

// lineWords are a line's row, name and value, and its words in the drop-down list.
func lineWords(line notice.ListLine) (keyName, value, short string) {
	serial := serialOf(line.Number)
	due := ""
	if line.Due != "" {
		due, _, _ = strings.Cut(line.Due.Chinese(), " ")
		due = " " + due
	}
	switch line.What {
	case notice.ShiftLine, notice.GapLine, notice.ReachLine, notice.LostLine, notice.SwapLine:
		return dutyBoardLine(line)
	case notice.DraftLine:
		return "未完成", fmt.Sprintf("%d. %s %s", line.Nth, orNone(line.Name), line.Title), fmt.Sprintf("继续%d. %s", line.Nth, line.Name)
	case notice.DutyDueLine:
		return "值班", line.Day.Chinese() + " " + line.Title, "确认到岗 " + line.Title
	case notice.DecideLine:
		keyName = "审批"
		if line.StandIn {
			keyName = "代审批"
		}
		return keyName, line.Kind.Chinese() + " " + line.Number + due, line.Kind.Chinese() + " " + serial
	case notice.SupplementLine:
		return "要求补充", line.Kind.Chinese() + " " + line.Number, "补充 " + serial
	case notice.JudgeLine:
		return "疑似重复", line.Number + " 与 " + serialOf(line.Title), "判断 " + serial
	case notice.SignLine:
		return "待签收", line.Number + " " + line.Day.Chinese() + "起", "签收 " + serial
	case notice.InstructionLine:
		return "批示反馈", line.Number + due, "批示 " + serial
	case notice.ClockDueLine:
		keyName = "期限"
		if line.Late {
			keyName = "已逾期"
		}
		return keyName, line.Number + due + " " + line.Title, serial + " " + line.Title
	}
	words := []string{line.Number}
	for _, word := range []string{line.Name, strings.TrimSpace(due), line.Place} {
		if word != "" {
			words = append(words, word)
		}
	}
	return outmsg.ClipRunes(line.State.Chinese(), 5), strings.Join(words, " "), serial + " " + line.Name + " " + line.Place
}
