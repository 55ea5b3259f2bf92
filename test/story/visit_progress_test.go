package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// 进度 says what is filled in, what is missing and how much is still asked, as often as it is said, and loses nothing; outside a
// registration it looks cases up.
func TestProgressOfARegistration(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 李某 反映村道破损")
		s.Expect("wangfang", "还需要补充")
		s.Say("wangfang", "进度")
		told := s.Expect("wangfang", "来访登记的进度", "1. 来访人：李*", "2. 联系电话：还没有填", "5. 反映事项：村道破损", "还有4项要填").Text
		if strings.Contains(told, "李某") {
			t.Errorf("a name is told in full: %s", told)
		}
		s.Say("wangfang", "4人 柳河镇 请求修复")
		s.Expect("wangfang", "请告诉我联系电话")
		for range 2 {
			s.Say("wangfang", "进度")
			s.Expect("wangfang", "3. 来访人数：4人", "还有1项要填", "请告诉我联系电话")
		}
		s.Say("wangfang", "跳过")
		card := s.Expect("wangfang", "请核对来访登记", "电话：未提供")
		s.Say("wangfang", "进度")
		s.Expect("wangfang", "2. 联系电话：已跳过", "没有要问的了", "确认登记")
		s.Say("wangfang", "改 6")
		s.Expect("wangfang", "请回复新的诉求")
		s.Say("wangfang", "进度")
		s.Expect("wangfang", "正在等您回复新的诉求")
		s.Say("wangfang", "请求三日内修复")
		s.Tap("wangfang", s.Expect("wangfang", "请核对来访登记", "三日内修复"), "确认登记")
		number := story.Number(t, s.Expect("wangfang", "登记成功").Text)
		s.TapKey("wangfang", card.TaskID, story.Key(t, card, "确认登记"))
		s.Expect("wangfang", "没有重复登记")
		s.Say("wangfang", "进度 "+number)
		s.Expect("wangfang", number, "村道破损")
		s.Say("wangfang", "来访 王某")
		s.Expect("wangfang", "还需要补充")
		s.Say("wangfang", "进度 "+number)
		s.Expect("wangfang", number, "村道破损")
		s.Say("wangfang", "13900000001 2人 城关镇 反映路灯不亮 请求修复")
		s.Expect("wangfang", "请核对来访登记", "王*")
		s.ExpectNothing("wangfang")
	})
}
