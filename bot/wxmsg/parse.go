package wxmsg

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Parse reads one decrypted callback. A message type or event it does not know becomes Unknown, which is no error:
// WeCom adds kinds without notice. DOCTYPE, custom entities, attributes and deep nesting are errors.
func Parse(plaintext []byte) (Message, error) {
	header, err := ParseHeader(plaintext)
	if err != nil {
		return nil, err
	}
	tree, err := readTree(plaintext)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	known, ok := byKind[kindKey(header)]
	if !ok {
		return Unknown{Header: header}, nil
	}
	c := codec{in: &tree}
	message := known.read(header, &c)
	if c.err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMessage, c.err)
	}
	return message, nil
}

// Marshal writes the XML the platform would send for m, which must be one of this package's types, not a pointer to
// it. MsgType and, where the type has only one, Event are filled in; characters XML cannot carry are dropped.
func Marshal(m Message) ([]byte, error) {
	if unknown, ok := m.(Unknown); ok {
		return writeMessage(&unknown.Header, &codec{}, func(*codec) {}), nil
	}
	known, ok := byType[reflect.TypeOf(m)]
	if !ok {
		return nil, fmt.Errorf("%w: cannot marshal %T", ErrMessage, m)
	}
	return known.write(m), nil
}

// kind ties a concrete type to the MsgType and Event values it stands for.
type kind struct {
	msgType string
	events  []string
	goType  reflect.Type
	read    func(Header, *codec) Message
	write   func(Message) []byte
}

type bindable[T any] interface {
	*T
	head() *Header
	bind(*codec)
}

func message[T Message, P bindable[T]](msgType string, events ...string) kind {
	k := kind{msgType: msgType, events: events, goType: reflect.TypeFor[T]()}
	k.read = func(header Header, c *codec) Message {
		var m T
		*P(&m).head() = header
		P(&m).bind(c)
		return m
	}
	k.write = func(in Message) []byte {
		m := in.(T)
		header := P(&m).head()
		header.MsgType = msgType
		if len(events) > 0 && !slices.Contains(events, header.Event) {
			header.Event = events[0]
		}
		return writeMessage(header, &codec{}, P(&m).bind)
	}
	return k
}

func event[T Message, P bindable[T]](names ...string) kind { return message[T, P](typeEvent, names...) }

func writeMessage(h *Header, c *codec, body func(*codec)) []byte {
	c.open("xml")
	c.text("ToUserName", &h.ToUserName)
	c.text("FromUserName", &h.FromUserName)
	c.number("CreateTime", &h.CreateTime)
	c.text("MsgType", &h.MsgType)
	c.option("Event", &h.Event)
	body(c)
	c.optionNumber("MsgId", &h.MsgID)
	c.optionNumber("AgentID", &h.AgentID)
	c.close("xml")
	return c.out
}

var byKind, byType = index(kinds)

func index(kinds []kind) (map[string]kind, map[reflect.Type]kind) {
	names, types := map[string]kind{}, map[reflect.Type]kind{}
	for _, k := range kinds {
		types[k.goType] = k
		if k.msgType != typeEvent {
			names[k.msgType] = k
		}
		for _, name := range k.events {
			names[kindKey(Header{MsgType: typeEvent, Event: name})] = k
		}
	}
	return names, types
}

// kindKey keeps the message "location" apart from the event "LOCATION" and does not mind case otherwise.
func kindKey(h Header) string {
	if h.MsgType == typeEvent {
		return "event/" + strings.ToLower(h.Event)
	}
	return strings.ToLower(h.MsgType)
}
