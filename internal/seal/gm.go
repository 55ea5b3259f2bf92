package seal

import (
	"crypto/rand"
	"fmt"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

// gm is SM4-GCM, SM3, HMAC-SM3 and SM2 with the default user id (GB/T 32907, 32905, 32918).
type gm struct{}

// sm4KeySize is the length of an SM4 key in bytes.
const sm4KeySize = 16

func (gm) ID() byte     { return 2 }
func (gm) Name() string { return "gm" }

func (gm) Hash(data []byte) []byte {
	sum := sm3.Sum(data)
	return sum[:]
}

func (gm) MAC(key []byte, parts ...[]byte) []byte { return mac(sm3.New, key, parts) }

func (s gm) Seal(key, plain, associated []byte) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	block, err := sm4.NewCipher(s.MAC(key, forSealing)[:sm4KeySize])
	if err != nil {
		return nil, err
	}
	return sealGCM(block, plain, associated)
}

func (s gm) Open(key, sealed, associated []byte) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	block, err := sm4.NewCipher(s.MAC(key, forSealing)[:sm4KeySize])
	if err != nil {
		return nil, err
	}
	return openGCM(block, sealed, associated)
}

// NewSigner returns the private number and the uncompressed public point.
func (gm) NewSigner() (private, public []byte, err error) {
	key, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("generate SM2 key: %w", err)
	}
	plain, err := key.ECDH()
	if err != nil {
		return nil, nil, fmt.Errorf("encode SM2 key: %w", err)
	}
	return plain.Bytes(), plain.PublicKey().Bytes(), nil
}

func (gm) Sign(private, message []byte) ([]byte, error) {
	key, err := sm2.NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("read SM2 key: %w", err)
	}
	return key.SignWithSM2(rand.Reader, nil, message)
}

func (gm) Verify(public, message, signature []byte) bool {
	key, err := sm2.NewPublicKey(public)
	return err == nil && sm2.VerifyASN1WithSM2(key, nil, message, signature)
}
