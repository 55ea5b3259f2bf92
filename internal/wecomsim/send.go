package wecomsim

import (
	"cmp"
	"crypto/sha256"
	"strings"
	"time"
)

type sendAnswer struct {
	status
	InvalidUser    string `json:"invaliduser"`
	InvalidParty   string `json:"invalidparty"`
	InvalidTag     string `json:"invalidtag"`
	UnlicensedUser string `json:"unlicenseduser"`
	MsgID          string `json:"msgid,omitempty"`
	ResponseCode   string `json:"response_code,omitempty"`
}

// sendMessage answers POST message/send (doc 90236).
func (s *Server) sendMessage(c *call) (any, *apiError) {
	var m message
	if err := c.decode(&m); err != nil {
		return nil, err
	}
	if err := s.checkEnvelope(&m); err != nil {
		return nil, err
	}
	shown, truncated, err := s.bubble(&m, c)
	if err != nil {
		return nil, err
	}
	to, err := s.resolveRecipients(&m)
	if err != nil {
		return nil, err
	}
	c.entry.Users, c.entry.Truncated = to.named, truncated
	answer := sendAnswer{
		status:       okStatus,
		InvalidUser:  strings.Join(to.invalidUsers, "|"),
		InvalidParty: strings.Join(to.invalidParties, "|"),
		InvalidTag:   strings.Join(to.invalidTags, "|"),
	}
	if len(to.members) == 0 {
		refusal := refuse(codeAllRecipientsBad, "user & party & tag all invalid")
		answer.status = refusal.status()
		return answer, refusal
	}
	return s.accept(c, &m, shown, to, answer)
}

// accept suppresses a duplicate or delivers, in one step.
func (s *Server) accept(c *call, m *message, shown Bubble, to recipients, answer sendAnswer) (any, *apiError) {
	s.state.Lock()
	defer s.state.Unlock()
	key := sha256.Sum256(c.body)
	if m.EnableDuplicateCheck == 1 {
		// The platform documents nothing about response_code here, so a bot must do without it.
		if msgID, found := s.recent.find(key, c.now); found {
			c.entry.Suppressed = true
			answer.MsgID = msgID
			return answer, nil
		}
	}
	if shown.Card != nil && s.sent.taskTaken(shown.Card.TaskID) {
		return nil, refuse(codeBadTaskID, "template_card.task_id %q was used before", shown.Card.TaskID)
	}
	record := s.deliver(c, shown, to.members)
	answer.MsgID = record.msgID
	if shown.Card != nil && shown.Card.interactive() {
		answer.ResponseCode = s.sent.issueCode(s.newID("rc"), record, c.now)
	}
	if m.EnableDuplicateCheck == 1 {
		interval := cmp.Or(time.Duration(m.DuplicateCheckInterval)*time.Second, defaultDuplicateInterval)
		s.recent.remember(key, record.msgID, c.now, interval)
	}
	return answer, nil
}

// deliver puts the bubble into every recipient's chat, except where that member's rate is used up. The
// caller holds s.state.
func (s *Server) deliver(c *call, shown Bubble, members []Member) *sentMessage {
	record := &sentMessage{msgID: s.newID("msg"), at: c.now, card: shown.Card}
	shown.MsgID = record.msgID
	if shown.Card != nil {
		shown.TaskID = shown.Card.TaskID
	}
	machineTime := s.config.RateNow()
	for _, member := range members {
		user := strings.ToLower(member.UserID)
		window := s.quota[user]
		if window == nil {
			window = &quotaWindow{perMinute: s.config.PerMinute}
			s.quota[user] = window
		}
		if !window.admit(machineTime) {
			c.entry.Discarded = true
			c.entry.Dropped = append(c.entry.Dropped, member.UserID)
			continue
		}
		record.copies = append(record.copies, copyOf{user, s.show(user, shown)})
	}
	s.sent.add(record)
	return record
}
