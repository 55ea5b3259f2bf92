package story_test

import (
	"fmt"
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// A card of a report that was given up brings nothing back: only 找回 does, for a day, however many were given up since.
func TestGivenUpIsGivenUp(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", visit)
		s.Expect("wangfang", "请核对来访登记")
		s.Say("wangfang", "暂存")
		s.Expect("wangfang", "暂存")
		for n := range 11 {
			s.Say("wangfang", fmt.Sprintf("来信 李某 反映第%d件事", n))
			s.Expect("wangfang", "还需要补充")
			s.Say("wangfang", "取消")
			s.Expect("wangfang", "已取消")
		}
		s.MoveTo("2026-11-23", "09:10")
		s.Say("wangfang", "继续")
		card := s.Expect("wangfang", "请核对来访登记", "张*")
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "已取消张*的来访登记")
		s.TapKey("wangfang", card.TaskID, story.Key(t, card, "暂存"))
		s.Expect("wangfang", "这份登记已取消", "找回")
		s.Say("wangfang", "找回")
		card = s.Expect("wangfang", "请核对来访登记", "张*")
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "已取消张*的来访登记")
		s.MoveTo("2026-11-24", "09:30")
		s.TapKey("wangfang", card.TaskID, story.Key(t, card, "暂存"))
		s.Expect("wangfang", "这份登记已取消")
		s.Say("wangfang", "找回")
		s.Expect("wangfang", "没有可以找回的登记")
		s.Say("wangfang", "继续")
		s.Expect("wangfang", "没有可以继续的暂存登记")
	})
}

// What was sent with a report in which nothing was said is kept a day, like whatever waits for its words; with words it stays.
func TestPicturesWithoutAWord(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访")
		s.Expect("wangfang", "还需要补充")
		sendPicture(t, s, "wangfang", shot(t))
		s.Expect("wangfang", "归入这份登记", "照片1", "还没有内容", "11月24日 09:00")
		s.Say("liuyang", "来访")
		s.Expect("liuyang", "还需要补充")
		sendPicture(t, s, "liuyang", shot(t))
		s.Expect("liuyang", "还没有内容")
		s.Say("liuyang", "李某 反映路灯不亮")
		s.Expect("liuyang", "联系电话")
		s.MoveTo("2026-11-24", "08:59")
		if kept := contentsKept(t, s); kept != 2 {
			t.Errorf("%d contents are kept before the day is over", kept)
		}
		s.MoveTo("2026-11-24", "09:30")
		if kept := contentsKept(t, s); kept != 1 {
			t.Errorf("%d contents are kept", kept)
		}
		s.Say("wangfang", "继续")
		s.Expect("wangfang", "没有可以继续的暂存登记")
		s.VerifyLedger()
	})
}

// A form on paper is not late because it is old: what counts is when somebody began to enter it.
func TestALatePaperForm(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "纸质登记 领号 2")
		s.Expect("wangfang", "已领纸质编号2个")
		s.MoveTo("2026-11-26", "09:00")
		s.Say("wangfang", "补录 XF20261123-0001 09:40 来访 王某 城关镇 反映自来水浑浊 请求处理")
		s.Expect("wangfang", "联系电话")
		s.MoveTo("2026-11-26", "09:40")
		s.Expect("wangfang", "来访登记还没有完成")
		s.MoveTo("2026-11-26", "16:00")
		s.Settle()
		for _, b := range s.Unread("zhaomin") {
			if strings.Contains(story.Words(b), "没有完成") {
				t.Fatalf("the heads are told at once: %s", story.Words(b))
			}
		}
		s.MoveTo("2026-11-27", "09:20")
		s.Expect("zhaomin", "有一份来访登记没有完成", "11月26日 09:00")
	})
}

// A form that says nothing yet leaves the report under way alone; number and time alone correct those of a form that is being entered.
func TestPaperLeavesAnOpenReport(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "纸质登记 领号 2")
		s.Expect("wangfang", "已领纸质编号2个")
		s.MoveTo("2026-11-23", "11:00")
		s.Say("wangfang", visit)
		card := s.Expect("wangfang", "请核对来访登记")
		for _, words := range []string{"补录 XF20261123-0001 9:40 来信", "补录 XF20261123-0001 9:40"} {
			s.Say("wangfang", words)
			s.Expect("wangfang", "正在填写的登记没有改动", "补录 XF20261123-0001 09:40")
		}
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功，编号 XF20261123-0003")
	})
}
