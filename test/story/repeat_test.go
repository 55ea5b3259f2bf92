package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// The same person comes again: the card says so, a person decides, and nothing is counted twice as a case.
func TestRepeatIsOfferedAndJoined(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+first+" 人社局")
		s.Expect("lina", "签收 "+first)
		s.MoveTo("2026-11-24", "09:00")
		s.Say("liuyang", "来访 张某 13900000000 2人 城关镇 反映工资仍未支付 请求支付工资")
		card := s.Expect("liuyang", "请核对来访登记", "可能同一事项1件", first, "已转送待签收", "工资仍未支付", "同一联系电话", "[确认登记]", "[并入前件]")
		s.Tap("liuyang", card, "并入前件")
		s.Expect("liuyang", "XF20261124-0001", "已并入 "+first, "第2次反映")
		s.Expect("lina", first, "再次反映")
		s.ExpectCard("liuyang", card.TaskID, "已登记 XF20261124-0001")
		s.Do("lina", "签收 "+first)
		s.Expect("lina", "已签收")
		s.Say("lina", "告知 "+first+" 简易")
		s.Expect("lina", "不适用简易程序", "不是初次信访")
		s.TapKey("liuyang", card.TaskID, story.Key(t, card, "并入前件"))
		s.Expect("liuyang", "XF20261124-0001", "没有重复登记")
		s.Say("liuyang", "查 XF20261124-0001")
		s.Expect("liuyang", first, "反映次数：2次")
		s.VerifyLedger()
	})
}

// Confirming takes the matter for one of its own, whatever was offered; joining by word takes any case.
func TestRepeatIsAPersonsDecision(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		s.Say("wangfang", "来访 李某 13900000005 1人 柳河镇 反映村道破损 请求修复")
		card := s.Expect("wangfang", "请核对来访登记", "李*")
		if words := story.Words(card); strings.Contains(words, "并入前件") {
			t.Errorf("a stranger's matter is offered to be joined: %s", words)
		}
		s.Say("wangfang", "并入 "+first)
		s.Expect("wangfang", "XF20261123-0002", "已并入 "+first)
		s.Say("wangfang", visit)
		again := s.Expect("wangfang", "请核对来访登记", "可能同一事项", first)
		s.Tap("wangfang", again, "确认登记")
		s.Expect("wangfang", "登记成功，编号 XF20261123-0003", "来访人")
		s.VerifyLedger()
	})
}
