package outmsg

import (
	"strings"
	"unicode/utf8"
)

const ellipsis = "…"

// ClipRunes cuts s to at most limit characters, the last one an ellipsis when anything was cut.
func ClipRunes(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	if limit <= 0 {
		return ""
	}
	runes := 0
	for i := range s {
		if runes == limit-1 {
			return s[:i] + ellipsis
		}
		runes++
	}
	return s
}

// ClipBytes cuts s to at most limit bytes on a character boundary, ending in an ellipsis when anything was cut and
// there is room for one.
func ClipBytes(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	if limit < len(ellipsis) {
		return s[:boundary(s, limit)]
	}
	return s[:boundary(s, limit-len(ellipsis))] + ellipsis
}

// SplitText cuts s into pieces of at most 2048 bytes on character boundaries, after a line end where there is one.
// A line break at a cut is dropped. Blank text gives no piece.
func SplitText(s string) []string {
	var pieces []string
	for len(s) > maxContentBytes {
		cut := boundary(s, maxContentBytes)
		if line := strings.LastIndexByte(s[:cut+1], '\n'); line > 0 {
			cut = line
		}
		pieces = appendPiece(pieces, s[:cut])
		s = strings.TrimPrefix(s[cut:], "\n")
	}
	return appendPiece(pieces, s)
}

func appendPiece(pieces []string, piece string) []string {
	if strings.TrimSpace(piece) == "" {
		return pieces
	}
	return append(pieces, piece)
}

// boundary is the last character boundary at or before limit, which is less than len(s).
func boundary(s string, limit int) int {
	if limit <= 0 {
		return 0
	}
	cut := limit
	for cut > 0 && cut > limit-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return cut
}
