package story_test

import (
	"testing"

	"petitiondesk/models/calendar"
	"petitiondesk/test/story"
)

// A reception that public days shift past what is planned keeps its bookings, there and when that day comes near.
func TestABookingIsShiftedPastTheHorizon(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "预约 "+number+" 2027年1月6日")
		s.Expect("wangfang", "已预约", number, "1月6日 周三")
		leader, _ := receiverOn(t, s, "2027-01-06")
		var off []calendar.PublicDay
		for _, day := range []calendar.Day{"2027-01-06", "2027-01-07", "2027-01-08", "2027-01-09", "2027-01-10"} {
			off = append(off, calendar.PublicDay{Day: day, Off: true, Name: "元旦", NoticeYear: 2027})
		}
		if _, err := s.Demo.App.Desk.ImportCalendar(s.Context(), "gaofeng", "days.csv", []calendar.Notice{{Year: 2027, Days: off}}, false); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.Demo.App.Desk.Plan(s.Context()); err != nil {
				t.Fatal(err)
			}
		}
		s.Expect("wangfang", "接访安排有调整", number+" 原约1月6日 周三", "改到 1月11日 周一", "请告知信访人")
		s.Expect(leader, "现安排您：1月11日", "您不再承担这一班：1月6日")
		s.Say("wangfang", "预约")
		s.Expect("wangfang", "共1件", "1月11日 周一", number)
		s.MoveTo("2026-11-28", "10:00")
		s.ExpectNothing("wangfang")
		s.MoveTo("2027-01-10", "16:20")
		s.Expect(leader, "接访预约（1月11日", "共1件", number)
		s.VerifyLedger()
	})
}

// Where who booked has left, one rule says who answers for the booking: the duty office is told, and asked what came of it.
func TestWhoAnswersForABookingWhenItsMakerHasLeft(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "预约 "+number+" 周三")
		s.Expect("wangfang", "已预约", number)
		if _, err := s.DB().ExecContext(t.Context(), "UPDATE people SET active = 0 WHERE user_id = 'wangfang'"); err != nil {
			t.Fatal(err)
		}
		leader, _ := receiverOn(t, s, "2026-11-25")
		s.MoveTo("2026-11-25", "15:00")
		s.Say(leader, "未到 "+number)
		s.Expect(leader, "未到", number)
		s.Expect("madong", number, "未到")
	})
}
