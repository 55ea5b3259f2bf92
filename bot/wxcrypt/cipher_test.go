package wxcrypt

import (
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/silenceper/wechat/v2/util"
)

func TestNewCipherRefusesBadKeys(t *testing.T) {
	for _, key := range []string{"", "short", strings.Repeat("a", 42), strings.Repeat("a", 44), strings.Repeat("!", 43)} {
		if _, err := NewCipher(key, "corp"); !errors.Is(err, ErrKey) {
			t.Errorf("NewCipher(%q) = %v", key, err)
		}
	}
}

func TestEncryptDecrypts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		receiver := rapid.StringMatching(`[a-z0-9]{0,20}`).Draw(t, "receiver")
		message := rapid.SliceOf(rapid.Byte()).Draw(t, "message")
		c, err := NewCipher(vectorKey, receiver)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := c.Encrypt(message)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := c.Decrypt([]byte(sealed))
		if err != nil || !bytes.Equal(opened, message) {
			t.Fatalf("opened %q, %v", opened, err)
		}
	})
}

func TestSilenceperOpensWhatWeSeal(t *testing.T) {
	sealed, err := vectorCipherOf(t).Encrypt([]byte("<xml/>"))
	if err != nil {
		t.Fatal(err)
	}
	_, plain, err := util.DecryptMsg(vectorCorp, sealed, vectorKey)
	if err != nil || string(plain) != "<xml/>" {
		t.Errorf("silenceper opened %q, %v", plain, err)
	}
}

func TestEncryptIsRandom(t *testing.T) {
	c := vectorCipherOf(t)
	first, _ := c.Encrypt([]byte("same"))
	second, _ := c.Encrypt([]byte("same"))
	if first == second {
		t.Error("two seals of one message are equal")
	}
}

func TestDecryptRefusesOtherReceiver(t *testing.T) {
	other, err := NewCipher(vectorKey, vectorCorp+"0")
	if err != nil {
		t.Fatal(err)
	}
	sealed, _ := other.Encrypt([]byte("hello"))
	if _, err := vectorCipherOf(t).Decrypt([]byte(sealed)); !errors.Is(err, ErrReceiver) {
		t.Errorf("got %v, want ErrReceiver", err)
	}
}

// seal encrypts raw blocks as they are, to build what Encrypt never would.
func seal(c *Cipher, blocks []byte) []byte {
	out := make([]byte, len(blocks))
	cipher.NewCBCEncrypter(c.block, c.iv).CryptBlocks(out, blocks)
	return []byte(base64.StdEncoding.EncodeToString(out))
}

func TestDecryptRefusesMalformed(t *testing.T) {
	c := vectorCipherOf(t)
	good, _ := c.Encrypt([]byte("hello"))

	padded := func(last ...byte) []byte { return append(make([]byte, 64-len(last)), last...) }
	lying := make([]byte, 64)
	binary.BigEndian.PutUint32(lying[16:], 1<<31)
	copy(lying[62:], []byte{2, 2})

	for name, sealed := range map[string][]byte{
		"empty":             nil,
		"not base64":        []byte("*"),
		"line break":        []byte(good[:4] + "\n" + good[4:]),
		"url alphabet":      []byte("_" + good[1:]),
		"cut":               []byte(good[:len(good)-4]),
		"half block":        []byte(base64.StdEncoding.EncodeToString(make([]byte, 48))),
		"zero padding":      seal(c, padded(0)),
		"padding beyond 32": seal(c, padded(33)),
		"last byte only":    seal(c, padded(1, 3)),
		"no room":           seal(c, bytes.Repeat([]byte{32}, 32)),
		"length too large":  seal(c, lying),
	} {
		if _, err := c.Decrypt(sealed); !errors.Is(err, ErrCiphertext) {
			t.Errorf("%s: got %v, want ErrCiphertext", name, err)
		}
	}
}
