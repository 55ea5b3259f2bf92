package story_test

import (
	"testing"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/calendar"
	"petitiondesk/test/story"
)

// acceptedAt brings a case to 城关镇, whose head is 彭宇, up to the notice of acceptance.
func acceptedAt(s *story.Story) string {
	s.Helper()
	number := s.Register("wangfang", visit)
	s.Do("wangfang", "交办 "+number+" 城关镇 2027-01-15")
	s.Expect("jiangli", "签收 "+number)
	s.Do("jiangli", "签收 "+number)
	s.Expect("jiangli", "已签收")
	s.Do("jiangli", "告知 "+number+" 受理 签收")
	s.Expect("jiangli", "已告知受理")
	return number
}

// An extension is granted by the unit's head with two taps. The clock moves when its notice is delivered, not before.
func TestExtensionByTwoTaps(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := acceptedAt(s)
		s.Do("jiangli", "申请延期 "+number+" 30 需要现场勘验")
		s.Expect("jiangli", "已申请延期")
		card := s.Expect("pengyu", "延期审批 "+number, "申请延期30日", "原期限：1月22日", "需要现场勘验", "[同意]", "[驳回]", "[转交]", "[要求补充]")
		s.Tap("pengyu", card, "同意")
		s.ExpectCard("pengyu", card.TaskID, "再次确认：同意延期", "[确认同意]", "[返回]")
		s.ExpectNothing("jiangli")
		s.Tap("pengyu", currentCard(s, "pengyu", card), "返回")
		s.ExpectCard("pengyu", card.TaskID, "延期审批 "+number, "[同意]")
		s.Tap("pengyu", currentCard(s, "pengyu", card), "同意")
		s.ExpectCard("pengyu", card.TaskID, "[确认同意]")
		s.Tap("pengyu", currentCard(s, "pengyu", card), "确认同意")
		s.Expect("pengyu", number, "您已同意")
		s.Expect("jiangli", number, "延期", "彭宇同意", "送达后回复「送达 "+number+" 延期 签收」")
		s.ExpectCard("pengyu", card.TaskID, "彭宇于11月23日 09:00同意")
		s.Say("jiangli", "期限 "+number)
		s.Expect("jiangli", "C07", "法定1月22日")
		s.Do("jiangli", "送达 "+number+" 延期 签收")
		s.Expect("jiangli", "已送达延期告知书")
		s.Say("jiangli", "期限 "+number)
		s.Expect("jiangli", "C07", "法定2月22日")
		s.VerifyLedger()
	})
}

// currentCard is a card as it looks now.
func currentCard(s *story.Story, user string, card wecomsim.Bubble) wecomsim.Bubble {
	s.Helper()
	s.Settle()
	for _, bubble := range s.Demo.Sim.Chat(user) {
		if bubble.TaskID == card.TaskID && bubble.Card != nil {
			card = bubble
		}
	}
	return card
}

// A refused extension leaves the date as it was, and another reason may be put forward.
func TestExtensionRefusedAndAskedAgain(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := acceptedAt(s)
		s.Do("jiangli", "申请延期 "+number+" 30 人手不足")
		s.Expect("pengyu", "申请延期30日")
		s.Say("pengyu", "驳回 "+number+" 人手不足不是法定理由")
		s.Expect("jiangli", number, "彭宇驳回", "人手不足不是法定理由")
		s.Do("jiangli", "申请延期 "+number+" 20 需要现场勘验")
		s.Expect("jiangli", "已申请延期")
		s.Expect("pengyu", "申请延期20日")
		s.Say("jiangli", "撤回 "+number)
		s.Expect("jiangli", "已撤回")
		s.Say("pengyu", "确认同意 "+number)
		s.Expect("pengyu", "撤回", "没有改动")
		s.Say("jiangli", "送达 "+number+" 延期 签收")
		s.Expect("jiangli", "延期还没有批准")
		s.VerifyLedger()
	})
}

