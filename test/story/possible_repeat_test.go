package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// again is visit once more, by the same telephone number.
const again = "来访 张某 13900000000 2人 城关镇 反映工资仍未支付 请求支付工资"

// Who cannot tell whether it is a repeat registers all the same; the bureau's supervisors are asked once, it waits in 待办, and the
// first decision stands.
func TestUnsureWhetherItIsARepeat(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		s.Say("liuyang", again)
		card := s.Expect("liuyang", "请核对来访登记", "可能同一事项1件", first, "拿不准点「不确定」", "[并入前件]", "[不确定]")
		s.Tap("liuyang", card, "不确定")
		told := s.Expect("liuyang", "登记成功", "已留给分管负责人判断，登记不受影响").Text
		second := story.Number(t, told)
		if second == first {
			t.Fatalf("no number of its own: %s", told)
		}
		s.TapKey("liuyang", card.TaskID, story.Key(t, card, "不确定"))
		s.Expect("liuyang", second, "没有重复登记")
		s.TapKey("liuyang", card.TaskID, story.Key(t, card, "并入前件"))
		s.Expect("liuyang", second, "没有重复登记")

		asked := s.Expect("zhaomin", "请判断两件是否同一事项", second, first, "张*", "工资仍未支付", "同一联系电话", "[并入]", "[另立]")
		if words := story.Words(asked); strings.Contains(words, "张某") || strings.Contains(words, "13900000000") {
			t.Errorf("the card tells who it was: %s", words)
		}
		other := s.Expect("sunli", "请判断两件是否同一事项", second, first)
		s.Say("zhaomin", "待办")
		list := s.Expect("zhaomin", "等您处理的事项", "疑似重复", second+" 与 "+first[len("XF2026"):])
		s.Choose("zhaomin", list, "line", list.Card.ButtonSelection.OptionList[0].ID, "打开")
		anew := s.Expect("zhaomin", "请判断两件是否同一事项", second)
		s.Say("liuyang", "查 "+second)
		s.Expect("liuyang", "可能重复（等待判断）："+first)

		s.Tap("zhaomin", anew, "另立")
		s.Expect("zhaomin", second+" 与 "+first+" 不是同一事项，各自办理", "赵敏")
		s.Expect("liuyang", second+" 与 "+first+" 不是同一事项")
		for reader, shown := range map[string]string{"zhaomin": asked.TaskID, "sunli": other.TaskID} {
			s.ExpectCard(reader, shown, "是否重复：另立", "赵敏", "已判断")
		}
		s.ExpectCard("zhaomin", anew.TaskID, "是否重复：另立")
		s.TapKey("sunli", other.TaskID, story.Key(t, other, "并入"))
		s.Expect("sunli", "不是同一事项", "赵敏")
		s.Say("sunli", "待办")
		if words := story.Words(s.Expect("sunli", "处理的事项")); strings.Contains(words, "疑似重复") {
			t.Errorf("what is decided still waits: %s", words)
		}
		s.Say("liuyang", "查 "+second)
		if words := story.Words(s.Expect("liuyang", second, "工资仍未支付")); strings.Contains(words, "可能重复") {
			t.Errorf("what is decided is still called open: %s", words)
		}
		s.Settle()
		s.VerifyLedger()
		rows, err := s.DB().QueryContext(t.Context(), "SELECT actor, payload FROM ledger_entries WHERE kind IN ('repeats_left_open', 'repeat_decided') ORDER BY seq")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		var recorded []string
		for rows.Next() {
			var actor, payload string
			if err := rows.Scan(&actor, &payload); err != nil {
				t.Fatal(err)
			}
			recorded = append(recorded, actor+" "+payload)
		}
		if len(recorded) != 2 || !strings.HasPrefix(recorded[0], "liuyang") || !strings.HasPrefix(recorded[1], "zhaomin") || rows.Err() != nil {
			t.Errorf("the ledger says %q, %v", recorded, rows.Err())
		}
	})
}

// 并入 is a merge like any other, by the card or by word, and settles every card.
func TestUnsureIsMerged(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		s.Say("wangfang", again)
		s.Expect("wangfang", "请核对来访登记", first)
		s.Say("wangfang", "不确定")
		second := story.Number(t, s.Expect("wangfang", "登记成功", "已留给分管负责人判断").Text)
		asked := s.Expect("zhaomin", "请判断两件是否同一事项", second, first)
		other := s.Expect("sunli", "请判断两件是否同一事项", second)
		s.Tap("zhaomin", asked, "并入")
		s.Expect("zhaomin", second, "并入", first)
		s.Expect("wangfang", second+" 与 "+first+" 是同一事项，已并入")
		s.ExpectCard("sunli", other.TaskID, "是否重复：并入")
		s.TapKey("zhaomin", asked.TaskID, story.Key(t, asked, "并入"))
		s.Expect("zhaomin", "是同一事项，已并入", "赵敏")

		s.Say("wangfang", again)
		s.Expect("wangfang", "请核对来访登记", first)
		s.Say("wangfang", "不确定")
		third := story.Number(t, s.Expect("wangfang", "登记成功", "已留给分管负责人判断").Text)
		asked = s.Expect("sunli", "请判断两件是否同一事项", third)
		s.Say("zhaomin", "合并 "+third+" "+first)
		s.Expect("zhaomin", third, "并入")
		s.ExpectCard("sunli", asked.TaskID, "是否重复：并入")
		s.VerifyLedger()
	})
}

// Who may not see the earlier case cannot tell either: he is offered 不确定 without learning which it is, and only those who may see
// both are asked.
func TestUnsureAboutARestrictedCase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 钱某某 13900000007 1人 城关镇 举报信访局孙立收受好处 请求查处")
		s.Tap("wangfang", s.Expect("wangfang", "请核对来访登记", "[按普通件]"), "确认登记")
		secret := story.Number(t, s.Expect("wangfang", "登记成功").Text)
		s.Say("liuyang", "来访 钱某某 13900000007 1人 城关镇 反映路灯不亮 请求修复")
		card := s.Expect("liuyang", "请核对来访登记", "有1件受限事项", "[不确定]")
		if words := story.Words(card); strings.Contains(words, secret) || strings.Contains(words, "并入前件") {
			t.Errorf("a restricted case is shown: %s", words)
		}
		s.Tap("liuyang", card, "不确定")
		second := story.Number(t, s.Expect("liuyang", "登记成功", "已留给分管负责人判断").Text)
		asked := s.Expect("zhaomin", "请判断两件是否同一事项", second, secret, "单独办理，不能与其他事项合并", "[另立]")
		if words := story.Words(asked); strings.Contains(words, "孙立") || strings.Contains(words, "[并入]") {
			t.Errorf("the card tells the accusation, or offers what the law forbids: %s", words)
		}
		s.Settle()
		for _, bubble := range s.Unread("sunli") {
			if strings.Contains(story.Words(bubble), secret) || strings.Contains(story.Words(bubble), "请判断") {
				t.Errorf("the accused is asked about his own case: %s", story.Words(bubble))
			}
		}
		s.Say("sunli", "另立 "+second)
		s.Expect("sunli", "没有等您判断的疑似重复")
		s.Say("zhaomin", "另立 "+second)
		s.Expect("zhaomin", second+" 与 "+secret+" 不是同一事项")
		s.Expect("liuyang", second+" 与 一件受限事项 不是同一事项")
		s.VerifyLedger()
	})
}
