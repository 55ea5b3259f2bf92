package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// An opinion may be written bit by bit; each refused part is kept, and all of it is shown before it is confirmed.
func TestOpinionIsWrittenBitByBit(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := accepted(s, "wangfang", "人社局", "lina")
		s.Say("lina", "意见 "+number+" 请求：支付工资")
		s.Expect("lina", "还缺：事实、理由、处理、依据", "请直接回复更正后的内容")
		s.Say("lina", "事实：企业拖欠三人工资共计三万六千元，自六月起未发放，考勤和工资条可以证明")
		s.Expect("lina", "还缺：理由、处理、依据")
		s.Say("lina", "理由：劳动关系成立 处理：责成企业于月底前支付")
		s.Expect("lina", "还缺：依据")
		s.Say("lina", "依据：《保障农民工工资支付条例》第三条")
		outcome := s.Expect("lina", "请选结论", "[支持]")
		s.Tap("lina", outcome, "支持")
		s.ExpectCard("lina", outcome.TaskID, "确认出具处理意见",
			"请求：支付工资", "事实：企业拖欠", "理由：劳动关系成立", "处理：责成企业", "依据：《保障农民工工资支付条例》第三条", "结论：支持")

		s.TapKey("lina", outcome.TaskID, "case.reword")
		s.ExpectCard("lina", outcome.TaskID, "正在修改")
		s.Expect("lina", "您原来写的是：请求：支付工资 事实：企业拖欠", "依据：《保障农民工工资支付条例》第三条")
		facts := strings.Repeat("企业自六月起未发放工资，", 20)
		s.Say("lina", "处理：责成企业于12月15日前支付 事实：企业拖欠三人工资，"+facts)
		s.Expect("lina", "出具处理意见 "+number+"（等您确认）", facts, "结论：支持") // more than a card shows
		card := s.Expect("lina", "确认出具处理意见", "处理：责成企业于12月15日前支付", "事实：企业拖欠", "结论：支持")
		s.Tap("lina", card, "确认")
		s.Expect("lina", "已出具处理意见")
		s.VerifyLedger()
	})
}

// 确认 never takes what was shown for another case, or words that were just called wrong.
func TestConfirmingTakesTheLastAlone(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first, second := s.Register("wangfang", visit), s.Register("wangfang", "来访 赵某 13900000021 1人 柳河镇 反映村道破损 请求修复")
		s.Say("wangfang", "存查 "+first+" 没有具体诉求")
		old := s.Expect("wangfang", "确认存查 "+first)
		s.Say("wangfang", "存查 "+second)
		s.Expect("wangfang", "请直接回复理由")
		s.Say("wangfang", "确认")
		s.Expect("wangfang", "存查 "+second+"还没有写清", "没有作任何改动")
		s.Tap("wangfang", old, "确认")
		s.Expect("wangfang", "后来改过或者已经办理")
		s.Say("wangfang", "确认 内容重复")
		s.Tap("wangfang", s.Expect("wangfang", "确认存查 "+second, "内容重复"), "修改")
		s.Expect("wangfang", "您原来写的是：确认 内容重复")
		s.Say("wangfang", "确认")
		s.Expect("wangfang", "还没有写清", "没有作任何改动")
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "没有作任何改动")
		s.Say("wangfang", "进展 "+first+" 已联系人社局")
		note := s.Expect("wangfang", "确认记录进展")

		// A report and a refusal that wait have a 确认 of their own.
		s.Say("wangfang", "来访 李某 城关镇")
		s.Expect("wangfang", "联系电话")
		s.Say("wangfang", "确认")
		s.Expect("wangfang", "联系电话")
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "找回")
		s.Tap("wangfang", note, "确认")
		s.Expect("wangfang", "进展")
		s.Say("wangfang", "经过 "+first)
		if told := s.Expect("wangfang", "已联系人社局"); strings.Contains(told.Text, "存查") {
			t.Errorf("an older card was confirmed by the word:\n%s", told.Text)
		}

		s.Say("wangfang", "呈报 "+first+" 情况紧急，请协调人社局")
		s.Expect("wangfang", "呈报")
		request := s.Expect("zhaomin", first, "[驳回]")
		s.Say("zhaomin", "进展 "+first+" 已阅")
		kept := s.Expect("zhaomin", "确认记录进展")
		s.Tap("zhaomin", request, "驳回")
		s.Expect("zhaomin", "请写明理由")
		s.Say("zhaomin", "确认")
		s.Expect("zhaomin", "请直接回复一句驳回理由")
		s.Say("zhaomin", "取消")
		s.Expect("zhaomin", "仍在等您审批")
		s.Say("zhaomin", "确认")
		s.Expect("zhaomin", "进展")
		s.ExpectCard("zhaomin", kept.TaskID, "已记录进展")
		s.VerifyLedger()
	})
}

