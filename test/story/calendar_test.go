package story_test

import (
	"strings"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/test/story"
)

var of2027 = []calendar.Notice{{Year: 2027, Days: []calendar.PublicDay{
	{Day: "2027-01-01", Off: true, Name: "元旦", NoticeYear: 2027}, {Day: "2027-01-03", Name: "元旦", NoticeYear: 2027},
}}}

// Next year's public days are missing: the duty office hears of it once a week, until somebody imports them.
func TestCalendarMissingIsToldWeekly(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		for _, person := range []string{"madong", "xuqing"} {
			s.Expect(person, "2027年的放假调休安排尚未导入", "petitiondesk import")
		}
		s.MoveTo("2026-11-24", "09:00")
		expectNoWarning(t, s)
		s.MoveTo("2026-11-30", "08:30")
		expectNoWarning(t, s)
		s.MoveTo("2026-11-30", "08:40")
		s.Expect("madong", "2027年的放假调休安排尚未导入")
		s.Expect("xuqing", "2027年的放假调休安排尚未导入")

		imports := func(by string, dryRun bool) ([]desk.CalendarChange, error) {
			return s.Demo.App.Desk.ImportCalendar(s.Context(), by, "days.csv", of2027, dryRun)
		}
		if _, err := imports("wangfang", false); models.CodeOf(err) != models.Forbidden {
			t.Fatalf("a clerk imported: %v", err)
		}
		for _, dryRun := range []bool{true, false} {
			changes, err := imports("gaofeng", dryRun)
			if err != nil || len(changes) != 1 || changes[0].Version != 1 || len(changes[0].Difference.Added) != 2 {
				t.Fatalf("dry run %v: %+v, %v", dryRun, changes, err)
			}
			version, err := s.Demo.App.Desk.CalendarVersion(s.Context())
			if err != nil || (version == 0) != dryRun {
				t.Fatalf("dry run %v: the calendar is of version %d, %v", dryRun, version, err)
			}
		}
		if changes, err := imports("gaofeng", false); err != nil || len(changes) != 0 {
			t.Fatalf("the same again: %+v, %v", changes, err)
		}

		s.MoveTo("2026-12-07", "09:00")
		expectNoWarning(t, s)
		s.MoveTo("2026-12-31", "09:00")
		s.Say("liuyang", "值班")
		roster := s.Expect("liuyang", "近期值班", "1月4日")
		if words := story.Words(roster); strings.Contains(words, "暂定") {
			t.Errorf("the roster is still provisional: %s", words)
		}
		s.VerifyLedger()
	})
}

// expectNoWarning plans and waits, then looks for unread warnings; of duty the office hears all the time.
func expectNoWarning(t *testing.T, s *story.Story) {
	t.Helper()
	if err := s.Demo.App.Desk.Plan(s.Context()); err != nil {
		t.Fatal(err)
	}
	s.Settle()
	for _, bubble := range s.Unread("madong") {
		if words := story.Words(bubble); strings.Contains(words, "放假调休安排尚未导入") {
			t.Errorf("told again: %s", words)
		}
	}
}
