package story_test

import (
	"testing"

	"petitiondesk/test/story"
)

// Somebody who is guided through a registration writes or taps nine times at most, one answer a question; one who
// says all at once does it in two turns.
func TestBehaviour03TurnsOfARegistration(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		turns := 0
		say := func(words string, expected ...string) {
			turns++
			s.Say("wangfang", words)
			s.Expect("wangfang", expected...)
		}
		say("来访", "还需要补充", "来访人姓名")
		say("李某", "已记录", "李*")
		say("13900000001", "139****0001")
		say("4人", "4人")
		say("柳河镇", "柳河镇")
		say("反映村道破损", "请告诉我诉求")
		say("请求修复", "请核对来访登记", "李*", "4人", "柳河镇", "村道破损", "请求修复")
		say("确认登记", "登记成功", "XF20261123-0001")
		if turns > 9 {
			t.Errorf("a guided registration took %d turns", turns)
		}

		turns = 0
		say(visit, "请核对来访登记", "张*")
		say("确认登记", "登记成功", "XF20261123-0002")
		if turns != 2 {
			t.Errorf("a registration in one message took %d turns", turns)
		}
		s.ExpectNothing("wangfang")
		s.VerifyLedger()
	})
}

// The words of any time work while questions are open and once the card is there, and none of them loses what was said.
func TestBehaviour04WordsOfAnyTime(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 李某 反映村道破损")
		s.Expect("wangfang", "还需要补充")
		s.Say("wangfang", "帮助")
		s.Expect("wangfang", "登记")
		s.Say("wangfang", "改 1 王某")
		s.Expect("wangfang", "王*", "村道破损")
		s.Say("wangfang", "上一步")
		s.Expect("wangfang", "王*")
		s.Say("wangfang", "暂存")
		s.Expect("wangfang", "已暂存王*的来访登记")
		s.Say("wangfang", "继续")
		s.Expect("wangfang", "已记录", "王*", "村道破损")
		s.Say("wangfang", "4人 柳河镇 请求修复")
		s.Expect("wangfang", "请告诉我联系电话")
		s.Say("wangfang", "跳过")
		s.Expect("wangfang", "请核对来访登记", "王*", "电话：未提供")
		s.Say("wangfang", "电话应该是13900000009")
		s.Expect("wangfang", "请核对来访登记", "王*", "139****0009")
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "已取消王*的来访登记")
		s.ExpectNothing("wangfang")
	})
}
