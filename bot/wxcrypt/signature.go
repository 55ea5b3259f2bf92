// Package wxcrypt is the cryptographic envelope of WeCom callbacks: signature, AES cipher and the XML around them
// (doc 90968, vectors in doc 91144).
package wxcrypt

import (
	"bytes"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
)

// Signature is the lowercase hex SHA-1 over the four values sorted and concatenated (doc 90968).
// For the GET verification, encrypt is the URL-decoded echostr.
func Signature(token, timestamp, nonce, encrypt string) string {
	sum := digest(token, timestamp, nonce, []byte(encrypt))
	return string(sum[:])
}

// Verify reports in constant time whether signature belongs to the other values.
// silenceper offers util.Signature but nowhere a constant-time comparison.
func Verify(signature, token, timestamp, nonce string, encrypt []byte) bool {
	sum := digest(token, timestamp, nonce, encrypt)
	return subtle.ConstantTimeCompare(sum[:], []byte(signature)) == 1
}

func digest(token, timestamp, nonce string, encrypt []byte) (sum [2 * sha1.Size]byte) {
	scratch := make([]byte, 0, 192)
	scratch = append(append(append(scratch, token...), timestamp...), nonce...)
	first, second := len(token), len(token)+len(timestamp)
	parts := [4][]byte{scratch[:first], scratch[first:second], scratch[second:], encrypt}
	for i := 1; i < len(parts); i++ {
		for j := i; j > 0 && bytes.Compare(parts[j], parts[j-1]) < 0; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
	h := sha1.New()
	for _, part := range parts {
		h.Write(part)
	}
	var raw [sha1.Size]byte
	hex.Encode(sum[:], h.Sum(raw[:0]))
	return sum
}
