// Package seal keeps personal data readable only with keys: two suites of algorithms behind one interface, master keys
// that wrap data keys, and sealed values that say by themselves how they were made. It is the only package that knows
// gmsm.
//
// gmsm is not a certified product: where the assessment of commercial cryptography (密评) asks for one, a KMS takes the
// place of the Keyring.
package seal

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"fmt"
	"hash"
)

// KeySize is the length of master and data keys in bytes, in every suite.
const KeySize = 32

// Suite is one family of algorithms. Keys for Seal, Open and MAC have KeySize bytes; each use derives its own from them.
type Suite interface {
	ID() byte     // stored with every value; never reused
	Name() string // intl or gm
	Hash(data []byte) []byte
	MAC(key []byte, parts ...[]byte) []byte // parts cannot run into one another
	Seal(key, plain, associated []byte) ([]byte, error)
	Open(key, sealed, associated []byte) ([]byte, error)
	NewSigner() (private, public []byte, err error)
	Sign(private, message []byte) ([]byte, error)
	Verify(public, message, signature []byte) bool
}

// Suites lists every suite, the default first.
var Suites = []Suite{intl{}, gm{}}

// SuiteNamed returns the suite of that name.
func SuiteNamed(name string) (Suite, error) {
	for _, s := range Suites {
		if s.Name() == name {
			return s, nil
		}
	}
	return nil, fmt.Errorf("suite %q is not known: use intl or gm", name)
}

func suiteOf(id byte) (Suite, error) {
	for _, s := range Suites {
		if s.ID() == id {
			return s, nil
		}
	}
	return nil, errors.New("sealed by a suite that is not known")
}

// errOpen says nothing of the value: it may end up in a log.
var errOpen = errors.New("sealed value does not open: wrong key, wrong place, or changed")

func checkKey(key []byte) error {
	if len(key) != KeySize {
		return fmt.Errorf("a key has %d bytes, not %d", KeySize, len(key))
	}
	return nil
}

// mac prefixes each part with its length.
func mac(h func() hash.Hash, key []byte, parts [][]byte) []byte {
	m := hmac.New(h, key)
	for _, part := range parts {
		n := uint64(len(part))
		m.Write([]byte{byte(n >> 56), byte(n >> 48), byte(n >> 40), byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		m.Write(part)
	}
	return m.Sum(nil)
}

// sealGCM returns nonce and ciphertext.
func sealGCM(block cipher.Block, plain, associated []byte) ([]byte, error) {
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce) // never fails: the program ends instead
	return aead.Seal(nonce, nonce, plain, associated), nil
}

func openGCM(block cipher.Block, sealed, associated []byte) ([]byte, error) {
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize()+aead.Overhead() {
		return nil, errOpen
	}
	plain, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], associated)
	if err != nil {
		return nil, errOpen
	}
	return plain, nil
}

// forSealing names the key that Seal derives, so that it serves nothing else.
var forSealing = []byte("petitiondesk seal v1")
