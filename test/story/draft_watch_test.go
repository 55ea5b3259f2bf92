package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// Somebody came, and the report lies unfinished: its clerk is reminded once, and after a working day the desk's heads learn of it
// and can go on with it. Nothing is registered by itself, and no word of it is told.
func TestForgottenReportReachesTheDesk(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 张某 3人 城关镇 反映拖欠工资 请求支付")
		s.Expect("wangfang", "联系电话")
		s.MoveTo("2026-11-23", "09:20")
		s.ExpectNothing("wangfang")
		s.MoveTo("2026-11-23", "09:40")
		s.Expect("wangfang", "来访登记还没有完成", "继续")
		s.MoveTo("2026-11-23", "16:00")
		s.ExpectNothing("wangfang", "sunli", "zhaomin")
		s.MoveTo("2026-11-24", "09:10")
		card := s.Expect("zhaomin", "有一份来访登记没有完成", "王芳", "第二十二条")
		if words := story.Words(card); strings.Contains(words, "张") || strings.Contains(words, "工资") {
			t.Errorf("the card tells of whom or what: %s", words)
		}
		s.Expect("sunli", "有一份来访登记没有完成")
		s.Expect("wangfang", "已告知信访部门负责人")
		s.Tap("zhaomin", card, "接手登记")
		s.Expect("wangfang", "已由", "赵敏接手")
		s.Expect("zhaomin", "联系电话")
		s.ExpectCard("sunli", strings.Replace(card.TaskID, "zhaomin", "sunli", 1), "赵敏接手登记")
		s.Tap("zhaomin", card, "接手登记")
		s.Expect("zhaomin", "已经在您手里")
		s.Say("zhaomin", "13900000000")
		s.Tap("zhaomin", s.Expect("zhaomin", "请核对来访登记", "张*"), "确认登记")
		s.Expect("zhaomin", "登记成功")
		s.Say("wangfang", "继续")
		s.Expect("wangfang", "没有可以继续的暂存登记")
		s.MoveTo("2026-11-26", "10:00")
		s.ExpectNothing("sunli", "zhaomin")
		s.VerifyLedger()
	})
}

// Whom a report accuses does not learn that somebody began it.
func TestForgottenAccusationIsKeptFromTheAccused(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 钱某某 1人 柳河镇 举报信访局孙立收受好处 请求查处")
		s.Expect("wangfang", "联系电话")
		s.MoveTo("2026-11-24", "11:00")
		s.Expect("zhaomin", "有一份来访登记没有完成")
		s.ExpectNothing("sunli")
	})
}
