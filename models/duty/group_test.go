package duty_test

import (
	"regexp"
	"testing"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
)

func TestAGroupWantsARosterOnceAWeekAndAChangeOnceADay(t *testing.T) {
	monday := calendar.Day("2026-11-23")
	g := duty.Group{Station: "center", ChatID: "duty1"}
	steps := []struct {
		today          calendar.Day
		mark           string
		wants, changed bool
	}{
		{monday, "a", true, false},
		{monday, "a", false, false},
		{monday, "b", true, true},
		{monday, "c", false, false}, // at most one a day
		{monday.Add(1), "c", true, true},
		{monday.Add(2), "c", false, false},
		{monday.Add(7), "c", true, false},
	}
	for i, step := range steps {
		week, _ := calendar.Week(step.today)
		wants, changed := g.Wants(week, step.today, step.mark)
		if wants != step.wants || changed != step.changed {
			t.Fatalf("step %d: %v, %v", i, wants, changed)
		}
		if wants {
			g = g.Told(week, step.today, step.mark, changed)
		}
	}
}

func TestRosterMark(t *testing.T) {
	start := calendar.Day("2026-11-23").At(8 * 60)
	slot := duty.Slot{Post: "值班员", UserID: "lina", StartsAt: start, EndsAt: start.Add(time.Hour), State: duty.Planned}
	confirmed, other, later, gone := slot, slot, slot, slot
	confirmed.State, other.UserID, later.EndsAt, gone.State = duty.Confirmed, "madong", start.Add(2*time.Hour), duty.Withdrawn
	mark := duty.RosterMark([]duty.Slot{slot})
	if duty.RosterMark([]duty.Slot{confirmed}) != mark || duty.RosterMark([]duty.Slot{slot, gone}) != mark {
		t.Error("a confirmation changed the roster")
	}
	if duty.RosterMark([]duty.Slot{other}) == mark || duty.RosterMark([]duty.Slot{later}) == mark || duty.RosterMark(nil) == mark {
		t.Error("a change was not noticed")
	}
}

func TestChatIDFor(t *testing.T) {
	id := duty.ChatIDFor("城关镇")
	if !regexp.MustCompile(`^[0-9a-zA-Z]{1,32}$`).MatchString(id) || id == duty.ChatIDFor("center") || id != duty.ChatIDFor("城关镇") {
		t.Errorf("chat id %q", id)
	}
}

func TestStaffOf(t *testing.T) {
	rules := []duty.Rule{
		{Station: "office", Post: "值班员", People: []string{"madong", "xuqing"}, HolidayCrew: []string{"lina"}},
		{Station: "center", Post: "值班员", People: []string{"wuxia"}},
	}
	got := duty.StaffOf("office", rules, []duty.Post{{Name: "值班员", Backups: []string{"xuqing", "gaofeng"}}})
	if len(got) != 4 || got[2] != "lina" || got[3] != "gaofeng" {
		t.Errorf("staff %v", got)
	}
}
