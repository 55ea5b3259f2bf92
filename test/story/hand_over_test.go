package story_test

import (
	"testing"

	"petitiondesk/test/story"
)

// 交接: what somebody has to do is shown first and goes to his successor by a second tap; each case tells of it, and its
// clocks run on.
func TestHandOverOfWork(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		mine := s.Register("wangfang", "来访 张某 13900000000 1人 城关镇 反映拖欠工资 请求支付")
		barred := s.Register("wangfang", "来访 周某 13900000001 1人 城关镇 反映道路积水 请求维修")
		for _, number := range []string{mine, barred} {
			s.Do("zhaomin", "转送 "+number+" 城关镇")
			s.Expect("zhaomin", number)
			s.Do("pengyu", "责任人 "+number+" 蒋丽")
			s.Expect("pengyu", number)
			s.Do("zhaomin", "包案 "+number+" 陈光")
			s.Expect("zhaomin", number)
		}
		s.Say("pengyu", "期限 "+mine)
		before := story.Words(s.Expect("pengyu", mine+" 的期限"))

		s.Say("jiangli", "交接 蒋丽 彭宇")
		s.Expect("jiangli", "不在您的职责范围")
		s.Say("pengyu", "交接 陈光 林静")
		s.Expect("pengyu", "本单位")
		s.Say("sunli", "交接 蒋丽")
		s.Expect("sunli", "谁交给谁")

		s.Say("sunli", "交接 蒋丽 彭宇")
		card := s.Expect("sunli", "确认工作交接", mine, barred, "2件")
		if who := responsible(t, s, mine); who != "jiangli" {
			t.Errorf("showing moved the case to %s", who)
		}
		s.Tap("sunli", card, "确认交接")
		s.Expect("sunli", "已交接", "彭宇", mine)
		s.Expect("pengyu", "由您接手", mine, barred, "期限不变")
		s.Expect("jiangli", "交接给", "彭宇")
		if who := responsible(t, s, mine); who != "pengyu" {
			t.Errorf("the case is with %s", who)
		}
		s.Say("pengyu", "经过 "+mine)
		s.Expect("pengyu", "确定责任人")
		s.Say("pengyu", "期限 "+mine)
		if after := story.Words(s.Expect("pengyu", mine+" 的期限")); after != before {
			t.Errorf("the clocks moved: %q, were %q", after, before)
		}
		s.Tap("sunli", card, "确认交接")
		s.Expect("sunli", "没有作任何改动")

		// A successor who keeps out of a case does not get it, nor learns of it; whoever hands over is told.
		s.Say("zhaomin", "回避 "+barred+" 林静 与信访人是亲属")
		s.Expect("zhaomin", "林静回避")
		s.Say("sunli", "交接 陈光 林静")
		s.Tap("sunli", s.Expect("sunli", "确认工作交接", "不能由其接手", barred), "确认交接")
		s.Expect("sunli", "不能接手："+barred)
		s.Expect("linjing", "由您接手", mine)
		s.Say("linjing", "查 "+barred)
		s.Expect("linjing", "没有找到")
		s.VerifyLedger()
	})
}

func responsible(t *testing.T, s *story.Story, number string) (who string) {
	t.Helper()
	if err := s.DB().QueryRowContext(t.Context(), "SELECT responsible FROM cases WHERE number = ?", number).Scan(&who); err != nil {
		t.Fatal(err)
	}
	return who
}
