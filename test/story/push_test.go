package story_test

import (
	"fmt"
	"testing"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/app"
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

func typed(user, text string, at int64) wxmsg.Message {
	return wxmsg.Text{Header: wxmsg.Header{FromUserName: user, CreateTime: at}, Content: text}
}

// pushContact delivers the platform's word on a member, which no member sends.
func pushContact(t *testing.T, s *story.Story, change, user string) {
	t.Helper()
	pushChange(t, s, wxmsg.ChangeContact{ChangeType: change, UserID: user})
}

func pushChange(t *testing.T, s *story.Story, change wxmsg.ChangeContact) {
	t.Helper()
	change.Header = wxmsg.Header{ToUserName: app.DemoCorpID, FromUserName: "sys", CreateTime: s.Clock.Now().Unix()}
	plaintext, err := wxmsg.Marshal(change)
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.Demo.Sim.PushRaw(t.Context(), plaintext, 1)
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
