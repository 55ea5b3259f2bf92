package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// A day to come is refused in one sentence that says what to send, wherever it is said; nothing typed before is lost.
func TestAFutureDateIsRefused(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来信 李某 邮戳11月30日 柳河镇 反映村道破损")
		told := s.Expect("wangfang", "邮戳日期在今天之后（11月30日），没有记录", "例如：邮戳日期：11月23日", "已记录：李*、柳河镇、村道破损").Text
		if strings.Contains(told, "没有看懂") {
			t.Errorf("what was understood is called not understood: %s", told)
		}
		s.Say("wangfang", "邮戳11月18日 13900000001")
		s.Expect("wangfang", "请告诉我诉求")
		s.Say("wangfang", "请求修复")
		s.Expect("wangfang", "请核对来信登记", "邮戳：2026年11月18日", "李*")
		for said, refused := range map[string]string{"邮戳日期：2026年12月30日": "邮戳日期在今天之后（12月30日）", "收到明天": "收到日期在今天之后（11月24日）"} {
			s.Say("wangfang", said)
			s.Expect("wangfang", "请核对来信登记", refused, "邮戳：2026年11月18日", "村道破损", "请求修复")
		}
		s.Say("wangfang", "收到11月20日")
		s.Tap("wangfang", s.Expect("wangfang", "请核对来信登记", "邮戳：2026年11月18日", "收到：2026年11月20日"), "确认登记")
		s.Expect("wangfang", "登记成功")

		s.Say("wangfang", "来访 王某 13900000002 2人 城关镇 来访日期：11月25日 反映路灯不亮 请求修复")
		card := s.Expect("wangfang", "请核对来访登记", "来访日期在今天之后（11月25日）", "路灯不亮")
		s.Say("wangfang", "来访日期：11月20日")
		s.Tap("wangfang", s.Expect("wangfang", "请核对来访登记", "来访日期：2026年11月20日"), "确认登记")
		s.Expect("wangfang", "登记成功")
		s.TapKey("wangfang", card.TaskID, story.Key(t, card, "确认登记"))
		s.Expect("wangfang", "没有重复登记")
		s.ExpectNothing("wangfang")
		s.VerifyLedger()
	})
}

// What is checked in one message is checked in the guided dialogue as well: the identity number, the telephone, and how many may
// speak; each time with what to send, and with everything else kept.
func TestValidationInTheGuidedDialogue(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访")
		s.Expect("wangfang", "还需要补充")
		s.Say("wangfang", "李某 530101198001010018")
		s.Expect("wangfang", "身份证号码校验不符", "请核对后再发", "已记录：李*")
		s.Say("wangfang", "1390000000")
		s.Expect("wangfang", "联系电话应为11位手机号或带区号的座机", "已记录：李*")
		s.Say("wangfang", "8人 柳河镇")
		s.Expect("wangfang", "8人、柳河镇")
		s.Say("wangfang", "代表：王某、赵某、钱某、孙某、周某、吴某")
		s.Expect("wangfang", "不超过5人", "《信访工作条例》", "记为随访人，照样计入人数")
		s.Say("wangfang", "反映村道破损")
		s.Expect("wangfang", "还需要补充", "诉求")
		s.Say("wangfang", "请求修复")
		s.Expect("wangfang", "请告诉我联系电话")
		s.Say("wangfang", "13900")
		s.Expect("wangfang", "联系电话应为11位手机号", "没有电话可回复「跳过」")
		s.Say("wangfang", "跳过")
		card := s.Expect("wangfang", "请核对来访登记", "李*", "8人", "村道破损", "请求修复", "不超过5人")
		s.Say("wangfang", "530101198001010018")
		s.Expect("wangfang", "请核对来访登记", "身份证号码校验不符", "村道破损")
		s.TapKey("wangfang", card.TaskID, story.Key(t, card, "确认登记"))
		s.Expect("wangfang", "请在最新的卡片上确认登记")
		s.Say("wangfang", "确认登记")
		s.Expect("wangfang", "登记成功", "8人")
		s.VerifyLedger()
	})
}
