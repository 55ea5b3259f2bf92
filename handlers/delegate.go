package handlers

import (
	"strings"

	"petitiondesk/bot"
	"petitiondesk/models/calendar"
	"petitiondesk/models/casework"
)

// delegate reads 委托 孙立 12-01 12-05 出差, absent reads 外出 12-01 12-05 孙立.
func (h handlers) delegate(c *bot.Context) error { return h.standIn(c, false) }

func (h handlers) absent(c *bot.Context) error { return h.standIn(c, true) }

func (h handlers) standIn(c *bot.Context, absent bool) error {
	today := calendar.DayOf(h.desk.Now())
	var days []calendar.Day
	var name string
	var rest []string
	for _, word := range strings.Fields(strings.NewReplacer("至", " ", "到", " ", "，", " ", "代", " ").Replace(c.Args())) {
		day, ok := casework.DayIn(word, today)
		switch {
		case ok && len(days) < 2:
			days = append(days, day)
		case name == "":
			name = word
		default:
			rest = append(rest, word)
		}
	}
	var from, until calendar.Day
	switch len(days) {
	case 1:
		from, until = days[0], days[0]
	case 2:
		from, until = days[0], days[1]
	}
	return h.desk.Delegate(c.Ctx(), c.Sender(), name, from, until, absent, strings.Join(rest, " "))
}

func (h handlers) endDelegations(c *bot.Context) error {
	return h.desk.EndDelegations(c.Ctx(), c.Sender())
}
