package story_test

import (
	"strings"
	"testing"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/duty"
	"petitiondesk/test/story"
)

func groupOf(t *testing.T, s *story.Story, station string) string {
	t.Helper()
	var out strings.Builder
	for range 2 { // whoever is not sure that it worked does it again
		if err := s.Demo.App.CreateGroup(t.Context(), station, &out); err != nil {
			t.Fatal(err)
		}
	}
	if groups := s.Demo.Sim.Groups(); len(groups) != 1 || len(groups[0].Members) < 4 {
		t.Fatalf("groups %+v", groups)
	}
	return wecomsim.GroupPrefix + duty.ChatIDFor(station)
}

// A station's group has its roster on the week's first working day, and a changed one at most once a day; nothing else ever
// goes there.
func TestAStationsGroupHasItsRoster(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		chat := groupOf(t, s, "office")
		s.MoveTo("2026-11-23", "09:01")
		s.Expect(chat, "县信访局值班室本周值班", "11月23日 周一：08:00–20:00 值班员", "11月29日 周日：")
		s.Say("madong", "调班 11月26日 值班员 高峰")
		s.Expect("madong", "已调整")
		s.MoveTo("2026-11-23", "09:10")
		s.Expect(chat, "本周值班有调整，以此为准", "11月26日 周四：08:00–20:00 值班员", "高峰")
		s.Say("madong", "调班 11月27日 值班员 徐青")
		s.Expect("madong", "已调整")
		s.MoveTo("2026-11-23", "19:59")
		s.Settle()
		if left := s.Unread(chat); len(left) > 0 {
			t.Errorf("a second change on one day: %s", story.Words(left[0]))
		}
		s.MoveTo("2026-11-24", "08:19")
		s.Settle()
		if left := s.Unread(chat); len(left) > 0 {
			t.Errorf("too early: %s", story.Words(left[0]))
		}
		s.MoveTo("2026-11-24", "08:21")
		s.Expect(chat, "有调整", "11月27日 周五：08:00–20:00 值班员", "徐青")
		s.MoveTo("2026-11-30", "08:21")
		s.Expect(chat, "县信访局值班室本周值班（11月30日", "12月6日 周日：")
		s.Settle()
		if left := s.Unread(chat); len(left) > 0 {
			t.Errorf("the group was also told: %s", story.Words(left[0]))
		}
		s.VerifyLedger()
	})
}

// A group that is no longer there is told to the duty office like anybody else who got nothing.
func TestALostGroupIsTold(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.AllowErrors("message failed for good")
		s.Settle()
		if err := s.Demo.App.Desk.SetGroup(t.Context(), "center", "nosuchchat"); err != nil {
			t.Fatal(err)
		}
		s.MoveTo("2026-11-23", "09:05")
		s.Expect("madong", "有一条消息没有送达 县人民来访接待中心值班群")
		openBoard(s, "madong", "县人民来访接待中心值班群没有收到")
	})
}

// Two stations can share a chat: each has its roster there.
func TestTwoStationsShareAGroup(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		chat := groupOf(t, s, "office")
		if err := s.Demo.App.Desk.SetGroup(t.Context(), "center", duty.ChatIDFor("office")); err != nil {
			t.Fatal(err)
		}
		s.MoveTo("2026-11-23", "09:01")
		s.Expect(chat, "县信访局值班室本周值班")
		s.Expect(chat, "县人民来访接待中心本周值班")
	})
}
