// Package notice decides which reminder or escalation is due for whom.
package notice

import (
	"hash/fnv"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

// DutyStep is one step of a slot's reminders. A slot has one open job, its next step.
type DutyStep string

// The steps in order: the eve, the morning, and the check at the start of duty.
const (
	Eve     DutyStep = "eve"
	Morning DutyStep = "morning"
	Start   DutyStep = "start"
)

const (
	eveAt       = calendar.ClockTime(16 * 60)
	morningLead = time.Hour
)

// NextDutyStep returns the first step whose moment has not passed by now, and its due instant. ok is false
// when the slot needs no further step. A slot that was planned late starts with the step that still helps.
func NextDutyStep(s duty.Slot, after DutyStep, now time.Time) (step DutyStep, due time.Time, ok bool) {
	// Of a duty that was planned after its start nobody could be reminded, so nobody is found silent.
	if s.State != duty.Planned || after == "" && !now.Before(s.StartsAt) {
		return "", time.Time{}, false
	}
	for _, step := range stepsAfter(after) {
		due := DutyStepDue(s, step)
		if step == Start || now.Before(dutyStepUseless(s, step)) {
			return step, due, now.Before(dutyStepUseless(s, Start))
		}
	}
	return "", time.Time{}, false
}

func stepsAfter(after DutyStep) []DutyStep {
	switch after {
	case "":
		return []DutyStep{Eve, Morning, Start}
	case Eve:
		return []DutyStep{Morning, Start}
	case Morning:
		return []DutyStep{Start}
	default:
		return nil
	}
}

// DutyStepDue is when a step of a slot is due. Reminders go out two to six minutes before the full hour,
// differing by person: the platform asks apps to stay away from full and half hours (doc 90312).
func DutyStepDue(s duty.Slot, step DutyStep) time.Time {
	switch step {
	case Eve:
		return s.Day.Add(-1).At(eveAt).Add(-early(s.UserID))
	case Morning:
		return awayFromHalfHours(s.StartsAt.Add(-morningLead).Add(-early(s.UserID)))
	default:
		return s.StartsAt
	}
}

// DutyStepUseful tells whether a step that comes late is still worth doing.
func DutyStepUseful(s duty.Slot, step DutyStep, now time.Time) bool {
	return s.State == duty.Planned && now.Before(dutyStepUseless(s, step))
}

// dutyStepUseless is the instant from which the step would only repeat or contradict the next one.
func dutyStepUseless(s duty.Slot, step DutyStep) time.Time {
	switch step {
	case Eve:
		// On the day itself "tomorrow" would be wrong.
		return earlier(DutyStepDue(s, Morning), s.Day.At(0))
	case Morning:
		return s.StartsAt
	default:
		return s.EndsAt.Add(24 * time.Hour) // a missed duty is told even after an outage
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
