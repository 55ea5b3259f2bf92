package story_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
)

// The demo county's supervisors; 赵敏 is also a clerk.
var supervisors = []string{"zhaomin", "sunli", "zhouping"}

func escalated(s *story.Story) (number string, cards map[string]wecomsim.Bubble) {
	s.Helper()
	number = s.Register("wangfang", visit)
	s.Say("wangfang", "呈报 "+number+" 情况紧急，请协调人社局")
	s.Expect("wangfang", number, "已呈报 3 位分管负责人", "孙立")
	cards = map[string]wecomsim.Bubble{}
	for _, supervisor := range supervisors {
		cards[supervisor] = s.Expect(supervisor, "呈报请示 "+number, "张*", "3人", "城关镇", "拖欠工资", "请求支付",
			"情况紧急，请协调人社局", "王芳", "云岭县信访局", "[同意]", "[驳回]")
	}
	return number, cards
}

func TestEscalationApprovedByCard(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		s.Tap("sunli", cards["sunli"], "同意")
		s.Expect("wangfang", number, "有结果了", "孙立同意")
		s.Expect("sunli", number, "您已同意", "王芳")
		for supervisor, card := range cards {
			s.ExpectCard(supervisor, card.TaskID, "孙立于11月23日 09:00同意", "已同意")
		}

		s.Tap("zhaomin", cards["zhaomin"], "驳回")
		s.Expect("zhaomin", "已由孙立于11月23日 09:00同意", "没有改动")
		s.Say("zhouping", "驳回 "+number+" 材料不足")
		s.Expect("zhouping", "已由孙立于11月23日 09:00同意", "没有改动")
		s.Tap("sunli", cards["sunli"], "驳回")
		s.Expect("sunli", "已由孙立于11月23日 09:00同意", "没有改动")
		s.ExpectCard("zhaomin", cards["zhaomin"].TaskID, "孙立于11月23日 09:00同意")
		s.ExpectNothing(append(supervisors, "wangfang")...)
		s.Say("wangfang", "查 0001")
		s.Expect("wangfang", number, "呈报：已由孙立于11月23日 09:00同意")
		s.VerifyLedger()
	})
}

func TestEscalationApprovedByReply(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		s.Say("zhouping", "同意 0001 请人社局三日内答复")
		s.Expect("wangfang", number, "周平同意", "请人社局三日内答复")
		s.Expect("zhouping", "您已同意")
		for supervisor, card := range cards {
			s.ExpectCard(supervisor, card.TaskID, "周平", "请人社局三日内答复")
		}
		s.ExpectNothing(append(supervisors, "wangfang")...)
	})
}

func TestReplyWithoutNumberNeedsExactlyOneRequest(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first, _ := escalated(s)
		second := s.Register("wangfang", strings.ReplaceAll(visit, "张某", "李某"))
		s.Say("wangfang", "呈报 "+second+" 同类问题")
		s.Expect("wangfang", second, "已呈报")
		s.Expect("sunli", "呈报请示 "+second)

		s.Say("sunli", "同意 请尽快办理")
		s.Expect("sunli", "有2件在等您审批", first, second)
		s.Say("sunli", "同意 "+second+" 请尽快办理")
		s.Expect("sunli", second, "您已同意")
		s.Say("sunli", "同意 请人社局核实")
		s.Expect("sunli", first, "您已同意")
		s.Expect("wangfang", second, "请尽快办理")
		s.Expect("wangfang", first, "请人社局核实")
		s.Say("sunli", "同意")
		s.Expect("sunli", "目前没有等您审批的呈报")
		s.ExpectNothing("sunli", "wangfang")
	})
}

func TestRejectionWantsAReason(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		s.Tap("sunli", cards["sunli"], "驳回")
		s.Expect("sunli", "驳回 "+number+" 请写明理由")
		s.ExpectNothing("wangfang")
		s.Say("sunli", "请先由人社局按程序答复")
		s.Expect("sunli", "您已驳回")
		s.Expect("wangfang", number, "孙立驳回", "请先由人社局按程序答复")
		s.ExpectCard("zhaomin", cards["zhaomin"].TaskID, "孙立", "驳回", "请先由人社局按程序答复")

		s.Say("sunli", "待办")
		s.Expect("sunli", "目前没有等您处理的事项")
	})
}

func TestRejectionPressedByMistake(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		_, cards := escalated(s)
		s.Tap("zhouping", cards["zhouping"], "驳回")
		s.Expect("zhouping", "请写明理由")
		s.Say("zhouping", "不是，点错了")
		s.Expect("zhouping", "仍在等您审批")
		s.ExpectNothing("wangfang")
	})
}

func TestRejectionCanBeDropped(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, _ := escalated(s)
		s.Say("sunli", "驳回 0001")
		s.Expect("sunli", "请写明理由")
		s.Say("sunli", "取消")
		s.Expect("sunli", "仍在等您审批")
		s.Say("sunli", "待办")
		s.Expect("sunli", "呈报 "+number, "回复「同意 编号 意见」")
		s.ExpectNothing("wangfang")
	})
}

