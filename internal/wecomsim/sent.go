package wecomsim

import "time"

const (
	responseCodeLifetime = 72 * time.Hour
	recallWindow         = 24 * time.Hour
)

// sentMessage is one accepted message/send.
type sentMessage struct {
	msgID  string
	at     time.Time
	card   *Card // as sent; nil unless a template card
	copies []copyOf
}

// copyOf is the message on one person's phone.
type copyOf struct {
	user   string // lower case
	bubble *Bubble
}

func (m *sentMessage) on(user string) *Bubble {
	for _, c := range m.copies {
		if c.user == user {
			return c.bubble
		}
	}
	return nil
}

type responseCode struct {
	message *sentMessage
	expires time.Time
	used    bool
}

// sentLog finds accepted messages by msgid, task_id and response_code. Server.state guards it.
type sentLog struct {
	byMsgID  map[string]*sentMessage
	byTask   map[string]*sentMessage
	codes    map[string]*responseCode
	oldMsgs  expiryQueue[string]
	oldCodes expiryQueue[string]
}

func newSentLog() *sentLog {
	return &sentLog{
		byMsgID: map[string]*sentMessage{},
		byTask:  map[string]*sentMessage{},
		codes:   map[string]*responseCode{},
	}
}

func (l *sentLog) taskTaken(taskID string) bool {
	return taskID != "" && l.byTask[taskID] != nil
}

func (l *sentLog) add(m *sentMessage) {
	l.oldMsgs.drop(m.at, func(old string) { delete(l.byMsgID, old) })
	l.byMsgID[m.msgID] = m
	l.oldMsgs.push(m.msgID, m.at.Add(2*recallWindow)) // kept longer, so that a late recall is told apart from an unknown one
	if m.card != nil && m.card.TaskID != "" {
		l.byTask[m.card.TaskID] = m
	}
}

// issueCode hands out a code for one update of the card within 72 hours.
func (l *sentLog) issueCode(code string, m *sentMessage, now time.Time) string {
	l.oldCodes.drop(now, func(old string) { delete(l.codes, old) })
	l.codes[code] = &responseCode{message: m, expires: now.Add(responseCodeLifetime)}
	l.oldCodes.push(code, now.Add(responseCodeLifetime))
	return code
}

// usable finds a code that was issued, has not expired and was not used.
func (l *sentLog) usable(code string, now time.Time) (*responseCode, *apiError) {
	found := l.codes[code]
	if found == nil || found.used || !now.Before(found.expires) {
		return nil, refuse(codeBadResponseCode, "response_code is used, expired or unknown")
	}
	return found, nil
}
