package duty

import (
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
)

// Trouble is something in the coming roster that will leave a duty without a person.
type Trouble struct {
	Key     string // the same trouble again is told once
	Slot    Slot
	Why     string
	Station string // code
	Day     calendar.Day
}

// Troubles looks through a roster for slots with nobody, with somebody who cannot be reached, and for days of a
// special period with fewer people than ordered. unreachable names those whom the app does not reach, with the reason.
func Troubles(slots []Slot, staff map[string]people.Person, unreachable map[string]string, periods []Period) []Trouble {
	var found []Trouble
	for _, s := range slots {
		if s.State == Withdrawn {
			continue
		}
		if why := troubleOf(s, staff, unreachable); why != "" {
			found = append(found, Trouble{
				Key: fmt.Sprintf("gap:%s:%s:%s", s.Key(), s.UserID, s.Day), Slot: s, Why: why, Station: s.Station, Day: s.Day,
			})
		}
	}
	return append(found, shortCrews(slots, periods)...)
}

var gapWords = map[Gap]string{
	NobodyLeft: "轮到的人都请假或已在岗，无人可派", NamedIsAbsent: "指定的人当天请假或出差",
}

// Words says why nobody is there.
func (g Gap) Words() string {
	if g == "" {
		return "无人值班"
	}
	return gapWords[g]
}

func troubleOf(s Slot, staff map[string]people.Person, unreachable map[string]string) string {
	if s.UserID == "" {
		return s.Gap.Words()
	}
	person, known := staff[s.UserID]
	switch {
	case !known:
		return s.UserID + "不在人员名册里"
	case !person.Active:
		return person.Title() + "已离开或停用，提醒发不到本人"
	case unreachable[s.UserID] != "":
		return person.Title() + unreachable[s.UserID] + "，提醒发不到本人"
	}
	return ""
}

func shortCrews(slots []Slot, periods []Period) []Trouble {
	type place struct {
		station string
		day     calendar.Day
	}
	there := map[place][]string{}
	for _, s := range slots {
		at := place{s.Station, s.Day}
		if s.State != Withdrawn && s.UserID != "" && !slices.Contains(there[at], s.UserID) {
			there[at] = append(there[at], s.UserID)
		} else if there[at] == nil {
			there[at] = []string{}
		}
	}
	var found []Trouble
	for at, crew := range there {
		for _, p := range periods {
			if p.On(at.day) && p.Covers(at.station) && len(crew) < p.Crew {
				found = append(found, Trouble{
					Key: fmt.Sprintf("crew:%s:%s:%s:%d", p.Code, at.station, at.day, len(crew)), Station: at.station, Day: at.day,
					Why: fmt.Sprintf("%s期间至少要%d人，现有%d人", p.Name, p.Crew, len(crew)),
				})
			}
		}
	}
	slices.SortFunc(found, func(a, b Trouble) int { return strings.Compare(a.Key, b.Key) })
	return found
}
