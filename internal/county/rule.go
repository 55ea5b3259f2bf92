package county

import (
	"errors"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

// Turns are counted day by day from a rule's first day, so that day must be a sensible one.
const firstYear, lastYear = 2000, 2100

var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday,
	"fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday,
}

var errNotNextDay = errors.New("only an end can lie on the next day")

func (r *reader) rule(node *yaml.Node) {
	f, ok := mapping(node, "值班规则", r.faults,
		"station", "post", "weekday", "daily", "people", "from", "to", "start", "end", "holiday",
		"workdays", "dates", "month_day", "nth", "seats", "holiday_crew", "period")
	if !ok {
		return
	}
	before := len(*r.faults)
	rule := duty.Rule{
		Station: r.ruleStation(f), Post: r.rulePost(f), People: r.turn(f, "people"),
		From: r.day(f, "from"), Start: r.clock(f, "start"), End: r.clock(f, "end"), Holiday: r.holiday(f),
	}
	r.pattern(f, &rule)
	r.crew(f, &rule)
	if f.has("to") {
		rule.To = r.day(f, "to")
	}
	if len(*r.faults) > before {
		return
	}
	if rule.To != "" && rule.To < rule.From {
		r.faults.add(f.lineOf("to"), "值班规则的 to %s 早于 from %s", rule.To, rule.From)
	}
	if rule.End <= rule.Start {
		r.faults.add(f.lineOf("end"), "值班规则的 end %s 要晚于 start %s", rule.End, rule.Start)
	}
	rule.Code = rule.KeyCode()
	r.once(r.rules, rule.Code, f, "station")
	r.county.Rules = append(r.county.Rules, rule)
}

func (r *reader) ruleStation(f fields) string {
	code := f.text("station", codeLimit)
	if _, known := r.stations[code]; !known && code != "" {
		r.faults.add(f.lineOf("station"), "值班规则的接访点 %s 没有在 stations 里列出", code)
	}
	return code
}

func (r *reader) rulePost(f fields) string {
	post := f.text("post", codeLimit)
	if strings.Contains(post, "/") {
		r.faults.add(f.lineOf("post"), "值班规则的 post %s 里不能有斜杠", post)
	}
	return post
}

// weekday is nil for a daily rule.
func (r *reader) weekday(f fields) *time.Weekday {
	daily := false
	if f.has("daily") {
		switch text := f.text("daily", codeLimit); text {
		case "true", "false":
			daily = text == "true"
		default:
			r.faults.add(f.lineOf("daily"), "值班规则的 daily 只能是 true 或 false")
			return nil
		}
	}
	switch {
	case daily && f.has("weekday"):
		r.faults.add(f.lineOf("weekday"), "值班规则的 weekday 和 daily: true 只能写一个")
		return nil
	case daily:
		return nil
	case !f.has("weekday"):
		r.faults.add(f.line, "值班规则要写 weekday(mon 至 sun)或 daily: true")
		return nil
	}
	text := f.text("weekday", codeLimit)
	day, known := weekdays[strings.ToLower(text)]
	if !known && text != "" {
		r.faults.add(f.lineOf("weekday"), "值班规则的 weekday 是 %s,只能是 mon、tue、wed、thu、fri、sat 或 sun", text)
	}
	return &day
}

func (r *reader) turn(f fields, key string) []string {
	var userIDs []string
	for _, said := range f.texts(key, nameLimit, people.NormalUserID) {
		if _, known := r.people[said.text]; !known {
			r.faults.add(said.line, "值班规则里的人员 %s 没有在 people 里列出", said.text)
		}
		userIDs = append(userIDs, said.text)
	}
	return userIDs
}

func (r *reader) day(f fields, key string) calendar.Day {
	text := f.text(key, codeLimit)
	if text == "" {
		return ""
	}
	day, err := calendar.ParseDay(text)
	switch {
	case err != nil:
		r.faults.add(f.lineOf(key), "值班规则的 %s 是 %s,应写成 2026-01-01 这样的日期", key, text)
	case day.Year() < firstYear || day.Year() > lastYear:
		r.faults.add(f.lineOf(key), "值班规则的 %s 是 %s,年份应在 %d 到 %d 之间", key, text, firstYear, lastYear)
	}
	return day
}

func (r *reader) clock(f fields, key string) calendar.ClockTime {
	text := f.text(key, codeLimit)
	if text == "" {
		return 0
	}
	const nextDay = "次日"
	clock, next := strings.CutPrefix(text, nextDay)
	at, err := calendar.ParseClockTime(clock)
	if next && key == "end" {
		at += 24 * 60
	} else if next {
		err = errNotNextDay
	}
	if err != nil {
		r.faults.add(f.lineOf(key), "值班规则的 %s 是 %s,应写成 08:30 这样的时间", key, text)
	}
	return at
}

func (r *reader) holiday(f fields) duty.HolidayPolicy {
	policy := duty.HolidayPolicy(f.optional("holiday", codeLimit))
	switch policy {
	case duty.Skip, duty.Shift, duty.Keep:
		return policy
	case "":
		return duty.Skip
	default:
		r.faults.add(f.lineOf("holiday"), "值班规则的 holiday 是 %s,只能是 skip、shift 或 keep", policy)
		return ""
	}
}
