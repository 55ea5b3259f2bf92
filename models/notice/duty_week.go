package notice

import (
	"slices"
	"time"

	"petitiondesk/models/calendar"
)

const weekAheadAt = calendar.ClockTime(15*60 + 4)

// WeekAheadDue gives, from the afternoon of the week's last working day on, the next week and the key of its preview.
func WeekAheadDue(now time.Time, cal *calendar.Calendar) (key string, from, to calendar.Day, due bool) {
	today := calendar.DayOf(now)
	_, sunday := calendar.Week(today)
	for day := today.Add(1); day <= sunday; day = day.Add(1) {
		if cal.Working(day) {
			return "", "", "", false
		}
	}
	if !cal.Working(today) || now.Before(today.At(weekAheadAt)) {
		return "", "", "", false
	}
	from, to = calendar.Week(sunday.Add(1))
	return "duty-week:" + weekOf(from), from, to, true
}

const (
	groupsFrom = calendar.ClockTime(8*60 + 20)
	groupsTo   = calendar.ClockTime(20 * 60)
)

// GroupRosterDue gives the week whose roster stations' groups must have: by day from twenty past eight on its first working day
// on, or on its Monday when none is worked.
func GroupRosterDue(now time.Time, cal *calendar.Calendar) (from, to calendar.Day, due bool) {
	today := calendar.DayOf(now)
	from, to = calendar.Week(today)
	first := from
	for day := from; day <= to; day = day.Add(1) {
		if cal.Working(day) {
			first = day
			break
		}
	}
	return from, to, today >= first && !now.Before(today.At(groupsFrom)) && now.Before(today.At(groupsTo))
}

// MayGoToGroup tells whether messages of a kind may have a group as their recipient. Nothing of petitions ever does.
func MayGoToGroup(kind Kind) bool { return slices.Contains(groupKinds, kind) }

var groupKinds = []Kind{StationRoster}

const (
	troublesFrom = calendar.ClockTime(7 * 60)
	troublesTo   = calendar.ClockTime(21 * 60)
	urgent       = 24 * time.Hour
)

// TroubleDue tells whether a trouble with a duty is to be told now: by day, or at any hour when the duty is near.
func TroubleDue(now, starts time.Time) bool {
	today := calendar.DayOf(now)
	return !now.Before(today.At(troublesFrom)) && now.Before(today.At(troublesTo)) || starts.Before(now.Add(urgent))
}
