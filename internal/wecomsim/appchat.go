package wecomsim

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Errcodes of group chats (doc 90313).
const (
	codeBadChatID      = 86001
	codeNoChat         = 86003
	codeGroupCount     = 86006
	codeGroupMember    = 86007
	codeMissingChatID  = 86201
	codeMissingMembers = 86204
	codeOwnerOutside   = 86207
	codeBadGroupType   = 86214
	codeChatExists     = 86215
)

const (
	minGroupMembers = 2
	maxGroupMembers = 2000
	maxGroupName    = 50
)

var chatIDForm = regexp.MustCompile(`^[0-9a-zA-Z]{1,32}$`)

// GroupPrefix begins the name under which a group chat is looked up with Chat.
const GroupPrefix = "group:"

// Group is a group chat that the app made. Its chat is shown once something was sent to it.
type Group struct {
	ChatID  string
	Name    string
	Owner   string
	Members []string
}

// Groups lists the group chats, the oldest first.
func (s *Server) Groups() []Group {
	s.state.Lock()
	defer s.state.Unlock()
	return slices.Clone(s.groups)
}

func (s *Server) group(chatID string) (Group, bool) {
	s.state.Lock()
	defer s.state.Unlock()
	i := slices.IndexFunc(s.groups, func(g Group) bool { return g.ChatID == chatID })
	if i < 0 {
		return Group{}, false
	}
	return s.groups[i], true
}

type createChatRequest struct {
	Name     string   `json:"name"`
	Owner    string   `json:"owner"`
	UserList []string `json:"userlist"`
	ChatID   string   `json:"chatid"`
}

// createChat answers POST appchat/create (doc 90245).
func (s *Server) createChat(c *call) (any, *apiError) {
	var body createChatRequest
	if err := c.decode(&body); err != nil {
		return nil, err
	}
	g := Group{ChatID: body.ChatID, Name: body.Name, Owner: body.Owner}
	for _, id := range body.UserList {
		member, ok := s.reachable(id)
		if !ok {
			return nil, refuse(codeGroupMember, "userlist: %q is no member whom the app sees", id)
		}
		if !slices.Contains(g.Members, member.UserID) {
			g.Members = append(g.Members, member.UserID)
		}
	}
	ours := func(m string) bool { return strings.EqualFold(m, body.Owner) }
	switch {
	case len(body.UserList) == 0:
		return nil, refuse(codeMissingMembers, "userlist missing")
	case len(g.Members) < minGroupMembers || len(g.Members) > maxGroupMembers:
		return nil, refuse(codeGroupCount, "userlist: %d, want %d to %d", len(g.Members), minGroupMembers, maxGroupMembers)
	case body.ChatID != "" && !chatIDForm.MatchString(body.ChatID):
		return nil, refuse(codeBadChatID, "chatid: want 1 to 32 digits and letters")
	case body.Owner != "" && !slices.ContainsFunc(g.Members, ours):
		return nil, refuse(codeOwnerOutside, "owner is not in userlist")
	}
	if utf8.RuneCountInString(g.Name) > maxGroupName {
		g.Name = string([]rune(g.Name)[:maxGroupName])
	}
	if _, taken := s.group(g.ChatID); taken {
		return nil, refuse(codeChatExists, "chatid exists")
	}
	s.state.Lock()
	defer s.state.Unlock()
	if g.ChatID == "" {
		g.ChatID = s.newID("chat")
	}
	if g.Owner == "" {
		g.Owner = g.Members[0]
	}
	s.groups = append(s.groups, g)
	return struct {
		status
		ChatID string `json:"chatid"`
	}{okStatus, g.ChatID}, nil
}

// groupMessage is the request of appchat/send (doc 90248), with the types that this simulator shows. There is no duplicate check.
type groupMessage struct {
	ChatID   string          `json:"chatid"`
	MsgType  string          `json:"msgtype"`
	Text     *textContent    `json:"text"`
	Markdown *textContent    `json:"markdown"`
	Image    *mediaReference `json:"image"`
	File     *mediaReference `json:"file"`
	TextCard *TextCard       `json:"textcard"`
	Safe     int             `json:"safe"`
}

// sendToChat answers POST appchat/send.
func (s *Server) sendToChat(c *call) (any, *apiError) {
	var m groupMessage
	if err := c.decode(&m); err != nil {
		return nil, err
	}
	if m.ChatID == "" {
		return nil, refuse(codeMissingChatID, "chatid missing")
	}
	g, known := s.group(m.ChatID)
	switch {
	case !known:
		return nil, refuse(codeNoChat, "chatid not found, or not made by this app")
	case !slices.Contains([]string{"text", "markdown", "image", "file", "textcard"}, m.MsgType):
		return nil, refuse(codeBadGroupType, "invalid msgtype %q", m.MsgType)
	case m.Safe < 0 || m.Safe > 1:
		return nil, refuse(codeBadParameter, "safe: want 0 or 1")
	}
	shown, truncated, err := s.bubble(&message{
		MsgType: m.MsgType, Text: m.Text, Markdown: m.Markdown, Image: m.Image, File: m.File, TextCard: m.TextCard,
	}, c)
	if err != nil {
		return nil, err
	}
	c.entry.Users, c.entry.Truncated = append([]string{GroupPrefix + g.ChatID}, g.Members...), truncated
	s.state.Lock()
	defer s.state.Unlock()
	s.show(strings.ToLower(GroupPrefix+g.ChatID), shown)
	return okStatus, nil
}

// getGroupChat answers GET appchat/get (doc 98914).
func (s *Server) getGroupChat(c *call) (any, *apiError) {
	g, known := s.group(c.query.Get("chatid"))
	if !known {
		return nil, refuse(codeNoChat, "chatid not found, or not made by this app")
	}
	type info struct {
		ChatID   string   `json:"chatid"`
		Name     string   `json:"name"`
		Owner    string   `json:"owner"`
		UserList []string `json:"userlist"`
	}
	return struct {
		status
		ChatInfo info `json:"chat_info"`
	}{okStatus, info{g.ChatID, g.Name, g.Owner, g.Members}}, nil
}

// knownChat allows the name of a person or of a group chat.
func (s *Server) knownChat(name string) error {
	if id, ok := strings.CutPrefix(name, GroupPrefix); ok {
		if _, known := s.group(id); !known {
			return complain("there is no group chat %q", id)
		}
		return nil
	}
	return s.knownUser(name)
}

// groupAnswers shows the groups beside the people on the phone page; nobody can write into them there.
func (s *Server) groupAnswers() []personAnswer {
	var shown []personAnswer
	for _, g := range s.Groups() {
		p := personAnswer{User: GroupPrefix + g.ChatID, Name: g.Name, Post: "群聊", Department: "群聊", Active: true, Visible: true}
		var last *Bubble
		if p.Unread, last = s.unread(p.User); last != nil {
			p.LastTime = &last.Time
			shown = append(shown, p)
		}
	}
	return shown
}
