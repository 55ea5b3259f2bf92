package bot

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/xml"
	"io"
	"testing"

	"github.com/silenceper/wechat/v2/util"

	"petitiondesk/bot/wxcrypt"
)

// The three benchmarks read the same bytes: a text message as the platform posts it.

func BenchmarkCallbackDecode(b *testing.B) {
	callback, _ := newTestCallback(b, io.Discard)
	p := goodPushed(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := callback.Decode(p.query, p.body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSilenceperDecode(b *testing.B) {
	p := goodPushed(b)
	b.ReportAllocs()
	for b.Loop() {
		var envelope struct{ ToUserName, AgentID, Encrypt string }
		if err := xml.Unmarshal(p.body, &envelope); err != nil {
			b.Fatal(err)
		}
		signature := util.Signature(testToken, p.query.Get("timestamp"), p.query.Get("nonce"), envelope.Encrypt)
		if signature != p.query.Get("msg_signature") {
			b.Fatal("signature does not match")
		}
		_, plaintext, err := util.DecryptMsg(testCorp, envelope.Encrypt, testKey)
		if err != nil {
			b.Fatal(err)
		}
		var message struct {
			ToUserName, FromUserName, MsgType, Content string
			CreateTime, MsgId, AgentID                 int64
		}
		if err := xml.Unmarshal(plaintext, &message); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBareCrypto(b *testing.B) {
	envelope, err := wxcrypt.ParseEnvelope(goodPushed(b).body)
	if err != nil {
		b.Fatal(err)
	}
	key, err := base64.StdEncoding.DecodeString(testKey + "=")
	if err != nil {
		b.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		sha1.Sum(envelope.Encrypt)
		sealed := make([]byte, base64.StdEncoding.DecodedLen(len(envelope.Encrypt)))
		n, err := base64.StdEncoding.Decode(sealed, envelope.Encrypt)
		if err != nil {
			b.Fatal(err)
		}
		cipher.NewCBCDecrypter(block, key[:aes.BlockSize]).CryptBlocks(sealed[:n], sealed[:n])
	}
}
