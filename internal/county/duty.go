package county

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

// pattern reads on which days a rule gives duty: workdays, dates, month_day or nth; else weekday or daily.
func (r *reader) pattern(f fields, rule *duty.Rule) {
	switch {
	case f.has("workdays"):
		r.yes(f, "workdays")
		rule.Pattern = duty.Workdays
	case f.has("dates"):
		rule.Pattern = duty.OnDates
		for _, node := range f.items("dates") {
			one := fields{line: node.Line, what: f.what, values: map[string]*yaml.Node{"dates": node}, faults: f.faults}
			rule.Dates = append(rule.Dates, r.day(one, "dates"))
		}
		slices.Sort(rule.Dates)
	case f.has("month_day"):
		rule.Pattern, rule.MonthDay = duty.Monthly, r.number(f, "month_day", 1, 31)
	case f.has("nth"):
		rule.Pattern, rule.Nth, rule.Weekday = duty.Monthly, r.number(f, "nth", -1, 5), r.weekday(f)
		if rule.Nth == 0 || rule.Weekday == nil {
			r.faults.add(f.lineOf("nth"), "值班规则的 nth 是 1 至 5 或 -1(最后一个),并写上 weekday")
		}
		return
	default:
		rule.Weekday = r.weekday(f)
		return
	}
	if f.has("weekday") || f.has("daily") {
		r.faults.add(f.line, "值班规则的 weekday、daily、workdays、dates、month_day 只能写一种")
	}
}

// crew reads how many are on duty at once, who takes the public days off, and in which special period.
func (r *reader) crew(f fields, rule *duty.Rule) {
	if f.has("seats") {
		rule.Seats = r.number(f, "seats", 1, 50)
	}
	if f.has("holiday_crew") {
		rule.HolidayCrew = r.turn(f, "holiday_crew")
	}
	if f.has("period") {
		rule.Period = f.text("period", codeLimit)
		if _, known := r.periods[rule.Period]; !known {
			r.faults.add(f.lineOf("period"), "值班规则的特护期 %s 没有在 periods 里列出", short(rule.Period))
		}
	}
}

func (r *reader) number(f fields, key string, least, most int) int {
	text := f.text(key, codeLimit)
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		r.faults.add(f.lineOf(key), "%s的 %s 是 %s,应是 %d 到 %d 之间的整数", f.what, key, short(text), least, most)
		return least
	}
	return n
}

func (r *reader) yes(f fields, key string) bool {
	if !f.has(key) {
		return false
	}
	switch text := f.text(key, codeLimit); text {
	case "true", "false":
		return text == "true"
	default:
		r.faults.add(f.lineOf(key), "%s的 %s 只能是 true 或 false", f.what, key)
		return false
	}
}

func (r *reader) period(node *yaml.Node) {
	f, ok := mapping(node, "特护期", r.faults, "code", "name", "from", "to", "stations", "crew")
	if !ok {
		return
	}
	p := duty.Period{Code: r.code(f, r.periods), Name: f.text("name", nameLimit), From: r.day(f, "from"), To: r.day(f, "to")}
	if p.To < p.From && p.To != "" {
		r.faults.add(f.lineOf("to"), "特护期的 to %s 早于 from %s", p.To, p.From)
	}
	if f.has("crew") {
		p.Crew = r.number(f, "crew", 0, 1000)
	}
	if f.has("stations") {
		for _, said := range f.texts("stations", codeLimit, asWritten) {
			if _, known := r.stations[said.text]; !known {
				r.faults.add(said.line, "特护期的接访点 %s 没有在 stations 里列出", short(said.text))
			}
			p.Stations = append(p.Stations, said.text)
		}
	}
	r.county.Periods = append(r.county.Periods, p)
}

func (r *reader) post(node *yaml.Node) {
	f, ok := mapping(node, "岗位", r.faults, "name", "lead", "approval", "roles", "rest_hours", "backups", "ahead", "form")
	if !ok {
		return
	}
	p := duty.Post{
		Name: f.text("name", codeLimit), Lead: r.yes(f, "lead"), Approval: r.yes(f, "approval"), Ahead: r.yes(f, "ahead"),
		Form: f.optional("form", codeLimit),
	}
	r.once(r.posts, p.Name, f, "name")
	if f.has("roles") {
		for _, said := range f.texts("roles", codeLimit, asWritten) {
			p.Roles = append(p.Roles, r.roleOf(said))
		}
	}
	if f.has("rest_hours") {
		p.RestHours = r.number(f, "rest_hours", 0, 72)
	}
	if f.has("backups") {
		p.Backups = r.turn(f, "backups")
	}
	r.county.Posts = append(r.county.Posts, p)
}

func (r *reader) roleOf(said located) people.Role {
	role := people.Role(said.text)
	if role.RoleName() == "" {
		r.faults.add(said.line, "岗位的角色 %s 不认识,可用的是:%s", short(said.text), roleNames())
	}
	return role
}
