package story_test

import (
	"fmt"
	"testing"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/test/story"
)

// push delivers a callback that no button of the phone would make.
func push(t *testing.T, s *story.Story, m wxmsg.Message) {
	t.Helper()
	report, err := s.Demo.Sim.SendMessage(t.Context(), m.Head().FromUserName, m)
	if err != nil || !report.OK {
		t.Fatalf("not delivered: %+v, %v", report, err)
	}
}

func click(user, taskID, key string) wxmsg.Message {
	return wxmsg.TemplateCardEvent{
		Header: wxmsg.Header{FromUserName: user}, TaskID: taskID, EventKey: key,
		CardType: "button_interaction", ResponseCode: fmt.Sprintf("code-%s-%s", user, taskID),
	}
}

func left(user string) wxmsg.Message {
	return wxmsg.ChangeContact{Header: wxmsg.Header{FromUserName: "sys"}, ChangeType: "delete_user", UserID: user}
}
