package outmsg

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// EncodeJSON writes JSON for the WeCom API without a single \uxxxx escape, which doc 90455 refuses (40033): < > & stay as they are, and
// what encoding/json would still escape is either written out or, for control characters, left out.
func EncodeJSON(request any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(request); err != nil {
		return nil, fmt.Errorf("encode request: %w", err)
	}
	return resolveEscapes(bytes.TrimRight(buffer.Bytes(), "\n")), nil
}

func resolveEscapes(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\u`)) {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			out = append(out, text[i])
			continue
		}
		if text[i+1] != 'u' {
			out = append(out, text[i], text[i+1])
			i++
			continue
		}
		if code, err := strconv.ParseUint(string(text[i+2:i+6]), 16, 32); err == nil && code >= 0x80 {
			out = utf8.AppendRune(out, rune(code))
		}
		i += 5
	}
	return out
}
