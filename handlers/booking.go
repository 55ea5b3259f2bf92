package handlers

import (
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/petition"
)

// Names in the keys of cards about bookings.
const (
	bookDayKey      = "booking.day"
	moveBookingKey  = "booking.move"
	keepBookingKey  = "booking.keep"
	wasReceivedKey  = "booking.received"
	wasMissedKey    = "booking.missed"
	bookingQuestion = "booking"
)

const bookingAdvice = "请写明编号和日期，例如：预约 XF20261122-0001 下周三；也可写接访领导的姓名，或者只写编号、再从卡片上选一天。还没有登记的请先登记（来访 …），取得编号后再预约。"

func (h handlers) bookingRoutes(r *bot.Router) {
	r.Command("预约", h.book, "改约", "预约接访")
	r.Command("取消预约", h.callOffBooking)
	r.Command("已接访", h.received)
	r.Command("未到", h.missed)
	r.Card(bookDayKey, h.bookDay)
	r.Card(moveBookingKey, h.moveBooking)
	r.Card(keepBookingKey, h.keepBooking)
	r.Card(wasReceivedKey, h.cameOf(duty.Received))
	r.Card(wasMissedKey, h.cameOf(duty.Missed))
}

// book reads 预约 编号 with a day, a range or a leader behind it; without anything it lists what is booked.
func (h handlers) book(c *bot.Context) error {
	if strings.TrimSpace(c.Args()) == "" {
		return h.bookings(c)
	}
	reference, words := petition.CutNumber(c.Args())
	if reference == "" {
		return models.Errorf(models.Invalid, "%s", bookingAdvice)
	}
	asked, ok := bookingAsked(words, calendar.DayOf(h.desk.Now()))
	if !ok {
		return models.Errorf(models.Invalid, "没有看懂「%s」是哪一天，没有预约。%s", words, bookingAdvice)
	}
	return h.desk.Book(c.Ctx(), c.Sender(), reference, asked)
}

// bookingAsked reads a day, a range or the name of a leader.
func bookingAsked(words string, today calendar.Day) (asked desk.BookingAsked, ok bool) {
	if days := calendar.DaysIn(words, today); len(days) > 0 {
		asked.From, asked.To = days[0].From, days[len(days)-1].To
		return asked, true
	}
	words = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(words), "接访"))
	asked.Leader = words
	return asked, !strings.ContainsAny(words, "0123456789") && len(strings.Fields(words)) <= 1
}

func (h handlers) bookings(c *bot.Context) error {
	booked, err := h.desk.BookingsOf(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	return c.ReplyText(bookingsText(booked))
}

func (h handlers) callOffBooking(c *bot.Context) error {
	reference, reason := petition.CutNumber(c.Args())
	if reference == "" {
		return models.Errorf(models.Invalid, "请写明编号，例如：取消预约 XF20261122-0001 信访人有事不能来。")
	}
	return h.desk.CallOffBooking(c.Ctx(), c.Sender(), reference, reason)
}

func (h handlers) received(c *bot.Context) error { return h.endReception(c, duty.Received) }
func (h handlers) missed(c *bot.Context) error   { return h.endReception(c, duty.Missed) }

func (h handlers) endReception(c *bot.Context, state duty.BookingState) error {
	reference, result := petition.CutNumber(c.Args())
	if reference == "" {
		return models.Errorf(models.Invalid, "请写明编号，例如：已接访 XF20261122-0001 已当面答复，责成人社局三日内办理；没有来的：未到 XF20261122-0001。")
	}
	return h.desk.EndReception(c.Ctx(), c.Sender(), reference, state, result, "")
}

// bookDay takes the button of one of the receptions that were offered.
func (h handlers) bookDay(c *bot.Context) error {
	number, ids, err := bookingKey(c, 1)
	if err != nil {
		return err
	}
	asked := desk.BookingAsked{BookingWish: duty.BookingWish{SlotID: ids[0]}, Card: pressedCard(c)}
	return h.desk.Book(c.Ctx(), c.Sender(), number, asked)
}

func (h handlers) moveBooking(c *bot.Context) error {
	number, ids, err := bookingKey(c, 2)
	if err != nil {
		return err
	}
	asked := desk.BookingAsked{BookingWish: duty.BookingWish{SlotID: ids[0]}, InsteadOf: ids[1], Card: pressedCard(c)}
	return h.desk.Book(c.Ctx(), c.Sender(), number, asked)
}

func (h handlers) keepBooking(c *bot.Context) error {
	number, _, err := bookingKey(c, 0)
	if err != nil {
		return err
	}
	return h.desk.KeepBooking(c.Ctx(), c.Sender(), number, pressedCard(c))
}

// cameOf takes a button of the card that asks what came of bookings, with the case that was chosen.
func (h handlers) cameOf(state duty.BookingState) bot.Handler {
	return func(c *bot.Context) error {
		number := chosenOption(c, bookingQuestion)
		if number == "" {
			return models.Errorf(models.Invalid, "请先在卡片上选一件，再点「已接访」或者「未到」。")
		}
		return h.desk.EndReception(c.Ctx(), c.Sender(), number, state, "", pressedCard(c))
	}
}

func bookingKey(c *bot.Context, ids int) (number string, found []int64, err error) {
	broken := models.Errorf(models.Invalid, "这张卡片已不能使用，请重新发送「预约 编号」。")
	args := c.CardArgs()
	if len(args) != ids+1 {
		return "", nil, broken
	}
	for _, arg := range args[1:] {
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil {
			return "", nil, broken
		}
		found = append(found, id)
	}
	return args[0], found, nil
}

// chosenOption is what was chosen in a drop-down list of the card that was pressed.
func chosenOption(c *bot.Context, question string) string {
	_, _, selected, _ := c.CardEvent()
	for _, item := range selected {
		if item.QuestionKey == question && len(item.OptionIDs) == 1 {
			return item.OptionIDs[0]
		}
	}
	return ""
}
