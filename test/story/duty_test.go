package story_test

import (
	"testing"

	"petitiondesk/test/story"
)

// The demo county's leaders take turns on Wednesdays from 2026-01-01; on 2026-11-25 it is linjing's turn or
// whoever the roster says, so the story asks the roster.
func leaderOn(t *testing.T, s *story.Story, day string) string {
	t.Helper()
	lines, err := s.Demo.App.Desk.DutyDays(t.Context(), "madong", 7)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if string(line.Slot.Day) == day && line.Slot.Post == "接访领导" {
			return line.Slot.UserID
		}
	}
	t.Fatalf("nobody is on reception duty on %s", day)
	return ""
}

func TestDutyReminderConfirmed(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader := leaderOn(t, s, "2026-11-25")
		s.MoveTo("2026-11-24", "15:50")
		s.ExpectNothing(leader)
		s.MoveTo("2026-11-24", "16:00")
		eve := s.Expect(leader, "明天值班提醒", "11月25日 周三", "08:30–17:30", "县人民来访接待中心", "接访领导", "[确认到岗]")
		s.MoveTo("2026-11-25", "07:30")
		morning := s.Expect(leader, "今天值班提醒", "[确认到岗]")
		s.Tap(leader, morning, "确认到岗")
		s.Expect(leader, "已确认", "11月25日 周三")
		s.ExpectCard(leader, morning.TaskID, "已确认到岗")
		s.ExpectCard(leader, eve.TaskID, "已确认到岗")
		s.MoveTo("2026-11-25", "08:35")
		s.ExpectNothing(leader)
		for _, bubble := range s.Unread("madong") {
			t.Logf("duty office: %s", story.Words(bubble))
		}
		s.TapKey(leader, eve.TaskID, story.Key(t, eve, "确认到岗"))
		s.Expect(leader, "已确认")
		s.VerifyLedger()
	})
}

func TestDutyUnconfirmedIsToldToTheDutyOffice(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader := leaderOn(t, s, "2026-11-25")
		s.MoveTo("2026-11-24", "16:00")
		s.Expect(leader, "明天值班提醒")
		s.MoveTo("2026-11-25", "07:30")
		morning := s.Expect(leader, "今天值班提醒")
		s.MoveTo("2026-11-25", "08:30")
		s.Expect("madong", "值班未确认", "11月25日 周三", "接访领导")
		s.Expect("xuqing", "值班未确认", "接访领导")
		s.ExpectNothing(leader)

		s.MoveTo("2026-11-25", "08:50")
		s.Tap(leader, morning, "确认到岗")
		s.Expect(leader, "已确认")
		s.Expect("madong", "已确认到岗", "确认时间 11月25日 08:50")
		s.VerifyLedger()
	})
}

// Somebody leaps over everything, as after a long outage: one word to the duty office, no stale reminders.
func TestDutyAfterALeap(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader := leaderOn(t, s, "2026-11-25")
		s.MoveTo("2026-11-25", "10:00")
		s.Expect("madong", "值班未确认", "接访领导", "11月25日")
		s.Settle()
		for _, bubble := range s.Unread(leader) {
			if bubble.Card != nil {
				t.Errorf("a stale reminder was sent: %s", story.Words(bubble))
			}
		}
	})
}

func TestDutyConfirmedByReply(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader := leaderOn(t, s, "2026-11-25")
		s.MoveTo("2026-11-24", "16:00")
		card := s.Expect(leader, "明天值班提醒")
		s.Say(leader, "待办")
		s.Expect(leader, "等您处理的事项", "值班", "11月25日")
		s.Say(leader, "确认到岗")
		s.Expect(leader, "已确认")
		s.ExpectCard(leader, card.TaskID, "已确认到岗")
		s.MoveTo("2026-11-25", "08:31")
		s.ExpectNothing(leader)
		s.Say(leader, "我的值班")
		s.Expect(leader, "11月25日", "（已确认）")
	})
}

// The roster of a year whose public days are not known says so.
func TestRosterOfAnUnpublishedYear(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.MoveTo("2026-12-31", "09:00")
		s.Say("madong", "值班")
		s.Expect("madong", "近期值班", "有关日期为暂定", "1月4日")
	})
}
