package bot

import (
	"errors"
	"fmt"
	"time"

	"petitiondesk/bot/outmsg"
)

// APIError is an answer with a non-zero errcode (doc 90313). Message is redacted; branch on Code only.
type APIError struct {
	Code    int
	Message string
	Path    string
}

func (e *APIError) Error() string {
	return fmt.Sprintf("%s answered errcode %d: %s", e.Path, e.Code, e.Message)
}

// TransportError is a call that got no JSON answer: network trouble, a timeout, or a gateway's own page. Status is
// the HTTP status, 0 when there was none. Its text never holds the URL, which carries secrets.
type TransportError struct {
	Path   string
	Status int
	Err    error
}

func (e *TransportError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("%s answered http status %d: %v", e.Path, e.Status, e.Err)
	}
	return fmt.Sprintf("%s got no answer: %s", e.Path, Redact(e.Err.Error()))
}

func (e *TransportError) Unwrap() error { return e.Err }

// Class says what a caller can do about an error.
type Class int

const (
	ClassOK        Class = iota
	ClassToken           // the token was refused even after a refresh; try later
	ClassBackoff         // transient: retry with growing delays, see RetryAfter
	ClassConfig          // credentials, permissions or IP allow-list; alert a person, do not retry
	ClassRequest         // the request is wrong; do not retry
	ClassRecipient       // nobody to deliver to; do not retry
	ClassCard            // the card is wrong; do not retry
	ClassCardSpent       // the response code was used or is too old; the update is over
)

var classNames = [...]string{"ok", "token", "backoff", "config", "request", "recipient", "card", "card_spent"}

func (c Class) String() string {
	if c < 0 || int(c) >= len(classNames) {
		return "unknown"
	}
	return classNames[c]
}

// ClassOf sorts an error of this package by errcode (doc 90455). Errors without an errcode count as transient.
func ClassOf(err error) Class {
	if err == nil {
		return ClassOK
	}
	if api, ok := errors.AsType[*APIError](err); ok {
		return classOfCode(api.Code)
	}
	if limit, ok := errors.AsType[*outmsg.LimitError](err); ok && limit.Code != 0 {
		return classOfCode(limit.Code)
	} else if ok || errors.Is(err, ErrMediaTooLarge) {
		return ClassRequest
	}
	return ClassBackoff
}

func classOfCode(code int) Class {
	switch code {
	case 0:
		return ClassOK
	case 40014, 42001:
		return ClassToken
	case -1, 45009, 45033, 6000:
		return ClassBackoff
	case 40001, 40013, 40056, 40091, 48002, 50003, 60011, 60020, 43012:
		return ClassConfig
	case 81013, 60111, 40031, 40032:
		return ClassRecipient
	case 60140:
		return ClassCardSpent
	}
	if code >= 42014 && code <= 42020 || code >= 42027 && code <= 42051 {
		return ClassCard
	}
	return ClassRequest
}

// RetryAfter is how long the platform blocks after errcode 45009: one minute for a per-minute quota (doc 90312). The
// answer does not say which quota was hit, so a second 45009 asks for a longer wait. 0 for every other error.
func RetryAfter(err error) time.Duration {
	if api, ok := errors.AsType[*APIError](err); ok && api.Code == 45009 {
		return time.Minute
	}
	return 0
}
