package story_test

import (
	"testing"

	"petitiondesk/test/story"
)

// Whatever a step still needs is asked for; nothing is done before it is confirmed, and nothing that was written is lost.
func TestStepByDialogue(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "转送 "+number)
		s.Expect("wangfang", "请直接回复承办单位和理由", "人社局 请核实处理")
		s.Say("wangfang", "不存在的局 请核实")
		s.Expect("wangfang", "不存在的局")
		s.Say("wangfang", "查 "+number) // in between
		s.Expect("wangfang", number, "已登记")
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "没有作任何改动")

		s.Say("wangfang", "交办 "+number)
		s.Expect("wangfang", "请直接回复单位、期限和理由")
		s.Say("wangfang", "人社局 12月10日 请核实处理")
		card := s.Expect("wangfang", "确认交办 "+number+"？", "人力资源和社会保障局", "12月10日", "请核实处理")
		s.Tap("wangfang", card, "修改")
		s.Expect("wangfang", "请直接回复单位、期限和理由")
		s.Say("wangfang", "人社局 12月12日 请核实处理")
		changed := s.Expect("wangfang", "确认交办", "12月12日")
		s.Tap("wangfang", card, "确认")
		s.Expect("wangfang", "后来改过或者已经办理")

		s.Tap("wangfang", changed, "确认")
		s.Expect("wangfang", "已交办")
		s.Expect("lina", number, "交办")

		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Say("lina", "办理 "+number)
		steps := s.Expect("lina", number, "告知受理")
		s.Tap("lina", steps, "提出异议")
		s.Expect("lina", "请直接回复理由")
		s.Say("lina", "属住建局职责")
		mine := s.Expect("lina", "确认提出异议", "属住建局职责")
		// Somebody else was quicker; what was written is shown again with what has changed.
		s.Do("wangfang", "督办 "+number+" 请先行核实")
		s.Expect("wangfang", "已督办")
		s.Expect("lina", number, "督办")
		s.Tap("lina", mine, "确认")
		again := s.Expect("lina", "确认提出异议", "您填写之后", "督办", "属住建局职责")
		s.Tap("lina", again, "确认")
		s.Expect("lina", "已提出异议")
		s.Expect("wangfang", number, "异议")

		// A report under way is not disturbed by a tap on a card.
		s.Say("liuyang", "来访 李某 城关镇")
		s.Expect("liuyang", "联系电话")
		s.Say("liuyang", "办理 "+number)
		ruling := s.Expect("liuyang", number, "不同意异议")
		s.Tap("liuyang", ruling, "不同意异议")
		s.Expect("liuyang", "请照这样回复", "不同意异议 "+number)
		s.Say("liuyang", "13900000009")
		s.Expect("liuyang", "反映")
		s.VerifyLedger()
	})
}

// What was read from words, such as 三日内, holds for the day on which they were written.
func TestProposalLastsForItsDay(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("linjing", "批示 "+number+" 请人社局三日内核实")
		card := s.Expect("linjing", "确认批示 "+number+"？", "11月26日")
		s.MoveTo("2026-11-24", "09:30")
		s.Tap("linjing", card, "确认")
		s.Expect("linjing", "11月23日", "日期需要重新计算", "没有作任何改动")
		s.Say("linjing", "批示 "+number+" 请人社局三日内核实")
		s.Tap("linjing", s.Expect("linjing", "确认批示", "11月27日"), "确认")
		s.Expect("linjing", "批示已下达")
		s.Expect("lina", number, "请于11月27日")
	})
}

// A leader's instruction goes out with a unit and a date, never without, once he has confirmed it; it is followed until answered.
func TestInstructionInChat(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("linjing", "批示 "+number+" 请抓紧办理")
		s.Expect("linjing", "请写明由哪个单位办理")
		s.Say("linjing", "批示 "+number+" 请人社局三日内核实")
		card := s.Expect("linjing", "确认批示 "+number+"？", "人力资源和社会保障局", "11月26日", "请人社局三日内核实")
		s.ExpectNothing("lina")
		s.Tap("linjing", card, "确认")
		s.Expect("linjing", "批示已下达")
		s.Expect("lina", number, "批示", "请于11月26日", "随批示交办本单位")
		s.Tap("linjing", card, "确认")
		s.Expect("linjing", "已经办理")
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Do("lina", "反馈 "+number+" 已责成企业发放工资")
		s.Expect("linjing", number, "批示已由", "已责成企业发放工资")
		s.Say("wangfang", "批示 "+number+" 请人社局核实")
		s.Expect("wangfang", "不在您的职责范围内")
		s.VerifyLedger()
	})
}
