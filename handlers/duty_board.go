package handlers

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/notice"
)

// Keys of what can be done about a line of the board.
const (
	boardRemindKey = "board.remind"
	boardArriveKey = "board.arrive"
	boardFitKey    = "board.fit"
	boardPhoneKey  = "board.phone"
	boardDoneKey   = "board.done"
)

func (h handlers) boardRoutes(r *bot.Router) {
	r.Command("值班看板", h.board, "看板")
	r.Card(boardRemindKey, h.remindAgain)
	r.Card(boardArriveKey, h.arriveOnBoard)
	r.Card(boardFitKey, h.aboutSlot((*desk.Desk).WhoFits))
	r.Card(boardPhoneKey, h.aboutSlot((*desk.Desk).WhomToPhone))
	r.Card(boardDoneKey, h.dealtWith)
}

func (h handlers) board(c *bot.Context) error { return h.list(c, notice.ListBoard) }

func (h handlers) remindAgain(c *bot.Context) error {
	args, err := boardArgs(c, 3)
	if err != nil {
		return err
	}
	slot, version, err := twoNumbers(args[0], args[1])
	if err != nil {
		return err
	}
	return h.desk.RemindAgain(c.Ctx(), c.Sender(), slot, version, args[2])
}

func (h handlers) arriveOnBoard(c *bot.Context) error {
	slot, version, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.ArrivedOnBoard(c.Ctx(), c.Sender(), slot, version)
}

func (h handlers) dealtWith(c *bot.Context) error {
	args, err := boardArgs(c, 1)
	if err != nil {
		return err
	}
	return h.desk.DealtWith(c.Ctx(), c.Sender(), args[0])
}

// aboutSlot answers a button with words about its slot.
func (h handlers) aboutSlot(words func(*desk.Desk, context.Context, string, int64) (string, error)) bot.Handler {
	return func(c *bot.Context) error {
		args, err := boardArgs(c, 1)
		if err != nil {
			return err
		}
		slot, _, err := twoNumbers(args[0], "0")
		if err != nil {
			return err
		}
		said, err := words(h.desk, c.Ctx(), c.Sender(), slot)
		if err != nil {
			return err
		}
		return c.ReplyText(said)
	}
}

var errOldBoard = models.Errorf(models.Invalid, "这张卡片已不能使用，请重新发送「值班看板」。")

func boardArgs(c *bot.Context, count int) ([]string, error) {
	args := c.CardArgs()
	if len(args) != count {
		return nil, errOldBoard
	}
	return args, nil
}

func twoNumbers(first, second string) (int64, int64, error) {
	a, errA := strconv.ParseInt(first, 10, 64)
	b, errB := strconv.ParseInt(second, 10, 64)
	if errA != nil || errB != nil {
		return 0, 0, errOldBoard
	}
	return a, b, nil
}

// boardWords name what the lines of the board are.
var boardWords = map[notice.ListWhat]string{
	notice.ShiftLine: "未确认", notice.GapLine: "无人值班", notice.ReachLine: "联系不上", notice.LostLine: "未送达", notice.SwapLine: "换班",
}

// boardOrder is the order of the board.
var boardOrder = []notice.ListWhat{notice.ShiftLine, notice.LostLine, notice.GapLine, notice.ReachLine, notice.SwapLine}

func dutyBoardLine(line notice.ListLine) (keyName, value, short string) {
	day, _, _ := strings.Cut(line.Day.Chinese(), " ")
	return boardWords[line.What], day + " " + line.Title, day + " " + line.Title
}

func dutyBoardItem(item notice.BoardItem) outmsg.Message {
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: item.TaskID,
		MainTitle: outmsg.MainTitle{Title: "值班看板：" + boardWords[item.What], Desc: item.Why},
	}
	add := func(text string, style int, key string, args ...string) {
		card.ButtonList = append(card.ButtonList, outmsg.Button{Text: text, Style: style, Key: bot.CardKey(key, args...)})
	}
	if item.Duty != nil {
		card.HorizontalContent = dutyBody(*item.Duty).HorizontalContent
		slot, version := strconv.FormatInt(item.Duty.SlotID, 10), strconv.FormatInt(item.Duty.Version, 10)
		if item.Remind {
			add("再次提醒", 1, boardRemindKey, slot, version, item.Mark)
		}
		if item.Arrive {
			add("登记到岗", 1, boardArriveKey, slot, version)
		}
		add("谁合适", 2, boardFitKey, slot)
		add("打电话", 2, boardPhoneKey, slot)
	}
	if item.Mark != "" {
		add("已处理", 2, boardDoneKey, item.Mark)
	}
	return outmsg.Fit(card)
}

func dutyBoardMorning(m notice.BoardMorning) outmsg.Message {
	card := outmsg.ButtonCard{
		Source: deskSource, TaskID: m.TaskID,
		MainTitle: outmsg.MainTitle{Title: "今天的值班看板", Desc: m.Day.Chinese() + "，还有事项等值班室处理"},
	}
	for _, what := range boardOrder {
		if n := m.Counts[what]; n > 0 {
			card.HorizontalContent = append(card.HorizontalContent, row(boardWords[what], fmt.Sprintf("%d项", n)))
		}
	}
	card.ButtonList = []outmsg.Button{{Text: "打开值班看板", Style: 1, Key: bot.CardKey(functionKey, "board")}}
	return outmsg.Fit(card)
}
