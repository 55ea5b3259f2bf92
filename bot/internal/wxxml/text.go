package wxxml

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Decode appends the token's characters to dst, resolving the five predefined entities and numeric references;
// any other entity is an error.
func (t Token) Decode(dst []byte) ([]byte, error) {
	text := t.Bytes
	if !t.Raw {
		return append(dst, text...), nil
	}
	for {
		amp := bytes.IndexByte(text, '&')
		if amp < 0 {
			return append(dst, text...), nil
		}
		dst = append(dst, text[:amp]...)
		semi := bytes.IndexByte(text[amp:], ';')
		if semi < 0 {
			return nil, fmt.Errorf("%w: unterminated entity", ErrSyntax)
		}
		r, ok := entity(string(text[amp+1 : amp+semi]))
		if !ok {
			return nil, fmt.Errorf("%w: unknown entity", ErrSyntax)
		}
		dst = utf8.AppendRune(dst, r)
		text = text[amp+semi+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), legal(rune(n))
}

// Clean drops what XML 1.0 cannot carry (control characters, surrogates, broken UTF-8) and turns CRLF and CR into
// LF, as every XML reader does. It is idempotent.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if legal(r) && (r != utf8.RuneError || size > 1) {
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 && s[i] != '\n' && s[i] != '\t' || s[i] >= 0xed {
			return false
		}
	}
	return utf8.ValidString(s)
}

func legal(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// AppendCDATA appends s as CDATA, splitting "]]>" over two sections. s is cleaned first.
func AppendCDATA(dst []byte, s string) []byte {
	s = strings.ReplaceAll(Clean(s), "]]>", "]]]]><![CDATA[>")
	dst = append(dst, cdataOpen...)
	dst = append(dst, s...)
	return append(dst, cdataClose...)
}
