package petition

import (
	"fmt"
	"regexp"
	"strconv"

	"petitiondesk/models/calendar"
)

var (
	fullDate     = regexp.MustCompile(`^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$`)
	dateOfYear   = regexp.MustCompile(`^(\d{1,2})(?:月|[-./])(\d{1,2})日?$`)
	relativeDays = map[string]int{"今天": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2}
)

// asDate reads a date as it is written in a message. Without a year it stays --11-20, and 昨天 stays -1, until Dated
// knows the day.
func asDate(text string) calendar.Day {
	if m := fullDate.FindStringSubmatch(text); m != nil {
		return ofParts(m[1], m[2], m[3])
	}
	if m := dateOfYear.FindStringSubmatch(text); m != nil && ofParts("2024", m[1], m[2]) != "" { // a leap year
		return "--" + ofParts("2024", m[1], m[2])[5:]
	}
	if days, ok := relativeDays[text]; ok {
		return calendar.Day(strconv.Itoa(days))
	}
	return ""
}

func ofParts(year, month, day string) calendar.Day {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	read, err := calendar.ParseDay(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if err != nil {
		return ""
	}
	return read
}

// soon is within how many days one without a year is taken for a day to come, and refused, rather than for last year's.
const soon = 31

// Dated fills in what dates without a year leave open: the last such day up to today. Days that cannot be are dropped
// and doubted.
func (r Report) Dated(today calendar.Day) (Report, []string) {
	var doubts []string
	for _, date := range []struct {
		day  *calendar.Day
		name Field
	}{{&r.Received, ReceivedField}, {&r.Postmark, PostmarkField}} {
		if *date.day = resolved(*date.day, today); *date.day > today {
			doubts = append(doubts, fmt.Sprintf("%s在今天之后（%s），没有记录；请核对后再发，例如：%s：%s。其余内容都已保留。",
				r.Via().FieldName(date.name), monthAndDay(*date.day), r.Via().FieldName(date.name), monthAndDay(today)))
			*date.day = ""
		}
	}
	if r.Postmark != "" && r.Received != "" && r.Received < r.Postmark {
		doubts = append(doubts, "收到日期早于邮戳日期，请核对。")
	}
	return r, doubts
}

func monthAndDay(day calendar.Day) string {
	at := day.At(0).In(calendar.Zone)
	return fmt.Sprintf("%d月%d日", at.Month(), at.Day())
}

// Dated is Report.Dated for what a message adds to a report, before it takes the place of what was said earlier.
func (p Parsed) Dated(have Report, today calendar.Day) Parsed {
	said := p.Dates()
	said.Channel = have.Channel
	said, doubts := said.Dated(today)
	p.Report.Received, p.Report.Postmark, p.Doubts = said.Received, said.Postmark, append(p.Doubts, doubts...)
	return p
}

// Dates are the days a message names; a later one takes the place of an earlier one.
func (p Parsed) Dates() Report {
	return Report{Received: p.Report.Received, Postmark: p.Report.Postmark}
}

func resolved(said, today calendar.Day) calendar.Day {
	if len(said) == len("--01-02") {
		day := said[2:]
		for year := today.Year() + 1; year > today.Year()-5; year-- {
			parts := dateOfYear.FindStringSubmatch(string(day))
			if read := ofParts(strconv.Itoa(year), parts[1], parts[2]); read != "" && read <= today.Add(soon) {
				return read
			}
		}
		return ""
	}
	if days, err := strconv.Atoi(string(said)); err == nil {
		return today.Add(days)
	}
	return said
}

// ReceivedOn is the day on which the office received it: as said, or else the day of the report.
func (r Report) ReceivedOn(reported calendar.Day) calendar.Day {
	if r.Received != "" && r.Received < reported {
		return r.Received
	}
	return reported
}
