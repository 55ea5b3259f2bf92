package seal

import (
	"crypto/aes"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
)

// intl is AES-256-GCM, SHA-256, HMAC-SHA-256 and Ed25519.
type intl struct{}

func (intl) ID() byte     { return 1 }
func (intl) Name() string { return "intl" }

func (intl) Hash(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:]
}

func (intl) MAC(key []byte, parts ...[]byte) []byte { return mac(sha256.New, key, parts) }

func (s intl) Seal(key, plain, associated []byte) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(s.MAC(key, forSealing))
	if err != nil {
		return nil, err
	}
	return sealGCM(block, plain, associated)
}

func (s intl) Open(key, sealed, associated []byte) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(s.MAC(key, forSealing))
	if err != nil {
		return nil, err
	}
	return openGCM(block, sealed, associated)
}

func (intl) NewSigner() (private, public []byte, err error) {
	public, private, err = ed25519.GenerateKey(nil)
	return private, public, err
}

func (intl) Sign(private, message []byte) ([]byte, error) {
	if len(private) != ed25519.PrivateKeySize {
		return nil, errors.New("not an Ed25519 private key")
	}
	return ed25519.Sign(private, message), nil
}

func (intl) Verify(public, message, signature []byte) bool {
	return len(public) == ed25519.PublicKeySize && ed25519.Verify(public, message, signature)
}
