package story_test

import (
	"fmt"
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// What happened to a case is told newest first, a page at a time, with the people in it masked.
func TestTimeline(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "经过 "+number)
		s.Expect("wangfang", number+" 的经过（由近及远）", "登记")
		s.Do("wangfang", "转送 "+number+" 人社局 请联系 13900000001 核实")
		s.Expect("wangfang", "已转送")
		s.Expect("lina", "签收 "+number)
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.MoveTo("2026-11-23", "10:00")
		for i := range 7 {
			s.Do("lina", fmt.Sprintf("进展 %s 第%d次联系信访人", number, i+1))
			s.Expect("lina", number)
		}
		s.Say("wangfang", "经过"+number)
		first := s.Expect("wangfang", "第1页，共2页", "第7次联系", "签收", "经过 "+number+" 2")
		if strings.Contains(first.Text, "转送") || strings.Index(first.Text, "第7次") > strings.Index(first.Text, "第1次") {
			t.Errorf("not the newest first:\n%s", first.Text)
		}
		s.Say("wangfang", "经过 "+number+" 2")
		second := s.Expect("wangfang", "第2页，共2页", "转送", "登记")
		if strings.Contains(second.Text, "13900000001") {
			t.Errorf("a number is told in full:\n%s", second.Text)
		}
		s.Say("wangfang", "经过 XF20260101-9999")
		s.Expect("wangfang", "没有找到编号")
	})
}
