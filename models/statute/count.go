package statute

import (
	"time"

	"petitiondesk/models/calendar"
)

// countLimit counts to the last day of the limit, before any extension and roll. It is false when the order
// that should set the date does not.
func (r *reckoning) countLimit() bool {
	start, limit := r.facts.starts[0], r.rule.Limit
	switch {
	case limit.Unit == CalendarDays || limit.Unit == WorkingDays:
		r.clock.DueUnrolled = r.count(limit)
		if start.OrderedDue != "" {
			r.say("期限由条文规定，另外指定的%s不改变它。", inFull(start.OrderedDue))
		}
	case start.OrderedDue != "":
		r.clock.DueUnrolled = start.OrderedDue
		r.say("%s", orderedBy(limit)+"："+inFull(start.OrderedDue)+"。")
	case limit.Unit == AtOnce:
		r.clock.DueUnrolled = start.Day
		r.say("应当即时办理，原文没有规定天数；以当日为限（推断）。")
	case limit.Days > 0:
		r.clock.DueUnrolled = r.count(Limit{Unit: CalendarDays, Days: limit.Days})
	default:
		r.facts.broken = append(r.facts.broken, "交办时没有指定办理期限，请补录。")
		return false
	}
	return true
}

func orderedBy(limit Limit) string {
	if limit.Unit == ByOrder {
		return "交办时指定的期限"
	}
	return "县里规定的期限（不是条文规定的期限）"
}

// count walks from the day after the start (Civil Code Art. 201), leaving out what does not count.
func (r *reckoning) count(limit Limit) calendar.Day {
	var passed diary
	day := r.clock.Start
	for left := limit.Days; left > 0; {
		day = day.Add(1)
		switch {
		case r.inHearing(day):
			passed.add(day, "听证，不计入")
		case limit.Unit == WorkingDays && !r.works(day):
			passed.add(day, r.whyOff(day)+"，不计入")
		default:
			left--
			if limit.Unit == WorkingDays && weekend(day) {
				passed.add(day, r.whyWorked(day)+"，计入")
			}
		}
	}
	r.tell(passed)
	if limit.Unit == CalendarDays {
		r.say("按日历日数满%d日（周末、节假日都算）：%s。", limit.Days, inFull(day))
	} else {
		r.say("按工作日数满%d个工作日：%s。", limit.Days, inFull(day))
	}
	return day
}

// roll moves a last day off to the next working day (Civil Code Art. 203).
func (r *reckoning) roll() {
	c := &r.clock
	c.DueLegal = c.DueUnrolled
	if r.atOnce() || r.works(c.DueUnrolled) {
		return
	}
	var passed diary
	for !r.works(c.DueLegal) {
		passed.add(c.DueLegal, r.whyOff(c.DueLegal)+"，顺延")
		c.DueLegal = c.DueLegal.Add(1)
	}
	r.tell(passed)
	r.say("最后一日不上班，法定期限顺延到下一个工作日：%s（《民法典》第二百零三条）。", inFull(c.DueLegal))
}

// aim finds the office's own date. A petitioner's window has none: a right is not to be hurried.
func (r *reckoning) aim() {
	c := &r.clock
	if r.rule.PetitionerWindow {
		r.say("邮寄的，以邮戳为准。")
		return
	}
	c.DueInternal = c.DueUnrolled
	for !r.atOnce() && c.DueInternal > c.Start && !r.works(c.DueInternal) {
		c.DueInternal = c.DueInternal.Add(-1)
	}
	if c.DueInternal != c.DueUnrolled {
		r.say("内部期限取之前最后一个工作日：%s；提醒以此为准。", inFull(c.DueInternal))
	}
}

func (r *reckoning) atOnce() bool {
	return r.rule.Limit.Unit == AtOnce && r.clock.DueUnrolled == r.clock.Start
}

// works asks the calendar and remembers which yearly notices the answer rests on.
func (r *reckoning) works(day calendar.Day) bool {
	r.consulted[day.Year()] = true
	if newYearMayReach(day) {
		r.consulted[day.Year()+1] = true
	}
	return r.cal.Working(day)
}

// newYearMayReach tells whether the next year's notice may speak of the day: New Year's holidays and their
// make-up days have begun as early as 29 December (2018-12-29 was worked).
func newYearMayReach(day calendar.Day) bool { return string(day)[5:] >= "12-29" }

func (r *reckoning) whyOff(day calendar.Day) string {
	if public, ok := r.cal.PublicDay(day); ok && public.Off {
		return public.Name + "放假"
	}
	return "周末"
}

func (r *reckoning) whyWorked(day calendar.Day) string {
	public, _ := r.cal.PublicDay(day)
	return public.Name + "调休上班"
}

func weekend(day calendar.Day) bool {
	w := day.Weekday()
	return w == time.Saturday || w == time.Sunday
}

func isDay(day calendar.Day) bool {
	parsed, err := calendar.ParseDay(string(day))
	return err == nil && parsed == day
}
