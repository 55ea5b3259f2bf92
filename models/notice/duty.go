// Package notice decides which reminder or escalation is due for whom.
package notice

import (
	"hash/fnv"
	"slices"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// DutyStep is one step of a slot's reminders. A slot has one open job, its next step.
type DutyStep string

// The steps in order. The eve, the morning and the check at the start are the office's minimum for every slot; a Ladder
// says which others a slot has.
const (
	Ahead   DutyStep = "ahead"    // five working days before
	Eve     DutyStep = "eve"      // about 16:00
	Morning DutyStep = "morning"  // an hour before
	Second  DutyStep = "second"   // unconfirmed: the person again
	StandIn DutyStep = "stand_in" // then the backups of the post
	Lead    DutyStep = "lead"     // then the leader on duty
	Start   DutyStep = "start"    // then the duty office
	Phones  DutyStep = "phones"   // then a list to telephone
)

var dutySteps = []DutyStep{Ahead, Eve, Morning, Second, StandIn, Lead, Start, Phones}

// AheadMost is how many days before a duty its first reminder can come: five working days with a long holiday between.
const AheadMost = 20

const (
	eveAt       = calendar.ClockTime(16 * 60)
	morningLead = time.Hour
	secondLead  = 28 * time.Minute
	standInLead = 20 * time.Minute
	leadLead    = 10 * time.Minute
	phonesAfter = 25 * time.Minute
	aheadDays   = 5
	aheadLasts  = 48 * time.Hour
	missedTold  = BoardLooksBack
)

// Next returns the first step after another whose moment has not passed by now, and its due instant. ok is false
// when the slot needs no further step. A slot that was planned late starts with the step that still helps.
func (l Ladder) Next(s duty.Slot, after DutyStep, now time.Time) (step DutyStep, due time.Time, ok bool) {
	// Of a duty that was planned after its start nobody could be reminded, so nobody is found silent.
	if after == "" && !now.Before(s.StartsAt) {
		return "", time.Time{}, false
	}
	for _, step := range dutySteps[slices.Index(dutySteps, after)+1:] {
		due := l.due(s, step)
		if step == Ahead && now.After(due.Add(aheadLasts)) {
			continue // "in five days" would be wrong, and the eve is near
		}
		if l.has(s, step) && DutyStepUseful(s, step, now) {
			return step, due, true
		}
	}
	return "", time.Time{}, false
}

// DutyStepDue is when a step of a slot is due. Reminders go out two to six minutes before the full hour,
// differing by person: the platform asks apps to stay away from full and half hours (doc 90312).
func DutyStepDue(s duty.Slot, step DutyStep) time.Time {
	switch step {
	case Eve:
		return s.Day.Add(-1).At(eveAt).Add(-early(s.UserID))
	case Morning:
		return awayFromHalfHours(s.StartsAt.Add(-morningLead).Add(-early(s.UserID)))
	case Second:
		return awayFromHalfHours(s.StartsAt.Add(-secondLead).Add(-early(s.UserID)))
	case StandIn:
		return awayFromHalfHours(s.StartsAt.Add(-standInLead))
	case Lead:
		return awayFromHalfHours(s.StartsAt.Add(-leadLead))
	case Phones:
		return awayFromHalfHours(s.StartsAt.Add(phonesAfter))
	default:
		return s.StartsAt
	}
}

// DutyStepUseful tells whether a step that comes late is still worth doing.
func DutyStepUseful(s duty.Slot, step DutyStep, now time.Time) bool {
	if step == Phones {
		return (s.State == duty.Unconfirmed || s.State == duty.Planned) && now.Before(s.EndsAt)
	}
	return s.State == duty.Planned && now.Before(dutyStepUseless(s, step))
}

// dutyStepUseless is the instant from which the step would only repeat or contradict the next one.
func dutyStepUseless(s duty.Slot, step DutyStep) time.Time {
	switch step {
	case Ahead:
		return DutyStepDue(s, Eve).Add(-24 * time.Hour)
	case Eve:
		// On the day itself "tomorrow" would be wrong.
		return earlier(DutyStepDue(s, Morning), s.Day.At(0))
	case Start:
		return s.EndsAt.Add(missedTold) // a missed duty is told even after an outage
	default:
		return s.StartsAt
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func awayFromHalfHours(t time.Time) time.Time {
	if t.Minute()%30 == 0 {
		return t.Add(-time.Minute)
	}
	return t
}

func early(person string) time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(person))
	return 2*time.Minute + time.Duration(h.Sum32()%240)*time.Second
}
