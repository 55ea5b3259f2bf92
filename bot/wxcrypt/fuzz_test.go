package wxcrypt

import (
	"bytes"
	"encoding/xml"
	"testing"
)

// FuzzDecrypt feeds both what anybody can post and, sealed with the right key, what only a signed callback can hold:
// CBC lets any blocks come out. It stays free of Encrypt, whose randomness would blind the fuzzer.
func FuzzDecrypt(f *testing.F) {
	c := vectorCipherOf(f)
	f.Add([]byte(vectorEcho), []byte("hello"))
	f.Add([]byte(vectorCipher), bytes.Repeat([]byte{32}, 64))
	f.Fuzz(func(t *testing.T, sealed, plain []byte) {
		_, _ = c.Decrypt(sealed)
		whole := len(plain) &^ (padBlock - 1)
		if whole == 0 {
			return
		}
		message, err := c.Decrypt(seal(c, plain[:whole]))
		if err == nil && !bytes.Contains(plain, message) {
			t.Fatalf("opened %q, which is no part of %q", message, plain)
		}
	})
}

func FuzzEnvelope(f *testing.F) {
	f.Add([]byte(vectorBody))
	f.Add([]byte("<xml><ToUserName>corp</ToUserName><AgentID>1</AgentID><Encrypt>abc=</Encrypt></xml>"))
	f.Add([]byte("<!DOCTYPE a><xml/>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := ParseEnvelope(body)
		if err != nil {
			return
		}
		var want struct{ ToUserName, AgentID, Encrypt string }
		if err := xml.Unmarshal(body, &want); err != nil {
			return // encoding/xml also refuses bytes between elements that are no text here
		}
		if got.ToUserName != trim(want.ToUserName) || got.AgentID != trim(want.AgentID) || string(got.Encrypt) != trim(want.Encrypt) {
			t.Fatalf("got %+v, encoding/xml reads %+v", got, want)
		}
	})
}

func trim(s string) string { return string(bytes.TrimSpace([]byte(s))) }
