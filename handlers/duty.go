package handlers

import (
	"fmt"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/internal/desk"
	"petitiondesk/models/duty"
)

func (h handlers) confirmDuty(c *bot.Context) error {
	slot, version, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.ConfirmDuty(c.Ctx(), c.Sender(), slot, version)
}

func (h handlers) confirmNextDuty(c *bot.Context) error {
	return h.desk.ConfirmNextDuty(c.Ctx(), c.Sender())
}

const rosterDays = 7

func (h handlers) dutyRoster(c *bot.Context) error {
	if strings.TrimSpace(c.Args()) != "" {
		return h.askDuty(c)
	}
	lines, err := h.desk.DutyDays(c.Ctx(), c.Sender(), rosterDays)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return c.ReplyText(fmt.Sprintf("今后%d天没有值班安排。", rosterDays))
	}
	provisional, err := h.desk.Provisional(c.Ctx(), lines)
	if err != nil {
		return err
	}
	return c.ReplyText(rosterText("近期值班：", lines, provisional))
}

func (h handlers) myDuty(c *bot.Context) error {
	if _, err := h.desk.Staff(c.Ctx(), c.Sender()); err != nil {
		return err
	}
	lines, err := h.desk.MyDuty(c.Ctx(), c.Sender())
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return c.ReplyText("您近期没有值班安排。发送「值班」可查看大家的安排。")
	}
	text := []string{"您近期的值班："}
	for _, line := range lines {
		text = append(text, "· "+line.Slot.Day.Chinese()+" "+dutyLine(line)+dutyState(line.Slot.State))
	}
	return c.ReplyText(strings.Join(text, "\n"))
}

// unconfirmedDuty lists the person's duties of today and tomorrow that still need a word.
func (h handlers) unconfirmedDuty(c *bot.Context) ([]string, error) {
	lines, err := h.desk.DutyToConfirm(c.Ctx(), c.Sender())
	if err != nil {
		return nil, err
	}
	var text []string
	for _, line := range lines {
		text = append(text, "· 值班 "+line.Slot.Day.Chinese()+" "+dutyLine(line)+"\n  回复「确认到岗」")
	}
	return text, nil
}

func dutyLine(line desk.DutyLine) string {
	return fmt.Sprintf("%s %s %s", span(line.Slot.StartsAt, line.Slot.EndsAt), line.Station, line.Slot.Post)
}

func dutyState(s duty.SlotState) string {
	return map[duty.SlotState]string{duty.Confirmed: "（已确认）", duty.Unconfirmed: "（未确认）"}[s]
}
