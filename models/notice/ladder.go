package notice

import (
	"slices"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// Ladder is who learns of a slot that nobody confirms, and when. It is frozen when the slot is first reminded: a change
// of the office's orders does not change a ladder that runs. The zero ladder has the office's minimum.
type Ladder struct {
	SlotID    int64  `gorm:"primaryKey;autoIncrement:false"`
	Version   int64  `gorm:"primaryKey;autoIncrement:false"`
	Steps     []Rung `gorm:"serializer:json"`
	CreatedAt time.Time
}

// TableName is the table of ladders.
func (Ladder) TableName() string { return "duty_ladders" }

// Rung is one step beyond the minimum. People are userids; empty means the person on duty, or the duty office.
type Rung struct {
	Step   DutyStep
	Due    time.Time
	People []string
}

// NewLadder makes the ladder of a slot from the orders for its post and from who leads at its station.
func NewLadder(s duty.Slot, post duty.Post, leaders []string, cal *calendar.Calendar, now time.Time) Ladder {
	l := Ladder{SlotID: s.ID, Version: s.Version, CreatedAt: now}
	add := func(step DutyStep, due time.Time, people ...string) {
		l.Steps = append(l.Steps, Rung{Step: step, Due: due, People: people})
	}
	if post.Ahead {
		add(Ahead, workingDaysBefore(cal, s.Day, aheadDays).At(eveAt).Add(-early(s.UserID)))
	}
	add(Second, DutyStepDue(s, Second))
	if backups := without(post.Backups, s.UserID); len(backups) > 0 {
		add(StandIn, DutyStepDue(s, StandIn), backups...)
	}
	if leaders = without(leaders, s.UserID); len(leaders) > 0 {
		add(Lead, DutyStepDue(s, Lead), leaders...)
	}
	add(Phones, DutyStepDue(s, Phones))
	return l
}

func without(people []string, person string) []string {
	return slices.DeleteFunc(slices.Clone(people), func(p string) bool { return p == person })
}

func workingDaysBefore(cal *calendar.Calendar, day calendar.Day, n int) calendar.Day {
	for n > 0 {
		day = day.Add(-1)
		if cal.Working(day) {
			n--
		}
	}
	return day
}

// Rung finds a step of the ladder.
func (l Ladder) Rung(step DutyStep) (Rung, bool) {
	i := slices.IndexFunc(l.Steps, func(r Rung) bool { return r.Step == step })
	if i < 0 {
		return Rung{}, false
	}
	return l.Steps[i], true
}

// has tells whether the slot has the step. One with nobody on it has no one to remind, only those to tell.
func (l Ladder) has(s duty.Slot, step DutyStep) bool {
	_, extra := l.Rung(step)
	if s.UserID == "" && !slices.Contains([]DutyStep{Eve, Lead, Start}, step) {
		return false
	}
	return extra || slices.Contains([]DutyStep{Eve, Morning, Start}, step)
}

func (l Ladder) due(s duty.Slot, step DutyStep) time.Time {
	if rung, ok := l.Rung(step); ok {
		return rung.Due
	}
	return DutyStepDue(s, step)
}
