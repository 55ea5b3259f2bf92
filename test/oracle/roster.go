// Package oracle says who should be on duty, by another way of thinking than models/duty: day by day with whole
// dates, and choosing who has waited longest instead of keeping a queue. It shares no code with the planner.
package oracle

import (
	"fmt"
	"sort"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// PublicDay is an entry of a State Council notice: off, or a weekend day that is worked.
type PublicDay struct{ Off bool }

// County is what the oracle judges by.
type County struct {
	Rules     []duty.Rule
	Periods   []duty.Period
	Absences  []duty.Absence
	Overrides []duty.Override
	Public    map[string]PublicDay // by date
}

// Line is one place on duty.
type Line struct {
	Day    string
	Rule   string
	Seat   int
	Person string // "" = nobody
}

func (l Line) String() string { return fmt.Sprintf("%s %s #%d %s", l.Day, l.Rule, l.Seat, l.Person) }

const dateForm = "2006-01-02"

func date(day calendar.Day) time.Time {
	t, err := time.Parse(dateForm, string(day))
	if err != nil {
		panic(err)
	}
	return t
}

// Expect lists the places of the days from..to, sorted.
func (c County) Expect(from, to calendar.Day) []Line {
	var lines []Line
	for _, rule := range c.Rules {
		lines = append(lines, c.ofRule(rule, from, to)...)
	}
	sort.Slice(lines, func(i, j int) bool { return lines[i].String() < lines[j].String() })
	return lines
}

func (c County) ofRule(rule duty.Rule, from, to calendar.Day) []Line {
	if len(rule.People) == 0 {
		return nil
	}
	const most = 1000              // seats on a day
	lastServed := map[string]int{} // when, by duty days counted from 1, and seats
	crewServed := map[string]int{}
	nominal := c.nominalOf(rule, to)
	var lines []Line
	count := 0
	for t := date(rule.From); !t.After(date(to)); t = t.AddDate(0, 0, 1) {
		on := t.Format(dateForm)
		turn, duty := nominal[on]
		if !duty {
			continue
		}
		count++
		people, served := rule.People, lastServed
		if len(rule.HolidayCrew) > 0 && c.Public[on].Off {
			people, served = rule.HolidayCrew, crewServed
		}
		for seat := range seats(rule) {
			person := c.longestWaiting(people, served, on, count*most)
			if person != "" {
				served[person] = count*most + seat
			}
			line := Line{Day: on, Rule: rule.Code, Seat: seat, Person: person}
			if c.override(&line, rule.Code, turn) && on >= string(from) && on <= string(to) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// nominalOf tells, for each day of duty, the day it stands for: the earliest of those that were moved to it.
func (c County) nominalOf(rule duty.Rule, to calendar.Day) map[string]string {
	standsFor := map[string]string{}
	for t := date(rule.From); !t.After(date(to)); t = t.AddDate(0, 0, 1) {
		if rule.To != "" && t.After(date(rule.To)) || !c.meant(rule, t) {
			continue
		}
		actual, ok := c.actual(rule, t)
		on := actual.Format(dateForm)
		if _, taken := standsFor[on]; ok && !taken && c.inForce(rule, on) {
			standsFor[on] = t.Format(dateForm)
		}
	}
	return standsFor
}

func seats(rule duty.Rule) int {
	if rule.Seats < 1 {
		return 1
	}
	return rule.Seats
}

// longestWaiting finds the person who is there and whose last duty is the furthest back; among those who never had
// one, the first named.
func (c County) longestWaiting(people []string, served map[string]int, on string, now int) string {
	best, since := "", now
	for _, person := range people {
		if c.absent(person, on) {
			continue
		}
		if at := served[person]; at < since {
			best, since = person, at
		}
	}
	return best
}

func (c County) absent(person, on string) bool {
	for _, a := range c.Absences {
		if a.UserID == person && a.EndedAt == nil && string(a.From) <= on && on <= string(a.To) {
			return true
		}
	}
	return false
}

// override returns false when the duty is called off.
func (c County) override(line *Line, rule, turn string) bool {
	for _, o := range c.Overrides {
		if o.RuleCode != rule || string(o.Turn) != turn || o.Seat != line.Seat {
			continue
		}
		if o.UserID == "" {
			return false
		}
		line.Person = o.UserID
		if c.absent(o.UserID, line.Day) {
			line.Person = ""
		}
	}
	return true
}

func (c County) meant(rule duty.Rule, t time.Time) bool {
	switch rule.Pattern {
	case duty.Workdays:
		return c.worked(t)
	case duty.OnDates:
		for _, d := range rule.Dates {
			if string(d) == t.Format(dateForm) {
				return true
			}
		}
		return false
	case duty.Monthly:
		tomorrow := t.AddDate(0, 0, 1)
		if rule.MonthDay > 0 {
			return t.Day() == rule.MonthDay || t.Day() < rule.MonthDay && tomorrow.Month() != t.Month()
		}
		if rule.Weekday == nil || t.Weekday() != *rule.Weekday {
			return false
		}
		if rule.Nth == -1 {
			return t.AddDate(0, 0, 7).Month() != t.Month()
		}
		nth := 0
		for d := t; d.Month() == t.Month(); d = d.AddDate(0, 0, -7) {
			nth++
		}
		return nth == rule.Nth
	default:
		return rule.Weekday == nil || *rule.Weekday == t.Weekday()
	}
}

func (c County) worked(t time.Time) bool {
	if p, ok := c.Public[t.Format(dateForm)]; ok {
		return !p.Off
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

func (c County) actual(rule duty.Rule, t time.Time) (time.Time, bool) {
	closed := c.Public[t.Format(dateForm)].Off
	if forWorkingDays(rule) && !c.worked(t) {
		closed = true
	}
	if !closed || rule.Holiday == duty.Keep {
		return t, true
	}
	if rule.Holiday != duty.Shift {
		return t, false
	}
	for !c.worked(t) {
		t = t.AddDate(0, 0, 1)
	}
	return t, true
}

// forWorkingDays: a rule of Wednesdays or of the 15th means working days, one of Saturdays or of every day does not.
func forWorkingDays(rule duty.Rule) bool {
	if rule.Pattern == duty.OnDates {
		return false
	}
	if rule.Pattern == duty.Monthly && rule.MonthDay > 0 {
		return true
	}
	return rule.Pattern != duty.Workdays && rule.Weekday != nil && *rule.Weekday != time.Saturday && *rule.Weekday != time.Sunday
}

// inForce: rules of a special period count only in it, and push those of the same post at the same station aside.
func (c County) inForce(rule duty.Rule, on string) bool {
	for _, p := range c.Periods {
		if !covers(p, rule.Station) || on < string(p.From) || on > string(p.To) {
			continue
		}
		if rule.Period == p.Code {
			return true
		}
		if rule.Period != "" {
			continue
		}
		for _, special := range c.Rules {
			if special.Period == p.Code && special.Station == rule.Station && special.Post == rule.Post {
				return false
			}
		}
	}
	return rule.Period == ""
}

func covers(p duty.Period, station string) bool {
	for _, s := range p.Stations {
		if s == station {
			return true
		}
	}
	return len(p.Stations) == 0
}
