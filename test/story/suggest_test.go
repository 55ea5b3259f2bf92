package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

func TestMistypedCommandsAreSuggestedAndNeverDone(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "转办 "+number+" 人力资源和社会保障局")
		s.Expect("wangfang", "没有作任何改动", "您是不是想用「转送」？例如：转送 XF")
		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", number, "已登记")
		s.Say("chenguang", "来放")
		told := s.Expect("chenguang", "没有看懂这句话")
		if strings.Contains(told.Text, "来访") {
			t.Errorf("a leader is offered what is not his: %s", told.Text)
		}
		s.Say("wangfang", "帮住")
		s.Expect("wangfang", "您是不是想用「帮助」")
		s.Say("chenguang", "帮助")
		if help := s.Expect("chenguang", "您可以发送"); strings.Contains(help.Text, "登记来访") || strings.Contains(help.Text, "转送") {
			t.Errorf("the leader's help shows a clerk's commands: %s", help.Text)
		}
	})
}
