package story_test

import (
	"testing"

	"petitiondesk/test/story"
)

// Whoever drew a ticket at the door is a visit or a voided ticket by the evening; what is neither is told until it is.
func TestTicketsAddUp(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "今日取号")
		s.Expect("wangfang", "没有取号，无须对账")
		s.Say("lina", "取号")
		s.Expect("lina", "不在您的职责范围内")
		for _, no := range []string{"第1号", "第2号", "第3号", "第4号"} {
			s.Say("wangfang", "取号")
			s.Expect("wangfang", "已取", no)
		}
		first := s.Register("wangfang", "来访 排号1 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付")
		s.Expect("wangfang", "第1号已对应 "+first)

		// A ticket that does not fit never stands in the way.
		second := s.Register("liuyang", "来访 排号1 李某 13900000001 1人 柳河镇 反映村道破损 请求修复")
		s.Expect("liuyang", second+" 已登记，但排号1没有对上", "已登记为 "+first)
		s.Say("liuyang", "对号 2 "+first)
		s.Expect("liuyang", first+" 已对应", "第1号")
		s.Say("liuyang", "对号 2 0002")
		s.Expect("liuyang", "第2号已对应 "+second)

		s.Say("wangfang", "作废号 3")
		s.Expect("wangfang", "请写明作废原因")
		s.Say("wangfang", "作废号 3 来访人已离开")
		s.Expect("wangfang", "须由另一位同事确认：确认作废号 11-23 3")
		s.Say("wangfang", "确认作废号 3")
		s.Expect("wangfang", "作废须由两人办理")
		s.Say("liuyang", "确认作废号 11-23 3")
		s.Expect("liuyang", "第3号已作废：来访人已离开")
		s.Expect("wangfang", "第3号已作废")
		s.Say("liuyang", "对号 3 0002")
		s.Expect("liuyang", "第3号已经作废")
		s.Say("wangfang", "今日取号")
		s.Expect("wangfang", "取号4，登记2，作废1", "未登记也未作废1个：第4号")

		s.MoveTo("2026-11-23", "18:10")
		s.Expect("madong", "11月23日", "取号4，登记2，作废1", "第4号")
		s.MoveTo("2026-11-24", "09:00")
		s.Say("wangfang", "作废号 11-23 4 重复取号")
		s.Expect("wangfang", "第4号提出作废")
		s.Say("liuyang", "确认作废号 11-23 4")
		s.Expect("liuyang", "第4号已作废")
		s.MoveTo("2026-11-24", "18:10")
		s.Expect("madong", "11月23日", "取号4，登记2，作废2", "相符")
		s.VerifyLedger()
	})
}
