package casework

import (
	"regexp"
	"strconv"
	"strings"

	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
)

var (
	withinForm = regexp.MustCompile(`([0-9]{1,2}|[一二两三四五六七八九十]{1,3})个?(工作日|日|天|周)之?内`)
	dateForm   = regexp.MustCompile(`(?:\d{4}[-年./])?\d{1,2}[-月./]\d{1,2}日?`)
)

// ReadInstruction finds in a leader's words which units are to do something and by when: 请人社局三日内答复. The date is ""
// when the words name none. Units are known by full name or by a short name that fits one of them only.
func ReadInstruction(text string, units []people.Unit, today calendar.Day, cal *calendar.Calendar) (named []people.Unit, due calendar.Day) {
	runes := []rune(text)
	taken := map[string]bool{}
	for end := len(runes); end >= 2; end-- {
		for begin := max(0, end-14); end-begin >= 2; begin++ {
			unit, err := UnitNamed(string(runes[begin:end]), units)
			if err == nil && !taken[unit.Code] && isUnitWord(string(runes[begin:end]), unit.Name) {
				taken[unit.Code] = true
				named = append([]people.Unit{unit}, named...)
				break
			}
		}
	}
	return named, dueIn(text, today, cal)
}

// isUnitWord keeps words apart that merely share two characters with a unit's name.
func isUnitWord(word, name string) bool {
	for _, end := range []string{"局", "镇", "乡", "办", "办公室", "委", "街道", "政府", "中心"} {
		if strings.HasSuffix(word, end) && strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

func dueIn(text string, today calendar.Day, cal *calendar.Calendar) calendar.Day {
	if m := withinForm.FindStringSubmatch(text); m != nil {
		n := number(m[1])
		switch m[2] {
		case "工作日":
			return cal.AddWorkingDays(today, n)
		case "周":
			n *= 7
		}
		return today.Add(n)
	}
	if found := dateForm.FindString(text); found != "" {
		if day, ok := DayIn(found, today); ok && day >= today {
			return day
		}
	}
	return ""
}

// number reads 3, 三, 十, 十五 and 二十.
func number(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	total, digit := 0, 0
	for _, r := range word {
		if r == '十' {
			total += max(digit, 1) * 10
			digit = 0
			continue
		}
		digit = map[rune]int{'一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}[r]
	}
	return total + digit
}
