// Package models holds what every part of the domain shares: the one error type and the clock.
package models

import (
	"errors"
	"fmt"
)

// Code classifies an Error for the layers that must react to it: the chat chooses a sentence, HTTP a status.
type Code string

// The codes an Error can carry.
const (
	Invalid      Code = "invalid"     // the input cannot be used as it stands; nothing was lost
	NotFound     Code = "not_found"   // no such thing, or none this person may know of
	Forbidden    Code = "forbidden"   // this person may not do it
	Conflict     Code = "conflict"    // somebody else was first, or the state has moved on
	Fenced       Code = "fenced"      // the claim behind this work has passed to another worker
	Unavailable  Code = "unavailable" // a store or the platform cannot be reached now
	InternalCode Code = "internal"    // our fault; details are for the log only
)

// Error is the domain's only error type. Message is one plain Chinese sentence for a person, saying what to
// do next; Op and Err are for the log and never shown.
type Error struct {
	Code    Code
	Message string
	Op      string
	Err     error
}

func (e *Error) Error() string {
	text := string(e.Code)
	if e.Op != "" {
		text = e.Op + ": " + text
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error whose message a person may read.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of the first Error in err's chain, InternalCode for any other error, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return InternalCode
}

// MessageOf returns the sentence a person may read about err.
func MessageOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok && e.Message != "" {
		return e.Message
	}
	return "系统繁忙，您的消息已收到，请稍后再试一次。"
}
