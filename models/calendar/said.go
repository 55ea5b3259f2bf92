package calendar

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Mention is a day or a range of days that a text speaks of, with the bytes of the text that do.
type Mention struct {
	From, To   Day
	Start, End int
}

var mentions = []struct {
	form *regexp.Regexp
	read func(groups []string, today Day) (from, to Day, ok bool)
}{
	{regexp.MustCompile(`(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})[日号]?`), func(g []string, _ Day) (Day, Day, bool) {
		return oneDay(ParseDay(fmt.Sprintf("%s-%02s-%02s", g[1], pad(g[2]), pad(g[3]))))
	}},
	{regexp.MustCompile(`(\d{1,2})月(\d{1,2})[日号]?`), monthAndDay},
	{regexp.MustCompile(`(\d{1,2})[-/](\d{1,2})[日号]?`), monthAndDay},
	{regexp.MustCompile(`(\d{1,2})[日号]`), dayOfMonth},
	{regexp.MustCompile(`(下下|下|本|这|上)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])`), weekdayOf},
	{regexp.MustCompile(`(下下|下|本|这|上)(?:个)?(?:周|星期|礼拜)`), wholeWeek},
	{regexp.MustCompile(`(下|本|这|上)(?:个)?月`), wholeMonth},
	{regexp.MustCompile(`(大后天|后天|明天|明日|今天|今日|昨天|前天)`), relativeDay},
}

// DaysIn finds the days that a text speaks of, in the order of the text, as seen from today: 下周三, 12月3日, 3号, 明天,
// 本周. A day without a year or month is the next such day, one in the recent past excepted.
func DaysIn(text string, today Day) []Mention {
	var found []Mention
	for _, form := range mentions {
		for _, at := range form.form.FindAllStringSubmatchIndex(text, -1) {
			if overlaps(found, at[0], at[1]) {
				continue
			}
			from, to, ok := form.read(groupsOf(text, at), today)
			if !ok {
				from, to = "", "" // there is no such day; nor is a part of it one
			}
			found = append(found, Mention{From: from, To: to, Start: at[0], End: at[1]})
		}
	}
	found = slices.DeleteFunc(found, func(m Mention) bool { return m.From == "" })
	slices.SortFunc(found, func(a, b Mention) int { return a.Start - b.Start })
	return found
}

func overlaps(found []Mention, start, end int) bool {
	for _, m := range found {
		if start < m.End && m.Start < end {
			return true
		}
	}
	return false
}

func groupsOf(text string, at []int) []string {
	groups := make([]string, len(at)/2)
	for i := range groups {
		if at[2*i] >= 0 {
			groups[i] = text[at[2*i]:at[2*i+1]]
		}
	}
	return groups
}

func oneDay(day Day, err error) (Day, Day, bool) { return day, day, err == nil }

func pad(number string) string { return strings.Repeat("0", max(0, 2-len(number))) + number }

// recently is how far back a day without a year may lie before next year's is meant.
const recently = 31

func monthAndDay(g []string, today Day) (Day, Day, bool) {
	day, err := ParseDay(fmt.Sprintf("%04d-%s-%s", today.Year(), pad(g[1]), pad(g[2])))
	if err != nil || day < today.Add(-recently) {
		if next, err := ParseDay(fmt.Sprintf("%04d-%s-%s", today.Year()+1, pad(g[1]), pad(g[2]))); err == nil {
			return next, next, true
		}
	}
	return oneDay(day, err)
}

func dayOfMonth(g []string, today Day) (Day, Day, bool) {
	n, err := strconv.Atoi(g[1])
	if err != nil || n < 1 || n > 31 {
		return "", "", false
	}
	for day := today; day <= today.Add(62); day = day.Add(1) {
		if day.start().Day() == n {
			return day, day, true
		}
	}
	return "", "", false
}

var saidWeekdays = map[string]int{"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}

var saidWeeks = map[string]int{"上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}

func weekdayOf(g []string, today Day) (Day, Day, bool) {
	n := saidWeekdays[g[2]]
	if g[1] == "" {
		day := monday(today).Add(n)
		if day < today {
			day = day.Add(7)
		}
		return day, day, true
	}
	day := monday(today).Add(7*saidWeeks[g[1]] + n)
	return day, day, true
}

func wholeWeek(g []string, today Day) (Day, Day, bool) {
	first := monday(today).Add(7 * saidWeeks[g[1]])
	return first, first.Add(6), true
}

func wholeMonth(g []string, today Day) (Day, Day, bool) {
	t := today.start()
	first := time.Date(t.Year(), t.Month()+time.Month(saidWeeks[g[1]]), 1, 0, 0, 0, 0, Zone)
	return DayOf(first), DayOf(first.AddDate(0, 1, -1)), true
}

var saidDays = map[string]int{"前天": -2, "昨天": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}

func relativeDay(g []string, today Day) (Day, Day, bool) {
	day := today.Add(saidDays[g[1]])
	return day, day, true
}

var namedMonth = regexp.MustCompile(`(?:(\d{4})[年./-])?(\d{1,2})月(?:\D|$)|(\d{4})[年./-](\d{1,2})(?:[^\d月./-]|$)`)

// latelyMonths is how many months back a month without a year is still this year's, and not the next.
const latelyMonths = 3

// MonthIn finds the month that a text speaks of, as seen from today: 本月, 下月, 12月, 2026年12月.
func MonthIn(text string, today Day) (from, to Day, ok bool) {
	for _, m := range DaysIn(text, today) {
		first, last := Month(m.From)
		if m.From == first && m.To == last {
			return first, last, true
		}
	}
	g := namedMonth.FindStringSubmatch(text)
	if g == nil {
		return "", "", false
	}
	month, err := strconv.Atoi(g[2] + g[4])
	if err != nil || month < 1 || month > 12 {
		return "", "", false
	}
	now := today.start()
	year := now.Year()
	switch said := g[1] + g[3]; {
	case said != "":
		year, _ = strconv.Atoi(said) // four digits
	case month < int(now.Month())-latelyMonths:
		year++
	case month > int(now.Month())+12-latelyMonths:
		year--
	}
	from, to = Month(DayOf(time.Date(year, time.Month(month), 1, 0, 0, 0, 0, Zone)))
	return from, to, true
}

// ChineseMonth writes the month of a day: 2026年12月.
func ChineseMonth(day Day) string {
	return fmt.Sprintf("%d年%d月", day.Year(), int(day.start().Month()))
}

// monday is the first day of the day's week.
func monday(day Day) Day { return day.Add(-(int(day.Weekday()) + 6) % 7) }

// Week is the seven days around a day, Monday to Sunday.
func Week(day Day) (from, to Day) { return monday(day), monday(day).Add(6) }

// Month is the days of a day's month.
func Month(day Day) (from, to Day) {
	from, to, _ = wholeMonth([]string{"", "本"}, day)
	return from, to
}
