package outmsg

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Limits and errcodes of group chats that an app makes (docs 90245 and 90248).
const (
	minGroupMembers = 2
	maxGroupMembers = 2000
	maxGroupName    = 50 // characters; the platform cuts what is longer

	codeChatID       = 86001
	codeGroupMembers = 86006
	codeGroupOwner   = 86207
)

var chatID = regexp.MustCompile(`^[0-9a-zA-Z]{1,32}$`)

// Group is a group chat to make. With a ChatID of the caller's own, making it twice makes one; without, the platform chooses.
type Group struct {
	ChatID, Name, Owner string
	Members             []string // userids
}

// GroupBody is the JSON for POST /cgi-bin/appchat/create.
func GroupBody(g Group) ([]byte, error) {
	v := visitor{}
	v.entries("userlist", len(g.Members), minGroupMembers, maxGroupMembers, codeGroupMembers)
	if g.ChatID != "" && !chatID.MatchString(g.ChatID) {
		v.fault("chatid", ruleCharset, 0, 0, codeChatID)
	}
	owned := g.Owner == ""
	for _, member := range g.Members {
		owned = owned || strings.EqualFold(member, g.Owner)
	}
	if !owned {
		v.fault("owner", ruleRequired, 1, 0, codeGroupOwner)
	}
	if err := errors.Join(v.faults...); err != nil {
		return nil, fmt.Errorf("build group: %w", err)
	}
	request := map[string]any{"userlist": g.Members}
	for key, value := range map[string]string{"chatid": g.ChatID, "owner": g.Owner, "name": g.Name} {
		if value != "" {
			request[key] = value
		}
	}
	if utf8.RuneCountInString(g.Name) > maxGroupName {
		request["name"] = ClipRunes(g.Name, maxGroupName)
	}
	return EncodeJSON(request)
}

// GroupSendBody is the JSON for POST /cgi-bin/appchat/send. A group takes texts and Markdown here. The platform offers no duplicate
// check for groups: the same bytes posted twice are shown twice.
func GroupSendBody(chat string, m Message) ([]byte, error) {
	v := visitor{}
	if !chatID.MatchString(chat) {
		v.fault("chatid", ruleCharset, 0, 0, codeChatID)
	}
	switch m.(type) {
	case Text, Markdown:
	default:
		return nil, fmt.Errorf("build group message: a group takes no %T", m)
	}
	if err := errors.Join(append(v.faults, Validate(m))...); err != nil {
		return nil, fmt.Errorf("build group message: %w", err)
	}
	return EncodeJSON(map[string]any{"chatid": chat, "msgtype": m.Kind(), m.Kind(): m.body(), "safe": 0})
}
