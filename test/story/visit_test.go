package story_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"petitiondesk/test/story"
)

const visit = "来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付"

func TestVisitInOneMessage(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", visit)
		card := s.Expect("wangfang", "请核对来访登记", "张*", "139****0000", "3人", "城关镇", "拖欠工资", "请求支付", "[确认登记]", "[修改]", "[暂存]")
		if words := story.Words(card); strings.Contains(words, "13900000000") || strings.Contains(words, "张某") {
			t.Errorf("the card shows personal data: %s", words)
		}
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功", "XF20261123-0001")
		s.ExpectCard("wangfang", card.TaskID, "已登记 XF20261123-0001")

		key := "visit.confirm|" + strings.TrimPrefix(story.Key(t, card, "确认登记"), "visit.confirm|")
		s.TapKey("wangfang", card.TaskID, key)
		s.Expect("wangfang", "XF20261123-0001", "没有重复登记")

		s.Say("wangfang", "查 0001")
		s.Expect("wangfang", "XF20261123-0001", "已登记", "张*", "拖欠工资")
		s.ExpectNothing("wangfang")
		s.VerifyLedger()
	})
}

func TestVisitWithGaps(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 李某 反映村道破损")
		asked := s.Expect("wangfang", "已记录", "李*", "村道破损", "联系电话", "来访人数", "问题属地", "诉求（例如")
		if strings.Contains(asked.Text, "来访人姓名") || strings.Contains(asked.Text, "反映什么事项") {
			t.Errorf("asked for what was said: %s", asked.Text)
		}
		s.Say("wangfang", "4人 柳河镇 请求修复")
		s.Expect("wangfang", "请告诉我联系电话")
		s.Say("wangfang", "没有电话")
		card := s.Expect("wangfang", "请核对来访登记", "李*", "4人", "柳河镇", "村道破损", "请求修复", "电话：未提供")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功", "XF20261123-0001", "未留联系电话")
		s.ExpectNothing("wangfang")
	})
}

func TestVisitIsCorrectedKeptAndResumed(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", visit)
		first := s.Expect("wangfang", "请核对来访登记")
		s.Tap("wangfang", first, "修改")
		s.Expect("wangfang", "要改哪一项", "3. 来访人数：3人")
		s.Say("wangfang", "改 3 6人")
		second := s.Expect("wangfang", "请核对来访登记", "6人（集体访）")
		s.Say("wangfang", "改2")
		s.Expect("wangfang", "请回复新的联系电话")
		s.Say("wangfang", "13900000009")
		third := s.Expect("wangfang", "请核对来访登记", "139****0009")

		s.Tap("wangfang", first, "确认登记")
		s.Expect("wangfang", "请在最新的卡片上确认登记")

		s.Tap("wangfang", third, "暂存")
		s.Expect("wangfang", "已暂存张*的来访登记")
		s.ExpectCard("wangfang", third.TaskID, "已暂存")
		s.Say("wangfang", "我的")
		s.Expect("wangfang", "1. 张*")
		s.Say("wangfang", "继续")
		fourth := s.Expect("wangfang", "请核对来访登记", "6人", "139****0009")
		s.Say("wangfang", "确认登记")
		s.Expect("wangfang", "登记成功", "XF20261123-0001")
		s.ExpectCard("wangfang", fourth.TaskID, "已登记")
		s.Tap("wangfang", second, "确认登记")
		s.Expect("wangfang", "没有重复登记")
		s.ExpectNothing("wangfang")
	})
}

func TestSecondVisitKeepsTheFirst(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 李某 反映村道破损")
		s.Expect("wangfang", "还需要补充")
		s.Say("wangfang", visit)
		s.Expect("wangfang", "请核对来访登记", "张*")
		s.Say("wangfang", "我的")
		s.Expect("wangfang", "1. 张* 拖欠工资", "2. 李* 村道破损")
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "已取消张*的来访登记")
		s.ExpectNothing("wangfang")
	})
}

func TestVisitGoesOnNextDay(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 李某 反映村道破损")
		s.Expect("wangfang", "还需要补充")
		s.MoveTo("2026-11-24", "08:20")
		s.Say("wangfang", "13900000001 4人")
		s.Expect("wangfang", "没有看懂这句话")
		s.Say("wangfang", "我的")
		s.Expect("wangfang", "1. 李* 村道破损")
		s.Say("wangfang", "继续")
		s.Expect("wangfang", "已记录", "李*")
		s.Say("wangfang", "13900000001 4人 柳河镇 请求修复")
		card := s.Expect("wangfang", "请核对来访登记", "李*", "4人")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功", "XF20261124-0001")
	})
}

func TestVisitCardOfSomebodyElse(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", visit)
		card := s.Expect("wangfang", "请核对来访登记")
		push(t, s, click("liuyang", card.TaskID, story.Key(t, card, "确认登记")))
		s.Expect("liuyang", "不是发给您的")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功", "XF20261123-0001")
		s.ExpectNothing("wangfang", "liuyang")
	})
}

func TestSerialsHaveNoGapsUnderLoad(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		clerks := []string{"wangfang", "liuyang", "zhaomin", "jiangli"}
		var together sync.WaitGroup
		for _, clerk := range clerks {
			together.Go(func() {
				for range 3 {
					s.Say(clerk, visit)
					s.Say(clerk, "确认登记")
				}
			})
		}
		together.Wait()
		s.Settle()
		seen := map[string]bool{}
		for _, clerk := range clerks {
			for range 3 {
				seen[story.Number(t, s.Expect(clerk, "登记成功").Text)] = true
			}
		}
		for n := 1; n <= 12; n++ {
			if number := fmt.Sprintf("XF20261123-%04d", n); !seen[number] {
				t.Errorf("%s is missing", number)
			}
		}
		s.VerifyLedger()
	})
}

// Small talk and other people's words leave an open report as it is.
func TestOpenReportIsNotOverwritten(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", visit)
		card := s.Expect("wangfang", "请核对来访登记", "张*")
		s.Say("wangfang", "谢谢")
		s.Expect("wangfang", "登记内容没有变")
		s.Say("wangfang", "来坊 李某 13812345678 5人 柳河镇 反映修路 请求修路")
		s.Expect("wangfang", "这像是另一位来访人")
		s.Say("wangfang", "电话错了，应该是 13800000000")
		second := s.Expect("wangfang", "请核对来访登记", "来访人：张*", "138****0000")
		s.Say("wangfang", "来访李某13812345678 5人 柳河镇 反映修路 请求修路")
		s.Expect("wangfang", "请核对来访登记", "李*", "上一份未完成的登记已暂存")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "请核对来访登记", "张*", "138****0000")
		s.Say("wangfang", "确认无误")
		s.Expect("wangfang", "登记成功", "XF20261123-0001", "张*")
		s.ExpectCard("wangfang", second.TaskID, "请核对来访登记")
	})
}
