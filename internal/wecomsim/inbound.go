package wecomsim

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"petitiondesk/bot/wxmsg"
)

// Say pushes a text a person typed. It returns when a delivery was answered 200, or after the third
// failed; a failed delivery is a report that is not OK, no error.
func (s *Server) Say(ctx context.Context, user, text string) (DeliveryReport, error) {
	return s.SendMessage(ctx, user, wxmsg.Text{Content: text})
}

// SendMessage pushes any message or event as if the person caused it, and shows it in that chat. Header
// fields left empty are filled in: corp, sender, time, app and, for messages, a fresh MsgId. m is one of
// wxmsg's types, not a pointer to one.
func (s *Server) SendMessage(ctx context.Context, user string, m wxmsg.Message) (DeliveryReport, error) {
	member, ok := s.directory.get(user)
	if !ok {
		return DeliveryReport{}, fmt.Errorf("wecomsim: no member %q", user)
	}
	m, header := s.fillHeader(m, member.UserID)
	plaintext, err := wxmsg.Marshal(m)
	if err != nil {
		return DeliveryReport{}, err
	}
	if bubble, visible := s.ownBubble(m); visible {
		s.state.Lock()
		s.show(strings.ToLower(member.UserID), bubble)
		s.state.Unlock()
	}
	report, err := s.push(ctx, plaintext)
	report.MsgID = header.MsgID
	return report, err
}

// fillHeader sets the Header every wxmsg type embeds; reflection spares a case per type.
func (s *Server) fillHeader(m wxmsg.Message, userID string) (wxmsg.Message, wxmsg.Header) {
	header := m.Head()
	if header.ToUserName == "" {
		header.ToUserName = s.config.CorpID
	}
	if header.FromUserName == "" {
		header.FromUserName = userID
	}
	if header.CreateTime == 0 {
		header.CreateTime = s.now().Unix()
	}
	if header.AgentID == 0 {
		header.AgentID = s.config.AgentID
	}
	if header.MsgID == 0 && carriesMsgID(m) {
		header.MsgID = s.firstMsgID + s.idCounter.Add(1)
	}
	filled := reflect.New(reflect.TypeOf(m)).Elem()
	filled.Set(reflect.ValueOf(m))
	filled.FieldByName("Header").Set(reflect.ValueOf(header))
	return filled.Interface().(wxmsg.Message), header
}

func carriesMsgID(m wxmsg.Message) bool {
	switch m.(type) {
	case wxmsg.Text, wxmsg.Image, wxmsg.Voice, wxmsg.Video, wxmsg.Location, wxmsg.Link, wxmsg.File:
		return true
	}
	return false
}

// ownBubble is how the person's own message looks in the chat; events other than menu taps do not show.
func (s *Server) ownBubble(m wxmsg.Message) (Bubble, bool) {
	b := Bubble{Time: s.now(), From: FromUser}
	switch m := m.(type) {
	case wxmsg.Text:
		b.Type, b.Text = "text", m.Content
	case wxmsg.Image:
		b.Type, b.Media = "image", s.shownMedia(m.MediaID)
	case wxmsg.Voice:
		b.Type, b.Media = "voice", s.shownMedia(m.MediaID)
	case wxmsg.Video:
		b.Type, b.Media = "video", s.shownMedia(m.MediaID)
	case wxmsg.File:
		b.Type, b.Media = "file", s.shownMedia(m.MediaID)
	case wxmsg.Link:
		b.Type, b.Articles = "link", []Article{{Title: m.Title, Description: m.Description, URL: m.URL}}
	case wxmsg.Location:
		b.Type, b.Location = "location", &BubbleLocation{m.Latitude, m.Longitude, m.Label}
	case wxmsg.MenuClick:
		b.Type, b.Text = "event", "点击菜单「"+s.menuName(m.EventKey)+"」"
	default:
		return b, false
	}
	return b, true
}

func (s *Server) shownMedia(mediaID string) *BubbleMedia {
	if file, ok := s.media.get(mediaID, s.now()); ok {
		return file.shown()
	}
	return &BubbleMedia{MediaID: mediaID, Name: "已失效"}
}

// Click pushes a tap on a card's button, submit button or menu entry, with what was selected
// (question_key → option ids). The key need not be on the card any more: a phone may show an old state.
// It fails when the person never got a card with this task_id.
func (s *Server) Click(ctx context.Context, user, taskID, key string, selected map[string][]string) (DeliveryReport, error) {
	event, err := s.clickEvent(strings.ToLower(user), taskID, key, selected)
	if err != nil {
		return DeliveryReport{}, err
	}
	return s.SendMessage(ctx, user, event)
}

func (s *Server) clickEvent(user, taskID, key string, selected map[string][]string) (wxmsg.Message, error) {
	s.state.Lock()
	defer s.state.Unlock()
	m := s.sent.byTask[taskID]
	if m == nil || m.on(user) == nil {
		return nil, complain("%s has no card with task_id %q", user, taskID)
	}
	if key == "" {
		return nil, complain("a click needs a key")
	}
	held := m.on(user)
	code := s.sent.issueCode(s.newID("rc"), m, s.now())
	if held.Card.hasMenuKey(key) {
		return wxmsg.TemplateCardMenuEvent{EventKey: key, TaskID: taskID, CardType: held.Card.CardType, ResponseCode: code}, nil
	}
	if len(selected) > 0 {
		held.Selected = selected
		s.announce(user, *held)
	}
	return wxmsg.TemplateCardEvent{
		EventKey: key, TaskID: taskID, CardType: held.Card.CardType, ResponseCode: code,
		Selected: inCardOrder(held.Card, selected),
	}, nil
}
