package notice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

const dutyDay = calendar.Day("2026-11-25")

func slotOf(person string, state duty.SlotState) duty.Slot {
	return duty.Slot{ID: 1, Day: dutyDay, UserID: person, StartsAt: dutyDay.At(9 * 60), EndsAt: dutyDay.At(17 * 60), State: state, Version: 1}
}

func at(day calendar.Day, hour, minute int) time.Time {
	return day.At(calendar.ClockTime(hour*60 + minute))
}

func TestNextStepOfTheLeastLadder(t *testing.T) {
	const none = notice.DutyStep("")
	eve := dutyDay.Add(-1)
	for name, c := range map[string]struct {
		state duty.SlotState
		after notice.DutyStep
		now   time.Time
		want  notice.DutyStep
	}{
		"planned weeks ahead":             {duty.Planned, none, at(dutyDay.Add(-30), 10, 0), notice.Eve},
		"planned on the eve, at noon":     {duty.Planned, none, at(eve, 12, 0), notice.Eve},
		"planned on the eve, at night":    {duty.Planned, none, at(eve, 21, 0), notice.Eve},
		"planned after midnight":          {duty.Planned, none, at(dutyDay, 0, 30), notice.Morning},
		"planned just before the start":   {duty.Planned, none, at(dutyDay, 8, 30), notice.Morning},
		"planned at the start":            {duty.Planned, none, at(dutyDay, 9, 0), none},
		"planned while on duty":           {duty.Planned, none, at(dutyDay, 12, 0), none},
		"found after the end":             {duty.Planned, notice.Eve, at(dutyDay, 18, 0), notice.Start},
		"found a day after the end":       {duty.Planned, none, at(dutyDay.Add(1), 17, 0), none},
		"after the eve":                   {duty.Planned, notice.Eve, at(eve, 16, 0), notice.Morning},
		"after the eve, late":             {duty.Planned, notice.Eve, at(dutyDay, 9, 30), notice.Start},
		"after the morning":               {duty.Planned, notice.Morning, at(dutyDay, 8, 0), notice.Start},
		"after the morning, a week later": {duty.Planned, notice.Morning, at(dutyDay.Add(8), 8, 0), none},
		"after the start":                 {duty.Planned, notice.Start, at(dutyDay, 9, 0), none},
		"confirmed":                       {duty.Confirmed, none, at(eve, 12, 0), none},
		"unconfirmed":                     {duty.Unconfirmed, none, at(dutyDay, 9, 0), none},
		"the rules no longer give it":     {duty.Withdrawn, none, at(eve, 12, 0), none},
		"confirmed between two reminders": {duty.Confirmed, notice.Eve, at(eve, 18, 0), none},
	} {
		t.Run(name, func(t *testing.T) {
			slot := slotOf("lina", c.state)
			step, due, ok := (notice.Ladder{}).Next(slot, c.after, c.now)
			if ok != (c.want != none) {
				t.Fatalf("step %q, needed: %v", step, ok)
			}
			if ok && (step != c.want || !due.Equal(notice.DutyStepDue(slot, c.want))) {
				t.Errorf("step %q due %v, want %q", step, due, c.want)
			}
		})
	}
}

func TestDutyStepUseful(t *testing.T) {
	eve := dutyDay.Add(-1)
	for name, c := range map[string]struct {
		state duty.SlotState
		step  notice.DutyStep
		now   time.Time
		want  bool
	}{
		"the eve in time":                  {duty.Planned, notice.Eve, at(eve, 16, 0), true},
		"the eve at night":                 {duty.Planned, notice.Eve, at(eve, 23, 0), true},
		"the eve, when the morning is due": {duty.Planned, notice.Eve, at(dutyDay, 8, 0), false},
		"the morning in time":              {duty.Planned, notice.Morning, at(dutyDay, 8, 0), true},
		"the morning, when duty has begun": {duty.Planned, notice.Morning, at(dutyDay, 9, 0), false},
		"the start, after an outage":       {duty.Planned, notice.Start, at(dutyDay.Add(1), 16, 59), true},
		"the start, a week after the end":  {duty.Planned, notice.Start, at(dutyDay.Add(8), 17, 0), false},
		"a reminder of what is confirmed":  {duty.Confirmed, notice.Morning, at(dutyDay, 8, 0), false},
		"a check of what is confirmed":     {duty.Confirmed, notice.Start, at(dutyDay, 9, 0), false},
		"a reminder of what was withdrawn": {duty.Withdrawn, notice.Eve, at(eve, 16, 0), false},
		"a check that was made before":     {duty.Unconfirmed, notice.Start, at(dutyDay, 9, 0), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := notice.DutyStepUseful(slotOf("lina", c.state), c.step, c.now); got != c.want {
				t.Errorf("useful: %v", got)
			}
		})
	}
}

func TestRemindersComeShortlyBeforeTheHour(t *testing.T) {
	leads := map[time.Duration]bool{}
	for _, person := range []string{"", "lina", "wangfang", "zhang.min", "li", "wang"} {
		slot := slotOf(person, duty.Planned)
		for step, hour := range map[notice.DutyStep]time.Time{notice.Eve: at(dutyDay.Add(-1), 16, 0), notice.Morning: at(dutyDay, 8, 0)} {
			lead := hour.Sub(notice.DutyStepDue(slot, step))
			if lead < 2*time.Minute || lead >= 6*time.Minute {
				t.Errorf("%s of %q comes %v before the hour", step, person, lead)
			}
			leads[lead] = true
		}
		if due := notice.DutyStepDue(slot, notice.Start); !due.Equal(slot.StartsAt) {
			t.Errorf("the start of %q is checked at %v", person, due)
		}
	}
	if len(leads) < 3 {
		t.Errorf("everybody is reminded at once: %v", leads)
	}
}

// Each step, done when it is due, leads to the one after it; the moment of the last one ends the chain.
func TestDutyStepsFollowOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slot := slotOf(rapid.StringN(1, 20, -1).Draw(t, "person"), duty.Planned)
		slot.Day = calendar.Day("2026-01-01").Add(rapid.IntRange(0, 800).Draw(t, "day"))
		start := rapid.IntRange(0, 46).Draw(t, "half hours before the start")
		slot.StartsAt = slot.Day.At(calendar.ClockTime(start * 30))
		slot.EndsAt = slot.StartsAt.Add(30 * time.Minute)
		now, after := slot.Day.Add(-20).At(0), notice.DutyStep("")
		for _, want := range []notice.DutyStep{notice.Eve, notice.Morning, notice.Start} {
			step, due, ok := (notice.Ladder{}).Next(slot, after, now)
			if !ok || step != want || !due.After(now) {
				t.Fatalf("after %q: %q due %v, needed: %v", after, step, due, ok)
			}
			if !notice.DutyStepUseful(slot, step, due) {
				t.Fatalf("%q is useless when it is due", step)
			}
			now, after = due, step
		}
		if step, _, ok := (notice.Ladder{}).Next(slot, after, now); ok {
			t.Fatalf("%q follows the start", step)
		}
	})
}