// Back from a card or a question leaves nothing waiting: what is said next is no answer to it.
func TestBackLeavesNothingWaiting(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := accepted(s, "wangfang", "人社局", "lina")
		s.Do("lina", "意见 "+number+" 请求：支付工资 事实：拖欠三人工资 理由：劳动关系成立 处理：责成企业支付 依据：《保障农民工工资支付条例》第三条 结论：支持")
		s.Expect("lina", "已出具处理意见")
		s.Say("lina", "送达 "+number+" 意见")
		how := s.Expect("lina", "请选送达方式", "[签收]")
		s.Tap("lina", how, "返回")
		s.ExpectCard("lina", how.TaskID, "未办理")
		s.Say("lina", "下周三谁接访")
		s.Expect("lina", "接访")
		s.Say("lina", "签收")
		s.Expect("lina", "请在「签收」后带上信访事项编号")

		// Said as an answer, a word that is a command too is the answer.
		s.Say("lina", "送达 "+number+" 意见书")
		s.Expect("lina", "请选送达方式")
		s.Say("lina", "拒收")
		s.Expect("lina", "请直接回复见证人姓名")
		s.Say("lina", "签收")
		s.Tap("lina", s.Expect("lina", "确认送达处理意见", "送达：签收"), "确认")
		s.Expect("lina", "已送达处理意见")
		s.VerifyLedger()
	})
}

// The simple procedure chosen by a tap runs from the day it was notified, as when it is written.
func TestSimpleProcedureByTapHasItsDay(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局 请核实")
		s.Expect("lina", number, "转送")
		s.Do("lina", "签收 "+number)
		s.Say("lina", "告知 "+number)
		notices := s.Expect("lina", number, "[告知受理]")
		s.Tap("lina", notices, "告知受理（简易程序）")
		card := s.Expect("lina", "告知受理（简易程序）")
		if strings.Contains(story.Words(card), "请直接回复") {
			s.Say("lina", "事实清楚，争议不大")
			card = s.Expect("lina", "确认告知受理（简易程序）")
		}
		s.Tap("lina", card, "确认")
		s.Expect("lina", "已告知受理（简易程序）")
		s.Do("lina", "送达 "+number+" 告知书 签收")
		s.Say("lina", "解释 "+number+" C07")
		s.Expect("lina", "11月23日")
		s.VerifyLedger()
	})
}

// Words behind a choice are read whole, whether they name the choice once more, begin like it or name another one.
func TestWordsBehindAChoice(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局 请核实")
		s.Expect("lina", number, "转送")
		s.Do("lina", "签收 "+number)
		for said, reason := range map[string]string{
			"属劳动争议":         "内容：属劳动争议",
			"仲裁 属劳动争议":      "内容：属劳动争议",
			"仲裁，属劳动争议":      "内容：属劳动争议",
			"仲裁委员会已经受理":     "内容：仲裁委员会已经受理",
			"受理单位为县仲裁委员会":   "内容：受理单位为县仲裁委员会",
			"建议其向仲裁委员会申请":   "内容：建议其向仲裁委员会申请",
			"诉讼 法院已立案":      "途径：诉讼",
			"行政复议 请在60日内提出": "途径：行政复议",
		} {
			s.Say("lina", "告知 "+number)
			s.Tap("lina", s.Expect("lina", number, "[告知法定途径]"), "告知法定途径")
			s.Choose("lina", s.Expect("lina", "请选法定途径"), "choice", "仲裁", "选好了")
			s.Expect("lina", "请直接回复说明")
			s.Say("lina", said)
			s.Tap("lina", s.Expect("lina", "确认告知法定途径", reason), "返回")
		}
		s.VerifyLedger()
	})
}
