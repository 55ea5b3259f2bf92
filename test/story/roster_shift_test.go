package story_test

import (
	"strings"
	"testing"

	"petitiondesk/internal/app"
	"petitiondesk/internal/sheet"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/test/story"
)

// atNight adds a night shift to the 值班室, and a post of two seats of which one stays empty.
func atNight(settings *app.DemoSettings) {
	night := duty.Rule{
		Station: "office", Post: "值班员", People: []string{"caohui", "dongbin"}, From: "2026-01-02", Start: 20 * 60, End: 32 * 60, Holiday: duty.Keep,
	}
	pair := duty.Rule{
		Station: "office", Post: "巡查", People: []string{"fengxue"}, Seats: 2, From: "2026-01-01", Start: 9 * 60, End: 12 * 60, Holiday: duty.Keep,
	}
	for _, rule := range []duty.Rule{night, pair} {
		rule.Code = rule.KeyCode()
		settings.County.Rules = append(settings.County.Rules, rule)
	}
}

func shiftOf(t *testing.T, s *story.Story, day calendar.Day, post, hours string) []duty.Slot {
	t.Helper()
	lines, err := s.Demo.App.Desk.Roster(t.Context(), day, day, "")
	if err != nil {
		t.Fatal(err)
	}
	var slots []duty.Slot
	for _, l := range lines {
		if l.Slot.Post == post && strings.HasPrefix(l.Slot.Hours(), hours) {
			slots = append(slots, l.Slot)
		}
	}
	return slots
}

// Of two shifts a day the sheet's hours say which is meant; of two seats the empty one is filled.
func TestASheetSaysWhichShift(t *testing.T) {
	story.OnEveryWith(t, atNight, func(t *testing.T, s *story.Story) {
		s.Settle()
		day := calendar.Day("2026-12-03")
		was, night := shiftOf(t, s, day, "值班员", "08:00")[0].UserID, shiftOf(t, s, day, "值班员", "20:00")[0].UserID
		names := map[string]string{}
		for _, id := range []string{"caohui", "dongbin"} {
			person, err := s.Demo.App.Desk.Staff(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			names[id] = person.Name
		}
		other := names[map[string]string{"caohui": "dongbin", "dongbin": "caohui"}[night]]
		send := func(name string, lines ...sheet.Line) {
			content, err := sheet.Month("值班表", lines, nil)
			if err != nil {
				t.Fatal(err)
			}
			sendFile(t, s, "madong", name, content)
		}
		line := func(post, hours, person string) sheet.Line {
			return sheet.Line{Day: day, Station: "县信访局值班室", Post: post, Hours: hours, Person: person}
		}
		send("不明.xlsx", line("值班员", "", other), line("巡查", "8:00-12:00", "李娜"))
		s.Expect("madong", "有2处需要修改", "G3：12月3日", "有2个时段（08:00–20:00、20:00–08:00）", "请在「时间」一列写明", "G4：", "时间是09:00–12:00，表格写的是「8:00-12:00」")

		send("夜班.xlsx", line("值班员", "20:00–次日08:00", other), line("巡查", "09:00–12:00", "高峰"))
		card := s.Expect("madong", "值班表预览", "补上空班：1班", "调整：1班", "→ "+other)
		s.Tap("madong", card, "确认导入")
		s.Expect("madong", "已导入：补上1班，调整1班")
		if now := shiftOf(t, s, day, "值班员", "08:00")[0].UserID; now != was {
			t.Errorf("the day shift went from %s to %s", was, now)
		}
		if now := shiftOf(t, s, day, "值班员", "20:00")[0].UserID; now == night {
			t.Error("the night shift stayed")
		}
		seats := shiftOf(t, s, day, "巡查", "09:00")
		if len(seats) != 2 || seats[0].UserID != "fengxue" || seats[1].UserID != "gaofeng" {
			t.Errorf("the two seats: %+v", seats)
		}

		s.Say("madong", "调班 12月4日 值班员 徐青")
		s.Expect("madong", "要调的班不能确定（查到2班）", "再写上时间")
		s.Say("madong", "调班 12月5日 巡查 高峰")
		s.Expect("madong", "已调整", "巡查", "高峰")
		if seats := shiftOf(t, s, "2026-12-05", "巡查", "09:00"); seats[0].UserID != "fengxue" || seats[1].UserID != "gaofeng" {
			t.Errorf("an edit displaced somebody though a seat was empty: %+v", seats)
		}
		s.VerifyLedger()
	})
}