// Non-acceptance waits for a head; the step, its clocks and its news come with the decision and not before.
func TestNonAcceptanceTakesAHead(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Expect("lina", "签收 "+number)
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Say("lina", "告知 "+number+" 不予受理")
		s.Expect("lina", "请直接回复理由", "不作任何改动")
		s.Say("lina", "告知 "+number+" 不予受理 已由法院受理 签收") // what is not granted yet cannot be delivered yet
		s.Tap("lina", s.Expect("lina", "确认告知不予受理", "须先审批，送达告知书请在批准之后再登记"), "确认")
		s.Expect("lina", number, "不予受理", "已送单位负责人审批", "孙立", "赵敏")
		card := s.Expect("sunli", "不予受理审批 "+number, "已由法院受理", "李娜")
		s.Expect("zhaomin", "不予受理审批 "+number)
		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", number+" 已签收")
		s.Say("sunli", "同意 "+number+" 属实")
		s.Expect("sunli", "需要再次确认", "确认同意 "+number)
		s.Tap("sunli", card, "同意")
		s.ExpectCard("sunli", card.TaskID, "再次确认")
		s.Tap("sunli", currentCard(s, "sunli", card), "确认同意")
		s.Expect("lina", number, "不予受理", "孙立同意", "已告知不予受理")
		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", number+" 不予受理")
		s.VerifyLedger()
	})
}

// What was asked can turn out impossible by the time it is granted: the request ends and everybody is told why.
func TestGrantedTooLate(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Expect("lina", "签收 "+number)
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Do("lina", "告知 "+number+" 不予受理 已由法院受理")
		s.Expect("sunli", "不予受理审批 "+number)
		s.Do("lina", "告知 "+number+" 受理")
		s.Expect("lina", "已告知受理")
		s.Say("sunli", "确认同意 "+number)
		s.Expect("sunli", "没有生效", "不能告知不予受理")
		s.Expect("lina", number, "终结")
		s.VerifyLedger()
	})
}

// A void is decided on a card as well as in words, by somebody other than who asked, and never twice.
func TestVoidByCard(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("zhaomin", visit)
		s.Do("zhaomin", "作废 "+number+" 误将测试内容登记")
		s.Expect("zhaomin", "已申请作废登记")
		card := s.Expect("sunli", "作废登记审批 "+number, "同意作废 "+number, "不删除记录")
		s.Say("zhaomin", "同意作废 "+number)
		s.Expect("zhaomin", "不能由申请人自己同意")
		s.Tap("sunli", card, "同意")
		s.ExpectCard("sunli", card.TaskID, "再次确认：同意作废登记")
		s.Tap("sunli", currentCard(s, "sunli", card), "确认同意")
		s.Expect("sunli", "您已同意")
		s.Expect("zhaomin", number, "作废登记", "孙立同意")
		s.Say("sunli", "同意作废 "+number)
		s.Expect("sunli", "不能作废登记")
		s.Say("zhaomin", "查 "+number)
		s.Expect("zhaomin", number+" 已作废")
		s.VerifyLedger()
	})
}

// Granting an escalation orders something of a unit by a date; the order is followed until it is answered.
func TestInstructionIsFollowedUntilAnswered(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, _ := escalated(s)
		s.Say("zhouping", "同意 0001 请人社局三日内答复")
		s.Expect("lina", number, "批示", "请人社局三日内答复", "请于11月26日", "签收 "+number)
		s.Say("wangfang", "查 0001")
		s.Expect("wangfang", number+" 已交办", "人力资源和社会保障局")
		s.Say("lina", "待办")
		s.Expect("lina", "批示反馈", "11月26日")
		s.MoveTo("2026-11-26", "09:00")
		s.Expect("lina", number, "还没有反馈", "请于11月26日")
		s.MoveTo("2026-11-30", "09:00")
		s.Expect("lina", number, "已经超过")
		s.Expect("zhouping", number, "已经超过")
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Do("lina", "反馈 "+number+" 已约谈用工单位，工资本周付清")
		s.Expect("zhouping", number, "逾期反馈", "工资本周付清")
		s.MoveTo("2026-12-07", "09:00")
		s.Say("lina", "待办")
		s.Expect("lina", number, "期限")
		s.VerifyLedger()
	})
}

