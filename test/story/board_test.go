package story_test

import (
	"strings"
	"testing"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/calendar"
	"petitiondesk/test/story"
)

// openBoard says 值班看板 and returns its card.
func openBoard(s *story.Story, who string, fragments ...string) wecomsim.Bubble {
	s.Helper()
	s.Say(who, "值班看板")
	return s.Expect(who, append([]string{"值班看板"}, fragments...)...)
}

// openLine opens the line of the board of that sort whose words in the drop-down list begin so.
func openLine(t *testing.T, s *story.Story, who string, board wecomsim.Bubble, sort, begins string) {
	t.Helper()
	for _, option := range board.Card.ButtonSelection.OptionList {
		if strings.HasPrefix(option.ID, sort+"@") && strings.HasPrefix(option.Text, begins) {
			s.Choose(who, board, "line", option.ID, "打开")
			return
		}
	}
	t.Fatalf("no line begins with %q: %+v", begins, board.Card.ButtonSelection.OptionList)
}

// The duty office's morning: what is open is counted, opened and dealt with, until nothing is left of the day's shift.
func TestTheDutyOfficesBoard(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		day := calendar.Day("2026-11-24")
		line := onDuty(t, s, day, "部门接访")
		s.MoveTo("2026-11-23", "16:00")
		s.Expect(line.Slot.UserID, "明天值班提醒", "部门接访")
		s.MoveTo(day, "08:13")
		morning := s.Expect("madong", "今天的值班看板", "未确认", "[打开值班看板]")
		s.Tap("madong", morning, "打开值班看板")
		board := s.Expect("madong", "值班看板", "11月24日 部门接访", "已再催本人", "[打开]", "[刷新]")
		openLine(t, s, "madong", board, "shift", "11月24日 部门接访")
		item := s.Expect("madong", "值班看板：未确认", "[再次提醒]", "[登记到岗]", "[谁合适]", "[打电话]")
		s.Tap("madong", item, "打电话")
		s.Expect("madong", "电话名单", strings.Fields(line.Person)[1])
		s.Tap("madong", item, "谁合适")
		s.Expect("madong", "可考虑", "调班 11月24日")
		s.Tap("madong", item, "再次提醒")
		s.Expect("madong", "已再次提醒")
		again := s.Expect(line.Slot.UserID, "值班室提醒您确认到岗", "[确认到岗]")
		for range 2 {
			s.Tap("madong", item, "再次提醒")
			s.Expect("madong", "已再次提醒")
		}
		s.Tap("madong", item, "再次提醒")
		s.Expect("madong", "已经再次提醒过3次")
		s.Tap(line.Slot.UserID, again, "确认到岗")
		s.Expect(line.Slot.UserID, "已确认")
		s.Settle()
		s.Tap("madong", item, "登记到岗")
		s.Expect("madong", "已登记到岗")
		s.Tap("madong", item, "登记到岗")
		s.Expect("madong", "已经登记到岗，不用再登记")
		s.ExpectCard("madong", board.TaskID, "更新于08:13")
		s.MoveTo(day, "08:15")
		s.Tap("madong", board, "刷新")
		s.Settle()
		s.ExpectCard("madong", board.TaskID, "值班看板", "值班员", "更新于08:15", "[值班导入]")
		for _, b := range s.Demo.Sim.Chat("madong") {
			if b.TaskID == board.TaskID && strings.Contains(story.Words(b), "11月24日 部门接访") {
				t.Error("what was dealt with is still on the board")
			}
		}
		s.Say("wangfang", "值班看板")
		s.Expect("wangfang", "不在您的职责范围内")
		s.VerifyLedger()
	})
}

// A reminder that the platform refuses is a dead letter: it stands on the board until somebody has dealt with it, and who did is
// in the ledger.
func TestALostReminderStandsOnTheBoard(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.AllowErrors("message failed for good")
		line := onDuty(t, s, "2026-11-24", "部门接访")
		who := line.Slot.UserID
		s.Demo.Sim.SetFaults(wecomsim.Faults{InvalidUsers: []string{who}})
		s.MoveTo("2026-11-23", "16:00")
		s.Expect("madong", "有一条消息没有送达", "值班提醒")
		s.Demo.Sim.SetFaults(wecomsim.Faults{})
		board := openBoard(s, "madong", "未送达", "没有收到")
		openLine(t, s, "madong", board, "lost", "11月24日")
		item := s.Expect("madong", "值班看板：未送达", "[再次提醒]", "[打电话]", "[已处理]")
		s.Tap("madong", item, "再次提醒")
		s.Expect(who, "值班室提醒您确认到岗")
		s.Settle()
		s.Say("madong", "值班看板")
		s.Settle()
		for _, b := range s.Unread("madong") {
			if strings.Contains(story.Words(b), "未送达：") {
				t.Errorf("what was dealt with is still on the board: %s", story.Words(b))
			}
		}
		s.Tap("madong", item, "已处理")
		s.Expect("madong", "此前已有人处理")
		var entries int
		row := s.DB().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM ledger_entries WHERE kind = 'board_handled' AND actor = 'madong'")
		if err := row.Scan(&entries); err != nil || entries != 1 {
			t.Errorf("%d entries say who dealt with it, %v", entries, err)
		}
		s.VerifyLedger()
	})
}

// What somebody else did not get is no reason to remind the person on duty: the board says whom to tell.
func TestALostWordToSomebodyElseRemindsNobody(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.AllowErrors("message failed for good")
		s.Demo.Sim.SetFaults(wecomsim.Faults{InvalidUsers: []string{"madong"}})
		s.MoveTo("2026-11-24", "08:31")
		s.Settle()
		s.Demo.Sim.SetFaults(wecomsim.Faults{})
		board := openBoard(s, "madong", "未送达", "马冬没有收到")
		openLine(t, s, "madong", board, "lost", "11月24日")
		item := s.Expect("madong", "值班看板：未送达", "马冬没有收到", "[打电话]", "[已处理]")
		if strings.Contains(story.Words(item), "再次提醒") {
			t.Error("offers to remind somebody else")
		}
	})
}

// Gaps and open swaps stand on the board, and leave it when somebody is put there or has answered.
func TestGapsAndSwapsStandOnTheBoard(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		s.Say("pengyu", "请假 12月7日")
		s.Expect("pengyu", "已登记")
		asker := onDuty(t, s, "2026-12-04", "值班员").Slot.UserID
		s.Say(asker, "换班 12月4日")
		s.Expect(asker, "已向同岗的人征集接班")
		board := openBoard(s, "madong", "无人值班：12月7日", "[下一页]")
		openLine(t, s, "madong", board, "gap", "12月7日")
		s.Expect("madong", "值班看板：无人值班", "城关镇接访室", "[谁合适]")
		s.Tap("madong", board, "下一页")
		s.ExpectCard("madong", board.TaskID, "换班：12月4日", "[上一页]")
		s.Say("pengyu", "销假")
		s.Expect("pengyu", "已为彭宇销假")
		s.Say(asker, "撤回换班")
		s.Expect(asker, "换班已撤回")
		openLine(t, s, "madong", board, "gap", "12月7日") // as a phone with an old state of the card would
		s.Expect("madong", "这一项已经处理，不在看板上了")
	})
}
