package statute

import "petitiondesk/models/calendar"

// reckoning is one run of Reckon: the clock as far as it is known, and what it took to know it.
type reckoning struct {
	rule      Rule
	cal       *calendar.Calendar
	today     calendar.Day
	facts     facts
	hearings  []span
	unended   calendar.Day // the begin of a hearing that goes on
	consulted map[int]bool // years whose public days were asked for
	clock     Clock
}

// Reckon tells how a rule's clock stands on a day, from nothing but its events, the rule as pinned, and the
// calendar. Events after today have not happened yet.
func Reckon(rule Rule, events []Event, cal *calendar.Calendar, today calendar.Day) Clock {
	r := &reckoning{rule: rule, cal: cal, today: today, consulted: map[int]bool{}}
	r.clock = Clock{Rule: rule, RuleSet: rule.RuleSet}
	if rule.fault() != nil || cal == nil || !isDay(today) {
		r.clock.State = Undetermined
		r.say("规则、日历或者今天的日期缺失，无法计算期限。")
		return r.clock
	}
	r.facts = gather(rule, events, today)
	r.say("%s", rule.headline())
	if r.limited() && r.begun() {
		r.due()
	}
	r.judge()
	r.cite()
	return r.clock
}

// limited tells whether there is a limit to reckon at all.
func (r *reckoning) limited() bool {
	ordered := len(r.facts.starts) > 0 && r.facts.starts[0].OrderedDue != ""
	if r.rule.Limit.Unit != Unstated || ordered {
		return true
	}
	r.clock.State = None
	r.say("原文没有规定天数，不计期限；责任不因此免除。")
	return false
}

// begun tells whether there is a day to count from.
func (r *reckoning) begun() bool {
	f := r.facts
	if len(f.starts) > 0 {
		r.clock.Start = f.starts[0].Day
		r.say("起算：%s，%s%s。", inFull(r.clock.Start), f.starts[0].Kind.Chinese(), r.dayZero(f.starts[0]))
		if len(f.starts) > 1 {
			r.say("有%d次起算的记录，以最早的一次为准，不重新起算。", len(f.starts))
		}
		return true
	}
	switch {
	case r.rule.PetitionerWindow && len(f.stops) > 0:
		r.clock.State, r.clock.Stopped = Met, f.stops[0]
		r.say("送达没有证明，窗口一直开着；%s已经提出请求。", inFull(f.stops[0]))
	case f.empty():
		r.clock.State = NotStarted
		r.say("还没有发生起算的事件。")
	default:
		r.clock.State = Undetermined
		if r.rule.PetitionerWindow {
			r.say("送达没有证明，窗口不关闭；请每周核对送达。")
		} else {
			r.say("缺少起算的记录，无法判断是否到期，请补录。")
		}
	}
	return false
}

// due finds the dates, for a start that is known.
func (r *reckoning) due() {
	r.stop()
	unpaired := r.pairHearings()
	if !r.countLimit() {
		return
	}
	r.extend()
	r.roll()
	r.aim()
	r.weighHearings(unpaired)
}

// stop takes the earliest completion that can be one. The petitioner may ask before the delivery is proven.
func (r *reckoning) stop() {
	for _, day := range r.facts.stops {
		if day >= r.clock.Start || r.rule.PetitionerWindow {
			r.clock.Stopped = day
			return
		}
		r.facts.stray = append(r.facts.stray, "有一条完成的记录早于起算日，请核对。")
	}
}

// judge sets the state where the steps before have not.
func (r *reckoning) judge() {
	c := &r.clock
	if c.State == "" {
		c.State = r.progress()
	}
	r.keepOverdue()
	f := r.facts
	if !f.unquestioned() && !c.Late() && (c.State != None || len(f.broken) > 0) {
		c.State = Undetermined
	}
	if len(f.broken) > 0 && f.overdue == "" {
		c.State, c.OverdueSince = Undetermined, ""
	}
	r.tellLateness()
	for _, sentences := range [][]string{f.unproven, f.stray, f.broken} {
		for _, sentence := range sentences {
			r.say("%s", sentence)
		}
	}
}

// progress compares the dates with what was done and with today. A limit runs to 24:00 of its last day.
func (r *reckoning) progress() State {
	c := &r.clock
	switch {
	case c.DueLegal == "":
		return Undetermined
	case c.Stopped != "" && c.Stopped <= c.DueLegal:
		return Met
	case c.Start > r.today:
		return NotStarted
	case r.facts.waived != "" && r.facts.waived <= c.DueLegal && c.Stopped == "":
		r.say("%s，免予告知，不计期限。", r.rule.WaivedIf)
		return None
	case c.Stopped != "":
		c.OverdueSince = c.DueLegal.Add(1)
		return MetLate
	case r.facts.lapsed.Day != "":
		return r.lapse()
	case r.today > c.DueLegal && r.rule.Optional:
		r.say("期限内没有提出，过期不再提出。")
		return None
	case r.today > c.DueLegal:
		c.OverdueSince = c.DueLegal.Add(1)
		return Overdue
	}
	return Running
}

// lapse ends a clock whose duty fell away; what was late by then stays late.
func (r *reckoning) lapse() State {
	c, lapsed := &r.clock, r.facts.lapsed
	r.say("自%s起不再计期：%s。", inFull(lapsed.Day), lapsed.Why)
	if lapsed.Day <= c.DueLegal || r.rule.Optional {
		return None
	}
	c.OverdueSince = c.DueLegal.Add(1)
	return Lapsed
}

// keepOverdue lets no later fact, rule or calendar clear a lateness that was once written.
func (r *reckoning) keepOverdue() {
	c, written := &r.clock, r.facts.overdue
	if written == "" {
		return
	}
	if c.OverdueSince == "" || written < c.OverdueSince {
		c.OverdueSince = written
	}
	switch {
	case c.Stopped != "":
		c.State = MetLate
	case r.facts.lapsed.Day != "":
		c.State = Lapsed
	default:
		c.State = Overdue
	}
}

func (r *reckoning) tellLateness() {
	c := r.clock
	switch {
	case !c.Late():
	case r.rule.PetitionerWindow:
		r.say("窗口期在%s届满；在此之前寄出的，以邮戳为准，仍算按期。", inFull(c.DueLegal))
	case c.Stopped != "":
		r.say("自%s起逾期，%s完成；逾期的事实不因完成而消除。", inFull(c.OverdueSince), inFull(c.Stopped))
	case c.State == Lapsed:
		r.say("此前自%s起已经逾期，逾期的事实不消除。", inFull(c.OverdueSince))
	default:
		r.say("自%s起逾期。", inFull(c.OverdueSince))
	}
}
