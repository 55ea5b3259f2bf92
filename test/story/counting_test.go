package story_test

import (
	"strings"
	"sync"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/models/statistics"
	"petitiondesk/test/story"
)

func TestClassifyACase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "分类 "+number+" 市级 求决")
		s.Expect("wangfang", number, "劳动和社会保障", "求决", "市级")
		s.Say("sunli", "分类 0001 教育")
		s.Expect("sunli", number, "内容：教育", "求决", "市级")
		s.Say("wangfang", "分类 0001 外星事务 求决")
		s.Expect("wangfang", "没有看懂「外星事务」", "没有作任何改动", "劳动和社会保障", "揭发控告", "国家级")
		s.Say("wangfang", "分类 0001")
		s.Expect("wangfang", "请在编号后写明分类")
		s.Say("chenguang", "分类 0001 教育")
		s.Expect("chenguang", "不在您的职责范围内")
		s.VerifyLedger()
	})
}

func TestRateACase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "评价 "+number+" 满意 基本满意")
		s.Expect("wangfang", number, "对信访部门满意", "对责任单位基本满意")
		s.Say("wangfang", "评价 0001 满意")
		s.Expect("wangfang", "请依次写明", "基本满意")
		s.Say("sunli", "评价 0001 满意 满意")
		s.Expect("sunli", "不在您的职责范围内")
		s.VerifyLedger()
	})
}

func TestAskForStatistics(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Register("wangfang", visit)
		s.Register("wangfang", strings.NewReplacer("张某", "李某", "3人", "6人").Replace(visit))
		s.Say("sunli", "统计")
		s.Expect("sunli", "统计 2026-11-01 至 2026-11-23", "来访 2批 9人次：个访 1起，集体访 1批 6人次", "信访件 2件次：初次 2件，重复 0件",
			"劳动和社会保障 2件", "去年同期 0批 0人次")
		s.Say("chenguang", "统计 上月")
		s.Expect("chenguang", "统计 2026-10-01 至 2026-10-31", "来访 0批 0人次")
		s.Say("sunli", "统计 2026-11-23 2026-11-23")
		s.Expect("sunli", "统计 2026-11-23 至 2026-11-23", "来访 2批")
		s.Say("sunli", "统计 夏天")
		s.Expect("sunli", "请写明统计哪一段时间")
		s.Say("wangfang", "统计")
		s.Expect("wangfang", "不在您的职责范围内")
	})
}

// Two colleagues name different parts at the same moment: both stand, in the case and in the statistics.
func TestTwoClassifyAtOnce(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		var together sync.WaitGroup
		together.Go(func() { s.Say("wangfang", "分类 "+number+" 省级") })
		together.Go(func() { s.Say("sunli", "分类 "+number+" 教育") })
		together.Go(func() { s.Say("zhaomin", "分类 "+number+" 申诉") })
		together.Wait()
		s.Settle()
		report, err := s.Demo.App.Desk.Statistics(s.Context(), desk.Asked{Period: statistics.Period{From: s.Today, To: s.Today}})
		if err != nil {
			t.Fatal(err)
		}
		for _, groups := range [][]statistics.Group{report.ByTopic, report.ByLevel, report.ByPurpose} {
			if len(groups) != 1 || groups[0].Submissions != 1 {
				t.Errorf("got %+v", groups)
			}
		}
		if got := report.ByTopic[0].Code + " " + report.ByLevel[0].Code + " " + report.ByPurpose[0].Code; got != "education province appeal" {
			t.Error(got)
		}
		s.VerifyLedger()
	})
}
