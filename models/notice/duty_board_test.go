package notice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// reminded is one reminder that a slot had.
type reminded struct {
	version int64
	step    notice.DutyStep
	sent    queue.State
}

// shift plays a slot through its days: its ladder is climbed by a clock that jumps, its person speaks or does not, the office
// changes it, and the platform loses messages.
type shift struct {
	slot      duty.Slot
	ladder    notice.Ladder
	after     notice.DutyStep
	now       time.Time
	reminders []reminded
	told      bool // the duty office, of the silence
}

func (s *shift) climb(t *rapid.T) bool {
	step, due, ok := s.ladder.Next(s.slot, s.after, s.now)
	if !ok {
		return false
	}
	if s.now.Before(due) {
		s.now = due
	}
	if rapid.IntRange(0, 3).Draw(t, "outage") == 0 {
		s.now = s.now.Add(time.Duration(rapid.IntRange(0, 96*60).Draw(t, "minutes")) * time.Minute)
	}
	s.after = step
	if !notice.DutyStepUseful(s.slot, step, s.now) {
		return true
	}
	switch step {
	case notice.Start:
		s.slot.State, s.told = duty.Unconfirmed, true
	case notice.Ahead, notice.Eve, notice.Morning, notice.Second:
		sent := rapid.SampledFrom([]queue.State{queue.Done, queue.Done, queue.Bundled, queue.Dead, queue.Expired}).Draw(t, "sent")
		s.reminders = append(s.reminders, reminded{s.slot.Version, step, sent})
	}
	return true
}

func (s *shift) happen(t *rapid.T) {
	switch rapid.IntRange(0, 9).Draw(t, "event") {
	case 0:
		if confirmed, err := s.slot.Confirm(s.slot.UserID, s.slot.Version, s.now); err == nil {
			s.slot = confirmed
		}
	case 1:
		if s.slot.Open(s.now) && s.slot.ArrivedAt == nil {
			s.slot = s.slot.Arrived(duty.ByLocation, s.now)
		}
	case 2:
		if s.now.Before(s.slot.StartsAt) && s.slot.State != duty.Withdrawn {
			s.slot.Version++
			s.slot.State, s.slot.ConfirmedAt, s.after = duty.Planned, nil, ""
			s.slot.UserID = rapid.SampledFrom([]string{"lina", "zhanglei"}).Draw(t, "person")
			if rapid.IntRange(0, 4).Draw(t, "withdrawn") == 0 {
				s.slot.State = duty.Withdrawn
			}
			s.ladder.Version = s.slot.Version
		}
	}
}

func TestEachReminderEndsInOneOfFourWays(t *testing.T) {
	seen := map[notice.Ending]int{}
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.Day("2026-11-25")
		start := day.At(calendar.ClockTime(rapid.IntRange(0, 23*60).Draw(t, "start")))
		slot := duty.Slot{ID: 1, Station: "center", Post: "值班员", Day: day, UserID: "lina", State: duty.Planned, Version: 1, StartsAt: start, EndsAt: start.Add(9 * time.Hour)}
		post := duty.Post{Name: slot.Post, Ahead: rapid.Bool().Draw(t, "ahead"), Backups: []string{"xuqing"}}
		s := &shift{slot: slot, now: day.Add(-20).At(9 * 60), ladder: notice.NewLadder(slot, post, nil, calendar.China(), start)}
		for s.climb(t) {
			s.happen(t)
		}
		for _, r := range s.reminders {
			end := notice.ReminderEnding(s.slot, r.version, r.sent)
			seen[end]++
			if end == notice.ReminderOpen {
				t.Fatalf("%+v ended quietly; slot %+v", r, s.slot)
			}
			if end == notice.ReminderEscalated && !s.told {
				t.Fatalf("%+v escalated, and nobody was told", r)
			}
		}
	})
	for _, end := range []notice.Ending{notice.ReminderAnswered, notice.ReminderEscalated, notice.ReminderCancelled, notice.ReminderUndelivered} {
		if seen[end] == 0 {
			t.Errorf("no reminder was seen to end as %q", end)
		}
	}
}

func TestReached(t *testing.T) {
	day := calendar.Day("2026-11-25")
	slot := duty.Slot{ID: 1, Day: day, UserID: "lina", State: duty.Planned, Version: 1, StartsAt: day.At(8 * 60), EndsAt: day.At(20 * 60)}
	ladder := notice.NewLadder(slot, duty.Post{Backups: []string{"xuqing"}}, []string{"linjing"}, calendar.China(), day.At(0))
	for name, row := range map[string]struct {
		now  time.Time
		want notice.DutyStep
	}{
		"two days before": {day.Add(-2).At(12 * 60), ""},
		"on the eve":      {day.Add(-1).At(16 * 60), notice.Eve},
		"in the morning":  {day.At(7 * 60), notice.Morning},
		"again":           {day.At(7*60 + 33), notice.Second},
		"stand-ins":       {day.At(7*60 + 41), notice.StandIn},
		"the leader":      {day.At(7*60 + 51), notice.Lead},
		"at the start":    {day.At(8 * 60), notice.Start},
		"to telephone":    {day.At(9 * 60), notice.Phones},
	} {
		if got := ladder.Reached(slot, row.now); got != row.want || got.Words() == "" {
			t.Errorf("%s: %q (%s), want %q", name, got, got.Words(), row.want)
		}
	}
}

func TestBoardMorningDue(t *testing.T) {
	day := calendar.Day("2026-11-28") // duty knows no weekend
	for at, want := range map[calendar.ClockTime]bool{8 * 60: false, 8*60 + 12: true, 9*60 + 11: true, 9*60 + 12: false} {
		if mark, due := notice.BoardMorningDue(day.At(at)); due != want || mark != "board-morning:2026-11-28" {
			t.Errorf("%v: %s, %v", at, mark, due)
		}
	}
}
