package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordList finds the word a text begins with, the longest one first.
type wordList []string

func (l *wordList) add(word string) {
	*l = append(*l, word)
	slices.SortStableFunc(*l, func(a, b string) int { return len(b) - len(a) })
}

// match returns the word and what follows it. A word counts only when a space, punctuation or the end follows, be it
// half- or full-width, so that 查询 is not 查.
func (l wordList) match(text string) (word, rest string, ok bool) {
	for _, word := range l {
		rest, found := strings.CutPrefix(text, word)
		if !found {
			continue
		}
		next, _ := utf8.DecodeRuneInString(rest)
		if rest == "" || unicode.IsSpace(next) || unicode.IsPunct(next) {
			return word, strings.TrimSpace(strings.TrimLeftFunc(rest, isSeparator)), true
		}
	}
	return "", "", false
}

// isSeparator holds for what people put between a command and its arguments; brackets and quotes belong to the
// arguments.
func isSeparator(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(":：,，、;；.。!！?？", r)
}

const keySeparator = "|"

var (
	keyEscaper   = strings.NewReplacer("%", "%25", keySeparator, "%7C")
	keyUnescaper = strings.NewReplacer("%25", "%", "%7C", keySeparator)
)

// CardKey builds a button key, "name|arg1|arg2", that Router.Card and Context.CardArgs take apart again. Keys hold at
// most 1024 bytes (doc 90236).
func CardKey(name string, args ...string) string {
	parts := make([]string, 0, 1+len(args))
	parts = append(parts, keyEscaper.Replace(name))
	for _, arg := range args {
		parts = append(parts, keyEscaper.Replace(arg))
	}
	return strings.Join(parts, keySeparator)
}

func splitCardKey(key string) (name string, args []string) {
	parts := strings.Split(key, keySeparator)
	for i := range parts {
		parts[i] = keyUnescaper.Replace(parts[i])
	}
	return parts[0], parts[1:]
}
