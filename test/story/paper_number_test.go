package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// Numbers kept for paper are of the same series as all others; each form is entered under its number and with its own time, what is
// left is voided by two people, and the evening says how they add up.
func TestPaperNumbers(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		if first := s.Register("wangfang", visit); first != "XF20261123-0001" {
			t.Fatal(first)
		}
		s.Say("wangfang", "纸质登记 领号 0")
		s.Expect("wangfang", "一次可领1到50个编号")
		s.Say("wangfang", "纸质登记 领号 5")
		s.Expect("wangfang", "已领纸质编号5个（XF20261123-0002 至 XF20261123-0006）", "按顺序抄到", "补录 XF20261123-0002 09:40")
		other := s.Register("liuyang", "来访 李某 13900000001 2人 柳河镇 反映路灯不亮 请求修复")
		if other != "XF20261123-0007" {
			t.Errorf("the series goes on with %s", other)
		}
		s.MoveTo("2026-11-23", "11:00")

		s.Say("wangfang", "补录 XF20261123-0002 来访 王某")
		s.Expect("wangfang", "请写明纸质表的编号和登记时间")
		s.Say("wangfang", "补录 XF20261123-0002 12:30 来访 王某")
		s.Expect("wangfang", "应在那之后、现在之前")
		s.Say("wangfang", "补录 XF20261123-0007 10:00 来访 王某")
		s.Expect("wangfang", "XF20261123-0007 不是领出的纸质编号")
		s.Say("wangfang", "补录 XF20261123-0002 9:40 来访 王某 13900000002 3人 城关镇 反映自来水浑浊 请求处理")
		card := s.Expect("wangfang", "请核对来访登记", "王*", "纸质表：XF20261123-0002 11月23日 09:40")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功，编号 XF20261123-0002", "3人")
		s.TapKey("wangfang", card.TaskID, story.Key(t, card, "确认登记"))
		s.Expect("wangfang", "XF20261123-0002", "没有重复登记")
		s.Say("wangfang", "查 XF20261123-0002")
		s.Expect("wangfang", "XF20261123-0002", "自来水浑浊", "登记时间：11月23日 09:40")
		s.Say("liuyang", "补录 0002 9:50 来访 赵某 1人 城关镇")
		s.Expect("liuyang", "XF20261123-0002 已经登记")

		// Entered the day after, and joined to an earlier case: the number and the day are those of the form.
		s.MoveTo("2026-11-24", "09:00")
		s.Say("liuyang", "补录 XF20261123-0003 10:15 来访 王某 13900000002 1人 城关镇 反映自来水还是浑浊 请求处理")
		s.Tap("liuyang", s.Expect("liuyang", "请核对来访登记", "XF20261123-0003 11月23日 10:15", "[并入前件]"), "并入前件")
		s.Expect("liuyang", "登记成功，编号 XF20261123-0003", "已并入 XF20261123-0002")

		// Two forms under one number by mistake: nothing typed is lost, another number is given in words.
		s.Say("liuyang", "补录 XF20261123-0004 10:20 来信 孙某 城关镇 反映道路积水 请求维修 没有电话")
		letter := s.Expect("liuyang", "请核对来信登记", "XF20261123-0004")
		s.Say("wangfang", "补录 XF20261123-0004 10:30 来访 周某 13900000004 1人 柳河镇 反映噪音扰民 请求处理")
		s.Tap("wangfang", s.Expect("wangfang", "请核对来访登记", "XF20261123-0004"), "确认登记")
		s.Expect("wangfang", "登记成功，编号 XF20261123-0004")
		s.Tap("liuyang", letter, "确认登记")
		s.Expect("liuyang", "XF20261123-0004 已经登记", "内容都已保留")
		s.Say("liuyang", "补录 XF20261123-0005 10:20")
		s.Tap("liuyang", s.Expect("liuyang", "请核对来信登记", "孙*", "道路积水", "XF20261123-0005"), "确认登记")
		s.Expect("liuyang", "登记成功，编号 XF20261123-0005")

		s.Say("wangfang", "作废纸号 XF20261123-0002 至 0006 没有用到")
		s.Expect("wangfang", "纸质编号1个（XF20261123-0006）提出作废", "确认作废纸号 XF20261123-0006")
		s.Say("wangfang", "确认作废纸号 XF20261123-0006")
		s.Expect("wangfang", "作废须由两人办理")
		s.Say("liuyang", "确认作废纸号 XF20261123-0006")
		s.Expect("liuyang", "纸质编号1个（XF20261123-0006）已作废：没有用到")
		s.Expect("wangfang", "已作废：没有用到")
		s.Say("wangfang", "补录 XF20261123-0006 10:40 来访 吴某")
		s.Expect("wangfang", "XF20261123-0006 已经作废")
		s.MoveTo("2026-11-24", "18:10")
		s.Expect("madong", "11月23日", "纸质编号对账：领出5，已补录4，作废1", "相符")
		s.VerifyLedger()
	})
}

