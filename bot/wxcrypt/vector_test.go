package wxcrypt

import (
	"strings"
	"testing"
)

// The official example of doc 90968 (URL verification) and doc 91144 (message).
const (
	vectorToken  = "QDG6eK"
	vectorCorp   = "wx5823bf96d3bd56c7"
	vectorKey    = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	vectorEcho   = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
	vectorCipher = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
	vectorBody   = "<xml>\n<ToUserName><![CDATA[" + vectorCorp + "]]></ToUserName><Encrypt><![CDATA[" + vectorCipher +
		"]]></Encrypt>\n<AgentID><![CDATA[218]]></AgentID>\n</xml>"
)

func vectorCipherOf(t testing.TB) *Cipher {
	t.Helper()
	c, err := NewCipher(vectorKey, vectorCorp)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOfficialURLVerification(t *testing.T) {
	const signature = "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
	if got := Signature(vectorToken, "1409659589", "263014780", vectorEcho); got != signature {
		t.Errorf("signature %s, want %s", got, signature)
	}
	if !Verify(signature, vectorToken, "1409659589", "263014780", []byte(vectorEcho)) {
		t.Error("official signature does not verify")
	}
	plain, err := vectorCipherOf(t).Decrypt([]byte(vectorEcho))
	if err != nil || string(plain) != "1616140317555161061" {
		t.Errorf("decrypted %q, %v", plain, err)
	}
}

func TestOfficialMessage(t *testing.T) {
	const signature = "477715d11cdb4164915debcba66cb864d751f3e6"
	envelope, err := ParseEnvelope([]byte(vectorBody))
	if err != nil {
		t.Fatal(err)
	}
	if envelope.ToUserName != vectorCorp || envelope.AgentID != "218" || string(envelope.Encrypt) != vectorCipher {
		t.Errorf("parsed %q %q", envelope.ToUserName, envelope.AgentID)
	}
	if !Verify(signature, vectorToken, "1409659813", "1372623149", envelope.Encrypt) {
		t.Error("official signature does not verify")
	}
	plain, err := vectorCipherOf(t).Decrypt(envelope.Encrypt)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"<![CDATA[hello]]>", "<![CDATA[mycreate]]>", "4561255354251345929", "<AgentID>218</AgentID>"} {
		if !strings.Contains(string(plain), part) {
			t.Errorf("plaintext %q lacks %q", plain, part)
		}
	}
}

func TestVerifyRefusesOtherSignatures(t *testing.T) {
	good := Signature("token", "1", "2", "cipher")
	for _, signature := range []string{"", good[:39], good + "0", strings.ToUpper(good), strings.Repeat("0", 40)} {
		if Verify(signature, "token", "1", "2", []byte("cipher")) {
			t.Errorf("accepted %q", signature)
		}
	}
	if Verify(good, "token", "1", "2", []byte("Cipher")) {
		t.Error("accepted another ciphertext")
	}
}
