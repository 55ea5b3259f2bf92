package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// A unit takes over a case by taps alone: each is confirmed first, and a card that is out of date says what changed.
func TestCaseCard(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "办理 "+number)
		clerks := s.Expect("wangfang", number, "转送", "交办")
		s.Tap("wangfang", clerks, "转送")
		s.Expect("wangfang", "请直接回复承办单位和理由", "取消")
		s.Say("wangfang", "人社局 请依法处理")
		ready := s.Expect("wangfang", "确认转送 "+number+"？", "人力资源和社会保障局", "请依法处理")
		s.Tap("wangfang", ready, "确认")
		s.Expect("wangfang", "已转送")
		s.ExpectCard("wangfang", ready.TaskID, "已转送")
		s.Tap("wangfang", ready, "确认")
		s.Expect("wangfang", "后来改过或者已经办理")
		s.Expect("lina", "签收 "+number)
		s.Tap("wangfang", clerks, "交办")
		s.Expect("wangfang", "有了变化", "最近一步：转送", "没有作任何改动")

		s.Say("lina", "办理"+number)
		card := s.Expect("lina", number, "签收", "人力资源和社会保障局", "最近期限")
		if words := story.Words(card); strings.Contains(words, "张某") || len(card.Card.ButtonList) != 1 {
			t.Errorf("the card shows %s", words)
		}
		s.Tap("lina", card, "签收")
		asked := s.Expect("lina", "确认签收 "+number+"？")
		s.Tap("lina", asked, "返回")
		s.ExpectCard("lina", asked.TaskID, "未办理")
		s.Say("lina", "经过 "+number)
		if told := s.Expect("lina", "转送"); strings.Contains(told.Text, " 签收") {
			t.Errorf("returning took the step:\n%s", told.Text)
		}
		s.Tap("lina", card, "签收")
		asked = s.Expect("lina", "确认签收 "+number+"？")
		confirm := story.Key(t, asked, "确认")
		s.TapKey("lina", asked.TaskID, confirm)
		s.Expect("lina", "已签收", "下一期限")
		s.ExpectCard("lina", asked.TaskID, "已签收")

		s.Say("lina", "办理 "+number)
		card = s.Expect("lina", "告知受理", "提出异议")
		s.Tap("lina", card, "告知受理")
		asked = s.Expect("lina", "确认告知受理 "+number+"？")
		s.Tap("lina", asked, "确认")
		s.Expect("lina", "已告知受理", "现为「已受理」")
		s.Say("lina", "待办")
		s.Expect("lina", "等您处理的事项", "12月8日", number)
		s.Say("wangfang", "经过 "+number)
		s.Expect("wangfang", "告知受理", "签收", "转送", "登记")
		s.VerifyLedger()
	})
}