// While numbers of a day are open the duty office is told each evening, with what to do.
func TestOpenPaperNumbersAreTold(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("madong", "纸质登记")
		s.Expect("madong", "没有领纸质编号")
		s.Say("madong", "纸质登记 领号 3")
		s.Expect("madong", "已领纸质编号3个")
		s.Say("lina", "纸质登记 领号 3")
		s.Expect("lina", "不在您的职责范围")
		s.Say("madong", "纸质登记")
		s.Expect("madong", "领出3，已补录0，作废0", "没有补录也没有作废3个", "XF20261123-0001")
		s.MoveTo("2026-11-23", "18:10")
		s.Expect("madong", "没有补录也没有作废3个", "请逐张补录")
		s.Say("madong", "作废纸号 XF20261123-0001至0003 没有停电")
		s.Expect("madong", "纸质编号3个", "提出作废")
		s.Say("wangfang", "确认作废纸号 XF20261123-0001至XF20261123-0003")
		s.Expect("wangfang", "纸质编号3个（XF20261123-0001 至 XF20261123-0003）已作废")
		s.MoveTo("2026-11-24", "18:10")
		s.Expect("madong", "领出3，已补录0，作废3", "相符")
		if next := s.Register("wangfang", visit); next != "XF20261124-0001" {
			t.Errorf("the next day begins with %s", next)
		}
		s.VerifyLedger()
	})
}

// A range that was asked for by several people, for several reasons, is void for those reasons, each told to who asked.
func TestVoidingAMixedRange(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "纸质登记 领号 4")
		s.Expect("wangfang", "已领纸质编号4个")
		s.Say("wangfang", "确认作废纸号 0001 至 0004")
		s.Expect("wangfang", "还没有人提出作废", "作废纸号 XF20261123-0001")
		s.Say("wangfang", "作废纸号 0001 至 0002 没有用到")
		s.Expect("wangfang", "纸质编号2个", "提出作废：没有用到")
		s.Say("madong", "作废纸号 0003 填错撕毁")
		s.Expect("madong", "提出作废：填错撕毁")
		s.Say("wangfang", "确认作废纸号 0001 至 0004")
		s.Expect("wangfang", "作废须由两人办理")
		s.Say("liuyang", "确认作废纸号 0001 至 0004")
		s.Expect("liuyang", "纸质编号2个（XF20261123-0001 至 XF20261123-0002）已作废：没有用到", "纸质编号1个（XF20261123-0003）已作废：填错撕毁")
		s.Expect("wangfang", "已作废：没有用到")
		s.Expect("madong", "已作废：填错撕毁")

		s.MoveTo("2026-11-24", "09:00")
		s.Say("liuyang", "纸质登记 领号 1")
		s.Expect("liuyang", "已领纸质编号1个（XF20261124-0001）")
		s.Say("liuyang", "纸质登记")
		s.Expect("liuyang", "11月23日", "领出4，已补录0，作废3", "XF20261123-0004", "11月24日", "领出1", "XF20261124-0001")
		s.Say("liuyang", "补录 0004 10:20 来访 周某 13900000004 1人 柳河镇 反映噪音扰民 请求处理")
		s.Tap("liuyang", s.Expect("liuyang", "请核对来访登记", "XF20261123-0004 11月23日 10:20"), "确认登记")
		s.Expect("liuyang", "登记成功，编号 XF20261123-0004")
		s.Say("liuyang", "纸质登记")
		if words := story.Words(s.Expect("liuyang", "领出1")); strings.Contains(words, "11月23日") {
			t.Errorf("a day without open numbers is listed: %s", words)
		}
		s.VerifyLedger()
	})
}
