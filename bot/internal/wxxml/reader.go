// Package wxxml reads the small XML subset WeCom speaks: nested elements without attributes, character data and
// CDATA. Everything that makes XML dangerous (DOCTYPE, custom entities, processing instructions, deep nesting) is
// refused, and no byte is copied, so it also serves the callback's hot path.
package wxxml

import (
	"bytes"
	"errors"
	"fmt"
)

// MaxDepth bounds nesting; the deepest message WeCom documents (approval nodes, doc 90240) has seven levels.
const MaxDepth = 12

// ErrSyntax is wrapped by every error a Reader returns.
var ErrSyntax = errors.New("malformed xml")

// Kind tells what a Token is.
type Kind int

const (
	Open  Kind = iota // an element begins; Bytes is its name
	Close             // an element ends; Bytes is its name
	Text              // character data; Bytes is the raw content
	End               // the document is over
)

// Token is one step of a Reader. Bytes aliases the input.
type Token struct {
	Kind  Kind
	Bytes []byte
	// Raw is set on Text outside CDATA: entities in it are not decoded yet.
	Raw bool
}

// Reader walks one document. The zero value is not useful; call NewReader.
type Reader struct {
	data    []byte
	pos     int
	depth   int
	open    [MaxDepth][]byte
	pending bool // a self-closing element still owes its Close
	rooted  bool
}

// NewReader skips a byte-order mark and one XML declaration, both of which encoders in the wild emit.
func NewReader(data []byte) Reader {
	r := Reader{data: data}
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		r.pos = 3
	}
	r.skipSpace()
	if bytes.HasPrefix(r.rest(), []byte("<?xml ")) {
		if end := bytes.Index(r.rest(), []byte("?>")); end > 0 {
			r.pos += end + 2
		}
	}
	return r
}

// Next returns the next token; after End it keeps returning End.
func (r *Reader) Next() (Token, error) {
	if r.pending {
		return r.closeTop(), nil
	}
	if r.depth == 0 {
		r.skipSpace()
		if r.pos == len(r.data) {
			if !r.rooted {
				return Token{}, r.fault("no root element")
			}
			return Token{Kind: End}, nil
		}
		if r.rooted || r.data[r.pos] != '<' {
			return Token{}, r.fault("content outside the root element")
		}
	}
	if r.pos >= len(r.data) {
		return Token{}, r.fault("unexpected end")
	}
	if r.data[r.pos] != '<' {
		return r.charData()
	}
	return r.markup()
}

func (r *Reader) charData() (Token, error) {
	end := bytes.IndexByte(r.rest(), '<')
	if end < 0 {
		return Token{}, r.fault("unexpected end")
	}
	text := r.data[r.pos : r.pos+end]
	r.pos += end
	return Token{Kind: Text, Bytes: text, Raw: true}, nil
}

func (r *Reader) markup() (Token, error) {
	rest := r.rest()
	if len(rest) < 3 {
		return Token{}, r.fault("unexpected end")
	}
	switch rest[1] {
	case '/':
		return r.closeTag()
	case '!':
		return r.cdata()
	case '?':
		return Token{}, r.fault("processing instruction refused")
	}
	return r.openTag()
}

var cdataOpen, cdataClose = []byte("<![CDATA["), []byte("]]>")

func (r *Reader) cdata() (Token, error) {
	if r.depth == 0 || !bytes.HasPrefix(r.rest(), cdataOpen) {
		return Token{}, r.fault("declaration refused")
	}
	start := r.pos + len(cdataOpen)
	end := bytes.Index(r.data[start:], cdataClose)
	if end < 0 {
		return Token{}, r.fault("unterminated CDATA")
	}
	r.pos = start + end + len(cdataClose)
	return Token{Kind: Text, Bytes: r.data[start : start+end]}, nil
}

func (r *Reader) openTag() (Token, error) {
	end := bytes.IndexByte(r.rest(), '>')
	if end < 0 {
		return Token{}, r.fault("unterminated tag")
	}
	name := r.data[r.pos+1 : r.pos+end]
	if n := len(name); n > 0 && name[n-1] == '/' {
		name, r.pending = name[:n-1], true
	}
	name = bytes.TrimRight(name, " ")
	if !validName(name) {
		return Token{}, r.fault("bad element name")
	}
	if r.depth == MaxDepth {
		return Token{}, r.fault("nested too deeply")
	}
	r.open[r.depth] = name
	r.depth++
	r.pos += end + 1
	return Token{Kind: Open, Bytes: name}, nil
}

func (r *Reader) closeTag() (Token, error) {
	end := bytes.IndexByte(r.rest(), '>')
	if end < 0 {
		return Token{}, r.fault("unterminated tag")
	}
	name := bytes.TrimRight(r.data[r.pos+2:r.pos+end], " ")
	if r.depth == 0 || !bytes.Equal(name, r.open[r.depth-1]) {
		return Token{}, r.fault("mismatched end tag")
	}
	r.pos += end + 1
	return r.closeTop(), nil
}

func (r *Reader) closeTop() Token {
	r.pending = false
	r.depth--
	r.rooted = true
	return Token{Kind: Close, Bytes: r.open[r.depth]}
}

func (r *Reader) rest() []byte { return r.data[r.pos:] }

func (r *Reader) skipSpace() {
	for r.pos < len(r.data) && isSpace(r.data[r.pos]) {
		r.pos++
	}
}

func (r *Reader) fault(what string) error {
	return fmt.Errorf("%w: %s at byte %d", ErrSyntax, what, r.pos)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func validName(name []byte) bool {
	if len(name) == 0 || len(name) > 64 {
		return false
	}
	for i, c := range name {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '-' || c == '.')) {
			return false
		}
	}
	return true
}
