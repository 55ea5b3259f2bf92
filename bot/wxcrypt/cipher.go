package wxcrypt

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

var (
	// ErrKey: the EncodingAESKey is not 43 base64 characters (platform code -40004).
	ErrKey = errors.New("encoding aes key must be 43 base64 characters")
	// ErrCiphertext: the ciphertext is not base64 of whole blocks, or its padding or length field is wrong
	// (platform codes -40007, -40008, -40010).
	ErrCiphertext = errors.New("ciphertext is malformed")
	// ErrReceiver: the message was sealed for another receiver (platform code -40005).
	ErrReceiver = errors.New("ciphertext belongs to another receiver")
)

const (
	padBlock   = 32 // WeCom pads to 32, not to the 16 of AES
	headerSize = 20 // 16 random bytes and a big-endian length
)

// Cipher seals and opens callback payloads for one EncodingAESKey and one receiver. It is safe for concurrent use.
type Cipher struct {
	block     cipher.Block
	iv        []byte
	receiveID []byte
}

// NewCipher takes the 43-character EncodingAESKey and the receiver id: the corpid for a self-built app, the suiteid
// for third-party events, empty for AI bots (doc 90968).
func NewCipher(encodingAESKey, receiveID string) (*Cipher, error) {
	if len(encodingAESKey) != 43 {
		return nil, ErrKey
	}
	// Not Strict: the official example key has non-zero bits behind its 256.
	key, err := base64.StdEncoding.DecodeString(encodingAESKey + "=")
	if err != nil || len(key) != 32 {
		return nil, ErrKey
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("create aes cipher: %w", err)
	}
	return &Cipher{block: block, iv: key[:aes.BlockSize], receiveID: []byte(receiveID)}, nil
}

// Encrypt returns base64(AES-CBC(random(16) + length(4) + msg + receiveid + padding)).
func (c *Cipher) Encrypt(msg []byte) (string, error) {
	size := headerSize + len(msg) + len(c.receiveID)
	pad := padBlock - size%padBlock
	plain := make([]byte, headerSize, size+pad)
	if _, err := rand.Read(plain[:16]); err != nil {
		return "", fmt.Errorf("read random prefix: %w", err)
	}
	binary.BigEndian.PutUint32(plain[16:], uint32(len(msg)))
	plain = append(append(plain, msg...), c.receiveID...)
	plain = append(plain, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(c.block, c.iv).CryptBlocks(plain, plain)
	return base64.StdEncoding.EncodeToString(plain), nil
}

var strictBase64 = base64.StdEncoding.Strict()

// Decrypt opens base64 ciphertext whose signature was verified before; errors are ErrCiphertext or ErrReceiver.
func (c *Cipher) Decrypt(encrypt []byte) ([]byte, error) {
	// The decoder skips line breaks, which would give one payload many spellings.
	if bytes.IndexByte(encrypt, '\n') >= 0 || bytes.IndexByte(encrypt, '\r') >= 0 {
		return nil, fmt.Errorf("%w: line break in base64", ErrCiphertext)
	}
	plain := make([]byte, strictBase64.DecodedLen(len(encrypt)))
	n, err := strictBase64.Decode(plain, encrypt)
	if err != nil {
		return nil, fmt.Errorf("%w: bad base64", ErrCiphertext)
	}
	plain = plain[:n]
	if n < padBlock || n%padBlock != 0 {
		return nil, fmt.Errorf("%w: %d bytes are no whole blocks", ErrCiphertext, n)
	}
	cipher.NewCBCDecrypter(c.block, c.iv).CryptBlocks(plain, plain)
	return c.open(plain)
}

func (c *Cipher) open(plain []byte) ([]byte, error) {
	body, ok := unpad(plain)
	if !ok {
		return nil, fmt.Errorf("%w: bad padding", ErrCiphertext)
	}
	if len(body) < headerSize {
		return nil, fmt.Errorf("%w: too short", ErrCiphertext)
	}
	size := uint64(binary.BigEndian.Uint32(body[16:headerSize]))
	rest := body[headerSize:]
	if size > uint64(len(rest)) {
		return nil, fmt.Errorf("%w: length field beyond the end", ErrCiphertext)
	}
	if subtle.ConstantTimeCompare(rest[size:], c.receiveID) != 1 {
		return nil, ErrReceiver
	}
	return rest[:size:size], nil
}

// unpad checks every padding byte; silenceper looks at the last one only.
func unpad(plain []byte) ([]byte, bool) {
	pad := int(plain[len(plain)-1])
	if pad < 1 || pad > padBlock {
		return nil, false
	}
	cut := len(plain) - pad
	var diff byte
	for _, b := range plain[cut:] {
		diff |= b ^ byte(pad)
	}
	return plain[:cut], diff == 0
}
