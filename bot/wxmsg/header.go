// Package wxmsg is what WeCom pushes to an app: seven kinds of messages (doc 90239) and 26 events (doc 90240),
// parsed strictly and, for simulators, written back.
package wxmsg

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot/internal/wxxml"
)

// ErrMessage is wrapped by every error of Parse, ParseHeader and Marshal.
var ErrMessage = errors.New("callback message is malformed")

// Header holds the elements every callback has. FromUserName is kept as sent: userids are case-insensitive, so
// compare and store Sender instead. CreateTime is in Unix seconds. MsgID is 0 for events, AgentID is 0 for callbacks
// that do not concern an app (doc 91116). Event is empty unless MsgType is "event".
type Header struct {
	ToUserName   string
	FromUserName string
	CreateTime   int64
	MsgType      string
	AgentID      int64
	MsgID        int64
	Event        string
}

// Message is one parsed callback; switch on its concrete type.
type Message interface{ Head() Header }

// Head makes every type that embeds a Header a Message.
func (h Header) Head() Header { return h }

// Sender is the lower-cased userid.
func (h Header) Sender() string { return strings.ToLower(h.FromUserName) }

// FromSystem tells that no person sent this, so nobody must be answered.
func (h Header) FromSystem() bool { return h.Sender() == "sys" }

// Kind is the event name for events and the MsgType for everything else.
func (h Header) Kind() string {
	if h.MsgType == typeEvent {
		return h.Event
	}
	return h.MsgType
}

func (h *Header) head() *Header { return h }

// bind is the empty body of messages that are all header.
func (h *Header) bind(*codec) {}

// ParseHeader checks that plaintext is one well-formed <xml> document and reads only its header, without building
// anything else: cheap enough for the callback path. A repeated header element is an error.
func ParseHeader(plaintext []byte) (Header, error) {
	reader := wxxml.NewReader(plaintext)
	root, err := reader.Next()
	if err != nil {
		return Header{}, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	if string(root.Bytes) != "xml" {
		return Header{}, fmt.Errorf("%w: root is not <xml>", ErrMessage)
	}
	var h Header
	if err := h.scan(&reader); err != nil {
		return Header{}, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	if h.FromUserName == "" || h.MsgType == "" {
		return Header{}, fmt.Errorf("%w: FromUserName or MsgType is missing", ErrMessage)
	}
	return h, nil
}

func (h *Header) scan(reader *wxxml.Reader) error {
	var seen [7]bool
	for {
		token, err := reader.Next()
		if err != nil {
			return err
		}
		switch token.Kind {
		case wxxml.End:
			return nil
		case wxxml.Open:
			field := headerField(token.Bytes)
			if field < 0 {
				if err := skip(reader); err != nil {
					return err
				}
				continue
			}
			if seen[field] {
				return fmt.Errorf("repeated %s", token.Bytes)
			}
			seen[field] = true
			if err := h.set(field, reader); err != nil {
				return err
			}
		}
	}
}

const (
	fieldTo = iota
	fieldFrom
	fieldCreated
	fieldType
	fieldAgent
	fieldID
	fieldEvent
)

func headerField(name []byte) int {
	switch string(name) {
	case "ToUserName":
		return fieldTo
	case "FromUserName":
		return fieldFrom
	case "CreateTime":
		return fieldCreated
	case "MsgType":
		return fieldType
	case "AgentID":
		return fieldAgent
	case "MsgId":
		return fieldID
	case "Event":
		return fieldEvent
	}
	return -1
}

func (h *Header) set(field int, reader *wxxml.Reader) error {
	var scratch [64]byte
	value, err := leaf(reader, scratch[:0])
	if err != nil {
		return err
	}
	switch field {
	case fieldTo:
		h.ToUserName = value
	case fieldFrom:
		h.FromUserName = value
	case fieldCreated:
		h.CreateTime, err = integer("CreateTime", value)
	case fieldType:
		h.MsgType = value
	case fieldAgent:
		h.AgentID, err = integer("AgentID", value)
	case fieldID:
		h.MsgID, err = integer("MsgId", value)
	case fieldEvent:
		h.Event = value
	}
	return err
}

// leaf reads the text of an element that has no children and consumes its end tag.
func leaf(reader *wxxml.Reader, scratch []byte) (string, error) {
	for {
		token, err := reader.Next()
		if err != nil {
			return "", err
		}
		switch token.Kind {
		case wxxml.Open, wxxml.End:
			return "", errors.New("header element is not flat")
		case wxxml.Close:
			return strings.TrimSpace(wxxml.Clean(string(scratch))), nil
		}
		if scratch, err = token.Decode(scratch); err != nil {
			return "", err
		}
	}
}

func skip(reader *wxxml.Reader) error {
	for depth := 1; depth > 0; {
		token, err := reader.Next()
		if err != nil {
			return err
		}
		switch token.Kind {
		case wxxml.Open:
			depth++
		case wxxml.Close:
			depth--
		}
	}
	return nil
}

func integer(name, value string) (int64, error) {
	if value == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s is no integer", name)
	}
	return n, nil
}
