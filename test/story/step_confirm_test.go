package story_test

import (
	"strings"
	"sync"
	"testing"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
)

// A command in one message is shown first and done by one tap, or by the word; nobody else learns of it before.
func TestCommandIsConfirmed(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "转送 "+number+" 人社局 请核实处理")
		card := s.Expect("wangfang", "确认转送 "+number+"？", "点「确认」才会办理", "张*", "拖欠工资", "人力资源和社会保障局", "请核实处理", "[修改]", "[返回]")
		s.ExpectNothing("lina")
		s.Tap("wangfang", card, "返回")
		s.ExpectCard("wangfang", card.TaskID, "未办理")
		s.Say("wangfang", "确认")
		s.Expect("wangfang", "没有看懂")
		s.ExpectNothing("lina")

		s.Say("wangfang", "转送 "+number+" 人社局 请核实处理")
		card = s.Expect("wangfang", "确认转送")
		s.Say("wangfang", "确认")
		s.Expect("wangfang", "已转送", "已转送待签收")
		s.ExpectCard("wangfang", card.TaskID, "已转送")
		s.Expect("lina", number, "转送")

		s.Say("lina", "待办") // no clock of the unit runs before it has signed
		s.Expect("lina", "待签收", number+" 11月23日")
		s.Say("lina", "签收 "+number)
		sign := s.Expect("lina", "确认签收 "+number+"？", "[返回]")
		if strings.Contains(story.Words(sign), "[修改]") {
			t.Errorf("what has no words cannot be reworded: %s", story.Words(sign))
		}
		s.Tap("lina", sign, "确认")
		s.Expect("lina", "已签收")
		s.Say("lina", "进展 "+number+" 已约谈企业负责人")
		note := s.Expect("lina", "确认记录进展 "+number+"？", "已约谈企业负责人")
		s.Say("wangfang", "经过 "+number)
		if told := s.Expect("wangfang", "签收"); strings.Contains(told.Text, "已约谈企业负责人") {
			t.Errorf("a note stands on record before it is confirmed:\n%s", told.Text)
		}
		s.Tap("lina", note, "确认")
		s.Expect("lina", "进展")
		s.Say("wangfang", "经过 "+number)
		s.Expect("wangfang", "已约谈企业负责人", "签收", "转送")
		s.VerifyLedger()
	})
}

// What was written wrongly is corrected without being written all over again, and what was refused is not lost.
func TestCommandIsCorrected(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "转送 "+number+" 不存在的局 请核实")
		s.Expect("wangfang", "没有找到单位「不存在的局」", "请直接回复更正后的内容")
		s.Say("wangfang", "住建局 请核实")
		wrong := s.Expect("wangfang", "确认转送", "住房和城乡建设局")
		s.Tap("wangfang", wrong, "修改")
		s.Expect("wangfang", "请直接回复承办单位和理由", "您原来写的是：住建局 请核实")
		s.Say("wangfang", "人社局 请核实")
		right := s.Expect("wangfang", "确认转送", "人力资源和社会保障局")
		s.Tap("wangfang", wrong, "确认")
		s.Expect("wangfang", "后来改过或者已经办理")
		s.Tap("wangfang", right, "确认")
		s.Expect("wangfang", "已转送")
		s.Expect("lina", number, "转送")

		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Do("lina", "告知 "+number+" 受理 签收")
		s.Expect("lina", "已受理")
		s.Say("lina", "意见 "+number+" 请求：支付工资 事实：拖欠三人工资 理由：劳动关系成立 处理：责成企业支付 结论：支持")
		s.Expect("lina", "依据", "请直接回复更正后的内容")
		s.Say("lina", "确认")
		s.Expect("lina", "还没有写清", "没有作任何改动")
		s.Say("lina", "依据：《保障农民工工资支付条例》第三条")
		s.Tap("lina", s.Expect("lina", "确认出具处理意见", "支付工资", "责成企业支付", "第三条", "支持"), "确认")
		s.Expect("lina", "已出具处理意见")

		s.Say("lina", "送达 "+number+" 意见 签收")
		s.Expect("lina", "确认送达处理意见", "签收")
		s.Say("lina", "取消")
		s.Expect("lina", "没有作任何改动")
		s.Say("lina", "确认")
		s.Expect("lina", "没有看懂")
		s.VerifyLedger()
	})
}

// Tapped twice, at once or later, a step is taken once; two people who confirm at once are told of each other.
func TestConfirmedOnce(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "转送 "+number+" 人社局 请核实")
		card := s.Expect("wangfang", "确认转送")
		key := story.Key(t, card, "确认")
		together(func() { s.TapKey("wangfang", card.TaskID, key) }, func() { s.TapKey("wangfang", card.TaskID, key) })
		s.Expect("lina", number, "转送")
		s.ExpectNothing("lina")
		said := s.Said("wangfang")
		if strings.Count(said, "已转送，现为") != 1 || strings.Count(said, "后来改过或者已经办理") != 1 {
			t.Errorf("two taps were answered by\n%s", said)
		}

		// Both are shown a card for the same case, and both confirm at once.
		s.Say("wangfang", "督办 "+number+" 请先行核实")
		s.Say("liuyang", "督办 "+number+" 群众来电催问")
		one, two := s.Expect("wangfang", "确认督办", "请先行核实"), s.Expect("liuyang", "确认督办", "群众来电催问")
		together(func() { s.Tap("wangfang", one, "确认") }, func() { s.Tap("liuyang", two, "确认") })
		s.Settle()
		second := map[string]wecomsim.Bubble{}
		for _, who := range []string{"wangfang", "liuyang"} {
			for _, told := range s.Unread(who) {
				if words := story.Words(told); strings.Contains(words, "您填写之后") && strings.Contains(words, "督办") {
					second[who] = told
				}
			}
		}
		if len(second) != 1 {
			t.Fatalf("%d people were asked once more, not one", len(second))
		}
		for who, again := range second {
			s.Tap(who, again, "确认")
			s.Settle()
		}
		s.Say("wangfang", "经过 "+number)
		s.Expect("wangfang", "请先行核实", "群众来电催问")
		s.VerifyLedger()
	})
}

