package story_test

import (
	"testing"

	"petitiondesk/test/story"
)

// Whoever comes again while a unit has the case is owed a notice of his own, named by the number he was given.
func TestFurtherSubmissionIsTold(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		hand(s, first)
		s.MoveTo("2026-11-26", "09:00")
		s.Say("liuyang", visit)
		card := s.Expect("liuyang", "请核对来访登记", first)
		s.Tap("liuyang", card, "并入前件")
		again := story.Number(t, story.Words(s.Expect("liuyang", "已并入 "+first)))
		s.Expect("lina", first, "再次反映", "12月11日", "告知")
		s.Say("lina", "期限 "+first)
		s.Expect("lina", "C03", "（第2次反映）", "期限内")
		s.Do("lina", "送达 "+again+" 告知书 签收")
		s.Expect("lina", "送达告知书", "信访件："+again)
		s.Say("lina", "送达 "+again+" 告知书 签收")
		s.Expect("lina", "已经送达")
		s.VerifyLedger()
	})
}

// A visit that was joined by mistake becomes a case of its own, with its number and its day, and can be put back.
func TestSplitOffAndPutBack(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		hand(s, first)
		s.Say("liuyang", "来访 张某 13900000000 2人 柳河镇 反映村道破损 请求修复")
		card := s.Expect("liuyang", "请核对来访登记", first)
		s.Tap("liuyang", card, "并入前件")
		again := story.Number(t, story.Words(s.Expect("liuyang", "已并入 "+first)))
		s.MoveTo("2026-11-30", "09:00")
		s.Say("lina", "分立 "+again+" 是另一件事")
		s.Expect("lina", "由信访部门办理")
		s.Say("wangfang", "分立 "+again)
		s.Expect("wangfang", "请在编号后写明理由")
		s.Say("wangfang", "分立 "+again+" 是另一件事")
		s.Expect("wangfang", first, "分立他件", "另一件："+again)
		s.Expect("lina", first, "分立他件") // the part is nobody's yet, and not hers to see
		s.Say("wangfang", "查 "+again)
		s.Expect("wangfang", again+" 已登记", "柳河镇", "村道破损", "分立自："+first)
		s.Say("wangfang", "期限 "+again)
		s.Expect("wangfang", "C02", "12月8日", "C07", "1月22日")
		s.Say("wangfang", "统计 2026-11-01 2026-11-30")
		s.Expect("wangfang", "不在您的职责范围")
		s.Say("zhaomin", "统计 2026-11-01 2026-11-30")
		s.Expect("zhaomin", "2批 5人次", "重复 0件")
		s.Say("wangfang", "撤销分立 "+again+" "+first+" 仍是同一事项")
		s.Expect("wangfang", again, "撤销分立")
		s.Say("wangfang", "查 "+again)
		s.Expect("wangfang", first, "反映次数：2次")
		s.VerifyLedger()
	})
}

// One visit may hold two matters: the second gets a number, and nobody is counted twice as a visitor.
func TestOneVisitTwoMatters(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		s.Say("wangfang", "分立 "+first+" 另有一事")
		s.Expect("wangfang", "请写明分立出去的事项")
		s.Say("wangfang", "分立 "+first+" 反映宅基地界址有争议 请求确权")
		part := "XF20261123-0002"
		s.Expect("wangfang", first, "另一件："+part)
		s.Say("wangfang", "查 "+part)
		s.Expect("wangfang", part+" 已登记", "张*", "宅基地", "分立自："+first)
		s.Say("wangfang", "关联 "+first+" "+part+" 互有影响")
		s.Expect("wangfang", "已关联", part)
		s.Say("wangfang", "关联 "+part+" "+first)
		s.Expect("wangfang", "已经关联")
		s.Say("wangfang", "取消关联 "+first+" "+part+" 互不影响")
		s.Expect("wangfang", "已取消关联")
		s.Say("zhaomin", "统计 本月")
		s.Expect("zhaomin", "来访 1批 3人次", "信访件 2件次")
		s.VerifyLedger()
	})
}

// A registration made by mistake is voided by a second person, stays on record, is counted apart, and can be restored.
func TestVoidTakesTwo(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Register("wangfang", visit)
		number := s.Register("wangfang", "来访 李某 13900000002 2人 柳河镇 反映村道破损 请求修复")
		s.Do("wangfang", "作废 "+number+" 误将测试内容登记")
		s.Expect("wangfang", number, "已申请作废登记")
		s.Expect("zhaomin", number, "同意作废 "+number, "不删除记录")
		s.Say("wangfang", "同意作废 "+number)
		s.Expect("wangfang", "由信访部门负责人办理")
		s.Do("zhaomin", "同意作废 "+number)
		s.Expect("zhaomin", number, "现为「已作废」")
		s.Expect("wangfang", number, "作废登记")
		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", number+" 已作废", "村道破损")
		s.Say("zhaomin", "统计 本月")
		s.Expect("zhaomin", "其中作废 1件")
		s.Say("wangfang", "转送 "+number+" 住建局")
		s.Expect("wangfang", "不能转送", "恢复登记")
		s.Do("zhaomin", "恢复登记 "+number+" 核实后确有其事")
		s.Expect("zhaomin", number, "现为「已登记」")
		s.VerifyLedger()
	})
}

// hand brings a case to the labour office, accepted and told.
func hand(s *story.Story, number string) {
	s.Do("wangfang", "转送 "+number+" 人社局")
	s.Expect("lina", "签收 "+number)
	s.Do("lina", "签收 "+number)
	s.Expect("lina", "已签收")
	s.Do("lina", "告知 "+number+" 受理 签收")
	s.Expect("lina", "已告知受理")
}
