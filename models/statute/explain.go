package statute

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"petitiondesk/models/calendar"
)

func (r *reckoning) say(format string, args ...any) {
	r.clock.Explanation = append(r.clock.Explanation, fmt.Sprintf(format, args...))
}

// headline says what the clock is about.
func (r Rule) headline() string {
	if r.PetitionerWindow {
		return fmt.Sprintf("%s %s：期限%s，这是信访人的权利。", r.ID, r.Title, r.Limit.Chinese())
	}
	return fmt.Sprintf("%s %s：期限%s，由%s负责。", r.ID, r.Title, r.Limit.Chinese(), r.Answers)
}

// dayZero says that the start day is not counted, where days are counted at all.
func (r *reckoning) dayZero(start Start) string {
	limit := r.rule.Limit
	if limit.Unit == AtOnce || limit.Unit == Unstated || limit.Unit == ByOrder && start.OrderedDue != "" {
		return ""
	}
	return "；当日不计入"
}

// cite ends the explanation: the article, and the yearly notices the dates rest on.
func (r *reckoning) cite() {
	c := &r.clock
	r.say("依据：%s（规则集 %s）。", r.rule.Article(), r.rule.RuleSet)
	for _, year := range slices.Sorted(maps.Keys(r.consulted)) {
		if r.cal.Known(calendar.Day(fmt.Sprintf("%04d-07-01", year))) {
			c.NoticeYears = append(c.NoticeYears, year)
		} else {
			c.MissingYears = append(c.MissingYears, year)
		}
	}
	if len(c.MissingYears) > 0 {
		c.Provisional = true
		r.say("%s年的放假通知还没有载入，日期为暂定，载入后重算。", inYears(c.MissingYears))
	}
	if len(c.NoticeYears) > 0 {
		r.say("放假安排依据国务院办公厅%s年的通知。", inYears(c.NoticeYears))
	}
}

func inYears(years []int) string {
	words := make([]string, len(years))
	for i, year := range years {
		words[i] = fmt.Sprint(year)
	}
	return strings.Join(words, "、")
}

// inFull writes a day with its year: 2026年10月3日 周六.
func inFull(day calendar.Day) string {
	if !isDay(day) {
		return day.Chinese()
	}
	return fmt.Sprintf("%d年%s", day.Year(), day.Chinese())
}

// inYear writes a day with its year and without the weekday.
func inYear(day calendar.Day) string {
	text, _, _ := strings.Cut(inFull(day), " ")
	return text
}

// diary notes days with what is to be said of them; neighbours of which the same is said become one entry.
type diary []entry

type entry struct {
	span
	text string
}

func (d *diary) add(day calendar.Day, text string) {
	if last := len(*d) - 1; last >= 0 && (*d)[last].text == text && (*d)[last].to.Add(1) == day {
		(*d)[last].to = day
		return
	}
	*d = append(*d, entry{span{day, day}, text})
}

func (r *reckoning) tell(d diary) {
	for _, e := range d {
		if e.from == e.to {
			r.say("%s：%s。", e.from.Chinese(), e.text)
		} else {
			r.say("%s至%s：%s。", e.from.Chinese(), e.to.Chinese(), e.text)
		}
	}
}

// word is the kind in Chinese, or itself when nobody knows it.
func (k EventKind) word() string {
	if name := k.Chinese(); name != "" {
		return name
	}
	return string(k)
}
