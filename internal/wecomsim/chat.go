package wecomsim

import (
	"slices"
	"strings"
	"time"
)

// Who a bubble comes from.
const (
	FromApp  = "app"
	FromUser = "user"
)

// chatLimit is how many bubbles a phone keeps per chat.
const chatLimit = 500

// Bubble is one thing shown in a person's chat, in its current state. Which content fields are set
// follows from Type: text and markdown → Text; image, voice, video and file → Media; textcard →
// TextCard; news → Articles; template_card → Card; location → Location; event → Text.
type Bubble struct {
	ID   int64     `json:"id"` // ascending within one chat
	Time time.Time `json:"time"`
	From string    `json:"from"` // FromApp or FromUser
	Type string    `json:"type"` // msgtype, or "event" for a tap the person made

	Text     string          `json:"text,omitempty"`
	Media    *BubbleMedia    `json:"media,omitempty"`
	TextCard *TextCard       `json:"textcard,omitempty"`
	Articles []Article       `json:"articles,omitempty"`
	Location *BubbleLocation `json:"location,omitempty"`

	Card           *Card               `json:"card,omitempty"`
	TaskID         string              `json:"task_id,omitempty"`
	ReplacedButton string              `json:"replaced_button,omitempty"` // the grey button's words after button.replace_name
	Selected       map[string][]string `json:"selected,omitempty"`        // what the person last submitted: question_key → option ids
	Updated        bool                `json:"updated,omitempty"`

	MsgID    string `json:"msgid,omitempty"`
	Recalled bool   `json:"recalled,omitempty"`
}

// BubbleMedia is an attachment; URL is below /sim/media/.
type BubbleMedia struct {
	MediaID string `json:"media_id"`
	Name    string `json:"name"`
	Bytes   int    `json:"bytes"`
	URL     string `json:"url"`
}

// BubbleLocation is a place in degrees.
type BubbleLocation struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Label     string  `json:"label"`
}

type chat struct {
	bubbles []*Bubble
	lastID  int64
	readID  int64
}

// Chat is what this person sees now, oldest first: updated cards in their new state, recalled messages
// marked, discarded and suppressed ones absent.
func (s *Server) Chat(user string) []Bubble {
	s.state.Lock()
	defer s.state.Unlock()
	held := s.chats[strings.ToLower(user)]
	shown := []Bubble{}
	if held != nil {
		for _, b := range held.bubbles {
			shown = append(shown, *b)
		}
	}
	return shown
}

// show appends a copy of b to a person's chat (user in lower case). The caller holds s.state.
func (s *Server) show(user string, b Bubble) *Bubble {
	held := s.chats[user]
	if held == nil {
		held = &chat{}
		s.chats[user] = held
	}
	held.lastID++
	b.ID = held.lastID
	if b.From == FromUser {
		held.readID = b.ID
	}
	if len(held.bubbles) == 2*chatLimit {
		held.bubbles = slices.Clone(held.bubbles[chatLimit:])
	}
	held.bubbles = append(held.bubbles, &b)
	s.announce(user, b)
	return &b
}

// announce tells live pages of a new or changed bubble.
func (s *Server) announce(user string, b Bubble) {
	s.events.publish(user, "bubble", b)
}

// markRead clears the unread badge.
func (s *Server) markRead(user string) {
	s.state.Lock()
	defer s.state.Unlock()
	if held := s.chats[strings.ToLower(user)]; held != nil {
		held.readID = held.lastID
	}
}

// unread counts what the app sent since the person last looked.
func (s *Server) unread(user string) (count int, last *Bubble) {
	s.state.Lock()
	defer s.state.Unlock()
	held := s.chats[strings.ToLower(user)]
	if held == nil || len(held.bubbles) == 0 {
		return 0, nil
	}
	for i := len(held.bubbles) - 1; i >= 0 && held.bubbles[i].ID > held.readID; i-- {
		if held.bubbles[i].From == FromApp {
			count++
		}
	}
	newest := *held.bubbles[len(held.bubbles)-1]
	return count, &newest
}
