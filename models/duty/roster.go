package duty

import (
	"cmp"
	"slices"

	"petitiondesk/models/calendar"
)

// Source says why a person is on a slot.
type Source string

// The sources besides the rule itself.
const (
	ByCrew     Source = "crew"     // the holiday crew's turn
	ByOverride Source = "override" // put there once by the office
	BySwap     Source = "swap"
	ByImport   Source = "import"
	ByStandIn  Source = "stand_in"
)

// Gap says why nobody is on a slot.
type Gap string

// The gaps that a roster can have by itself.
const (
	NobodyLeft    Gap = "nobody_left"     // everybody whose turn it could be is away or already on the post
	NamedIsAbsent Gap = "named_is_absent" // who was put there is away
)

// Roster is everything that decides who is on duty.
type Roster struct {
	Rules     []Rule
	Periods   []Period
	Absences  []Absence
	Overrides []Override
	Calendar  *calendar.Calendar
}

// FinalRoster is the roster of standing rules alone.
func FinalRoster(rules []Rule, cal *calendar.Calendar, from, to calendar.Day) []Slot {
	return Roster{Rules: rules, Calendar: cal}.Final(from, to)
}

// Final lists the slots of the days from..to, those with nobody on them too, in order of time, station, post and
// seat. It is the only source of who is on duty: chat, feeds, sheets, reminders and statistics read what it gave.
func (r Roster) Final(from, to calendar.Day) []Slot {
	away := awayDays(r.Absences)
	put := map[string]Override{}
	for _, o := range r.Overrides {
		put[o.Key()] = o
	}
	var slots []Slot
	for _, rule := range r.Rules {
		t := turns{rule: rule, cal: r.Calendar, away: away, spans: r.spansOf(rule), from: from, to: to}
		slots = append(slots, t.slots()...)
	}
	slots = slices.DeleteFunc(slots, func(s Slot) bool { o, ok := put[s.Key()]; return ok && o.UserID == "" })
	for i := range slots {
		if o, ok := put[slots[i].Key()]; ok {
			slots[i] = o.on(slots[i], away)
		}
	}
	slices.SortStableFunc(slots, inOrder)
	return slots
}

func inOrder(a, b Slot) int {
	return cmp.Or(a.StartsAt.Compare(b.StartsAt), cmp.Compare(a.Station, b.Station), cmp.Compare(a.Post, b.Post),
		cmp.Compare(a.RuleCode, b.RuleCode), cmp.Compare(a.Seat, b.Seat))
}

// spans are the days on which a rule counts: those of its period, or all but those on which rules of a period take
// its post at its station over.
type spans struct {
	ofPeriod bool
	days     []span
}

type span struct{ from, to calendar.Day }

func (s spans) count(day calendar.Day) bool {
	within := slices.ContainsFunc(s.days, func(d span) bool { return d.from <= day && day <= d.to })
	return within == s.ofPeriod
}

func (r Roster) spansOf(rule Rule) spans {
	s := spans{ofPeriod: rule.Period != ""}
	for _, p := range r.Periods {
		if !p.Covers(rule.Station) {
			continue
		}
		if p.Code == rule.Period || !s.ofPeriod && r.takenOver(p, rule) {
			s.days = append(s.days, span{p.From, p.To})
		}
	}
	return s
}

func (r Roster) takenOver(p Period, rule Rule) bool {
	return slices.ContainsFunc(r.Rules, func(special Rule) bool {
		return special.Period == p.Code && special.Station == rule.Station && special.Post == rule.Post
	})
}
