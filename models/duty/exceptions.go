package duty

import (
	"fmt"
	"slices"
	"time"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// Period is a special period 特护期, in which rules of its own take posts over from the standing ones.
type Period struct {
	Code     string `gorm:"primaryKey"`
	Name     string
	From     calendar.Day
	To       calendar.Day
	Stations []string `gorm:"serializer:json"` // empty = all
	Crew     int      // the fewest people at each station on each day, 0 = no such order
}

// TableName is the table of special periods.
func (Period) TableName() string { return "duty_periods" }

// Covers tells whether the period is one for the station.
func (p Period) Covers(station string) bool {
	return len(p.Stations) == 0 || slices.Contains(p.Stations, station)
}

// On tells whether the day lies in the period.
func (p Period) On(day calendar.Day) bool { return p.From <= day && day <= p.To }

// Absence is whole days on which a person is not there: 请假, 出差.
type Absence struct {
	ID        int64 `gorm:"primaryKey"`
	UserID    string
	From      calendar.Day
	To        calendar.Day
	Reason    string
	By        string
	CreatedAt time.Time
	EndedAt   *time.Time // taken back
}

// TableName is the table of absences.
func (Absence) TableName() string { return "duty_absences" }

// MaxAbsence is the longest absence that is entered at once, in days.
const MaxAbsence = 366

// Check refuses days that lie in the past, whose turns have been taken, or are in disorder.
func (a Absence) Check(today calendar.Day) error {
	switch {
	case a.To < a.From:
		return models.Errorf(models.Invalid, "结束日期早于开始日期，请改为如「请假 12月3日 到 12月5日」。")
	case a.From < today:
		return models.Errorf(models.Invalid, "只能登记今天及以后的请假，过去的安排不再改动。")
	case a.To > a.From.Add(MaxAbsence):
		return models.Errorf(models.Invalid, "一次最多登记%d天，请分开登记。", MaxAbsence)
	}
	return nil
}

// absentees knows who is away when.
type absentees map[string][]span

func awayDays(absences []Absence) absentees {
	away := absentees{}
	for _, a := range absences {
		if a.EndedAt == nil {
			away[a.UserID] = append(away[a.UserID], span{a.From, a.To})
		}
	}
	return away
}

func (a absentees) on(person string, day calendar.Day) bool {
	return slices.ContainsFunc(a[person], func(s span) bool { return s.from <= day && day <= s.to })
}

// Override puts one person on one slot, once. It is bound to the slot's turn, so it follows when the slot is
// shifted. UserID "" means that this duty is called off.
type Override struct {
	Code      string `gorm:"primaryKey"` // see Key
	RuleCode  string
	Turn      calendar.Day
	Seat      int
	UserID    string
	Source    Source
	Reason    string
	By        string
	CreatedAt time.Time
}

// TableName is the table of overrides.
func (Override) TableName() string { return "duty_overrides" }

// Key identifies the slot that is overridden: one has one override at most.
func (o Override) Key() string { return turnKey(o.RuleCode, o.Turn, o.Seat) }

func turnKey(rule string, turn calendar.Day, seat int) string {
	return fmt.Sprintf("%s|%s|%d", rule, turn, seat)
}

// OverrideOf puts a person on the slot.
func OverrideOf(s Slot, person string, source Source, by string, now time.Time) Override {
	o := Override{RuleCode: s.RuleCode, Turn: s.Turn(), Seat: s.Seat, UserID: person, Source: source, By: by, CreatedAt: now}
	o.Code = o.Key()
	return o
}

// Turn is the day whose turn the slot is.
func (s Slot) Turn() calendar.Day {
	if s.Nominal != "" {
		return s.Nominal
	}
	return s.Day
}

// Key identifies the slot among all that rules give, wherever its day is shifted.
func (s Slot) Key() string { return turnKey(s.RuleCode, s.Turn(), s.Seat) }

func (o Override) on(s Slot, away absentees) Slot {
	s.Source, s.UserID, s.Gap = o.Source, o.UserID, ""
	if away.on(o.UserID, s.Day) {
		s.UserID, s.Gap = "", NamedIsAbsent
	}
	return s
}
