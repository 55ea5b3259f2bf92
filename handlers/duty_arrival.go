package handlers

import (
	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

// location takes a place outside any dialogue: as an arrival for duty where one is awaited, else as material.
func (h handlers) location(c *bot.Context) error {
	if sent, ok := c.Message().(wxmsg.Location); ok {
		taken, err := h.desk.ArriveByLocation(c.Ctx(), c.Sender(), duty.Point{Latitude: sent.Latitude, Longitude: sent.Longitude})
		if err != nil || taken {
			return err
		}
	}
	return h.withMedia(h.notUnderstood)(c)
}

// locationReport takes what the phone reports by itself while the chat is open.
func (h handlers) locationReport(c *bot.Context) error {
	report, ok := c.Message().(wxmsg.LocationReport)
	if !ok {
		return nil
	}
	return h.desk.ReportLocation(c.Ctx(), c.Sender(), duty.Point{Latitude: report.Latitude, Longitude: report.Longitude})
}

func dutyArrival(a notice.Arrival) outmsg.Message {
	switch a.State {
	case notice.ArrivalFar:
		otherwise := "已经到岗的，请走近后再发一次位置，或回复「确认到岗」；位置不准或不便定位，请联系值班室登记。"
		if a.ConfirmedAt != nil {
			otherwise = "您此前的确认仍然有效；到点位后再发一次位置即可登记，不便定位请联系值班室登记。"
		}
		return text("您发的位置离%s%s，没有登记到岗（%d米以内有效）。\n%s", a.Station, a.Away, a.Radius, otherwise)
	case notice.ArrivalKnown:
		return text("到岗已经登记过了，不用再发：%s。", dutyWhen(a.Duty))
	}
	return text("定位到岗已登记：%s。辛苦了。\n只记录到岗和时间，不保存您的位置。", dutyWhen(a.Duty))
}
