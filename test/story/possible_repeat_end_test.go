package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// leaveOpen registers words as a case of which it is left open whether it repeats another.
func leaveOpen(s *story.Story, clerk, words string) string {
	s.Helper()
	s.Say(clerk, words)
	s.Expect(clerk, "请核对来访登记", "[不确定]")
	s.Say(clerk, "不确定")
	return story.Number(s.T, s.Expect(clerk, "登记成功", "已留给分管负责人判断").Text)
}

// 不确定 is for a card that names something. Whoever must keep out of the only case alike is answered as if there was none.
func TestUnsureAboutNothing(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		const nothing = "没有查到可能重复的事项，不需要选「不确定」"
		first := s.Register("wangfang", visit)
		s.Say("liuyang", "来访 钱某 13900000007 1人 柳河镇 反映路灯不亮 请求修复")
		s.Expect("liuyang", "请核对来访登记")
		s.Say("liuyang", "不确定")
		s.Expect("liuyang", nothing, "请点「确认登记」")
		s.Say("liuyang", "暂存")
		s.Expect("liuyang", "暂存")

		s.Say("liuyang", "回避 "+first+" 与信访人是邻居")
		s.Expect("liuyang", "回避")
		s.Say("liuyang", again)
		card := s.Expect("liuyang", "请核对来访登记", "张*")
		if words := story.Words(card); strings.Contains(words, first) || strings.Contains(words, "受限") || strings.Contains(words, "不确定") {
			t.Errorf("who keeps out is told of the case: %s", words)
		}
		s.Say("liuyang", "不确定")
		s.Expect("liuyang", nothing)
		s.Tap("liuyang", card, "确认登记")
		s.Expect("liuyang", "登记成功")
		s.VerifyLedger()
	})
}

// Whoever must keep out of the earlier case since he left it open learns nothing of what was decided.
func TestUnsureThenBarred(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		second := leaveOpen(s, "liuyang", again)
		s.Say("liuyang", "回避 "+first+" 与信访人是邻居")
		s.Expect("liuyang", "回避")
		s.Say("zhaomin", "另立 "+second)
		s.Expect("zhaomin", "不是同一事项")
		s.ExpectNothing()
		for _, bubble := range s.Unread("liuyang") {
			if words := story.Words(bubble); strings.Contains(words, "同一事项") {
				t.Errorf("the clerk is told %s", words)
			}
		}
	})
}

// However cases were merged, a pair is of two cases that still are two, is asked about once, and is closed when there is nothing left
// to judge.
func TestPairsFollowMerges(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		s.Say("wangfang", again)
		s.Tap("wangfang", s.Expect("wangfang", "请核对来访登记", first), "确认登记")
		second := story.Number(t, s.Expect("wangfang", "登记成功").Text)
		third := leaveOpen(s, "liuyang", "来访 张某 13900000000 2人 城关镇 反映工资还是没有支付 请求支付工资")
		one := s.Expect("zhaomin", "请判断两件是否同一事项", third, first)
		other := s.Expect("zhaomin", "请判断两件是否同一事项", third, second)

		s.Say("zhaomin", "合并 "+second+" "+first)
		s.Expect("zhaomin", second, "并入")
		s.Say("zhaomin", "待办")
		if words := story.Words(s.Expect("zhaomin", "等您处理的事项", "疑似重复")); strings.Count(words, "疑似重复") != 1 {
			t.Errorf("two cases are asked about more than once: %s", words)
		}
		s.Say("zhaomin", "合并 "+first+" "+third)
		s.Expect("zhaomin", first, "并入")
		s.ExpectCard("zhaomin", one.TaskID, "是否重复：并入")
		s.ExpectCard("zhaomin", other.TaskID, "是否重复：并入")
		s.Say("zhaomin", "待办")
		if words := story.Words(s.Expect("zhaomin", "处理的事项")); strings.Contains(words, "疑似重复") {
			t.Errorf("a pair with itself is left: %s", words)
		}
		s.VerifyLedger()
	})
}

// 并入 is offered where the table allows it; a voided case is nothing to judge about.
func TestPairsOfCasesThatEnd(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Register("wangfang", visit)
		second := leaveOpen(s, "wangfang", again)
		s.Expect("zhaomin", "请判断两件是否同一事项", second, "[并入]")
		s.Do("wangfang", "直接答复 "+second+" 工资已经支付")
		s.Expect("wangfang", second)
		s.Say("zhaomin", "待办")
		list := s.Expect("zhaomin", "等您处理的事项", "疑似重复")
		s.Choose("zhaomin", list, "line", list.Card.ButtonSelection.OptionList[0].ID, "打开")
		card := s.Expect("zhaomin", "请判断两件是否同一事项", second, "不能合并")
		if words := story.Words(card); strings.Contains(words, "[并入]") {
			t.Errorf("an unlawful merge is offered: %s", words)
		}
		s.Tap("zhaomin", card, "另立")
		s.Expect("zhaomin", "不是同一事项")

		third := leaveOpen(s, "liuyang", "来访 张某 13900000000 1人 城关镇 反映工资还没有支付 请求支付工资")
		asked := s.Expect("zhaomin", "请判断两件是否同一事项", third)
		s.Do("wangfang", "作废 "+third+" 重复登记")
		s.Do("zhaomin", "同意作废 "+third)
		s.ExpectCard("zhaomin", asked.TaskID, "是否重复：不必再判断")
		s.Say("sunli", "待办")
		if words := story.Words(s.Expect("sunli", "处理的事项")); strings.Contains(words, "疑似重复") {
			t.Errorf("a voided case is still to be judged: %s", words)
		}
		s.VerifyLedger()
	})
}