// Handed on, asked for more, withdrawn: every card tells the truth afterwards.
func TestHandOnMoreAndWithdraw(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		s.Tap("sunli", cards["sunli"], "转交")
		s.Expect("sunli", "请直接回复接手人的姓名")
		s.Say("sunli", "李娜")
		s.Expect("sunli", "不能接手审批")
		s.Say("sunli", "林静")
		s.Expect("sunli", "已转交给常务副县长 林静")
		s.ExpectCard("sunli", cards["sunli"].TaskID, "已转交")
		lin := s.Expect("linjing", "呈报请示 "+number, "[同意]")
		s.Tap("sunli", cards["sunli"], "同意")
		s.Expect("sunli", "已不在您这一环节")

		s.Tap("linjing", lin, "要求补充")
		s.Expect("linjing", "需要补充什么")
		s.Say("linjing", "请附工资表")
		s.Expect("linjing", "已退回")
		s.Expect("wangfang", "被退回", "请附工资表", "补充 "+number)
		s.ExpectCard("zhouping", cards["zhouping"].TaskID, "已退回申请人补充")
		s.Tap("zhouping", cards["zhouping"], "同意")
		s.Expect("zhouping", "已退回补充材料")
		s.Say("wangfang", "待办")
		s.Expect("wangfang", "要求补充")
		s.Say("wangfang", "补充 "+number+" 工资表三张，欠薪9600元")
		s.Expect("wangfang", "补充材料已送审批人")
		s.Tap("zhouping", cards["zhouping"], "同意")
		s.Expect("zhouping", "在这张卡片之后有补充")
		s.Expect("zhouping", "呈报请示 "+number, "欠薪9600元", "[同意]")
		s.Say("wangfang", "撤回 "+number)
		s.Expect("wangfang", "已撤回")
		s.Say("zhouping", "同意 "+number)
		s.Expect("zhouping", "撤回", "没有改动")
		s.VerifyLedger()
	})
}

// Nobody decides in time: it goes up to the leaders, then to the joint conference, whose votes and dissent are on record.
func TestLadderToTheJointConference(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		s.MoveTo("2026-11-24", "09:00")
		s.Expect("sunli", "等您审批的有1件", number)
		s.MoveTo("2026-11-25", "18:00") // Wednesday; two working days are over
		s.Expect("wangfang", number, "到时未决", "上呈县领导")
		s.ExpectCard("sunli", cards["sunli"].TaskID, "已换发新卡片")
		duty := onDutyTitled(s, "呈报请示 "+number)
		s.Say(duty, "上呈 "+number+" 涉及多个部门，建议会商")
		s.Expect(duty, "已上呈联席会议")
		for _, member := range []string{"sunli", "zhaomin", "chenguang", "linjing", "huanghai", "wuxia", "zhengtao"} {
			s.Expect(member, "呈报请示 "+number, "应表决8人", "[赞成]", "[反对]", "[弃权]")
		}
		s.Say("chenguang", "反对 "+number+" 应先由住建局核实")
		s.Expect("chenguang", "您已反对", "反对1")
		for _, member := range []string{"sunli", "zhaomin", "linjing", "huanghai"} {
			s.Say(member, "同意 "+number+" 成立专班")
			s.Expect(member, "您已同意")
		}
		s.Say("wuxia", "赞成 "+number)
		s.Expect("wuxia", "表决结果：已同意", "赞成5", "反对1")
		s.Expect("wangfang", number, "有结果了", "同意")
		s.Say("zhengtao", "反对 "+number)
		s.Expect("zhengtao", "同意", "没有改动")
		s.VerifyLedger()
	})
}

func onDutyTitled(s *story.Story, title string) string {
	s.Helper()
	s.Settle()
	for _, leader := range []string{"chenguang", "linjing", "huanghai", "wuxia", "zhengtao"} {
		for _, bubble := range s.Unread(leader) {
			if bubble.Card != nil && bubble.Card.MainTitle != nil && bubble.Card.MainTitle.Title == title {
				return leader
			}
		}
	}
	s.Fatal("no leader got a card")
	return ""
}