func together(all ...func()) {
	var group sync.WaitGroup
	for _, one := range all {
		group.Go(one)
	}
	group.Wait()
}

// What is out of a closed set is chosen by a tap: which notice, which lawful way, which document and how.
func TestClosedSetsAreChosen(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局 请核实")
		s.Expect("lina", number, "转送")
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")

		s.Say("lina", "告知 "+number)
		notices := s.Expect("lina", number, "[告知受理]", "[告知法定途径]", "[告知不予受理]")
		s.Tap("lina", notices, "告知法定途径")
		ways := s.Expect("lina", "请选法定途径", "[选好了]")
		if options := ways.Card.ButtonSelection.OptionList; len(options) != 5 || options[1].Text != "仲裁" {
			t.Errorf("the ways to choose from are %v", options)
		}
		s.Choose("lina", ways, "choice", "仲裁", "选好了")
		s.ExpectCard("lina", ways.TaskID, "已选：仲裁")
		s.Expect("lina", "请直接回复说明")
		s.Say("lina", "属劳动争议")
		s.Tap("lina", s.Expect("lina", "确认告知法定途径", "仲裁", "属劳动争议"), "返回")
		s.Tap("lina", notices, "告知受理")
		s.Tap("lina", s.Expect("lina", "确认告知受理"), "确认")
		s.Expect("lina", "已告知受理")
		s.Choose("lina", ways, "choice", "诉讼", "选好了")
		s.Expect("lina", "后来改过或者已经办理")
		s.Tap("lina", notices, "告知不予受理")
		s.Expect("lina", "有了变化", "没有作任何改动")

		s.Say("lina", "送达 "+number)
		how := s.Expect("lina", "送达告知书", "请选送达方式", "[签收]", "[拒收]", "[邮寄]")
		s.Tap("lina", how, "拒收")
		s.Expect("lina", "请直接回复见证人姓名")
		s.Say("lina", "李某")
		s.Tap("lina", s.Expect("lina", "确认送达告知书", "拒收，见证人"), "确认")
		s.Expect("lina", "已送达告知书")
		s.VerifyLedger()
	})
}

// So are the conclusion of an opinion and the grades of a rating; an old state of the card chooses nothing, words do as well.
func TestConclusionAndGradesAreChosen(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局 请核实")
		s.Expect("lina", number, "转送")
		s.Do("lina", "签收 "+number)
		s.Do("lina", "告知 "+number+" 受理 签收")
		s.Expect("lina", "已告知受理")
		s.Say("lina", "意见 "+number+" 请求：支付工资 事实：拖欠三人工资 理由：劳动关系成立 处理：责成企业支付 依据：《保障农民工工资支付条例》第三条")
		outcome := s.Expect("lina", "请选结论", "支付工资", "[支持]", "[合理但无法律依据]", "[不支持]")
		s.Say("lina", "确认")
		s.Expect("lina", "还没有选结论", "没有作任何改动")
		s.Tap("lina", outcome, "支持")
		s.ExpectCard("lina", outcome.TaskID, "确认出具处理意见", "支付工资", "支持", "[确认]")
		s.TapKey("lina", outcome.TaskID, story.Key(t, outcome, "不支持")) // an old state of the card
		s.Expect("lina", "已经选过了", "没有作任何改动")
		s.Say("lina", "确认")
		s.Expect("lina", "已出具处理意见")
		s.ExpectCard("lina", outcome.TaskID, "已出具处理意见")

		s.Say("wangfang", "评价 "+number)
		office := s.Expect("wangfang", "请选对信访部门的评价", "[满意]", "[基本满意]", "[不满意]")
		s.Say("wangfang", "不太满意")
		s.Expect("wangfang", "请依次写明")
		s.Tap("wangfang", office, "满意")
		s.ExpectCard("wangfang", office.TaskID, "请选对责任单位的评价")
		s.Tap("wangfang", office, "基本满意")
		s.ExpectCard("wangfang", office.TaskID, "确认记录评价", "信访部门：满意", "责任单位：基本满意")
		s.Say("wangfang", "确认")
		s.Expect("wangfang", "对信访部门满意，对责任单位基本满意")
		s.Say("wangfang", "评价 "+number)
		s.Expect("wangfang", "请选对信访部门的评价")
		s.Say("wangfang", "基本满意")
		s.Expect("wangfang", "请选对责任单位的评价", "信访部门：基本满意")
		s.Say("wangfang", "不满意")
		s.Tap("wangfang", s.Expect("wangfang", "确认记录评价", "责任单位：不满意"), "确认")
		s.Expect("wangfang", "对信访部门基本满意，对责任单位不满意")
		s.VerifyLedger()
	})
}