// A word said long after 驳回 was pressed is not taken for its reason.
func TestReasonIsNotTakenFromLaterTalk(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		s.Tap("sunli", cards["sunli"], "驳回")
		s.Expect("sunli", "请写明理由")
		s.MoveTo("2026-11-23", "09:31")
		s.Say("sunli", "下午开会")
		s.Expect("sunli", "没有看懂这句话")
		s.ExpectNothing("wangfang")
		s.Say("sunli", "驳回 "+number+" 请先由人社局按程序答复")
		s.Expect("wangfang", "孙立驳回")
	})
}

func TestNobodyDecidesHisOwnRequest(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("zhaomin", visit)
		s.Say("zhaomin", "呈报 "+number+" 情况紧急")
		s.Expect("zhaomin", "已呈报 2 位分管负责人")
		card := s.Expect("sunli", "呈报请示 "+number)
		s.Expect("zhouping", "呈报请示 "+number)
		s.Say("zhaomin", "同意 "+number)
		s.Expect("zhaomin", "这是您本人提出的呈报")
		s.Say("zhaomin", "呈报 "+number+" 再次呈报")
		s.Expect("zhaomin", "已有一份呈报在等待审批")

		s.Tap("sunli", card, "同意")
		s.Expect("zhaomin", "有结果了", "孙立同意")
		s.ExpectNothing("zhaomin")
	})
}

func TestManyDecideAtOnce(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		var together sync.WaitGroup
		for supervisor, card := range cards {
			key := story.Key(t, card, "同意")
			together.Go(func() { s.TapKey(supervisor, card.TaskID, key) })
			together.Go(func() { s.TapKey(supervisor, card.TaskID, key) })
		}
		together.Wait()
		s.Settle()
		s.Expect("wangfang", number, "有结果了")
		s.ExpectNothing("wangfang")
		done := 0
		for _, supervisor := range supervisors {
			for _, bubble := range s.Unread(supervisor) {
				done += strings.Count(bubble.Text, "您已同意")
			}
		}
		if done != 1 {
			t.Errorf("%d supervisors were told that they decided", done)
		}
		s.VerifyLedger()
	})
}

func TestForeignCardsAndStrangers(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		// A leader who is no supervisor presses a card that was never his, as if it had been forwarded.
		push(t, s, click("chenguang", cards["sunli"].TaskID, story.Key(t, cards["sunli"], "同意")))
		s.Expect("chenguang", "不在您的审批范围内")
		s.Say("chenguang", "同意 "+number)
		s.Expect("chenguang", "不在您的审批范围内")

		if err := s.Demo.Sim.Deactivate("zhouping"); err != nil {
			t.Fatal(err)
		}
		pushContact(t, s, "delete_user", "zhouping")
		s.Settle()
		s.AllowErrors("person=zhouping trouble=unreachable")
		push(t, s, click("zhouping", cards["zhouping"].TaskID, story.Key(t, cards["zhouping"], "同意")))
		s.Settle()
		s.Say("sunli", "待办")
		s.Expect("sunli", "呈报 "+number)
		s.Expect("madong", "今天的值班看板")
		s.Expect("madong", "2027年的放假调休安排尚未导入") // and of nothing else
		s.ExpectNothing("wangfang", "madong")
	})
}

// A short number that two days bear is not decided by guess.
func TestShortNumberOfTwoDays(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first, _ := escalated(s)
		s.MoveTo("2026-11-24", "09:00")
		second := s.Register("wangfang", visit)
		s.Say("wangfang", "呈报 "+second+" 情况紧急")
		card := s.Expect("sunli", "呈报请示 "+second)
		s.Expect("zhouping", "呈报请示 "+second)
		s.Tap("sunli", card, "同意")
		s.Expect("wangfang", second, "孙立同意")
		s.Say("zhouping", "同意 0001")
		s.Expect("zhouping", "编号 0001 不止一件", first, second)
		s.Say("zhouping", "同意 "+first)
		s.Expect("wangfang", first, "周平同意")
	})
}

// Whoever left stays so when the same county is imported again, and comes back when the platform says so.
func TestLeaversAndReturners(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		inBook(t, s, "delete_user", "zhouping", func(m *wecomsim.Member) { m.Active = false })
		if err := s.Demo.App.Desk.Import(t.Context(), desk.County(county.Demo())); err != nil {
			t.Fatal(err)
		}
		expectNoAccess(t, s, "zhouping")
		inBook(t, s, "create_user", "zhouping", func(m *wecomsim.Member) { m.Active = true })
		s.Say("zhouping", "待办")
		s.Expect("zhouping", "目前没有等您处理的事项")
	})
}

func TestEveryAnswerOfABurstArrives(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		for i := range 6 {
			s.Say("wangfang", "解释 "+number+" C07")
			s.Say("wangfang", fmt.Sprintf("进展 %s 第%d次联系", number, i+1))
		}
		s.Settle()
		explained, shown := 0, ""
		for _, bubble := range s.Unread("wangfang") {
			explained += strings.Count(bubble.Text, "没有这样的期限")
			shown += story.Words(bubble)
		}
		if cards := strings.Count(shown, "确认记录进展"); explained != 6 || cards != 6 {
			t.Errorf("%d of 6 explanations and %d of 6 cards arrived", explained, cards)
		}
		s.Say("wangfang", "确认")
		s.Expect("wangfang", "已记录")
		s.Say("wangfang", "经过 "+number)
		if told := s.Expect("wangfang", "第6次联系"); strings.Contains(told.Text, "第5次联系") {
			t.Errorf("more than the last was confirmed:\n%s", told.Text)
		}
	})
}
