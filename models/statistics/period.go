package statistics

import (
	"strings"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Period is a run of civil days, both ends included.
type Period struct {
	From calendar.Day `json:"from"`
	To   calendar.Day `json:"to"`
}

// ReadPeriod reads a period as people name it; nothing said is the month so far.
func ReadPeriod(words string, today calendar.Day) (Period, error) {
	first := func(month time.Month) calendar.Day { return dayOf(today.Year(), month, 1) }
	_, month, _ := date(today)
	switch strings.TrimSpace(words) {
	case "", "本月":
		return Period{first(month), today}, nil
	case "上月":
		return Period{first(month - 1), first(month).Add(-1)}, nil
	case "本周":
		return Period{today.Add(-(int(today.Weekday()) + 6) % 7), today}, nil
	case "今年", "本年":
		return Period{first(time.January), today}, nil
	}
	fields := strings.Fields(strings.NewReplacer("至", " ", "到", " ", "～", " ", "~", " ").Replace(words))
	if len(fields) == 2 {
		from, badFrom := calendar.ParseDay(fields[0])
		to, badTo := calendar.ParseDay(fields[1])
		if badFrom == nil && badTo == nil && from <= to {
			return Period{from, to}, nil
		}
	}
	return Period{}, models.Errorf(models.Invalid, "请写明统计哪一段时间，例如：统计 本月、统计 上月、统计 本周、统计 今年，或 统计 2026-11-01 2026-11-30")
}

// YearBefore is the same period a year earlier. The end of February answers to the end of February, so that periods
// that follow one another still do.
func (p Period) YearBefore() Period {
	before := Period{yearEarlier(p.From), yearEarlier(p.To.Add(1)).Add(-1)}
	if before.To < before.From { // 29 February by itself
		before.From = before.To
	}
	return before
}

// yearEarlier takes 29 February to 1 March, as the day after the 28th.
func yearEarlier(d calendar.Day) calendar.Day {
	year, month, day := date(d)
	return dayOf(year-1, month, day)
}

func date(d calendar.Day) (int, time.Month, int) { return d.At(0).In(calendar.Zone).Date() }

func dayOf(year int, month time.Month, day int) calendar.Day {
	return calendar.DayOf(time.Date(year, month, day, 0, 0, 0, 0, calendar.Zone))
}