// A stand-in decides in somebody's stead, visibly; a delegation taken back decides nothing.
func TestDelegation(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("sunli", "委托 陈光 11-23 至 11-27")
		s.Expect("sunli", "已委托县委副书记 陈光")
		s.Expect("chenguang", "孙立", "委托您")
		number, cards := escalated(s)
		card := s.Expect("chenguang", "呈报请示 "+number, "您代孙立审批")
		s.Tap("chenguang", card, "同意")
		s.Expect("chenguang", "您已同意")
		s.ExpectCard("sunli", cards["sunli"].TaskID, "陈光于11月23日 09:00同意")

		s.Say("sunli", "取消委托")
		s.Expect("sunli", "已收回1项委托")
		s.Expect("chenguang", "收回了对您的审批委托")
		second := s.Register("wangfang", "来访 李某 13900000002 2人 柳河镇 反映村道破损 请求修复")
		s.Say("wangfang", "呈报 "+second+" 情况紧急")
		s.Expect("sunli", "呈报请示 "+second)
		s.Say("chenguang", "同意 "+second)
		s.Expect("chenguang", "不在您的审批范围内")

		s.Say("sunli", "外出 11-23 至 11-24 林静")
		s.Expect("sunli", "已登记外出", "林静")
		s.Expect("linjing", "呈报请示 "+second, "您代孙立审批")
		s.Say("linjing", "待办")
		s.Expect("linjing", second)
		s.Say("linjing", "同意 "+second+" 请交通局核实")
		s.Expect("wangfang", second, "林静同意")
		s.VerifyLedger()
	})
}

// Cards are replaced before their codes die; a code that died all the same, or a card pressed again, is no fault of the
// person's.
func TestOldCardsAreNeverAnError(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := acceptedAt(s)
		s.Do("jiangli", "申请延期 "+number+" 30 需要现场勘验")
		first := s.Expect("pengyu", "延期审批 "+number)
		s.Say("pengyu", "刷新")
		s.ExpectCard("pengyu", first.TaskID, "已换发新卡片")
		second := s.Expect("pengyu", "延期审批 "+number, "[同意]")
		if second.TaskID == first.TaskID {
			t.Error("the same card came again")
		}
		for _, day := range []calendar.Day{"2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"} {
			s.MoveTo(day, "10:00") // over a weekend, far past 72 hours
		}
		latest := newestCard(s, "pengyu", "延期审批 "+number)
		if latest.TaskID == second.TaskID {
			t.Error("the card was not renewed")
		}
		s.Unread("pengyu")
		push(t, s, click("pengyu", first.TaskID, story.Key(t, first, "同意"))) // the oldest, kept open on another device
		s.Settle()
		s.Say("pengyu", "确认同意 "+number)
		s.Expect("jiangli", number, "彭宇同意")
		s.Tap("pengyu", latest, "驳回")
		s.Expect("pengyu", "同意", "没有改动")
		s.Say("pengyu", "刷新")
		s.Expect("pengyu", "目前没有等您审批的事项")
		s.VerifyLedger()
	})
}

func newestCard(s *story.Story, user, title string) wecomsim.Bubble {
	s.Helper()
	s.Settle()
	var newest wecomsim.Bubble
	for _, bubble := range s.Demo.Sim.Chat(user) {
		if bubble.Card != nil && bubble.Card.MainTitle != nil && bubble.Card.MainTitle.Title == title {
			newest = bubble
		}
	}
	if newest.Card == nil {
		s.Fatalf("%s has no card %q", user, title)
	}
	return newest
}

// Who has an interest in the matter steps back, with his reason on record, and decides no more.
func TestRecusal(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		s.Say("sunli", "回避 "+number)
		s.Expect("sunli", "回避请写明理由")
		s.Say("sunli", "回避 "+number+" 与当事人有亲属关系")
		s.Expect("sunli", "您已回避", "不再看到这件事项")
		s.ExpectCard("sunli", cards["sunli"].TaskID, "已回避")
		s.Tap("sunli", cards["sunli"], "同意")
		s.Expect("sunli", "没有找到这份请示")
		s.Say("sunli", "待办")
		s.Expect("sunli", "目前没有等您处理的事项")
		s.Tap("zhaomin", cards["zhaomin"], "同意")
		s.Expect("wangfang", "赵敏同意")
		s.VerifyLedger()
	})
}
